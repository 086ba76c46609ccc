import { ask } from '../calls.ts';
import type { Bench } from '../receiver.ts';

export const NUMBER = '+14155550188';
export const ACCOUNT_SID = `AC${'0'.repeat(32)}`;
export const NOBODY = '99999999-aaaa-4bbb-8ccc-dddddddddddd';
export const NOT_THERE = `Couldn't Get Assistant. \`assistantId\` ${NOBODY} Does Not Exist.`;
export const GONE = { status: 404, body: { message: 'Not Found', statusCode: 404 } };

export const refused = (message: string | string[]) => ({
  status: 400,
  body: { message, error: 'Bad Request', statusCode: 400 },
});

export const server = (more: object = {}) => ({ url: 'https://hooks.example.com/vapi', ...more });

export const assistant = (more: object = {}) => ({
  name: 'voice-handoff:dev:front-desk',
  firstMessage: 'Thanks for calling Example Energy.',
  model: {
    provider: 'openai',
    model: 'gpt-4.1',
    messages: [{ role: 'system', content: 'You are the front desk.' }],
    tools: [{ type: 'function', function: { name: 'route_call' } }],
  },
  server: server(),
  metadata: { managedBy: 'voice-handoff', stage: 'dev' },
  ...more,
});

export const phoneNumber = (more: object = {}) => ({
  provider: 'twilio',
  number: NUMBER,
  twilioAccountSid: ACCOUNT_SID,
  twilioAuthToken: 'FAKE-twilio-auth-token',
  name: 'voice-handoff:dev:main',
  smsEnabled: false,
  ...more,
});

export const credential = (more: object = {}) => ({
  provider: 'custom-credential',
  name: 'voice-handoff:dev:webhook',
  authenticationPlan: { type: 'hmac', secretKey: 'FAKE-hmac-secret', algorithm: 'sha256' },
  ...more,
});

/** Makes one by the API, and gives its id. */
export async function made(bench: Bench, path: string, body: object): Promise<string> {
  const { status, body: answer } = await ask(bench.vapi, 'POST', path, body);
  if (status !== 201) throw new Error(`${path} was answered ${status} ${JSON.stringify(answer)}`);
  return Object(answer).id;
}
