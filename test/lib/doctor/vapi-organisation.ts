import type { PlatformApi, PlatformRequest } from '../../../lib/http/platform-api.ts';
import { BASE, fixture, NUMBER, type Row } from './twilio-account.ts';

export const ID = {
  frontDesk: 'c1d7e2a9-4b55-4a1e-8f60-0d9b8c7a6e51',
  support: 'd2e8f3ba-5c66-4b2f-9071-1eac9d8b7f62',
  credential: '9e8d7c6b-5a49-4838-b726-150403f2e1d0',
  squad: 'a4b5c6d7-1e2f-4a3b-8c4d-5e6f70819203',
  number: 'f2a1b3c4-90de-4c8b-a7f6-3e2d1c0b9a88',
} as const;
export const FALLBACK = '+14155550177';

/** What an organisation at Vapi holds. */
export type Organisation = {
  numbers: Row[];
  /** Undefined where the key may not list them. */
  credentials: Row[] | undefined;
  /** By their ids. */
  assistants: Record<string, Row>;
  tools: Row[];
  squads: Record<string, Row>;
  /** Undefined where Vapi does not tell. */
  limits: Row | undefined;
  status: number;
};

export const SERVER = {
  url: `${BASE}/webhook/vapi`,
  timeoutSeconds: 20,
  credentialId: ID.credential,
  backoffPlan: { type: 'fixed', maxRetries: 2, baseDelaySeconds: 1 },
};

const MESSAGES = [
  'tool-calls',
  'transfer-destination-request',
  'status-update',
  'transfer-update',
  'end-of-call-report',
  'speech-update',
  'user-interrupted',
  'transcript',
  'handoff-destination-request',
];

const tool = (name: string): Row => ({ type: 'function', function: { name } });

export function assistant(name: string, tools: readonly string[]): Row {
  const found = fixture('vapi-2/assistant.get.response-200');
  return {
    ...found,
    name,
    server: SERVER,
    serverMessages: MESSAGES,
    model: { provider: 'openai', model: 'gpt-4.1', tools: tools.map(tool) },
  };
}

/** An organisation as set-up leaves it, in the shapes of the fixtures. */
export function organisation(): Organisation {
  const listed = fixture('vapi-2/phone-number.list-v2.response').results;
  const number: Row = Array.isArray(listed) ? listed[0] : {};
  return {
    numbers: [{ ...number, number: NUMBER, server: SERVER }],
    credentials: [fixture('vapi-2/credential.custom-hmac.create.response-201')],
    assistants: {
      [ID.frontDesk]: assistant('voice-handoff:prod:front-desk', ['route_call', 'escalate_to_human']),
      [ID.support]: assistant('voice-handoff:prod:support', ['escalate_to_human']),
    },
    tools: [],
    squads: {
      [ID.squad]: { ...fixture('vapi-2/squad.create.response-201'), membersOverrides: { server: SERVER } },
    },
    limits: fixture('vapi-2/org-limits.response-200'),
    status: 200,
  };
}

function bodyAt(path: string, has: Organisation): unknown {
  const [, kind, id = ''] = path.split('/');
  switch (kind) {
    case 'phone-number':
      return has.numbers;
    case 'credential':
      return has.credentials;
    case 'assistant':
      return has.assistants[id];
    case 'tool':
      return has.tools;
    case 'squad':
      return has.squads[id];
    default:
      return has.limits;
  }
}

/** Answers for the organisation, and remembers what it was asked. */
export function vapiWith(has: Organisation): { api: PlatformApi; asked: PlatformRequest[] } {
  const asked: PlatformRequest[] = [];
  return {
    asked,
    async api(request) {
      asked.push(request);
      await Promise.resolve();
      if (has.status !== 200) return { is: 'refused', status: has.status, body: {} };
      const body = bodyAt(new URL(request.url).pathname, has);
      return body === undefined ? { is: 'refused', status: 404, body: {} } : { is: 'ok', status: 200, body };
    },
  };
}
