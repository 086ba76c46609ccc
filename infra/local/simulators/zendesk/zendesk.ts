import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { readBody, serve } from '../../lambda/http.ts';
import {
  type BodyFault,
  type Fault,
  faced,
  pageOf,
  Script,
  type StatusFault,
  spoiled,
} from '../kit/faults.ts';
import { shown, ticketsRequested, usersFound, type ZendeskRecords } from './records.ts';
import {
  FORBIDDEN,
  INVALID_TOKEN,
  NO_SUCH_ENDPOINT,
  NOT_AUTHENTICATED,
  type Reply,
  tooMany,
} from './replies.ts';
import { createTokens } from './tokens.ts';

export type ZendeskSimulatorOptions = {
  /** Of the one OAuth client that the account has. */
  clientId: string;
  clientSecret: string;
  /** ms since 1970: how old a token is, and which minute it is. */
  clock?: () => number;
  port?: number;
};

/** What was asked for; `unknown` is everything that the simulator does not have. */
export type ZendeskOperation =
  | 'token'
  | 'show-ticket'
  | 'show-user'
  | 'search-users'
  | 'requested-tickets'
  | 'unknown';

/** One request, whatever became of it. */
export type ZendeskRequest = {
  operation: ZendeskOperation;
  /** Path and query. */
  url: string;
  /** ms since 1970, by the clock of the simulator */
  at: number;
  /** `cut`: the connection was, before any answer. */
  status: number | 'cut';
};

export type ZendeskSimulator = ZendeskRecords & {
  /** For ZENDESK_URL. */
  url: string;
  /** By operation: `show-ticket`. */
  faults: Script<Fault | BodyFault>;
  requests: readonly ZendeskRequest[];
  /** Every token that was given so far is refused from now on. */
  revokeTokens(): void;
  stop(): Promise<void>;
};

/** Requests in a minute, as on the Enterprise plan. */
const LIMIT = 700;
const MAX_BODY_BYTES = 64 * 1024;

type Asked = { operation: ZendeskOperation; reply: () => Reply };

/**
 * A Zendesk account on loopback, for reading: OAuth by client credentials, tickets, users, the search for users by
 * phone, and the limit of requests in a minute.
 */
export async function startZendesk({
  clock = Date.now,
  port = 0,
  ...client
}: ZendeskSimulatorOptions): Promise<ZendeskSimulator> {
  const faults = new Script<Fault | BodyFault>();
  const records: ZendeskRecords = { users: new Map(), tickets: new Map() };
  const requests: ZendeskRequest[] = [];
  const tokens = createTokens(client, clock);
  const stopping = new AbortController();
  let window = { minute: 0, requests: 0 };

  /** The reply to whoever has the scope, with what is left of the limit. */
  const limited = (authorization: string | undefined, resource: string, reply: () => Reply): Reply => {
    const [, token] = /^Bearer (.+)$/.exec(authorization ?? '') ?? [];
    if (token === undefined) return NOT_AUTHENTICATED;
    const scopes = tokens.scopesOf(token);
    if (scopes === undefined) return INVALID_TOKEN;
    const now = clock();
    const minute = Math.floor(now / 60_000);
    window = { minute, requests: window.minute === minute ? window.requests + 1 : 1 };
    const left = LIMIT - window.requests;
    const isAllowed = scopes.includes('read') || scopes.includes(`${resource}:read`);
    const resetSeconds = Math.ceil(((minute + 1) * 60_000 - now) / 1000);
    const answer = left < 0 ? tooMany(resetSeconds) : isAllowed ? reply() : FORBIDDEN;
    return {
      ...answer,
      headers: {
        'x-rate-limit': String(LIMIT),
        'x-rate-limit-remaining': String(Math.max(left, 0)),
        'ratelimit-reset': String(resetSeconds),
        ...answer.headers,
      },
    };
  };

  const read = ({ method, url = '/', headers }: IncomingMessage, body: string): Asked => {
    const { pathname, searchParams } = new URL(url, 'http://zendesk');
    const looking = (operation: ZendeskOperation, resource: string, reply: () => Reply): Asked => ({
      operation,
      reply: () => limited(headers.authorization, resource, reply),
    });
    if (method === 'POST' && pathname === '/oauth/tokens') {
      return { operation: 'token', reply: () => tokens.grant(body, headers['content-type'] ?? '') };
    }
    const [, path] = (method === 'GET' && /^\/api\/v2\/(.+?)(?:\.json)?$/.exec(pathname)) || [];
    const [, kind, id = '', rest] = /^(tickets|users)\/([^/]+)(\/.+)?$/.exec(path ?? '') ?? [];
    if (path === 'users/search') {
      return looking('search-users', 'users', () => usersFound(searchParams, records.users));
    }
    if (kind === 'tickets' && rest === undefined) {
      return looking('show-ticket', 'tickets', () => shown('ticket', id, records.tickets));
    }
    if (kind === 'users' && rest === undefined) {
      return looking('show-user', 'users', () => shown('user', id, records.users));
    }
    if (kind === 'users' && rest === '/tickets/requested') {
      return looking('requested-tickets', 'tickets', () => ticketsRequested(id, searchParams, records));
    }
    return { operation: 'unknown', reply: () => NO_SUCH_ENDPOINT };
  };

  const server = await serve(async (request, response) => {
    const raw = await readBody(request, MAX_BODY_BYTES);
    const { operation, reply } = read(request, raw === 'too-large' ? '' : raw.toString('utf8'));
    const fault = faults.take(operation);
    const answer = faced(fault, reply, failure);
    const status = answer === 'cut' ? 'cut' : answer.status;
    requests.push({ operation, url: request.url ?? '', at: clock(), status });
    if (fault?.kind === 'slow') {
      await sleep(fault.ms, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
    if (answer === 'cut') request.socket.destroy();
    else write(response, answer, fault);
  }, port);

  return {
    ...records,
    url: server.url,
    faults,
    requests,
    revokeTokens: tokens.revokeAll,
    async stop() {
      stopping.abort();
      await server.stop();
    },
  };
}

function failure(fault: StatusFault): Reply {
  const { status } = fault;
  const failed: Reply = status === 429 ? tooMany(1) : { status, body: { error: 'SimulatedFailure' } };
  return fault.kind === 'status' ? { ...failed, headers: fault.headers ?? failed.headers ?? {} } : failed;
}

function write(response: ServerResponse, answer: Reply, fault: Fault | BodyFault | undefined): void {
  const { status, headers, body } = answer;
  const isPage = fault?.kind === 'status' && fault.as === 'page';
  const isText = typeof body === 'string';
  const type = isPage
    ? 'text/html; charset=UTF-8'
    : isText
      ? 'text/plain'
      : 'application/json; charset=utf-8';
  const whole = isPage ? pageOf(status) : isText ? body : JSON.stringify(body);
  response.writeHead(status, { 'content-type': type, ...headers });
  response.end(spoiled(whole, fault));
}
