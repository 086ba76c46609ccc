import { describe, expect, it } from 'vitest';
import { SetupFailed } from '../../../../infra/setup/plan.ts';
import { voiceUrlAtTwilio } from '../../../../infra/setup/twilio/import.ts';
import type { TwilioSetup } from '../../../../infra/setup/twilio/set-up.ts';
import type { PlatformRequest } from '../../../../lib/http/platform-api.ts';
import { GIVEN, TEAM } from '../world.ts';

const OURS = 'https://me.example.com/webhook/twilio/voice';
const OTHERS = 'https://pbx.example.com/voice';
const NUMBER = { number: '+14155550199', answeredBy: 'us' } as const;

/** What an import has to look after, of a number with these fields. */
function importing(
  fields: Record<string, unknown> | undefined,
  { adopt = false, isAlone = true, isLost = false } = {},
) {
  const written: PlatformRequest['form'][] = [];
  const row = { sid: `PN${'0'.repeat(32)}`, phone_number: NUMBER.number, voice_method: 'POST', ...fields };
  const api: TwilioSetup['api'] = async ({ method, form }) => {
    if (method === 'GET') {
      const numbers = fields === undefined ? [] : [row];
      return { is: 'ok', status: 200, body: { incoming_phone_numbers: numbers, next_page_uri: null } };
    }
    written.push(form);
    return isLost
      ? { is: 'lost', reason: 'twilio-timeout', wasSent: true }
      : { is: 'ok', status: 200, body: row };
  };
  const keep = async () => undefined;
  const options = {
    mode: 'apply',
    stage: 'dev',
    team: TEAM,
    settings: GIVEN,
    keep,
    tell: () => undefined,
  } as const;
  const at = voiceUrlAtTwilio({ ...options, baseUrl: 'https://me.example.com', adopt, api }, isAlone);
  return { at, written };
}

describe('An import into Vapi', () => {
  it.each([
    [OTHERS, 'somebody else'],
    ['https://prod.example.com/webhook/twilio/voice', 'another deployment'],
    [OURS, undefined],
    ['https://demo.twilio.com/welcome/voice/', undefined],
    ['https://api.vapi.ai/twilio/inbound_call', undefined],
    ['', undefined],
  ])('takes no voice URL from somebody else: %s', async (voice_url, whose) => {
    const why = await importing({ voice_url }).at.problemOf(NUMBER);
    if (whose === undefined) expect(why).toBeUndefined();
    else expect(why).toContain(`leads to ${whose}`);
  });

  it.each([
    ['it is adopted', { voice_url: OTHERS }, { adopt: true }],
    ['the walk over Twilio refuses it', { voice_url: OTHERS }, { isAlone: false }],
    ['it is not asked', { voice_url: OTHERS, trunk_sid: `TK${'0'.repeat(32)}` }, {}],
    ['the number is not in this account', undefined, {}],
  ])('takes it where %s', async (_, fields, options) => {
    expect(await importing(fields, options).at.problemOf(NUMBER)).toBeUndefined();
  });

  it.each([
    ['https://api.vapi.ai/twilio/inbound_call', [{ VoiceUrl: OURS, VoiceMethod: 'POST' }]],
    [OURS, []],
  ])('leaves the calls of a number that we answer with us: %s', async (voice_url, forms) => {
    const { at, written } = importing({ voice_url });
    await at.bringBack(NUMBER);
    expect(written).toEqual(forms);
  });

  it('says what to do where the number could not be brought back', async () => {
    const { at } = importing({ voice_url: 'https://api.vapi.ai/twilio/inbound_call' }, { isLost: true });
    await expect(at.bringBack(NUMBER)).rejects.toThrow(SetupFailed);
    await expect(at.bringBack(NUMBER)).rejects.toMatchObject({
      remedy: expect.stringContaining('--only twilio --apply'),
    });
  });
});
