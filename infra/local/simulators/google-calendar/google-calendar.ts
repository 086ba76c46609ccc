import { isoIn } from '../../../../lib/tools/when/wall.ts';
import {
  type Answer,
  type Received,
  type ScriptedServer,
  startScriptedServer,
} from '../kit/scripted-server.ts';
import { createEvents, newId, type SimulatedEvent } from './events.ts';
import { refused, refusedWith } from './refusals.ts';
import { createTokens, type Right, type ServiceAccountKey } from './tokens.ts';

export type GoogleCalendarSimulatorOptions = {
  /** The one calendar that is shared with the service account. */
  calendarId: string;
  serviceAccount: ServiceAccountKey;
  /** ms since 1970: what becomes of tokens. */
  clock?: () => number;
  port?: number;
};

export type GoogleOperation = 'token' | 'free-busy' | 'insert' | 'get' | 'list' | 'delete';

export type GoogleCalendarSimulator = ScriptedServer<GoogleOperation> & {
  /** For GOOGLE_TOKEN_URL; `url` is for GOOGLE_CALENDAR_URL. */
  tokenUrl: string;
  events: ReadonlyMap<string, SimulatedEvent>;
  /** Somebody enters something by hand. Returns the event's id. */
  enter(time: { start: number; minutes: number; transparency?: 'transparent' }): string;
  /** Somebody moves an event by hand. */
  move(id: string, to: number): void;
  /** Somebody deletes an event by hand. */
  remove(id: string): void;
  /** No token that was given is believed any more. */
  revokeTokens(): void;
};

const MINUTE = 60_000;
const BASE = '/calendar/v3';

/** Google's calendar API and its token endpoint on loopback, for one service account and one calendar. */
export async function startGoogleCalendar({
  calendarId,
  serviceAccount,
  clock = Date.now,
  port = 0,
}: GoogleCalendarSimulatorOptions): Promise<GoogleCalendarSimulator> {
  const events = new Map<string, SimulatedEvent>();
  const calendar = createEvents(calendarId, events);
  const tokens = createTokens(serviceAccount, clock);

  const allowed = (right: Right, { headers }: Received, act: () => Answer): Answer => {
    const rights = tokens.rightsOf(headers.authorization);
    if (rights === undefined) return refused('authError');
    return rights.has(right) ? act() : refused('insufficientPermissions');
  };
  const written = (received: Received, act: (body: unknown) => Answer): Answer =>
    received.headers['content-type']?.split(';')[0] === 'application/json' && received.json !== undefined
      ? act(received.json)
      : refused('parseError');

  const read = (received: Received): { operation: GoogleOperation; answer: () => Answer } | undefined => {
    const { method, pathname, query } = received;
    if (pathname === '/token' && method === 'POST') {
      return { operation: 'token', answer: () => tokens.answer(received, `${server.url}/token`) };
    }
    if (pathname === `${BASE}/freeBusy` && method === 'POST') {
      const answer = () => allowed('free-busy', received, () => written(received, calendar.freeBusy));
      return { operation: 'free-busy', answer };
    }
    const [, owner, id] = /^\/calendar\/v3\/calendars\/([^/]+)\/events(?:\/([^/]+))?$/.exec(pathname) ?? [];
    if (owner === undefined) return undefined;
    const operation = OPERATIONS[`${method} ${id === undefined ? 'events' : 'event'}`];
    if (operation === undefined) return undefined;
    const act: Record<typeof operation, () => Answer> = {
      insert: () => written(received, (body) => calendar.insert(body, query)),
      list: () => calendar.list(query),
      get: () => calendar.get(id ?? ''),
      delete: () => calendar.remove(id ?? '', query),
    };
    const isShared = decodeURIComponent(owner) === calendarId;
    const right = operation === 'insert' || operation === 'delete' ? 'write' : 'read';
    return {
      operation,
      answer: () => allowed(right, received, isShared ? act[operation] : () => refused('notFound')),
    };
  };

  const server = await startScriptedServer<GoogleOperation>({ port, answer: read, refuse: refusedWith });
  const change = (id: string, changed: (event: SimulatedEvent) => Partial<SimulatedEvent>): void => {
    const event = events.get(id);
    if (event === undefined) throw new Error('no such event');
    events.set(id, { ...event, ...changed(event) });
  };
  const at = (ms: number) => ({ dateTime: isoIn(ms, 'UTC') });

  return {
    ...server,
    tokenUrl: `${server.url}/token`,
    events,
    enter({ start, minutes, ...rest }) {
      const id = newId();
      const time = { start: at(start), end: at(start + minutes * MINUTE) };
      events.set(id, { kind: 'calendar#event', id, status: 'confirmed', summary: 'Busy', ...time, ...rest });
      return id;
    },
    move: (id, to) =>
      change(id, ({ start, end }) => ({
        start: at(to),
        end: at(to + Date.parse(end.dateTime) - Date.parse(start.dateTime)),
      })),
    remove: (id) => change(id, () => ({ status: 'cancelled' })),
    revokeTokens: tokens.revoke,
  };
}

const OPERATIONS: Record<string, Exclude<GoogleOperation, 'token' | 'free-busy'>> = {
  'POST events': 'insert',
  'GET events': 'list',
  'GET event': 'get',
  'DELETE event': 'delete',
};
