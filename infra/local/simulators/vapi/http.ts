import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody } from '../../lambda/http.ts';
import { type Fault, pageOf, type Script, withoutField } from '../kit/faults.ts';
import type { createCallsApi } from './calls-api.ts';
import { obey } from './commands.ts';
import { CONTROL_TYPES, readControl } from './control.ts';
import type { TransferMode } from './destinations.ts';
import { CALL_NOT_FOUND, INVALID_KEY, type Reply, refuse } from './replies.ts';

/** What the simulator's server was asked for; `unknown` is everything that Vapi does not have. */
export type Operation =
  | 'get-call'
  | 'list-calls'
  | 'create-call'
  | 'update-call'
  | 'delete-call'
  /** Twilio's webhook of a number that was imported. */
  | 'inbound-call'
  | 'unknown'
  | (typeof CONTROL_TYPES)[number];

export type RequestSeen = {
  operation: Operation;
  callId: string | undefined;
  /** ms since 1970 */
  at: number;
  body: unknown;
  /** `cut`: the connection was, before any answer. */
  status: number | 'cut';
};

/** What a control URL answers where accounts of it differ. */
export type ControlManners = {
  /** To a message that is wrong: 400, or 200 as to a right one, and nothing is done either way. */
  wrong: 'refused' | 'ok';
  /** When the call has ended: 404, or no answer at all. */
  ended: 'not-found' | 'cut';
};

type Read = { is: 'json'; body: unknown } | { is: 'unreadable'; reply: Reply };
type Asked = {
  operation: Operation;
  callId: string | undefined;
  body: unknown;
  reply: () => Reply | 'cut' | Promise<Reply>;
};

const MAX_BODY_BYTES = 1024 * 1024;

/** Vapi's API for calls and its live call control on one host, and 404 for everything else. */
export function createVapiHandler(options: {
  apiKey: string;
  faults: Script<Fault>;
  api: ReturnType<typeof createCallsApi>;
  /** Answers a call that Twilio brings. */
  inbound: (form: Record<string, string>) => Promise<Reply>;
  refusedModes: ReadonlySet<TransferMode>;
  manners: Readonly<ControlManners>;
  seen: (request: RequestSeen) => void;
  pause: (ms: number) => Promise<void>;
}): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const { apiKey, faults, api, inbound, refusedModes, manners, seen, pause } = options;

  const read = (request: IncomingMessage, raw: Buffer | 'too-large'): Asked => {
    const { method = 'GET', url = '/', headers } = request;
    const { pathname, searchParams } = new URL(url, 'http://vapi');
    const sent = () => readJson(raw, headers['content-type']);
    const keyed = (operation: Operation, callId: string | undefined, reply: () => Reply): Asked => ({
      operation,
      callId,
      body: undefined,
      reply: () => (headers.authorization === `Bearer ${apiKey}` ? reply() : INVALID_KEY),
    });
    /** The same for one that has a body. */
    const written = (
      operation: Operation,
      callId: string | undefined,
      reply: (body: unknown) => Reply,
    ): Asked => {
      const json = sent();
      const asked = keyed(operation, callId, () => (json.is === 'json' ? reply(json.body) : json.reply));
      return json.is === 'json' ? { ...asked, body: json.body } : asked;
    };
    const [, callId, controlled] =
      /^\/call\/([^/]+)$/.exec(pathname) ?? /^\/([^/]+)(\/control)$/.exec(pathname) ?? [];
    if (callId !== undefined && controlled !== undefined && method === 'POST') {
      return readControlled(callId, sent());
    }
    if (callId !== undefined && controlled === undefined) {
      if (method === 'GET') return keyed('get-call', callId, () => api.get(callId));
      if (method === 'PATCH') return written('update-call', callId, (body) => api.update(callId, body));
      if (method === 'DELETE') return keyed('delete-call', callId, () => api.remove(callId));
    }
    if (pathname === '/call') {
      if (method === 'GET') return keyed('list-calls', undefined, () => api.list(searchParams));
      if (method === 'POST') return written('create-call', undefined, api.create);
    }
    if (pathname === '/twilio/inbound_call' && method === 'POST') {
      const form = Object.fromEntries(new URLSearchParams(raw.toString()));
      return { operation: 'inbound-call', callId: undefined, body: form, reply: () => inbound(form) };
    }
    const reply = () => refuse(404, `Cannot ${method} ${pathname}`);
    return { operation: 'unknown', callId: undefined, body: undefined, reply };
  };

  const readControlled = (callId: string, json: Read): Asked =>
    json.is === 'unreadable'
      ? { operation: 'unknown', callId, body: undefined, reply: () => json.reply }
      : {
          operation: operationOf(json.body),
          callId,
          body: json.body,
          reply: () => control(callId, json.body),
        };

  const control = (callId: string, body: unknown): Reply | 'cut' => {
    const command = readControl(body, refusedModes);
    if (command.is === 'refused') {
      return manners.wrong === 'ok' ? OK : refuse(400, command.complaints);
    }
    const found = api.find(callId);
    // What the real control URL answers for a call that has ended, or that no leg has joined yet, is not
    // documented; 404 is a guess.
    if (found?.call.status !== 'in-progress' && found?.call.status !== 'forwarding') {
      return manners.ended === 'cut' ? 'cut' : CALL_NOT_FOUND;
    }
    obey(found, command.control);
    return OK;
  };

  return async (request, response) => {
    const at = Date.now();
    const asked = read(request, await readBody(request, MAX_BODY_BYTES));
    const { operation, callId, body } = asked;
    const fault = (isBypass(asked) ? faults.take('create-bypass-call') : undefined) ?? faults.take(operation);
    const outcome = await faced(asked, fault);
    const status = outcome === 'cut' ? 'cut' : outcome.status;
    seen({ operation, callId, at, body, status });
    if (fault?.kind === 'slow') await pause(fault.ms);
    if (outcome === 'cut') {
      request.socket.destroy();
      return;
    }
    const page = fault?.kind === 'status' && fault.as === 'page';
    const plain = outcome.twiml === undefined ? 'application/json; charset=utf-8' : 'text/xml';
    const type = page ? 'text/html; charset=UTF-8' : plain;
    response.writeHead(outcome.status, { 'content-type': type, ...outcome.headers });
    response.end(page ? pageOf(outcome.status) : (outcome.twiml ?? JSON.stringify(outcome.body)));
  };
}

const OK: Reply = { status: 200, body: { status: 'ok' } };

/** The reply under a fault. A request that Vapi refuses stays refused, unless the fault comes first. */
async function faced({ reply }: Asked, fault: Fault | undefined): Promise<Reply | 'cut'> {
  if (fault?.kind === 'cut') return 'cut';
  if (fault?.kind === 'status') {
    const refusal = refuse(fault.status, fault.status === 429 ? 'Rate limit exceeded' : 'Simulated failure');
    return fault.headers ? { ...refusal, headers: fault.headers } : refusal;
  }
  const answer = await reply();
  if (answer === 'cut' || fault?.kind === 'lost-answer') return 'cut';
  if (fault?.kind === 'status-after-effect' && answer.status < 400) {
    return refuse(fault.status, 'Simulated failure');
  }
  return fault?.kind === 'without' ? { ...answer, body: withoutField(answer.body, fault.field) } : answer;
}

const isBypass = ({ operation, body }: Asked): boolean =>
  operation === 'create-call' && Object(body).phoneCallProviderBypassEnabled === true;

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
