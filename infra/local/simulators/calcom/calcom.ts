import {
  type Answer,
  type Received,
  type ScriptedServer,
  startScriptedServer,
} from '../kit/scripted-server.ts';
import { createBookings, refuse, type SimulatedBooking } from './bookings.ts';

export type CalcomSimulatorOptions = {
  /** `cal_live_...` */
  apiKey: string;
  eventTypeId: number;
  /** The starts that the event type's schedule has, ms since 1970. */
  starts: readonly number[];
  /** The length of an appointment. */
  minutes?: number;
  /** ms since 1970: what is past. */
  clock?: () => number;
  port?: number;
};

export type CalcomOperation = 'slots' | 'create' | 'get' | 'list' | 'cancel';

export type CalcomSimulator = ScriptedServer<CalcomOperation> & {
  bookings: ReadonlyMap<string, SimulatedBooking>;
  /** Somebody books on the event type's page. Returns the booking's uid. */
  bookOnPage(start: number): string;
  /** The team itself changes what becomes of a booking. */
  decide(uid: string, status: SimulatedBooking['status']): void;
};

/** Without it, or with another one, Cal.com answers in an older shape; here that has to fail. */
const VERSIONS = { slots: '2024-09-04', bookings: '2024-08-13' } as const;

const OPERATIONS: Record<string, Exclude<CalcomOperation, 'slots'>> = {
  'POST bookings': 'create',
  'GET bookings': 'list',
  'GET booking': 'get',
  'POST cancel': 'cancel',
};

/** Cal.com's API, version 2, on loopback, for one event type. */
export async function startCalcom({
  apiKey,
  eventTypeId,
  starts,
  minutes = 30,
  clock = Date.now,
  port = 0,
}: CalcomSimulatorOptions): Promise<CalcomSimulator> {
  const bookings = new Map<string, SimulatedBooking>();
  const type = { id: eventTypeId, minutes, starts: new Set(starts) };
  const { create, get, cancel, list, slots, put } = createBookings(type, bookings, clock);

  const versioned = (part: keyof typeof VERSIONS, { headers }: Received, act: () => Answer): Answer =>
    headers['cal-api-version'] === VERSIONS[part]
      ? act()
      : refuse(400, 'BadRequestException', `cal-api-version must be ${VERSIONS[part]}`);
  const keyed = ({ headers }: Received, act: () => Answer): Answer =>
    headers.authorization === `Bearer ${apiKey}`
      ? act()
      : refuse(401, 'UnauthorizedException', 'ApiAuthStrategy - api key - Your api key is not valid');
  const written = ({ headers, json }: Received, act: (body: unknown) => Answer): Answer =>
    headers['content-type']?.split(';')[0] === 'application/json' && json !== undefined
      ? act(json)
      : refuse(400, 'BadRequestException', 'The body is no JSON');

  const read = (received: Received): { operation: CalcomOperation; answer: () => Answer } | undefined => {
    const { method, pathname, query } = received;
    if (pathname === '/v2/slots' && method === 'GET') {
      // The slots of an event type are public.
      return { operation: 'slots', answer: () => versioned('slots', received, () => slots(query)) };
    }
    const [path, uid = '', action] = /^\/v2\/bookings(?:\/([^/]+)(?:\/([^/]+))?)?\/?$/.exec(pathname) ?? [];
    if (path === undefined) return undefined;
    const operation = OPERATIONS[`${method} ${action ?? (uid === '' ? 'bookings' : 'booking')}`];
    if (operation === undefined) return undefined;
    const act: Record<typeof operation, () => Answer> = {
      create: () => written(received, create),
      list: () => list(query),
      get: () => get(uid),
      cancel: () => written(received, (body) => cancel(uid, body)),
    };
    return {
      operation,
      answer: () => versioned('bookings', received, () => keyed(received, act[operation])),
    };
  };

  const server = await startScriptedServer<CalcomOperation>({
    port,
    answer: read,
    refuse: (status, pathname) => refuse(status, CODES[status] ?? 'HttpException', 'Refused', pathname),
  });

  return {
    ...server,
    bookings,
    bookOnPage(start) {
      const attendees = [{ name: 'Robin Vale', email: 'robin@example.com', timeZone: 'UTC' }];
      return put(start, { attendees, bookingFieldsResponses: {}, metadata: {} }).uid;
    },
    decide(uid, status) {
      const booking = bookings.get(uid);
      if (booking === undefined) throw new Error('no such booking');
      bookings.set(uid, { ...booking, status });
    },
  };
}

/** What Cal.com calls a status. */
const CODES: Record<number, string> = {
  401: 'UnauthorizedException',
  403: 'ForbiddenException',
  404: 'NotFoundException',
  429: 'ThrottlerException',
  500: 'InternalServerErrorException',
};
