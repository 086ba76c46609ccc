import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  startZendesk,
  type ZendeskSimulator,
} from '../../../../../infra/local/simulators/zendesk/zendesk.ts';

/** Monday, 30 November 2026, 14:46:40 UTC. */
const NOW = 1_796_050_000_000;
const GRANT = {
  ...{ grant_type: 'client_credentials', client_id: 'voice_handoff', client_secret: 'an invented secret' },
  ...{ scope: 'tickets:read users:read', expires_in: '172800' },
};
const TICKET = {
  ...{ id: 4711, subject: 'Duplicate charge in October', status: 'open', priority: 'high' },
  ...{ requester_id: 17, assignee_id: 18, updated_at: '2026-11-28T15:30:00Z' },
};

let now: number;
let zendesk: ZendeskSimulator;
beforeEach(async () => {
  now = NOW;
  const client = { clientId: GRANT.client_id, clientSecret: GRANT.client_secret };
  zendesk = await startZendesk({ ...client, clock: () => now });
  zendesk.users.set(17, { id: 17, name: 'Robin Vale', phone: '+1 (415) 555-0134' });
  zendesk.users.set(18, { id: 18, name: 'Amara Osei', phone: null });
  zendesk.tickets.set(4711, TICKET);
});
afterEach(() => zendesk.stop());

const granted = (form: Record<string, string>) =>
  fetch(`${zendesk.url}/oauth/tokens`, { method: 'POST', body: new URLSearchParams(form) });
const tokenFor = async (form: Record<string, string> = GRANT): Promise<string> =>
  Object(await (await granted(form)).json()).access_token;
const get = async (path: string, token?: string) =>
  fetch(`${zendesk.url}/api/v2/${path}`, {
    headers: { authorization: `Bearer ${token ?? (await tokenFor())}` },
  });
const read = async (path: string, token?: string) => {
  const response = await get(path, token);
  return [response.status, await response.json()];
};
const idsOf = async (path: string) => {
  const { tickets, users } = Object((await read(path))[1]);
  return (tickets ?? users).map(({ id }: { id: number }) => id);
};
const without = (name: string) => Object.fromEntries(Object.entries(GRANT).filter(([key]) => key !== name));

const NOT_FOUND = { error: 'RecordNotFound', description: 'Not found' };
const INVALID_TOKEN = [401, { error: 'invalid_token', error_description: expect.any(String) }];

describe('The token of the simulated Zendesk', () => {
  it('is given for the client credentials, as long as was wished for', async () => {
    const response = await granted(GRANT);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      access_token: expect.stringMatching(/^[0-9a-f]{64}$/),
      token_type: 'bearer',
      scope: 'tickets:read users:read',
      expires_in: 172_800,
    });
  });

  it('lives half an hour without a wish, and does not say so', async () => {
    const form = without('expires_in');
    expect(await (await granted(form)).json()).not.toHaveProperty('expires_in');
    const token = await tokenFor(form);
    now += 1_800_000 - 1;
    expect((await get('tickets/4711.json', token)).status).toBe(200);
    now += 1;
    expect(await read('tickets/4711.json', token)).toEqual(INVALID_TOKEN);
  });

  it.each([
    [401, 'a wrong secret', { ...GRANT, client_secret: 'another secret' }],
    [401, 'another client', { ...GRANT, client_id: 'another' }],
    [401, 'no client', without('client_id')],
    [400, 'another grant', { ...GRANT, grant_type: 'password' }],
    [400, 'no grant', without('grant_type')],
    [400, 'a scope that is none', { ...GRANT, scope: 'everything' }],
    [400, 'no scope', without('scope')],
    [400, 'more than two days', { ...GRANT, expires_in: '172801' }],
    [400, 'less than five minutes', { ...GRANT, expires_in: '299' }],
    [400, 'a time that is none', { ...GRANT, expires_in: 'long' }],
  ])('is refused with %s for %s', async (status, _what, form) => {
    expect((await granted(form)).status).toBe(status);
  });

  it('is asked for by a form at its own path', async () => {
    const json = {
      method: 'POST',
      body: JSON.stringify(GRANT),
      headers: { 'content-type': 'application/json' },
    };
    expect((await fetch(`${zendesk.url}/oauth/tokens`, json)).status).toBe(400);
    expect((await fetch(`${zendesk.url}/oauth/tokens?${new URLSearchParams(GRANT)}`)).status).toBe(404);
    const form = { method: 'POST', body: new URLSearchParams(GRANT) };
    expect((await fetch(`${zendesk.url}/api/v2/oauth/tokens`, form)).status).toBe(404);
  });

  it('is refused when it was never given, or was taken back', async () => {
    const token = await tokenFor();
    expect(await read('tickets/4711.json', 'invented')).toEqual(INVALID_TOKEN);
    zendesk.revokeTokens();
    expect(await read('tickets/4711.json', token)).toEqual(INVALID_TOKEN);
  });

  it('opens what its scope names', async () => {
    const token = await tokenFor({ ...GRANT, scope: 'tickets:read' });
    expect((await get('tickets/4711.json', token)).status).toBe(200);
    expect((await get('users/17.json', token)).status).toBe(403);
    expect((await get('users/17.json', await tokenFor({ ...GRANT, scope: 'read' }))).status).toBe(200);
  });
});

