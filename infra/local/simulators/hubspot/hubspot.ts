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
import { firstPipeline, type HubspotRecords, shownRecord } from './records.ts';
import { NOT_AUTHENTICATED, NOT_FOUND, type Reply, refuse, tooMany } from './replies.ts';
import { found } from './search.ts';

export type HubspotSimulatorOptions = {
  /** Of the one private app that the account has. */
  token: string;
  port?: number;
};

/** What was asked for; `unknown` is everything that the simulator does not have. */
export type HubspotOperation =
  | 'show-ticket'
  | 'show-contact'
  | 'search-tickets'
  | 'search-contacts'
  | 'pipelines'
  | 'unknown';

/** One request, whatever became of it. */
export type HubspotRequest = {
  operation: HubspotOperation;
  /** Path and query. */
  url: string;
  /** ms since 1970 */
  at: number;
  /** `cut`: the connection was, before any answer. */
  status: number | 'cut';
};

export type HubspotSimulator = HubspotRecords & {
  /** For HUBSPOT_URL. */
  url: string;
  /** By operation: `show-ticket`. */
  faults: Script<Fault | BodyFault>;
  requests: readonly HubspotRequest[];
  stop(): Promise<void>;
};

/** Of an account: searches in a second, and everything else in ten. */
const MOST_SEARCHES = 5;
const MOST_REQUESTS = 190;
const MAX_BODY_BYTES = 64 * 1024;

type Asked = { operation: HubspotOperation; reply: () => Reply };

/** HubSpot's CRM on loopback, for reading: tickets, contacts, their searches, pipelines, and its two limits. */
export async function startHubspot({ token, port = 0 }: HubspotSimulatorOptions): Promise<HubspotSimulator> {
  const faults = new Script<Fault | BodyFault>();
  const records: HubspotRecords = { tickets: new Map(), contacts: new Map(), pipelines: [firstPipeline()] };
  const requests: HubspotRequest[] = [];
  const stopping = new AbortController();
  const taken: { searches: number[]; others: number[] } = { searches: [], others: [] };

  /** Whether one more is within a limit: one that is not does not count. */
  const isWithin = (of: keyof typeof taken, most: number, windowMs: number): boolean => {
    const now = Date.now();
    taken[of] = taken[of].filter((at) => now - at < windowMs);
    if (taken[of].length >= most) return false;
    taken[of].push(now);
    return true;
  };

  const shownContact = (id: string, search: URLSearchParams): Reply => {
    const contact = records.contacts.get(id);
    if (contact === undefined) return NOT_FOUND;
    return { status: 200, body: shownRecord(contact, listed(search.get('properties'))) };
  };

  const shownTicket = (id: string, search: URLSearchParams): Reply => {
    const ticket = records.tickets.get(id);
    if (ticket === undefined) return NOT_FOUND;
    const body = shownRecord(ticket, listed(search.get('properties')));
    const isAsked = listed(search.get('associations')).includes('contacts');
    if (!isAsked || ticket.contacts.length === 0) return { status: 200, body };
    const results = ticket.contacts.map((contact) => ({ id: contact, type: 'ticket_to_contact' }));
    return { status: 200, body: { ...body, associations: { contacts: { results } } } };
  };

  const read = ({ method, url = '/', headers }: IncomingMessage, body: string): Asked => {
    const { pathname, searchParams } = new URL(url, 'http://hubspot');
    const isUs = headers.authorization === `Bearer ${token}`;
    const looking = (operation: HubspotOperation, reply: () => Reply): Asked => ({
      operation,
      reply: () => {
        if (!isUs) return NOT_AUTHENTICATED;
        if (!isWithin('others', MOST_REQUESTS, 10_000)) return tooMany('TEN_SECONDLY_ROLLING');
        const left = MOST_REQUESTS - taken.others.length;
        return { ...reply(), headers: rateHeaders(left) };
      },
    });
    const searching = (operation: HubspotOperation, of: 'tickets' | 'contacts'): Asked => ({
      operation,
      // The answer to a search has no headers that tell of its limit.
      reply: () => {
        if (!isUs) return NOT_AUTHENTICATED;
        if (!isWithin('searches', MOST_SEARCHES, 1_000)) return tooMany('SECONDLY');
        return found(of, records[of].values(), { body, contentType: headers['content-type'] ?? '' });
      },
    });
    if (method === 'POST' && pathname === '/crm/v3/objects/tickets/search') {
      return searching('search-tickets', 'tickets');
    }
    if (method === 'POST' && pathname === '/crm/v3/objects/contacts/search') {
      return searching('search-contacts', 'contacts');
    }
    if (method === 'GET' && pathname === '/crm/v3/pipelines/tickets') {
      return looking('pipelines', () => ({ status: 200, body: { results: records.pipelines } }));
    }
    const [, kind, id = ''] =
      (method === 'GET' && /^\/crm\/v3\/objects\/(tickets|contacts)\/([^/]+)$/.exec(pathname)) || [];
    if (kind === 'tickets') return looking('show-ticket', () => shownTicket(id, searchParams));
    if (kind === 'contacts') return looking('show-contact', () => shownContact(id, searchParams));
    return { operation: 'unknown', reply: () => NOT_FOUND };
  };

  const server = await serve(async (request, response) => {
    const raw = await readBody(request, MAX_BODY_BYTES);
    const { operation, reply } = read(request, raw === 'too-large' ? '' : raw.toString('utf8'));
    const fault = faults.take(operation);
    const answer = faced(fault, reply, failure);
    const status = answer === 'cut' ? 'cut' : answer.status;
    requests.push({ operation, url: request.url ?? '', at: Date.now(), status });
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
    async stop() {
      stopping.abort();
      await server.stop();
    },
  };
}

function listed(text: string | null): string[] {
  return text === null ? [] : text.split(',');
}

function rateHeaders(left: number): Record<string, string> {
  return {
    'x-hubspot-ratelimit-max': String(MOST_REQUESTS),
    'x-hubspot-ratelimit-remaining': String(left),
    'x-hubspot-ratelimit-interval-milliseconds': '10000',
  };
}

function failure(fault: StatusFault): Reply {
  const { status } = fault;
  const failed = status === 429 ? tooMany('SECONDLY') : refuse(status, 'SIMULATED', 'Simulated failure');
  return fault.kind === 'status' ? { ...failed, headers: fault.headers ?? {} } : failed;
}

function write(response: ServerResponse, answer: Reply, fault: Fault | BodyFault | undefined): void {
  const { status, headers, body } = answer;
  const isPage = fault?.kind === 'status' && fault.as === 'page';
  const type = isPage ? 'text/html; charset=UTF-8' : 'application/json;charset=utf-8';
  const whole = isPage ? pageOf(status) : JSON.stringify(body);
  response.writeHead(status, { 'content-type': type, ...headers });
  response.end(spoiled(whole, fault));
}
