import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { type CalcomSimulator, startCalcom } from '../../../../../infra/local/simulators/calcom/calcom.ts';

const NOW = Date.parse('2026-11-30T12:00:00Z');
const TEN = Date.parse('2026-12-01T15:00:00Z');
const HALF_AN_HOUR = 1_800_000;
const KEY = 'cal_live_INVENTED';

let now = NOW;
let cal: CalcomSimulator;
beforeEach(async () => {
  now = NOW;
  const starts = [0, 1, 2, 3, 18].map((index) => TEN + index * HALF_AN_HOUR);
  cal = await startCalcom({ apiKey: KEY, eventTypeId: 123456, starts, clock: () => now });
});
afterEach(() => cal.stop());

const VERSION = { slots: '2024-09-04', bookings: '2024-08-13' };
const listed = z.object({ data: z.array(z.object({ uid: z.string() })) });
async function ask(method: string, path: string, sent?: unknown, changed: Record<string, string> = {}) {
  const response = await fetch(`${cal.url}/v2/${path}`, {
    method,
    headers: {
      authorization: `Bearer ${KEY}`,
      'cal-api-version': path.startsWith('slots') ? VERSION.slots : VERSION.bookings,
      ...(sent !== undefined && { 'content-type': 'application/json' }),
      ...changed,
    },
    ...(sent !== undefined && { body: JSON.stringify(sent) }),
  });
  const body: unknown = await response.json();
  return { status: response.status, body };
}
const ATTENDEE = { name: 'Jordan Ellis', email: 'jordan@example.com', timeZone: 'America/New_York' };
const order = (changed: object = {}, attendee: object = {}) => ({
  eventTypeId: 123456,
  start: '2026-12-01T15:00:00Z',
  attendee: { ...ATTENDEE, ...attendee },
  metadata: { toolCallId: 'tc_01' },
  ...changed,
});
const book = (changed: object = {}, attendee: object = {}) =>
  ask('POST', 'bookings', order(changed, attendee));