describe('The simulated Zendesk', () => {
  it('shows tickets and users by their numbers', async () => {
    expect(await read('tickets/4711.json')).toEqual([200, { ticket: TICKET }]);
    expect(await read('users/18')).toEqual([200, { user: { id: 18, name: 'Amara Osei', phone: null } }]);
    expect(await read('tickets/4712.json')).toEqual([404, NOT_FOUND]);
    expect(await read('users/4711.json')).toEqual([404, NOT_FOUND]);
    expect((await get('tickets/AB-12.json')).status).toBe(400);
  });

  it('finds users by the digits of their phone, more of them than are meant', async () => {
    zendesk.users.set(19, { id: 19, name: 'Lee Park', phone: '(415) 555-0134' });
    zendesk.users.set(20, { id: 20, name: 'Kim Sol', phone: '+44 1 415 555 0134' });
    zendesk.users.set(21, { id: 21, name: 'Sam Hill', phone: '+14155550199' });
    const search = (query: string) => `users/search.json?${new URLSearchParams({ query })}`;
    expect(await idsOf(search('phone:"+14155550134"'))).toEqual([17, 19, 20]);
    expect(await idsOf(`${search('phone:"+14155550134"')}&per_page=2`)).toEqual([17, 19]);
    // As it stands in a URL, a plus is a space.
    expect((await get('users/search.json?query=phone:"+14155550134"')).status).toBe(400);
    expect((await get(search('robin'))).status).toBe(400);
    expect((await get('users/search.json')).status).toBe(400);
  });

  it('lists what a user asked for, sorted by page number and not by cursor', async () => {
    const at = (id: number, time: string) =>
      zendesk.tickets.set(id, { ...TICKET, id, updated_at: `2026-11-${time}T08:00:00Z` });
    at(4712, '30');
    at(4713, '27');
    zendesk.tickets.set(4714, { ...TICKET, id: 4714, requester_id: 18 });
    const requested = 'users/17/tickets/requested.json';
    const sorted = 'sort_by=updated_at&sort_order=desc';
    expect(await idsOf(requested)).toEqual([4711, 4712, 4713]);
    expect(await idsOf(`${requested}?${sorted}`)).toEqual([4712, 4711, 4713]);
    expect(await idsOf(`${requested}?${sorted}&per_page=1`)).toEqual([4712]);
    expect(await idsOf(`${requested}?${sorted}&page[size]=1`)).toEqual([4711]);
    expect(await read('users/99/tickets/requested.json')).toEqual([404, NOT_FOUND]);
    expect((await get(`${requested}?sort_by=colour`)).status).toBe(400);
    expect((await get(`${requested}?per_page=0`)).status).toBe(400);
  });

  it('has nothing else, and is read only', async () => {
    const token = await tokenFor();
    const headers = { authorization: `Bearer ${token}` };
    expect(await read('tickets/4711/comments.json')).toEqual([
      404,
      { error: 'InvalidEndpoint', description: 'Not found' },
    ]);
    const put = await fetch(`${zendesk.url}/api/v2/tickets/4711.json`, { method: 'PUT', headers });
    expect(put.status).toBe(404);
    expect(zendesk.requests.at(-1)).toMatchObject({ operation: 'unknown', status: 404 });
  });

  it.each([
    ['no credentials', {}],
    ['an API token', { authorization: `Basic ${btoa('robin@example.com/token:invented')}` }],
  ])('does not know somebody with %s', async (_what, headers: Record<string, string>) => {
    const response = await fetch(`${zendesk.url}/api/v2/tickets/4711.json`, { headers });
    expect([response.status, await response.json()]).toEqual([401, { error: "Couldn't authenticate you" }]);
  });

  it('takes 700 requests in a minute, and says how many are left', async () => {
    const token = await tokenFor();
    const first = await get('tickets/4711.json', token);
    expect(Object.fromEntries(first.headers)).toMatchObject({
      'x-rate-limit': '700',
      'x-rate-limit-remaining': '699',
      'ratelimit-reset': '20',
    });
    for (let i = 1; i < 700; i += 1) await get('tickets/4711.json', token);
    const over = await get('tickets/4711.json', token);
    expect(over.status).toBe(429);
    expect(over.headers.get('retry-after')).toBe('20');
    expect(over.headers.get('x-rate-limit-remaining')).toBe('0');
    expect(await over.text()).toBe('Number of allowed API requests per minute exceeded');
    now += 20_000;
    expect((await get('tickets/4711.json', token)).status).toBe(200);
  });

  it('fails as it is told, in order, and notes every request', async () => {
    const token = await tokenFor();
    const show = () => get('tickets/4711.json', token);
    zendesk.faults
      .next('show-ticket', { kind: 'status', status: 429, headers: { 'retry-after': '37' } })
      .next('show-ticket', { kind: 'status', status: 503, as: 'page' })
      .next('show-ticket', { kind: 'status-after-effect', status: 502 })
      .next('show-ticket', { kind: 'malformed' })
      .next('show-ticket', { kind: 'huge' })
      .next('show-ticket', { kind: 'without', field: 'ticket' })
      .next('show-ticket', { kind: 'cut' })
      .next('show-ticket', { kind: 'lost-answer' });
    expect((await show()).headers.get('retry-after')).toBe('37');
    expect(await (await show()).text()).toMatch(/^<!DOCTYPE html>/);
    expect((await show()).status).toBe(502);
    await expect((await show()).json()).rejects.toThrow();
    expect((await (await show()).text()).length).toBeGreaterThan(65_536);
    expect(await (await show()).json()).toEqual({});
    await expect(show()).rejects.toThrow();
    await expect(show()).rejects.toThrow();
    expect(await (await show()).json()).toEqual({ ticket: TICKET });
    const shown = zendesk.requests.filter(({ operation }) => operation === 'show-ticket');
    expect(shown.map(({ status }) => status)).toEqual([429, 503, 502, 200, 200, 200, 'cut', 'cut', 200]);
    expect(shown[0]).toMatchObject({ url: '/api/v2/tickets/4711.json', at: NOW });
  });

  it('stops at once, even while it answers late', async () => {
    zendesk.faults.next('token', { kind: 'slow', ms: 60_000 });
    const late = granted(GRANT).catch(() => 'cut');
    await expect.poll(() => zendesk.requests.length).toBe(1);
    const began = performance.now();
    await zendesk.stop();
    await late;
    expect(performance.now() - began).toBeLessThan(50_000);
  });
});
