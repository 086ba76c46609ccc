import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ZendeskTicket } from '../../../../infra/local/simulators/zendesk/records.ts';
import {
  startZendesk,
  type ZendeskOperation,
  type ZendeskSimulator,
} from '../../../../infra/local/simulators/zendesk/zendesk.ts';
import { zendesk } from '../../../../lib/tools/backends/zendesk.ts';
import type { Attempt } from '../../../../lib/tools/ports.ts';

/** Monday, 30 November 2026, 14:46:40 UTC. */
const NOW = 1_796_050_000_000;
const MINUTE = 60_000;
const CLIENT = { clientId: 'voice_handoff', clientSecret: 'an invented secret' };
const CALLER = '+14155550134';
const [ROBIN, SAM, AMARA] = [360001234567, 360001234568, 360007654321];

let now: number;
let account: ZendeskSimulator;
beforeEach(async () => {
  now = NOW;
  account = await startZendesk({ ...CLIENT, clock: () => now });
  account.users.set(ROBIN, { id: ROBIN, name: 'Robin Vale', phone: '+1 (415) 555-0134' });
  account.users.set(SAM, { id: SAM, name: 'Sam Hill', phone: '+14155550199' });
  account.users.set(AMARA, { id: AMARA, name: 'Amara Osei', phone: null });
  keep(4711, {});
});
afterEach(() => account.stop());

const keep = (id: number, more: Partial<ZendeskTicket>) =>
  account.tickets.set(id, {
    ...{ id, subject: 'Duplicate charge in October', status: 'open', priority: 'high' },
    ...{ requester_id: ROBIN, assignee_id: AMARA, updated_at: '2026-11-28T15:30:00Z' },
    ...more,
  });
const helpDeskAt = (url: string, clientSecret = CLIENT.clientSecret) =>
  zendesk({ ...CLIENT, clientSecret, subdomain: 'acme', url, clock: () => now });
const attempt = (more: Partial<Attempt> = {}): Attempt => ({
  toolCallId: 'tc_1',
  asker: { callId: 'call_1', caller: CALLER, verified: true },
  mayHaveHappened: false,
  signal: new AbortController().signal,
  ...more,
});
const WITHHELD = { callId: 'call_1', verified: false };
const after = (ms: number) => attempt({ signal: AbortSignal.timeout(ms) });

const status = (helpDesk = helpDeskAt(account.url), of = attempt(), ticket: string | undefined = '4711') =>
  helpDesk.ticket({ tool: 'get_ticket_status', ticket }, of);
const latest = (helpDesk = helpDeskAt(account.url), of = attempt()) =>
  helpDesk.ticket({ tool: 'get_ticket_status' }, of);
const asked = () => account.requests.map(({ operation }) => operation);
const count = (operation: ZendeskOperation) => asked().filter((one) => one === operation).length;

describe('A ticket at Zendesk, by its number', () => {
  it('is told with the numbers of its requester, as they are written there', async () => {
    expect(await status()).toEqual({
      is: 'ticket',
      ticket: {
        ...{ id: '4711', subject: 'Duplicate charge in October', status: 'open', priority: 'high' },
        ...{ updatedAt: '2026-11-28T15:30:00Z', requesterNumbers: ['+1 (415) 555-0134'] },
      },
    });
    expect(asked()).toEqual(['token', 'show-ticket', 'show-user']);
  });

  it('is told with the name of whoever works on it to one who wants details, for one request more', async () => {
    const details = await helpDeskAt(account.url).ticket(
      { tool: 'get_ticket_details', ticket: '4711' },
      attempt(),
    );
    expect(details).toMatchObject({ is: 'ticket', ticket: { id: '4711', assignee: 'Amara Osei' } });
    expect(asked()).toEqual(['token', 'show-ticket', 'show-user', 'show-user']);
  });

  it('of somebody else has the numbers of somebody else', async () => {
    keep(4712, { requester_id: SAM });
    expect(await status(undefined, undefined, '4712')).toMatchObject({
      is: 'ticket',
      ticket: { requesterNumbers: ['+14155550199'] },
    });
  });

  it('may lack everything but its status', async () => {
    account.users.delete(ROBIN);
    keep(4711, { subject: null, priority: null, assignee_id: null });
    const found = await helpDeskAt(account.url).ticket(
      { tool: 'get_ticket_details', ticket: '4711' },
      attempt(),
    );
    expect(found).toEqual({
      is: 'ticket',
      ticket: { id: '4711', status: 'open', updatedAt: '2026-11-28T15:30:00Z', requesterNumbers: [] },
    });
    expect(asked()).toEqual(['token', 'show-ticket', 'show-user']);
  });

  it('costs a caller who withholds the number one request: with nobody is that number compared', async () => {
    const withheld = await helpDeskAt(account.url).ticket(
      { tool: 'get_ticket_details', ticket: '4711' },
      attempt({ asker: WITHHELD }),
    );
    expect(withheld).toMatchObject({ is: 'ticket', ticket: { status: 'open', requesterNumbers: [] } });
    expect(asked()).toEqual(['token', 'show-ticket']);
  });

  it('is not found where there is none', async () => {
    expect(await status(undefined, undefined, '4799')).toEqual({ is: 'not-found' });
    expect(asked()).toEqual(['token', 'show-ticket']);
  });

  it.each([
    'AB-12',
    '47 11',
    '4711.json',
    '../users/1',
    '-1',
    '',
    '1234567890123456789',
  ])('is not even looked for under what is no number: %j', async (ticket) => {
    expect(await status(undefined, undefined, ticket)).toEqual({ is: 'not-found' });
    expect(asked()).toEqual([]);
  });
});

