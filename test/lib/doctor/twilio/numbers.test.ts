import { describe, expect, it } from 'vitest';
import { checkOf, examined, expected, inOrder, TEAM, withTwilio } from '../examined.ts';
import { BASE, fixture, NUMBER, type Row, twilioWith } from '../twilio-account.ts';

const ID = `twilio.number:${NUMBER}`;
const number = (change: Row) =>
  withTwilio(ID, ({ numbers }) => ({ numbers: numbers.map((one) => ({ ...one, ...change })) }));

describe('A number of the business at Twilio', () => {
  it.each([
    ['voice_fallback_method', 'Its fallback is asked by GET'],
    ['status_callback_method', 'Its status callback is asked by GET'],
  ])('warns where our webhook is asked in a way that it does not answer: %s', async (method, what) => {
    expect(await number({ [method]: 'GET' })).toMatchObject({
      status: 'warn',
      what: expect.stringContaining(what),
    });
  });

  it('fails in another account where we move the callers, and is a warning where Vapi does', async () => {
    const gone = { ...inOrder(), numbers: [] };
    const by = (BRIDGE: 'conference' | 'vapi-transfer') =>
      checkOf(ID, { twilio: gone, expectations: expected({ BRIDGE }) });
    expect(await by('conference')).toMatchObject({
      status: 'fail',
      what: 'The number is not in this account: its callers cannot be moved to an agent (BRIDGE=conference).',
    });
    expect(await by('vapi-transfer')).toMatchObject({ status: 'warn' });
  });

  it('fails on a trunk', async () => {
    const check = await withTwilio(ID, () => ({ numbers: [fixture('calling/doctor-number-on-trunk')] }));
    expect(check.status).toBe('fail');
    expect(check.what).toContain(
      'Its calls go to a SIP trunk: its voice URL is not asked, and no assistant answers.',
    );
  });

  it('fails when it cannot take calls, when its calls go nowhere, and when they go to somebody else', async () => {
    expect(await number({ capabilities: { voice: false } })).toMatchObject({
      status: 'fail',
      what: 'The number cannot take calls.',
    });
    expect(await number({ voice_url: '' })).toMatchObject({
      status: 'fail',
      what: 'It has no voice URL: callers hear an error and are cut off.',
    });
    expect(await number({ voice_url: 'https://ivr.example.net/in' })).toMatchObject({
      status: 'fail',
      what: 'Its voice URL leads to another system: no assistant answers.',
      fix: expect.stringContaining('asks for --adopt where it is somebody else'),
    });
  });

  it('fails when another answers it than the team says', async () => {
    const ours = { voice_url: `${BASE}/webhook/twilio/voice` };
    expect(await number(ours)).toMatchObject({
      status: 'fail',
      what: 'team.json says that Vapi answers it, but its calls come to us.',
    });
    const team = { ...TEAM, numbers: [{ number: NUMBER, answeredBy: 'us' as const }] };
    expect(await checkOf(ID, { expectations: expected({}, { team }) })).toMatchObject({
      status: 'fail',
      what: 'team.json says that we answer it, but its calls go to Vapi.',
    });
    expect((await number({ ...ours, voice_method: 'GET' })).what).toContain('asked by GET');
  });

  it('warns without a fallback and without a status callback', async () => {
    expect(await number({ voice_fallback_url: null })).toMatchObject({
      status: 'warn',
      what: 'It has no fallback URL: if nobody answers for it, the caller hears an error and is cut off.',
    });
    expect(await number({ status_callback: '' })).toMatchObject({
      status: 'warn',
      what: 'It has no status callback: the end of a call that Vapi does not report is never known.',
    });
  });
});

describe('A host of Twilio’s that does not answer', () => {
  it.each([
    ['taskrouter', ['twilio.workspace']],
    // No call needs these.
    ['monitor', []],
    ['voice', []],
    ['trusthub', []],
  ])('fails a check if calls depend on it: %s', async (host, ids) => {
    const { api } = twilioWith(inOrder());
    const twilio: typeof api = async (request) =>
      new URL(request.url).host.startsWith(host)
        ? { is: 'lost', reason: 'twilio-timeout', wasSent: true }
        : api(request);
    const failed = (await examined({ ports: { twilio } })).filter(({ status }) => status === 'fail');
    expect(failed.map((check) => check.id)).toEqual(ids);
  });
});

describe('Calling', () => {
  it('fails from a number that is neither of the account nor verified', async () => {
    const expectations = expected({ TWILIO_NUMBER: '+14155550142' });
    expect(await checkOf('twilio.caller-id', { expectations })).toMatchObject({
      status: 'fail',
      what: "+14155550142, from which agents are rung, is neither the account's nor verified: Twilio rings nobody.",
    });
    const twilio = { ...inOrder(), callerIds: [{ phone_number: '+14155550142' }] };
    expect(await checkOf('twilio.caller-id', { expectations, twilio })).toMatchObject({ status: 'ok' });
  });

  it('fails into a country that is not allowed, and asks the United States for Canada', async () => {
    const check = await withTwilio('twilio.geo:US', ({ country }) => ({
      country: { ...country, low_risk_numbers_enabled: false },
    }));
    expect(check).toMatchObject({
      status: 'fail',
      what: 'Calls to United States/Canada are not allowed: nobody there is rung or called back.',
    });
    const expectations = expected({ CALLBACK_COUNTRIES: ['CA', 'GB'] });
    expect(await checkOf('twilio.geo:GB', { expectations })).toMatchObject({ status: 'ok' });
    await expect(checkOf('twilio.geo:CA', { expectations })).rejects.toThrow('0 checks');
  });

  it('warns without an approved profile, and without a full signature', async () => {
    expect(await withTwilio('twilio.customer-profile', () => ({ profiles: [] }))).toMatchObject({
      status: 'warn',
      what: 'No business profile is approved: few calls at one time, and calls to the United States may be blocked.',
    });
    expect(await withTwilio('twilio.shaken', () => ({ assigned: [] }))).toMatchObject({
      status: 'warn',
      what: `Calls from ${NUMBER} are not signed in full: telephones may show them as spam.`,
    });
  });

  it('is skipped where a key may not look', async () => {
    expect(
      await withTwilio('twilio.customer-profile', () => ({
        refused: { '/CustomerProfiles': { status: 403, code: 70051 } },
      })),
    ).toMatchObject({
      status: 'skipped',
      what: 'These credentials may not see the business profile (403, 70051).',
    });
  });
});

describe('What Twilio could not do in the last day', () => {
  it('is told by its code, its route and our answer, and never with what it carried', async () => {
    const alerts = [
      ...(fixture('calling/doctor-alerts').alerts as Row[]),
      {
        error_code: '11200',
        date_generated: '2026-11-29T10:00:00Z',
        request_url: `${BASE}/agent/secret-token?x=1`,
        alert_text: 'Msg=+14155550177',
      },
    ];
    const check = await withTwilio('twilio.alerts', () => ({ alerts }));
    expect(check.status).toBe('warn');
    expect(check.what).toBe(
      'In the last 24 hours callers may have waited in vain: 11200 ×2, last 2026-11-29T10:00:00Z (/agent); 40005 ×1, last 2026-11-29T09:12:00Z (/webhook/twilio/assignment).',
    );
  });
});
