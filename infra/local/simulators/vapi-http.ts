import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody } from '../http.ts';
import type { Fault, Script } from './faults.ts';
import { obey } from './vapi-commands.ts';
import { CONTROL_TYPES, complaints, controlSchema } from './vapi-control.ts';
import type { Line } from './vapi-line.ts';
import { callRecord } from './vapi-records.ts';

/** What the simulator's server was asked for; `unknown` is everything that Vapi does not have. */
export type Operation = 'get-call' | 'unknown' | (typeof CONTROL_TYPES)[number];

export type RequestSeen = {
  operation: Operation;
  callId: string | undefined;
  /** ms since 1970 */
  at: number;
  body: unknown;
  /** `cut`: the connection was, before any answer. */
  status: number | 'cut';
};

type Reply = { status: number; body: unknown; headers?: Record<string, string> };
type Asked = { operation: Operation; callId: string | undefined; body: unknown; reply: () => Reply };

const MAX_BODY_BYTES = 1024 * 1024;
const TITLES: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  404: 'Not Found',
  413: 'Payload Too Large',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

const refuse = (status: number, message: string | string[]): Reply => ({
  status,
  body: { message, error: TITLES[status] ?? 'Error', statusCode: status },
});

/** Vapi's API and its live call control on one host: two routes, and 404 for everything else. */
export function createVapiHandler(options: {
  apiKey: string;
  faults: Script<Fault>;
  line: (callId: string) => Line | undefined;
  seen: (request: RequestSeen) => void;
  pause: (ms: number) => Promise<void>;
}): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const { apiKey, faults, line, seen, pause } = options;

  const read = (request: IncomingMessage, raw: Buffer | 'too-large'): Asked => {
    const { method = 'GET', url = '/', headers } = request;
    const path = new URL(url, 'http://vapi').pathname;
    const looked = method === 'GET' ? /^\/call\/([^/]+)$/.exec(path)?.[1] : undefined;
    if (looked !== undefined) {
      const reply = () => getCall(looked, headers.authorization);
      return { operation: 'get-call', callId: looked, body: undefined, reply };
    }
    const controlled = method === 'POST' ? /^\/([^/]+)\/control$/.exec(path)?.[1] : undefined;
    if (controlled !== undefined) return readControl(controlled, raw, headers['content-type']);
    const reply = () => refuse(404, `Cannot ${method} ${path}`);
    return { operation: 'unknown', callId: undefined, body: undefined, reply };
  };

  const getCall = (callId: string, authorization: string | undefined): Reply => {
    if (authorization !== `Bearer ${apiKey}`) {
      return refuse(
        401,
        'Invalid Key. Hot tip, you may be using the private key instead of the public key, or vice versa.',
      );
    }
    const found = line(callId);
    return found ? { status: 200, body: callRecord(found.call) } : refuse(404, 'Call not found');
  };

  const readControl = (callId: string, raw: Buffer | 'too-large', contentType = ''): Asked => {
    const unread = (reply: () => Reply): Asked => ({
      operation: 'unknown',
      callId,
      body: undefined,
      reply,
    });
    if (raw === 'too-large') return unread(() => refuse(413, 'request entity too large'));
    // A body of another type is not read at all, so that every field of it is missing.
    const body = /^application\/json\b/.test(contentType) ? parse(raw.toString('utf8')) : {};
    if (body === undefined) return unread(() => refuse(400, 'Unexpected token in JSON'));
    return { operation: operationOf(body), callId, body, reply: () => controlCall(callId, body) };
  };

  const controlCall = (callId: string, body: unknown): Reply => {
    const command = controlSchema.safeParse(body);
    if (!command.success) return refuse(400, complaints(command.error));
    const found = line(callId);
    // What the real control URL answers for a call that has ended is not documented; 404 is a guess.
    if (!found || found.call.status === 'ended') return refuse(404, 'Call not found');
    obey(found, command.data);
    return { status: 200, body: { status: 'ok' } };
  };

  return async (request, response) => {
    const at = Date.now();
    const asked = read(request, await readBody(request, MAX_BODY_BYTES));
    const { operation, callId, body } = asked;
    const fault = faults.take(operation);
    const outcome = faced(asked, fault);
    const status = outcome === 'cut' ? 'cut' : outcome.status;
    seen({ operation, callId, at, body, status });
    if (fault?.kind === 'slow') await pause(fault.ms);
    if (outcome === 'cut') {
      request.socket.destroy();
      return;
    }
    const headers = { 'content-type': 'application/json; charset=utf-8', ...outcome.headers };
    response.writeHead(outcome.status, headers).end(JSON.stringify(outcome.body));
  };
}

/** The reply under a fault. A request that Vapi refuses stays refused, unless the fault comes first. */
function faced({ reply }: Asked, fault: Fault | undefined): Reply | 'cut' {
  if (fault?.kind === 'cut') return 'cut';
  if (fault?.kind === 'status') {
    const refusal = refuse(fault.status, 'Simulated failure');
    return fault.headers ? { ...refusal, headers: fault.headers } : refusal;
  }
  const answer = reply();
  if (fault?.kind === 'lost-answer') return 'cut';
  if (fault?.kind === 'status-after-effect' && answer.status < 400) {
    return refuse(fault.status, 'Simulated failure');
  }
  return answer;
}

function operationOf(body: unknown): Operation {
  const type = typeof body === 'object' && body !== null && 'type' in body ? body.type : undefined;
  return CONTROL_TYPES.find((known) => known === type) ?? 'unknown';
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
