import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { readBody } from '../../lambda/http.ts';
import type { Fault, Script } from '../kit/faults.ts';
import { obey } from './commands.ts';
import { CONTROL_TYPES, type Control, complaints, controlSchema } from './control.ts';
import { TRANSFER_MODES, type TransferMode } from './destinations.ts';
import type { Line } from './line.ts';
import { type Order, readOrder } from './orders.ts';
import { callRecord } from './records.ts';

/** What the simulator's server was asked for; `unknown` is everything that Vapi does not have. */
export type Operation = 'get-call' | 'create-call' | 'unknown' | (typeof CONTROL_TYPES)[number];

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
type Read = { is: 'json'; body: unknown } | { is: 'unreadable'; reply: Reply };
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

const INVALID_KEY = refuse(
  401,
  'Invalid Key. Hot tip, you may be using the private key instead of the public key, or vice versa.',
);

/** Vapi's API and its live call control on one host: three routes, and 404 for everything else. */
export function createVapiHandler(options: {
  apiKey: string;
  faults: Script<Fault>;
  line: (callId: string) => Line | undefined;
  /** Opens a call that waits for its leg. */
  open: (order: Order) => Line;
  refusedModes: ReadonlySet<TransferMode>;
  seen: (request: RequestSeen) => void;
  pause: (ms: number) => Promise<void>;
}): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const { apiKey, faults, line, open, refusedModes, seen, pause } = options;

  const read = (request: IncomingMessage, raw: Buffer | 'too-large'): Asked => {
    const { method = 'GET', url = '/', headers } = request;
    const path = new URL(url, 'http://vapi').pathname;
    const looked = method === 'GET' ? /^\/call\/([^/]+)$/.exec(path)?.[1] : undefined;
    if (looked !== undefined) {
      const reply = () => getCall(looked, headers.authorization);
      return { operation: 'get-call', callId: looked, body: undefined, reply };
    }
    if (method === 'POST' && path === '/call') return readCreate(raw, headers);
    const controlled = method === 'POST' ? /^\/([^/]+)\/control$/.exec(path)?.[1] : undefined;
    if (controlled !== undefined) return readControl(controlled, raw, headers['content-type']);
    const reply = () => refuse(404, `Cannot ${method} ${path}`);
    return { operation: 'unknown', callId: undefined, body: undefined, reply };
  };

  const getCall = (callId: string, authorization: string | undefined): Reply => {
    if (authorization !== `Bearer ${apiKey}`) return INVALID_KEY;
    const found = line(callId);
    return found ? { status: 200, body: callRecord(found.call) } : refuse(404, 'Call not found');
  };

  const readControl = (callId: string, raw: Buffer | 'too-large', contentType = ''): Asked => {
    const read = readJson(raw, contentType);
    if (read.is === 'unreadable') {
      return { operation: 'unknown', callId, body: undefined, reply: () => read.reply };
    }
    const { body } = read;
    return { operation: operationOf(body), callId, body, reply: () => controlCall(callId, body) };
  };

  const isRefused = ({ destination }: Extract<Control, { type: 'transfer' }>): boolean =>
    destination.transferPlan !== undefined && refusedModes.has(destination.transferPlan.mode);

  const readCreate = (raw: Buffer | 'too-large', headers: IncomingHttpHeaders): Asked => {
    const read = readJson(raw, headers['content-type']);
    const reply = () => {
      if (headers.authorization !== `Bearer ${apiKey}`) return INVALID_KEY;
      return read.is === 'unreadable' ? read.reply : createCall(read.body);
    };
    const body = read.is === 'json' ? read.body : undefined;
    return { operation: 'create-call', callId: undefined, body, reply };
  };

  const createCall = (body: unknown): Reply => {
    const read = readOrder(body);
    switch (read.is) {
      case 'outbound':
        return refuse(400, ['outbound calls are not simulated']);
      case 'refused':
        return refuse(400, complaints(read.error));
      case 'order':
        return { status: 201, body: callRecord(open(read.order).call) };
    }
  };

  const controlCall = (callId: string, body: unknown): Reply => {
    const command = controlSchema.safeParse(body);
    if (!command.success) return refuse(400, complaints(command.error));
    if (command.data.type === 'transfer' && isRefused(command.data)) {
      const left = TRANSFER_MODES.filter((mode) => !refusedModes.has(mode)).join(', ');
      return refuse(400, [`destination.transferPlan.mode must be one of the following values: ${left}`]);
    }
    const found = line(callId);
    // What the real control URL answers for a call that has ended, or that no leg has joined yet, is not
    // documented; 404 is a guess.
    if (!found || found.call.status === 'ended' || found.call.status === 'queued')
      return refuse(404, 'Call not found');
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

function readJson(raw: Buffer | 'too-large', contentType = ''): Read {
  if (raw === 'too-large') return { is: 'unreadable', reply: refuse(413, 'request entity too large') };
  // A body of another type is not read at all, so that every field of it is missing.
  const body = /^application\/json\b/.test(contentType) ? parse(raw.toString('utf8')) : {};
  return body === undefined
    ? { is: 'unreadable', reply: refuse(400, 'Unexpected token in JSON') }
    : { is: 'json', body };
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