describe('The latest ticket of a caller at Zendesk', () => {
  it('is the one that was changed last, of those whose number it is, however it is written', async () => {
    keep(4712, { updated_at: '2026-11-29T08:00:00Z', status: 'pending' });
    keep(4713, { updated_at: '2026-11-27T08:00:00Z' });
    // The search finds both: one is written without the country, the other is of another country.
    account.users.set(1, { id: 1, name: 'Lee Park', phone: '(415) 555-0134' });
    account.users.set(2, { id: 2, name: 'Kim Sol', phone: '+44 1 415 555 0134' });
    keep(4714, { requester_id: 1, updated_at: '2026-11-30T08:00:00Z' });
    keep(4715, { requester_id: 2, updated_at: '2026-11-30T08:00:00Z' });
    expect(await latest()).toMatchObject({
      is: 'ticket',
      ticket: { id: '4714', requesterNumbers: ['(415) 555-0134'] },
    });
    expect(asked()).toEqual(['token', 'search-users', 'requested-tickets', 'requested-tickets']);
  });

  it('is the latest of all who share the number', async () => {
    account.users.set(1, { id: 1, name: 'Lee Park', phone: '14155550134' });
    keep(4712, { requester_id: 1, updated_at: '2026-11-29T08:00:00Z' });
    expect(await latest()).toMatchObject({
      is: 'ticket',
      ticket: { id: '4712', requesterNumbers: ['14155550134'] },
    });
    expect(asked()).toEqual(['token', 'search-users', 'requested-tickets', 'requested-tickets']);
  });

  it('is told with the name of whoever works on it to one who wants details', async () => {
    const details = await helpDeskAt(account.url).ticket({ tool: 'get_ticket_details' }, attempt());
    expect(details).toMatchObject({ is: 'ticket', ticket: { id: '4711', assignee: 'Amara Osei' } });
    expect(asked()).toEqual(['token', 'search-users', 'requested-tickets', 'show-user']);
  });

  it('is not found for a number that nobody has there', async () => {
    const unknown = attempt({ asker: { callId: 'call_1', caller: '+14155550177', verified: true } });
    expect(await latest(undefined, unknown)).toEqual({ is: 'not-found' });
    expect(asked()).toEqual(['token', 'search-users']);
  });

  it('is not found for one who never asked for anything', async () => {
    account.tickets.clear();
    expect(await latest()).toEqual({ is: 'not-found' });
    expect(asked()).toEqual(['token', 'search-users', 'requested-tickets']);
  });

  it('is not looked for without a number', async () => {
    expect(await latest(undefined, attempt({ asker: WITHHELD }))).toEqual({ is: 'not-found' });
    expect(asked()).toEqual([]);
  });
});

describe('The address of Zendesk', () => {
  it.each(['', '/', '/api/v2', '/api/v2/', '/api'])('may end with %j', async (path) => {
    expect(await status(helpDeskAt(`${account.url}${path}`))).toMatchObject({ is: 'ticket' });
  });

  it('is that of the account by default', async () => {
    const urls: unknown[] = [];
    vi.spyOn(globalThis, 'fetch').mockImplementation(async (url) => {
      urls.push(url);
      return Response.json({ access_token: 'invented', expires_in: 1800 });
    });
    await status(zendesk({ ...CLIENT, subdomain: 'acme', clock: () => now }));
    expect(urls).toEqual([
      'https://acme.zendesk.com/oauth/tokens',
      'https://acme.zendesk.com/api/v2/tickets/4711.json',
    ]);
  });
});