describe('The simulated Cal.com', () => {
  it('tells the starts of its schedule that are free, by days of the asked zone, without a key', async () => {
    await book();
    now = TEN + HALF_AN_HOUR;
    const query = 'eventTypeId=123456&start=2026-12-01&end=2026-12-02';
    const free = (rest = '') => ask('GET', `slots?${query}${rest}`, undefined, { authorization: '' });
    expect(await free()).toEqual({
      status: 200,
      body: {
        status: 'success',
        data: {
          '2026-12-01': [
            { start: '2026-12-01T16:00:00.000+00:00' },
            { start: '2026-12-01T16:30:00.000+00:00' },
          ],
          '2026-12-02': [{ start: '2026-12-02T00:00:00.000+00:00' }],
        },
      },
    });
    expect(await free('&timeZone=America%2FNew_York')).toHaveProperty('body.data', {
      '2026-12-01': [
        { start: '2026-12-01T11:00:00.000-05:00' },
        { start: '2026-12-01T11:30:00.000-05:00' },
        { start: '2026-12-01T19:00:00.000-05:00' },
      ],
    });
  });

  it('takes an end at midnight for the end of that day, and any other as it is', async () => {
    const day = 'slots?eventTypeId=123456&start=2026-12-01T16:30:00Z';
    const first = [{ start: '2026-12-01T16:30:00.000+00:00' }];
    expect(await ask('GET', `${day}&end=2026-12-02T00:00:00Z`)).toHaveProperty('body.data', {
      '2026-12-01': first,
      '2026-12-02': [{ start: '2026-12-02T00:00:00.000+00:00' }],
    });
    expect(await ask('GET', `${day}&end=2026-12-01T23:59:00Z`)).toHaveProperty('body.data', {
      '2026-12-01': first,
    });
  });

  it.each([
    ['another event type', 'eventTypeId=7&start=2026-12-01&end=2026-12-02', 404],
    ['no end', 'eventTypeId=123456&start=2026-12-01', 400],
    ['a start that is no date', 'eventTypeId=123456&start=tomorrow&end=2026-12-02', 400],
    ['a zone that does not exist', 'eventTypeId=123456&start=2026-12-01&end=2026-12-02&timeZone=Mars', 400],
    ['a name that it does not know', 'eventTypeId=123456&startTime=2026-12-01&end=2026-12-02', 400],
  ])('has no slots for %s', async (_what, query, status) => {
    expect((await ask('GET', `slots?${query}`)).status).toBe(status);
  });

  it('books a free start once, as long as it is not canceled', async () => {
    const made = await book();
    expect(made).toMatchObject({
      status: 201,
      body: {
        status: 'success',
        data: {
          status: 'accepted',
          start: '2026-12-01T15:00:00.000Z',
          end: '2026-12-01T15:30:00.000Z',
          metadata: { toolCallId: 'tc_01' },
        },
      },
    });
    expect(await book()).toMatchObject({
      status: 400,
      body: {
        status: 'error',
        error: {
          code: 'BadRequestException',
          message: 'User either already has booking at this time or is not available',
        },
      },
    });
    const [uid] = cal.bookings.keys();
    await ask('POST', `bookings/${uid}/cancel`, { cancellationReason: 'Ill' });
    expect((await book()).status).toBe(201);
    expect([...cal.bookings.values()].map(({ status }) => status)).toEqual(['cancelled', 'accepted']);
  });

  it.each([
    ['no e-mail address', {}, { email: undefined }, 400],
    ['a wrong e-mail address', {}, { email: 'jordan at example' }, 400],
    ['a number that nobody can have', {}, { phoneNumber: '+15550123' }, 400],
    ['a language that it does not speak', {}, { language: 'tlh' }, 400],
    ['no time zone', {}, { timeZone: undefined }, 400],
    ['a start with an offset', { start: '2026-12-01T10:00:00-05:00' }, {}, 400],
    ['a start outside its schedule', { start: '2026-12-01T14:30:00Z' }, {}, 400],
    ['a start in the past', { start: '2026-11-01T15:00:00Z' }, {}, 400],
    ['another event type', { eventTypeId: 7 }, {}, 404],
    ['an event type that is no number', { eventTypeId: '123456' }, {}, 400],
    ['metadata that is too long', { metadata: { note: 'x'.repeat(501) } }, {}, 400],
    ['a name that it does not know', { title: 'Call' }, {}, 400],
  ])('refuses a booking with %s', async (_what, changed, attendee, status) => {
    expect((await book(changed, attendee)).status).toBe(status);
    expect(cal.bookings.size).toBe(0);
  });

  it('refuses a request without its version, without its key, or that is no JSON', async () => {
    const refusal = async (headers: Record<string, string>) =>
      (await ask('POST', 'bookings', order(), headers)).status;
    expect(await refusal({ 'cal-api-version': '' })).toBe(400);
    expect(await refusal({ 'cal-api-version': VERSION.slots })).toBe(400);
    expect(await refusal({ authorization: '' })).toBe(401);
    expect(await refusal({ authorization: 'Bearer cal_live_OTHER' })).toBe(401);
    expect(await refusal({ 'content-type': 'text/plain' })).toBe(400);
    expect((await ask('GET', 'bookings', undefined, { authorization: '' })).status).toBe(401);
    const slots = 'slots?eventTypeId=123456&start=2026-12-01&end=2026-12-02';
    expect((await ask('GET', slots, undefined, { 'cal-api-version': VERSION.bookings })).status).toBe(400);
    expect(cal.bookings.size).toBe(0);
  });

  it('has nothing else in its API', async () => {
    expect((await ask('DELETE', 'bookings/one')).status).toBe(404);
    expect((await ask('GET', 'me')).status).toBe(404);
    expect((await ask('POST', 'bookings/one/reschedule', {})).status).toBe(404);
  });

  it('tells one booking, and cancels it once, with a reason', async () => {
    await book();
    const [uid] = cal.bookings.keys();
    expect(await ask('GET', `bookings/${uid}`)).toMatchObject({ status: 200, body: { data: { uid } } });
    expect((await ask('GET', 'bookings/unknown')).status).toBe(404);
    expect((await ask('POST', 'bookings/unknown/cancel', { cancellationReason: 'Ill' })).status).toBe(404);
    expect((await ask('POST', `bookings/${uid}/cancel`, {})).status).toBe(400);
    expect((await ask('POST', `bookings/${uid}/cancel`, { reason: 'Ill' })).status).toBe(400);
    expect(await ask('POST', `bookings/${uid}/cancel`, { cancellationReason: 'Ill' })).toMatchObject({
      status: 200,
      body: { data: { status: 'cancelled' } },
    });
    expect(await ask('POST', `bookings/${uid}/cancel`, { cancellationReason: 'Ill' })).toMatchObject({
      status: 400,
      body: { error: { message: expect.stringContaining('cancelled already') } },
    });
  });

  it('lists bookings by what was asked for, in the asked order, page by page', async () => {
    const second = cal.bookOnPage(TEN + HALF_AN_HOUR);
    await book();
    const first = [...cal.bookings.keys()][1];
    const third = cal.bookOnPage(TEN + 2 * HALF_AN_HOUR);
    const list = async (query: string) => {
      const { status, body } = await ask('GET', `bookings?${query}`);
      return status === 200 ? listed.parse(body).data.map(({ uid }) => uid) : status;
    };
    expect(await list('')).toEqual([second, first, third]);
    expect(await list('sortStart=asc')).toEqual([first, second, third]);
    expect(await list('sortStart=desc')).toEqual([third, second, first]);
    expect(await list('sortStart=asc&take=2')).toEqual([first, second]);
    expect(await list('sortStart=asc&take=2&skip=2')).toEqual([third]);
    expect(await ask('GET', 'bookings?take=2')).toHaveProperty('body.pagination.hasNextPage', true);
    expect(await ask('GET', 'bookings?take=3')).toHaveProperty('body.pagination.hasNextPage', false);
    expect(await list('attendeeEmail=jordan@example.com')).toEqual([first]);
    expect(await list('attendeeEmail=Jordan@example.com')).toEqual([]);
    expect(await list('attendeeName=Robin+Vale')).toEqual([second, third]);
    expect(await list('eventTypeId=7')).toEqual([]);
    expect(await list('afterStart=2026-12-01T15:30:00Z')).toEqual([second, third]);
    expect(await list('beforeEnd=2026-12-01T16:00:00Z')).toEqual([second, first]);
    cal.decide(second, 'pending');
    cal.decide(third, 'rejected');
    expect(await list('status=upcoming')).toEqual([second, first]);
    expect(await list('status=unconfirmed')).toEqual([second]);
    expect(await list('status=cancelled,unconfirmed')).toEqual([second, third]);
    now = TEN + HALF_AN_HOUR + 1;
    expect(await list('status=past')).toEqual([first]);
    for (const wrong of ['status=open', 'take=251', 'take=0', 'afterStart=now', 'email=jordan@example.com']) {
      expect(await list(wrong)).toBe(400);
    }
  });

  it('fails as its script says, and tells every request', async () => {
    cal.faults
      .next('create', { kind: 'status', status: 429, headers: { 'x-ratelimit-reset-default': '1795968060' } })
      .next('create', { kind: 'lost-answer' });
    expect(await book()).toMatchObject({ status: 429, body: { error: { code: 'ThrottlerException' } } });
    await expect(book()).rejects.toThrow('fetch failed');
    expect(cal.requests).toMatchObject([
      { operation: 'create', path: '/v2/bookings', body: order(), status: 429 },
      { operation: 'create', status: 'cut' },
    ]);
    expect(cal.bookings.size).toBe(1);
  });
});
