import { twilioLegs } from '../../../lib/twilio/legs.ts';
import type { Answer } from './scripted-taskrouter.ts';
import { SHORT_MS } from './troubles.ts';

export const ACCOUNT = 'AC7b1c9e04d2f84a6fb3e5a1907c42d8e6';
export const TOKEN = 'f00dbeeff00dbeeff00dbeeff00dbeef';
export const CREDENTIALS = Buffer.from(`${ACCOUNT}:${TOKEN}`).toString('base64');
export const ACCOUNT_PATH = `/2010-04-01/Accounts/${ACCOUNT}`;
export const CALLS_PATH = `${ACCOUNT_PATH}/Calls.json`;
export const CALL = 'CA0c5e92d7f83b4a61947fa2d6e1b5308c';
export const CALL_PATH = `${ACCOUNT_PATH}/Calls/${CALL}.json`;

export const order = {
  to: '+14155550177',
  from: '+14155550199',
  url: 'https://handoff.example.com/twiml/agent?h=ho_1&r=1',
  statusUrl: 'https://handoff.example.com/webhook/twilio/status',
  timeoutSeconds: 20,
};

type Options = Parameters<typeof twilioLegs>[0];

/** The legs of a test's account, at a server of the test's. */
export function legsAt(apiUrl: string, changed: Partial<Options> = {}) {
  const account = { accountSid: ACCOUNT, authToken: async () => TOKEN, clock: Date.now, timeoutMs: 4_000 };
  return twilioLegs({ apiUrl, ...account, ...changed });
}

/** Does not wait long where the answer never comes. */
export function impatientLegsAt(apiUrl: string, answer: Answer) {
  return legsAt(apiUrl, answer === 'silent' ? { timeoutMs: SHORT_MS } : {});
}

export const callSid = (number: number) => `CA${number.toString(16).padStart(32, '0')}`;
export function leg(number: number, changed: Record<string, unknown> = {}) {
  return {
    sid: callSid(number),
    to: order.to,
    from: order.from,
    status: 'ringing',
    direction: 'outbound-api',
    date_created: 'Sat, 21 Nov 2026 02:00:12 +0000',
    start_time: null,
    ...changed,
  };
}