describe('The token for Zendesk', () => {
  it('is fetched once by all who ask at one time, and used again', async () => {
    const helpDesk = helpDeskAt(account.url);
    await Promise.all([status(helpDesk), latest(helpDesk), status(helpDesk)]);
    await status(helpDesk);
    expect(count('token')).toBe(1);
    expect(count('show-ticket')).toBe(3);
  });

  it('is renewed a minute before its end, two days later', async () => {
    const helpDesk = helpDeskAt(account.url);
    await status(helpDesk);
    now = NOW + 172_800_000 - MINUTE - 1;
    await status(helpDesk);
    expect(count('token')).toBe(1);
    now = NOW + 172_800_000 - MINUTE;
    await status(helpDesk);
    await status(helpDesk);
    expect(count('token')).toBe(2);
    expect(account.requests.every((request) => request.status === 200)).toBe(true);
  });

  it('lives half an hour where its answer does not tell', async () => {
    account.faults.next('token', { kind: 'without', field: 'expires_in' });
    const helpDesk = helpDeskAt(account.url);
    await status(helpDesk);
    now = NOW + 28 * MINUTE;
    await status(helpDesk);
    expect(count('token')).toBe(1);
    now = NOW + 29 * MINUTE;
    await status(helpDesk);
    expect(count('token')).toBe(2);
  });

  it('is renewed once when it is refused, and the request repeated once', async () => {
    const helpDesk = helpDeskAt(account.url);
    await status(helpDesk);
    account.revokeTokens();
    expect(await status(helpDesk)).toMatchObject({ is: 'ticket' });
    expect(asked().slice(3)).toEqual(['show-ticket', 'token', 'show-ticket', 'show-user']);
  });

  it('is renewed once for all whom the old one was refused', async () => {
    const helpDesk = helpDeskAt(account.url);
    await status(helpDesk);
    account.revokeTokens();
    const answers = await Promise.all([status(helpDesk), status(helpDesk), status(helpDesk)]);
    expect(answers.map(({ is }) => is)).toEqual(['ticket', 'ticket', 'ticket']);
    expect(count('token')).toBe(2);
  });

  it('that is refused as a new one too ends the attempt', async () => {
    account.faults.always('show-ticket', { kind: 'status', status: 401 });
    expect(await status()).toEqual({ is: 'no-answer', reason: 'zendesk-401', so: 'never', isFault: false });
    expect(asked()).toEqual(['token', 'show-ticket', 'token', 'show-ticket']);
  });

  it('is not given for a wrong secret: no ticket is asked for', async () => {
    const answer = await status(helpDeskAt(account.url, 'another secret'));
    expect(answer).toEqual({ is: 'no-answer', reason: 'zendesk-401', so: 'never', isFault: false });
    expect(asked()).toEqual(['token']);
  });

  it('that comes too late for one attempt serves the next', async () => {
    account.faults.next('token', { kind: 'slow', ms: 300 });
    const helpDesk = helpDeskAt(account.url);
    const [early, patient] = await Promise.all([status(helpDesk, after(50)), status(helpDesk)]);
    expect(early).toEqual({ is: 'no-answer', reason: 'zendesk-timeout', so: 'open', isFault: true });
    expect(patient).toMatchObject({ is: 'ticket' });
    expect(asked()).toEqual(['token', 'show-ticket', 'show-user']);
  });

  it('is not asked for by an attempt that is over', async () => {
    expect(await status(undefined, attempt({ signal: AbortSignal.abort() }))).toMatchObject({ so: 'open' });
    expect(asked()).toEqual([]);
  });
});

/** Where each request stands in a look-up that makes it. */
const WAYS: [ZendeskOperation, typeof status | typeof latest][] = [
  ['token', status],
  ['show-ticket', status],
  ['show-user', status],
  ['search-users', latest],
  ['requested-tickets', latest],
];

