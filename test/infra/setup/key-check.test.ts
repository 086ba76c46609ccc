import { describe, expect, it } from 'vitest';
import { checkTwilioKey, checkVapiKey } from '../../../infra/setup/key-check.ts';
import { SetupFailed } from '../../../infra/setup/plan.ts';
import type { PlatformAnswer, PlatformApi } from '../../../lib/http/platform-api.ts';
import { GIVEN } from './world.ts';

const ok: PlatformAnswer = { is: 'ok', status: 200, body: {} };
const refused = (status: number, body?: unknown): PlatformAnswer => ({ is: 'refused', status, body });
const UNKNOWN = refused(401, { code: 20_003, message: 'Authenticate', status: 401 });
const KEY = { ...GIVEN, TWILIO_API_KEY: 'SK0q7Zk4mNp2vRx8Lw3', TWILIO_API_KEY_SECRET: 'q7-Zk4mNp2vRx8Lw3' };

/** Answers by the host that is asked. */
const apiOf = (answers: Record<string, PlatformAnswer>): { api: PlatformApi; asked: string[] } => {
  const asked: string[] = [];
  const api: PlatformApi = async ({ method, url }) => {
    asked.push(`${method} ${url}`);
    return answers[URL.parse(url)?.host ?? ''] ?? ok;
  };
  return { api, asked };
};
const saidBy = async (work: Promise<void>): Promise<string> => {
  try {
    await work;
    return '';
  } catch (error) {
    if (error instanceof SetupFailed) return error.message;
    throw error;
  }
};
const twilio = (answers: Record<string, PlatformAnswer>, settings: Record<string, string> = GIVEN) =>
  saidBy(checkTwilioKey(apiOf(answers).api, settings));
const vapi = (answer: PlatformAnswer) => saidBy(checkVapiKey(apiOf({ 'api.vapi.ai': answer }).api, GIVEN));

describe('A key of Twilio', () => {
  it('is good when it opens the account that is named; it is asked once, and only read', async () => {
    const { api, asked } = apiOf({});
    await checkTwilioKey(api, { ...GIVEN, TWILIO_API_URL: 'http://127.0.0.1:8080/' });
    expect(asked).toEqual([
      `GET http://127.0.0.1:8080/2010-04-01/Accounts/${GIVEN.TWILIO_ACCOUNT_SID}/IncomingPhoneNumbers.json?PageSize=1`,
    ]);
  });

  it('is good enough when it is a restricted one: what it may not do is told where it is needed', async () => {
    const restricted = refused(401, { code: 70_051, message: 'Authorization failed', status: 401 });
    expect(await twilio({ 'api.twilio.com': restricted }, KEY)).toBe('');
    expect(await twilio({ 'api.twilio.com': refused(404) })).toBe('');
  });

  it('is told when it is the token and wrong, with what Twilio says, and never the token', async () => {
    const told = await twilio({ 'api.twilio.com': UNKNOWN });
    expect(told).toMatch(
      /^Twilio: TWILIO_AUTH_TOKEN is not in force for TWILIO_ACCOUNT_SID: .*\("Authenticate"\)$/,
    );
    expect(told).not.toContain(GIVEN.TWILIO_AUTH_TOKEN);
  });

  it('is told when it is one of another account, or of none', async () => {
    expect(await twilio({ 'api.twilio.com': UNKNOWN }, KEY)).toBe(
      'Twilio: TWILIO_API_KEY is a key of another account than TWILIO_ACCOUNT_SID',
    );
    const nowhere = { 'api.twilio.com': UNKNOWN, 'taskrouter.twilio.com': UNKNOWN };
    expect(await twilio(nowhere, KEY)).toMatch(/wrong or revoked \("Authenticate"\)$/);
  });

  it('is not blamed for a network that is not there', async () => {
    const lost: PlatformAnswer = { is: 'lost', reason: 'twilio-unreachable', wasSent: false };
    expect(await twilio({ 'api.twilio.com': lost })).toBe(
      'Twilio: api.twilio.com cannot be reached (twilio-unreachable)',
    );
    expect(await twilio({ 'api.twilio.com': { ...lost, reason: 'twilio-503', wasSent: true } })).toBe(
      'Twilio: it does not answer (twilio-503)',
    );
  });
});

describe('A key of Vapi', () => {
  it('is good when it may read assistants', async () => {
    expect(await vapi(ok)).toBe('');
    expect(await vapi(refused(404))).toBe('');
  });

  it('is told when it may be the public one, when it is wrong, and when it may not read', async () => {
    const hot =
      'Invalid Key. Hot tip, you may be using the private key instead of the public key, or vice versa.';
    expect(await vapi(refused(401, { message: hot, statusCode: 401 }))).toBe(
      'Vapi: VAPI_API_KEY is no private key of Vapi: the public one, or one that is wrong or revoked',
    );
    expect(await vapi(refused(401, { message: 'Unauthorized' }))).toMatch(
      /wrong or revoked \("Unauthorized"\)$/,
    );
    expect(await vapi(refused(401))).toMatch(/wrong or revoked \(no reason given\)$/);
    expect(await vapi(refused(403, { message: 'Forbidden' }))).toMatch(/may not read assistants/);
  });

  it('is not blamed for a network that is not there', async () => {
    expect(await vapi({ is: 'lost', reason: 'vapi-unreachable', wasSent: false })).toMatch(
      /api\.vapi\.ai cannot be reached/,
    );
  });
});
