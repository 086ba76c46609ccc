import { describe, expect, it } from 'vitest';
import { checkOf, expected, inOrder, withTwilio } from '../examined.ts';
import { TOKEN } from '../twilio-account.ts';

describe('The account at Twilio', () => {
  it('fails when it is suspended', async () => {
    const check = await withTwilio('twilio.account', ({ account }) => ({
      account: { ...account, status: 'suspended' },
    }));
    expect(check).toEqual({
      id: 'twilio.account',
      status: 'fail',
      what: 'The account is suspended: no call goes in or out.',
      fix: "Settle it in Twilio's console.",
    });
  });

  it('fails when its credentials are refused', async () => {
    const check = await withTwilio('twilio.account', () => ({
      refused: { '': { status: 401, code: 20003 } },
    }));
    expect(check.status).toBe('fail');
    expect(check.what).toBe(
      'Twilio refuses the credentials (401): no agent is found, and every caller who asks for one waits in vain.',
    );
    expect(check.fix).toBe('Check TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN.');
  });

  it('is skipped for a Standard key, which may see everything else', async () => {
    const expectations = expected({ TWILIO_API_KEY: 'SK1', TWILIO_API_KEY_SECRET: 'secret' });
    const twilio = { ...inOrder(), refused: { '.json': { status: 401, code: 20003 } } };
    expect(await checkOf('twilio.account', { expectations, twilio })).toMatchObject({
      status: 'skipped',
      what: 'A Standard key may not see the account; everything else is read with it.',
    });
    expect(await checkOf('twilio.signing-token', { expectations, twilio })).toMatchObject({
      status: 'skipped',
      what: 'These credentials may not see the account (401, 20003).',
    });
  });

  it('fails when a key is refused everywhere', async () => {
    const expectations = expected({ TWILIO_API_KEY: 'SK1', TWILIO_API_KEY_SECRET: 'secret' });
    const twilio = { ...inOrder(), refused: { '': { status: 401, code: 20003 } } };
    expect(await checkOf('twilio.account', { expectations, twilio })).toMatchObject({
      status: 'fail',
      fix: 'Check TWILIO_ACCOUNT_SID, TWILIO_API_KEY and TWILIO_API_KEY_SECRET.',
    });
  });

  it('fails when Twilio does not answer: nobody knows whether anything works', async () => {
    const api = async () => ({ is: 'lost', reason: 'twilio-timeout', wasSent: true }) as const;
    expect(await checkOf('twilio.account', { ports: { twilio: api } })).toMatchObject({
      status: 'fail',
      what: 'Twilio does not answer (twilio-timeout): nothing can be said about it.',
    });
    expect(await checkOf('twilio.workspace', { ports: { twilio: api } })).toMatchObject({
      status: 'fail',
      what: 'The workspace could not be read (twilio-timeout): nothing can be said about it.',
    });
  });

  it('warns when the token that signs is none of ours, or not the first', async () => {
    const withTokens = (...TWILIO_AUTH_TOKEN: string[]) =>
      checkOf('twilio.signing-token', { expectations: expected({ TWILIO_AUTH_TOKEN }) });
    expect(await withTokens('another')).toMatchObject({
      status: 'warn',
      what: "Twilio's auth token is none of TWILIO_AUTH_TOKEN: its webhooks get 403, and callers who wait hear nothing more.",
    });
    expect(await withTokens('another', TOKEN)).toMatchObject({ status: 'warn' });
    expect(await withTokens(TOKEN, 'another')).toMatchObject({ status: 'ok' });
  });

  it('warns of a trial, and fails for agents whose number is not verified', async () => {
    const trial = (numbers: string[]) =>
      withTwilio('twilio.trial', ({ account }) => ({
        account: { ...account, type: 'Trial' },
        callerIds: numbers.map((phone_number) => ({ phone_number })),
      }));
    expect(await trial(['+14155550177'])).toMatchObject({
      status: 'warn',
      what: 'A trial account: only verified numbers can call or be called, and every call ends after ten minutes.',
    });
    const unverified = await trial([]);
    expect(unverified.status).toBe('fail');
    expect(unverified.what).toContain('Agents cannot be rung whose number is not verified: +1415…0177.');
  });

  it.each([
    ['19.99', 'warn', 'The balance is 19.99 USD: when it is used up, every call is refused.'],
    ['0.00', 'fail', 'The balance is 0.00 USD: calls are refused.'],
    ['-3.10', 'fail', 'The balance is -3.10 USD: calls are refused.'],
    ['20.00', 'ok', 'The balance is 20.00 USD.'],
  ])('with a balance of %s is %s', async (balance, status, what) => {
    const check = await withTwilio('twilio.balance', (has) => ({ balance: { ...has.balance, balance } }));
    expect(check).toMatchObject({ status, what });
  });

  it('has no balance of its own as a subaccount', async () => {
    const check = await withTwilio('twilio.balance', ({ account }) => ({
      account: { ...account, owner_account_sid: `AC${'1'.repeat(32)}` },
    }));
    expect(check).toMatchObject({ status: 'skipped', what: 'A subaccount has no balance of its own.' });
  });
});
