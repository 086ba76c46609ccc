import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { inventedServiceAccount } from '../../../../infra/local/simulators/google-calendar/tokens.ts';
import { serviceAccountSchema } from '../../../../lib/tools/backends/google-token.ts';
import { ACCOUNT, attemptOf, givenGoogle, HALF_AN_HOUR, NOW, orderOf, TEN } from './given-google.ts';

const { at, calendarOf, asked, tokens, standing, outOfTime } = givenGoogle();

const OTHER_ACCOUNT = inventedServiceAccount();

describe('The token of a service account', () => {
  const time = { from: TEN, to: TEN + HALF_AN_HOUR };

  it('is fetched once for all who ask at the same time', async () => {
    const calendar = calendarOf();
    const answers = await Promise.all([1, 2, 3].map(() => calendar.slots(time, attemptOf())));
    expect(answers.map(({ is }) => is)).toEqual(['slots', 'slots', 'slots']);
    expect(tokens()).toBe(1);
  });

  it('is used until a minute before its end', async () => {
    const calendar = calendarOf();
    await calendar.slots(time, attemptOf());
    at.now = NOW + 3_539_999;
    await calendar.slots(time, attemptOf());
    expect(tokens()).toBe(1);
    at.now = NOW + 3_540_000;
    expect(await calendar.slots(time, attemptOf())).toMatchObject({ is: 'slots' });
    expect(tokens()).toBe(2);
  });

  it('is renewed once where it is refused, and the request repeated', async () => {
    const calendar = calendarOf();
    await calendar.slots(time, attemptOf());
    at.google.revokeTokens();
    expect(await calendar.book(orderOf(), attemptOf())).toMatchObject({ is: 'booked' });
    expect(at.google.requests.map(({ operation }) => operation)).toEqual([
      'token',
      'free-busy',
      'free-busy',
      'token',
      'free-busy',
      'insert',
    ]);
    expect(standing()).toHaveLength(1);
  });

  it('that is refused again is a refusal', async () => {
    at.google.faults.always('free-busy', { kind: 'status', status: 401 });
    expect(await calendarOf().slots(time, attemptOf())).toEqual({
      is: 'no-answer',
      reason: 'google-401',
      so: 'never',
      isFault: false,
    });
    expect([tokens(), asked().length]).toEqual([2, 2]);
  });

  it('is not given for the key of somebody else', async () => {
    const calendar = calendarOf({ serviceAccount: OTHER_ACCOUNT });
    expect(await calendar.slots(time, attemptOf())).toEqual({
      is: 'no-answer',
      reason: 'google-token-400',
      so: 'never',
      isFault: false,
    });
    expect(asked()).toEqual([]);
  });

  it('comes for who still waits, though who asked first has given up', async () => {
    at.google.faults.next('token', { kind: 'slow', ms: 100 });
    const calendar = calendarOf();
    const first = new AbortController();
    const early = calendar.slots(time, attemptOf('tc_01', { signal: first.signal }));
    const late = calendar.slots(time, attemptOf('tc_02'));
    first.abort();
    expect(await early).toMatchObject({ is: 'no-answer', reason: 'google-token-timeout' });
    expect(await late).toMatchObject({ is: 'slots' });
    expect(tokens()).toBe(1);
  });

  it('is asked for afresh where the request for it has been lost for long', async () => {
    at.google.faults.next('token', { kind: 'slow', ms: 60_000 });
    const calendar = calendarOf();
    const answer = outOfTime('token', (signal) => calendar.slots(time, attemptOf('tc_01', { signal })));
    expect(await answer).toMatchObject({ reason: 'google-token-timeout' });
    at.now = NOW + 8_000;
    expect(await calendar.slots(time, attemptOf())).toMatchObject({ is: 'slots' });
    expect(tokens()).toBe(2);
  });

  it.each([
    ['fails', { kind: 'status', status: 503 }, 'google-token-503', 'never'],
    ['has too many requests', { kind: 'status', status: 429 }, 'google-token-429', 'open'],
    ['breaks off', { kind: 'cut' }, 'google-token-cut', 'open'],
    ['answers half', { kind: 'malformed' }, 'google-token-unreadable', 'never'],
    ['leaves out the token', { kind: 'without', field: 'access_token' }, 'google-token-unreadable', 'never'],
  ] as const)('may fail to come: Google %s', async (_what, fault, reason, so) => {
    at.google.faults.next('token', fault);
    const calendar = calendarOf();
    expect(await calendar.slots(time, attemptOf())).toMatchObject({ is: 'no-answer', reason, so });
    expect(await calendar.slots(time, attemptOf())).toMatchObject({ is: 'slots' });
  });

  it('is found whether or not the addresses have the version and the path in them', async () => {
    const { url } = at.google;
    for (const base of [`${url}/`, `${url}/calendar/v3`, `${url}/calendar/v3/`]) {
      expect(await calendarOf({ url: base }).slots(time, attemptOf())).toMatchObject({ is: 'slots' });
    }
    for (const tokenUrl of [url, `${url}/`, `${url}/token/`]) {
      expect(await calendarOf({ tokenUrl }).slots(time, attemptOf())).toMatchObject({ is: 'slots' });
    }
  });
});

describe('A service account', () => {
  const messagesOf = (given: unknown) =>
    serviceAccountSchema
      .safeParse(given)
      .error?.issues.map(({ path, message }) => `${path.join('.')} ${message}`);

  it('is read with line ends that were escaped on the way, and with all that Google writes beside', () => {
    const private_key = ACCOUNT.private_key.replaceAll('\n', '\\n');
    const file = { type: 'service_account', project_id: 'example', ...ACCOUNT, private_key };
    expect(serviceAccountSchema.parse(file)).toEqual(ACCOUNT);
  });

  it('that is no good is told by what is wrong, and not by what it holds', () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const ec = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    expect(messagesOf('secret')).toEqual([' is not the JSON of a service account']);
    expect(messagesOf({})).toEqual(['client_email is not given', 'private_key is not given']);
    expect(messagesOf({ ...ACCOUNT, client_email: 'private' })).toEqual([
      'client_email is not the e-mail address of a service account',
    ]);
    for (const private_key of ['private', ec, ACCOUNT.private_key.slice(0, 900)]) {
      expect(messagesOf({ ...ACCOUNT, private_key })).toEqual([
        'private_key is not an RSA private key in PEM form',
      ]);
    }
  });
});
