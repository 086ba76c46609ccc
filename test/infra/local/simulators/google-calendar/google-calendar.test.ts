import { sign } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import {
  type GoogleCalendarSimulator,
  startGoogleCalendar,
} from '../../../../../infra/local/simulators/google-calendar/google-calendar.ts';
import { inventedServiceAccount } from '../../../../../infra/local/simulators/google-calendar/tokens.ts';

const NOW = Date.parse('2026-11-30T12:00:00Z');
const SECONDS = NOW / 1000;
const ACCOUNT = inventedServiceAccount();
const OTHER = inventedServiceAccount();
const GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const SCOPE =
  'https://www.googleapis.com/auth/calendar.events https://www.googleapis.com/auth/calendar.readonly';
const TEN = Date.parse('2026-12-01T15:00:00Z');
const HOUR = 3_600_000;

let now = NOW;
let google: GoogleCalendarSimulator;
beforeEach(async () => {
  now = NOW;
  const calendarId = 'support@example.com';
  google = await startGoogleCalendar({ calendarId, serviceAccount: ACCOUNT, clock: () => now });
});
afterEach(() => google.stop());

function assertion(changed: object = {}, { key = ACCOUNT.private_key, alg = 'RS256' } = {}): string {
  const times = { iat: SECONDS, exp: SECONDS + 3_600 };
  const claims = { iss: ACCOUNT.client_email, scope: SCOPE, aud: google.tokenUrl, ...times, ...changed };
  const signed = [{ alg, typ: 'JWT' }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  return `${signed}.${sign('RSA-SHA256', Buffer.from(signed), key).toString('base64url')}`;
}
async function tokenBy(form: Record<string, string>): Promise<{ status: number; body: unknown }> {
  const response = await fetch(google.tokenUrl, { method: 'POST', body: new URLSearchParams(form) });
  return { status: response.status, body: await response.json() };
}
async function tokenFor(changed: object = {}): Promise<string> {
  const { body } = await tokenBy({ grant_type: GRANT, assertion: assertion(changed) });
  return z.object({ access_token: z.string() }).parse(body).access_token;
}

async function ask(method: string, path: string, sent?: unknown, token?: string) {
  const authorization = `Bearer ${token ?? (await tokenFor())}`;
  const response = await fetch(`${google.url}/calendar/v3/${path}`, {
    method,
    headers: { authorization, ...(sent !== undefined && { 'content-type': 'application/json' }) },
    ...(sent !== undefined && { body: JSON.stringify(sent) }),
  });
  const text = await response.text();
  const body: unknown = text === '' ? undefined : JSON.parse(text);
  return { status: response.status, body };
}
const EVENTS = 'calendars/support%40example.com/events';
const event = (changed: object = {}) => ({
  id: 'abc01',
  summary: 'Call with Jordan Ellis',
  start: { dateTime: '2026-12-01T10:00:00-05:00', timeZone: 'America/New_York' },
  end: { dateTime: '2026-12-01T10:30:00-05:00', timeZone: 'America/New_York' },
  ...changed,
});
const refusal = z.object({ error: z.object({ errors: z.array(z.object({ reason: z.string() })) }) });
const reasonOf = ({ status, body }: { status: number; body: unknown }) =>
  `${status} ${refusal.safeParse(body).data?.error.errors[0]?.reason}`;

describe('The simulated Google gives a token', () => {
  it('to its service account, for an hour', async () => {
    expect(await tokenBy({ grant_type: GRANT, assertion: assertion() })).toMatchObject({
      status: 200,
      body: { expires_in: 3_600, token_type: 'Bearer' },
    });
    const token = await tokenFor();
    const list = () => ask('GET', EVENTS, undefined, token);
    now = NOW + HOUR - 1;
    expect(await list()).toMatchObject({ status: 200, body: { items: [] } });
    now = NOW + HOUR;
    expect(reasonOf(await list())).toBe('401 authError');
  });

  it.each([
    ['signed with another key', () => assertion({}, { key: OTHER.private_key }), 'invalid_grant'],
    ['signed in another way', () => assertion({}, { alg: 'none' }), 'invalid_grant'],
    ['of another account', () => assertion({ iss: 'other@example.com' }), 'invalid_grant'],
    ['for another address', () => assertion({ aud: 'https://example.com/token' }), 'invalid_grant'],
    ['that is good for longer than an hour', () => assertion({ exp: SECONDS + 3_601 }), 'invalid_grant'],
    ['that has ended', () => assertion({ iat: SECONDS - 3_700, exp: SECONDS - 100 }), 'invalid_grant'],
    ['from the future', () => assertion({ iat: SECONDS + 100, exp: SECONDS + 200 }), 'invalid_grant'],
    ['without a time', () => assertion({ iat: undefined }), 'invalid_grant'],
    ['for a scope that does not exist', () => assertion({ scope: 'calendar' }), 'invalid_scope'],
    ['that is none', () => 'a.b.c', 'invalid_grant'],
  ])('for no assertion %s', async (_what, made, error) => {
    expect(await tokenBy({ grant_type: GRANT, assertion: made() })).toMatchObject({
      status: 400,
      body: { error },
    });
  });

  it('for this grant alone', async () => {
    expect(await tokenBy({ grant_type: 'password', assertion: assertion() })).toMatchObject({
      body: { error: 'unsupported_grant_type' },
    });
    const json = JSON.stringify({ grant_type: GRANT, assertion: assertion() });
    const headers = { 'content-type': 'application/json' };
    expect((await fetch(google.tokenUrl, { method: 'POST', headers, body: json })).status).toBe(400);
    expect((await fetch(google.tokenUrl)).status).toBe(404);
  });

  it('that allows what its scopes say', async () => {
    const events = await tokenFor({ scope: SCOPE.split(' ')[0] });
    const readonly = await tokenFor({ scope: SCOPE.split(' ')[1] });
    const range = { timeMin: '2026-12-01T00:00:00Z', timeMax: '2026-12-02T00:00:00Z', items: [] };
    expect(reasonOf(await ask('POST', 'freeBusy', range, events))).toBe('403 insufficientPermissions');
    expect(await ask('POST', 'freeBusy', range, readonly)).toMatchObject({ status: 200 });
    expect(reasonOf(await ask('POST', EVENTS, event(), readonly))).toBe('403 insufficientPermissions');
    expect(await ask('POST', EVENTS, event(), events)).toMatchObject({ status: 200 });
    google.revokeTokens();
    expect(reasonOf(await ask('GET', EVENTS, undefined, events))).toBe('401 authError');
  });
});

describe('The simulated Google calendar', () => {
  it('keeps events by their ids, and looks at no overlap', async () => {
    expect(await ask('POST', EVENTS, event())).toMatchObject({
      status: 200,
      body: { id: 'abc01', status: 'confirmed' },
    });
    expect(await ask('POST', EVENTS, event({ id: 'abc02' }))).toMatchObject({ status: 200 });
    expect(await ask('POST', EVENTS, event({ id: undefined }))).toMatchObject({ status: 200 });
    const again = await ask('POST', `${EVENTS}?sendUpdates=none`, event());
    expect(again).toEqual({
      status: 409,
      body: {
        error: {
          code: 409,
          message: 'The requested identifier already exists.',
          errors: [
            { domain: 'global', reason: 'duplicate', message: 'The requested identifier already exists.' },
          ],
        },
      },
    });
    expect(google.events.size).toBe(3);
  });

  it('keeps the id of an event that was deleted', async () => {
    await ask('POST', EVENTS, event());
    expect(await ask('DELETE', `${EVENTS}/abc01?sendUpdates=none`)).toEqual({ status: 204, body: undefined });
    expect(reasonOf(await ask('DELETE', `${EVENTS}/abc01`))).toBe('410 deleted');
    expect(reasonOf(await ask('DELETE', `${EVENTS}/abc02`))).toBe('404 notFound');
    expect(await ask('GET', `${EVENTS}/abc01`)).toMatchObject({ status: 200, body: { status: 'cancelled' } });
    expect(reasonOf(await ask('POST', EVENTS, event()))).toBe('409 duplicate');
    expect(await ask('GET', EVENTS)).toMatchObject({ body: { items: [] } });
  });

  it.each([
    ['an id with other letters', { id: 'xyz01' }, '400 invalid'],
    ['an id that is too short', { id: 'abc0' }, '400 invalid'],
    ['no end', { end: undefined }, '400 required'],
    ['an end before its start', { end: { dateTime: '2026-12-01T14:00:00Z' } }, '400 timeRangeEmpty'],
    ['a time without a zone', { start: { dateTime: '2026-12-01T10:00:00' } }, '400 badRequest'],
    [
      'a zone that does not exist',
      { start: { dateTime: '2026-12-01T10:00:00Z', timeZone: 'Mars/Base' } },
      '400 badRequest',
    ],
    ['guests', { attendees: [{ email: 'jordan@example.com' }] }, '403 forbiddenForServiceAccounts'],
    ['a field that it does not know', { title: 'Call' }, '400 badRequest'],
    [
      'a property that is too long',
      { extendedProperties: { private: { note: 'x'.repeat(1_025) } } },
      '400 badRequest',
    ],
  ])('refuses an event with %s', async (_what, changed, reason) => {
    expect(reasonOf(await ask('POST', EVENTS, event(changed)))).toBe(reason);
    expect(google.events.size).toBe(0);
  });

  it('refuses what is no JSON, another calendar, and what is not in its API', async () => {
    const authorization = `Bearer ${await tokenFor()}`;
    const posted = await fetch(`${google.url}/calendar/v3/${EVENTS}`, {
      method: 'POST',
      headers: { authorization },
      body: JSON.stringify(event()),
    });
    expect(posted.status).toBe(400);
    const elsewhere = 'calendars/other%40example.com/events';
    expect(reasonOf(await ask('POST', elsewhere, event()))).toBe('404 notFound');
    expect(reasonOf(await ask('PUT', `${EVENTS}/abc01`, event()))).toBe('404 notFound');
    expect(reasonOf(await ask('POST', `${EVENTS}?notify=none`, event()))).toBe('400 badRequest');
    expect(reasonOf(await ask('POST', `${EVENTS}?sendUpdates=nobody`, event()))).toBe('400 badRequest');
    expect(reasonOf(await ask('GET', EVENTS, undefined, 'unknown'))).toBe('401 authError');
    expect(google.events.size).toBe(0);
  });

  it('lists events by their private properties, those that end later, in order, page by page', async () => {
    const caller = { extendedProperties: { private: { caller: '+14155550123' } } };
    const at = (hour: number) => ({
      start: { dateTime: `2026-12-01T${hour}:00:00Z` },
      end: { dateTime: `2026-12-01T${hour + 1}:00:00Z` },
    });
    for (const hour of [18, 15, 16])
      await ask('POST', EVENTS, event({ id: `abc${hour}`, ...caller, ...at(hour) }));
    await ask('POST', EVENTS, event({ id: 'other', ...at(17) }));
    const query = new URLSearchParams({
      privateExtendedProperty: 'caller=+14155550123',
      timeMin: '2026-12-01T16:00:00Z',
      singleEvents: 'true',
      orderBy: 'startTime',
      maxResults: '1',
    });
    const first = await ask('GET', `${EVENTS}?${query}`);
    expect(first.body).toMatchObject({ items: [{ id: 'abc16' }], nextPageToken: 'page1' });
    query.set('pageToken', 'page1');
    const second = await ask('GET', `${EVENTS}?${query}`);
    expect(second.body).toEqual({
      kind: 'calendar#events',
      items: [expect.objectContaining({ id: 'abc18' })],
    });
    query.delete('singleEvents');
    expect(reasonOf(await ask('GET', `${EVENTS}?${query}`))).toBe('400 badRequest');
    expect(reasonOf(await ask('GET', `${EVENTS}?timemin=now`))).toBe('400 badRequest');
  });

  it('tells when it is busy in the asked zone, and nothing of calendars that are not shared', async () => {
    google.enter({ start: TEN, minutes: 30 });
    google.enter({ start: TEN + HOUR / 2, minutes: 30 });
    google.enter({ start: TEN + 2 * HOUR, minutes: 30, transparency: 'transparent' });
    const moved = google.enter({ start: TEN + 8 * HOUR, minutes: 60 });
    google.move(moved, TEN + 3 * HOUR);
    google.remove(google.enter({ start: TEN + 5 * HOUR, minutes: 30 }));
    const asked = {
      timeMin: '2026-12-01T14:00:00Z',
      timeMax: '2026-12-01T18:30:00Z',
      timeZone: 'America/New_York',
      items: [{ id: 'support@example.com' }, { id: 'other@example.com' }],
    };
    expect(await ask('POST', 'freeBusy', asked)).toHaveProperty('body', {
      kind: 'calendar#freeBusy',
      timeMin: '2026-12-01T14:00:00.000Z',
      timeMax: '2026-12-01T18:30:00.000Z',
      calendars: {
        'support@example.com': {
          busy: [
            { start: '2026-12-01T10:00:00-05:00', end: '2026-12-01T11:00:00-05:00' },
            { start: '2026-12-01T13:00:00-05:00', end: '2026-12-01T13:30:00-05:00' },
          ],
        },
        'other@example.com': { errors: [{ domain: 'global', reason: 'notFound' }], busy: [] },
      },
    });
    const backwards = { ...asked, timeMax: asked.timeMin };
    expect(reasonOf(await ask('POST', 'freeBusy', backwards))).toBe('400 timeRangeEmpty');
    expect(reasonOf(await ask('POST', 'freeBusy', { ...asked, timeMin: '2026-12-01' }))).toBe(
      '400 badRequest',
    );
  });
});

describe('The script of the simulated Google', () => {
  it('makes it fail before or after the effect, in order, and tells every request', async () => {
    const token = await tokenFor();
    const insert = (id: string) => ask('POST', EVENTS, event({ id }), token);
    google.faults
      .next('insert', { kind: 'status', status: 503, headers: { 'retry-after': '1' } })
      .next('insert', { kind: 'status', status: 502, as: 'page' })
      .next('insert', { kind: 'cut' })
      .next('insert', { kind: 'answer', status: 403, body: { error: {} } })
      .next('insert', { kind: 'lost-answer' })
      .next('insert', { kind: 'status-after-effect', status: 500 })
      .next('insert', { kind: 'without', field: 'id' })
      .next('insert', { kind: 'malformed' })
      .next('insert', { kind: 'huge' });
    expect(reasonOf(await insert('abc01'))).toBe('503 backendError');
    await expect(insert('abc02')).rejects.toThrow('JSON');
    await expect(insert('abc03')).rejects.toThrow('fetch failed');
    expect(await insert('abc04')).toEqual({ status: 403, body: { error: {} } });
    await expect(insert('abc05')).rejects.toThrow('fetch failed');
    expect((await insert('abc06')).status).toBe(500);
    expect((await insert('abc07')).body).not.toHaveProperty('id');
    await expect(insert('abc08')).rejects.toThrow('JSON');
    expect(await insert('abc09')).toMatchObject({ status: 200, body: { id: 'abc09' } });
    expect(await insert('abc10')).toMatchObject({ status: 200, body: { id: 'abc10' } });
    expect([...google.events.keys()]).toEqual(['abc05', 'abc06', 'abc07', 'abc08', 'abc09', 'abc10']);
    const statuses = google.requests.filter(({ operation }) => operation === 'insert');
    expect(statuses.map(({ status }) => status)).toEqual([
      ...[503, 502, 'cut', 403, 'cut', 500, 200, 200, 200, 200],
    ]);
  });

  it('makes it answer late, and stops with it', async () => {
    google.faults.next('list', { kind: 'slow', ms: 600_000 });
    const late = ask('GET', EVENTS).catch(() => 'cut');
    const listed = () => google.requests.some(({ operation }) => operation === 'list');
    await expect.poll(listed).toBe(true);
    const began = performance.now();
    await google.stop();
    await late;
    expect(performance.now() - began).toBeLessThan(600_000);
  });
});