describe.each(WAYS)('Zendesk in trouble at %s', (operation, look) => {
  it('too slow for the attempt: it may be answered in a moment', async () => {
    account.faults.next(operation, { kind: 'slow', ms: 60_000 });
    expect(await look(helpDeskAt(account.url), after(100))).toEqual({
      ...{ is: 'no-answer', reason: 'zendesk-timeout', so: 'open', isFault: true },
    });
    expect(count(operation)).toBe(1);
  });

  it('cut off: it may be answered in a moment', async () => {
    account.faults.next(operation, { kind: 'lost-answer' });
    expect(await look()).toEqual({ is: 'no-answer', reason: 'zendesk-cut', so: 'open', isFault: true });
    expect(count(operation)).toBe(1);
  });

  it.each([500, 503])('its own (%s): told at once', async (code) => {
    account.faults.next(operation, { kind: 'status', status: code, as: 'page' });
    const reason = `zendesk-${code}`;
    expect(await look()).toEqual({ is: 'no-answer', reason, so: 'never', isFault: true });
    expect(count(operation)).toBe(1);
  });

  it.each([400, 403, 422])('that is ours (%s): told at once, and no fault', async (code) => {
    account.faults.next(operation, { kind: 'status', status: code });
    const reason = `zendesk-${code}`;
    expect(await look()).toEqual({ is: 'no-answer', reason, so: 'never', isFault: false });
    expect(count(operation)).toBe(1);
  });

  it('without a body that can be read: told at once', async () => {
    account.faults.next(operation, { kind: 'malformed' });
    const reason = 'zendesk-unreadable';
    expect(await look()).toEqual({ is: 'no-answer', reason, so: 'never', isFault: true });
  });

  it('with a body of more than 64 KB: told at once', async () => {
    account.faults.next(operation, { kind: 'huge' });
    const reason = 'zendesk-too-large';
    expect(await look()).toEqual({ is: 'no-answer', reason, so: 'never', isFault: true });
  });

  it('with too many requests: again after as long as it says', async () => {
    account.faults.next(operation, { kind: 'status', status: 429, headers: { 'retry-after': '5' } });
    expect(await look()).toEqual({
      ...{ is: 'no-answer', reason: 'zendesk-429', so: 'open', isFault: false },
      retryAfterSeconds: 5,
    });
    expect(count(operation)).toBe(1);
  });
});

describe('Zendesk that wants to be left alone', () => {
  const limited = (headers: Record<string, string>) =>
    account.faults.next('show-ticket', { kind: 'status', status: 429, headers });

  it('is sent nothing before that time, whoever asks', async () => {
    limited({ 'retry-after': '20' });
    const helpDesk = helpDeskAt(account.url);
    await status(helpDesk);
    now += 12_500;
    expect(await latest(helpDesk)).toEqual({
      ...{ is: 'no-answer', reason: 'zendesk-429', so: 'open', isFault: false },
      retryAfterSeconds: 8,
    });
    expect(asked()).toEqual(['token', 'show-ticket']);
    now += 7_500;
    expect(await status(helpDesk)).toMatchObject({ is: 'ticket' });
  });

  it('for longer than a caller waits is told at once', async () => {
    limited({ 'retry-after': '37' });
    const helpDesk = helpDeskAt(account.url);
    const never = { is: 'no-answer', reason: 'zendesk-429', so: 'never', isFault: false };
    expect(await status(helpDesk)).toEqual(never);
    expect(await status(helpDesk)).toEqual(never);
    expect(count('show-ticket')).toBe(1);
  });

  it('is left alone for a minute at the longest: its limits are counted by the minute', async () => {
    limited({ 'retry-after': '86400' });
    const helpDesk = helpDeskAt(account.url);
    await status(helpDesk);
    now += MINUTE;
    expect(await status(helpDesk)).toMatchObject({ is: 'ticket' });
  });

  it('may say so by ratelimit-reset', async () => {
    limited({ 'x-rate-limit-remaining': '0', 'ratelimit-reset': '9' });
    expect(await status()).toMatchObject({ so: 'open', retryAfterSeconds: 9 });
  });

  it('and does not say for how long is asked again after a second', async () => {
    limited({});
    expect(await status()).toMatchObject({ so: 'open', retryAfterSeconds: 1 });
  });

  it('after its 700 requests of a minute has more in the next', async () => {
    const helpDesk = helpDeskAt(account.url);
    for (let i = 0; i < 350; i += 1) await status(helpDesk);
    // 20 seconds of the minute are left.
    expect(await status(helpDesk)).toMatchObject({ so: 'open', retryAfterSeconds: 20 });
    now += 20_000;
    expect(await status(helpDesk)).toMatchObject({ is: 'ticket' });
  });
});
