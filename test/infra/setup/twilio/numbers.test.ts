import { describe, expect, it } from 'vitest';
import { type NumberRules, planNumber } from '../../../../infra/setup/twilio/numbers.ts';
import { phoneNumberSchema } from '../../../../infra/setup/twilio/resources.ts';
import { ourUrls } from '../../../../infra/setup/twilio/urls.ts';

const INBOUND = 'https://api.vapi.ai/twilio/inbound_call';
const urls = ourUrls('https://handoff.example.com/');
const RULES: NumberRules = { urls, inbound: INBOUND, adopt: false };

/** As Twilio shows one. */
function number(of: Record<string, unknown> = {}) {
  return phoneNumberSchema.parse({
    account_sid: 'AC0be6ba904ec9b35f965b83c0d100bdea',
    sid: 'PN6cf2beb79b08fd91372c6a0b57663d08',
    phone_number: '+14155550199',
    friendly_name: '(415) 555-0199',
    capabilities: { voice: true, sms: true, mms: true, fax: false },
    voice_url: INBOUND,
    voice_method: 'POST',
    voice_fallback_url: null,
    voice_fallback_method: 'POST',
    voice_application_sid: '',
    trunk_sid: null,
    status_callback: '',
    status_callback_method: 'POST',
    ...of,
  });
}
const answered = (answeredBy: 'us' | 'vapi') => ({ number: '+14155550199', answeredBy });

describe('A number', () => {
  it('that Vapi answers gets our webhook behind it, and the ends of calls told', () => {
    const { row, form } = planNumber(answered('vapi'), number(), RULES);
    expect(row).toEqual({
      what: 'twilio.number',
      name: '+1415…0199',
      action: 'change',
      fields: {
        'voice fallback': { from: 'none', to: urls.voice },
        'status callback': { from: 'none', to: urls.status },
      },
    });
    expect(form).toEqual({
      VoiceFallbackUrl: urls.voice,
      VoiceFallbackMethod: 'POST',
      StatusCallback: urls.status,
      StatusCallbackMethod: 'POST',
    });
  });

  it('that we answer gets Vapi behind us, over what its import has written', () => {
    expect(planNumber(answered('us'), number(), RULES).form).toEqual({
      VoiceUrl: urls.voice,
      VoiceMethod: 'POST',
      VoiceFallbackUrl: INBOUND,
      VoiceFallbackMethod: 'POST',
      StatusCallback: urls.status,
      StatusCallbackMethod: 'POST',
    });
  });

  it.each([
    ['what Vapi’s import writes', INBOUND, undefined],
    [
      'what a new number begins with: the import writes over it',
      'https://demo.twilio.com/welcome/voice/',
      undefined,
    ],
    ['nothing, since a fallback needs something before it', '', INBOUND],
    ['ours, of before Vapi was to answer', urls.voice, INBOUND],
  ])('that Vapi answers, with a voice URL that is %s', (_, voice_url, written) => {
    expect(planNumber(answered('vapi'), number({ voice_url }), RULES).form?.VoiceUrl).toBe(written);
  });

  it('that Vapi has already gets its inbound URL over what a new number begins with', () => {
    const demo = number({ voice_url: 'https://demo.twilio.com/welcome/voice/' });
    const { form } = planNumber(answered('vapi'), demo, { ...RULES, isImported: true });
    expect(form).toMatchObject({ VoiceUrl: INBOUND, VoiceMethod: 'POST' });
  });

  it('keeps a fallback that somebody has chosen, but none that leads to what failed', () => {
    const bin = 'https://handler.twilio.com/twiml/EH00000000000000000000000000000001';
    const kept = planNumber(answered('us'), number({ voice_fallback_url: bin }), RULES);
    expect(kept.form).not.toHaveProperty('VoiceFallbackUrl');
    expect(kept.row.why).toContain('handler.twilio.com');
    const adopted = planNumber(answered('us'), number({ voice_fallback_url: bin }), {
      ...RULES,
      adopt: true,
    });
    expect(adopted.form?.VoiceFallbackUrl).toBe(INBOUND);
    const toUs = planNumber(answered('us'), number({ voice_fallback_url: urls.voice }), RULES);
    expect(toUs.form?.VoiceFallbackUrl).toBe(INBOUND);
  });

  it('waits for the address of a deployment', () => {
    for (const answeredBy of ['us', 'vapi'] as const) {
      const { row, form } = planNumber(answered(answeredBy), number(), { ...RULES, urls: undefined });
      expect(row).toMatchObject({ action: 'create', later: true });
      expect(form).toBeUndefined();
    }
  });
});
