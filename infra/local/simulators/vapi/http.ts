import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody } from '../../lambda/http.ts';
import { type Fault, pageOf, type Script, withoutField } from '../kit/faults.ts';
import type { Configuration, ConfigurationOperation } from './account/configuration.ts';
import type { createCallsApi } from './calls-api.ts';
import { obey } from './commands.ts';
import { CONTROL_TYPES, readControl } from './control.ts';
import type { TransferMode } from './destinations.ts';
import { type Read, readJson } from './read-json.ts';
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
  | ConfigurationOperation
  | (typeof CONTROL_TYPES)[number];

export type Key = 'private' | 'public' | 'another' | 'none';

export type RequestSeen = {
  operation: Operation;
  callId: string | undefined;
  /** Of what an account has saved. */
  resourceId?: string;
  /** By which key: the public one is as wrong as any other, and its answer is the same. */
  key: Key;
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

type Asked = {
  operation: Operation;
  callId: string | undefined;
  resourceId?: string;
  /** What it is called among the faults, the narrowest name first; its operation where there is none. */
  faultNames?: string[];
  body: unknown;
  reply: () => Reply | 'cut' | Promise<Reply>;
};

const MAX_BODY_BYTES = 1024 * 1024;

/** Vapi's API for calls and for what an account saves, and live call control, on one host; 404 for everything else. */
export function createVapiHandler(options: {
  apiKey: string;
  publicKey: string | undefined;
  faults: Script<Fault>;
  api: ReturnType<typeof createCallsApi>;
  configuration: Configuration;
  /** Answers a call that Twilio brings. */
  inbound: (form: Record<string, string>) => Promise<Reply>;
  refusedModes: ReadonlySet<TransferMode>;
  manners: Readonly<ControlManners>;
  seen: (request: RequestSeen) => void;
  pause: (ms: number) => Promise<void>;
}): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const { apiKey, publicKey, faults, api, configuration, inbound, refusedModes, manners, seen, pause } =
    options;

  const keyOf = ({ headers }: IncomingMessage): Key => {
    if (headers.authorization === undefined) return 'none';
    if (headers.authorization === `Bearer ${apiKey}`) return 'private';
    return headers.authorization === `Bearer ${publicKey}` ? 'public' : 'another';
  };

  const read = (request: IncomingMessage, raw: Buffer | 'too-large'): Asked => {
    const { method = 'GET', url = '/', headers } = request;
    const { pathname, searchParams } = new URL(url, 'http://vapi');
    const sent = () => readJson(raw, headers['content-type']);
    const keyed = (operation: Operation, callId: string | undefined, reply: () => Reply): Asked => ({
      operation,
      callId,
      body: undefined,
      reply: () => (keyOf(request) === 'private' ? reply() : INVALID_KEY),
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
    const configured = configuration.asked(method, pathname, searchParams);
    if (configured !== undefined) {
      const { operation, resourceId, isWritten, reply } = configured;
      const asked = isWritten
        ? written(operation, undefined, reply)
        : keyed(operation, undefined, () => reply(undefined));
      const faultNames = [operation, method === 'GET' ? 'read' : 'write'];
      return { ...asked, ...(resourceId !== undefined && { resourceId }), faultNames };
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
    const { operation, callId, resourceId, faultNames = [operation], body } = asked;
    const names = isBypass(asked) ? ['create-bypass-call', ...faultNames] : faultNames;
    const fault = names.reduce<Fault | undefined>((found, name) => found ?? faults.take(name), undefined);
    const outcome = await faced(asked, fault);
    const status = outcome === 'cut' ? 'cut' : outcome.status;
    const of = resourceId === undefined ? { callId } : { callId, resourceId };
    seen({ operation, ...of, key: keyOf(request), at, body, status });
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

function operationOf(body: unknown): Operation {
  const type = typeof body === 'object' && body !== null && 'type' in body ? body.type : undefined;
  return CONTROL_TYPES.find((known) => known === type) ?? 'unknown';
}
