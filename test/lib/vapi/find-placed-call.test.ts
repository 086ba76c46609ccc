import { readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type HttpServer, serve } from '../../../infra/local/lambda/http.ts';
import { findPlacedCall } from '../../../lib/vapi/find-placed-call.ts';

const SINCE = Date.parse('2026-12-01T12:00:00.250Z');
const LIST: unknown = JSON.parse(
  readFileSync(new URL('../../fixtures/vapi-2/call.list.response-200.json', import.meta.url), 'utf8'),
);

let server: HttpServer;
let asked: string[];
let answer: (response: ServerResponse) => void;
beforeEach(async () => {
  asked = [];
  server = await serve(async (request, response) => {
    asked.push(`${request.method} ${request.url}`);
    answer(response);
  });
});
afterEach(() => server.stop());

const finds = (body: unknown, { status = 200, attemptId = 'attempt-1' } = {}) => {
  answer = (response) =>
    void response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body));
  return findPlacedCall({
    apiUrl: server.url,
    apiKey: async () => 'FAKE-vapi-key',
    clock: () => SINCE,
    timeoutMs: 5_000,
  })({ attemptId, phoneNumberId: 'pn', since: SINCE });
};
const call = (id: string, more: object = {}) => ({
  id,
  type: 'outboundPhoneCall',
  status: 'ringing',
  name: `name of ${id}`,
  customer: { number: '+14155550123', externalId: `attempt of ${id}` },
  ...more,
});
const OURS = { customer: { externalId: 'attempt-1' } };

describe('The call that Vapi was to dial, and whose answer was lost', () => {
  it('is looked for among those from our number since then, with 5 s for clocks that differ', async () => {
    expect(await finds([])).toEqual({ is: 'absent' });
    const [method, path = ''] = asked[0]?.split(' ') ?? [];
    const { pathname, searchParams } = new URL(path, server.url);
    expect([asked.length, method, pathname]).toEqual([1, 'GET', '/call']);
    expect(Object.fromEntries(searchParams)).toEqual({
      phoneNumberId: 'pn',
      createdAtGe: '2026-12-01T11:59:55.250Z',
      limit: '1000',
    });
  });

  it('is found with how it stands, and how it ended', async () => {
    expect(await finds(LIST, { attemptId: 'att_busy' })).toEqual({
      is: 'found',
      callId: '0199a3d0-1c44-7d10-8a7e-3b5c9d2e6f01',
      status: 'ended',
      endedReason: 'customer-busy',
    });
  });

  it.each([
    ['the customer', OURS],
    ['its name', { name: 'attempt-1' }],
    ['an assistant’s overrides', { assistantOverrides: { metadata: { attemptId: 'attempt-1' } } }],
    ['a squad’s overrides', { squadOverrides: { metadata: { attemptId: 'attempt-1' } } }],
  ])('is found by our id in %s', async (_, more) => {
    const odd = call('c', { customer: null, assistantOverrides: null, name: 7, endedReason: null });
    expect(await finds([call('a'), odd, call('b', more)])).toEqual({
      is: 'found',
      callId: 'b',
      status: 'ringing',
    });
  });

  it('is the one that goes on, where one of two has ended', async () => {
    const two = [call('a', { ...OURS, status: 'ended', endedReason: 'customer-busy' }), call('b', OURS)];
    expect(await finds(two)).toMatchObject({ callId: 'b', status: 'ringing' });
    expect(await finds(two.slice(0, 1))).toMatchObject({ callId: 'a', endedReason: 'customer-busy' });
  });

  it('is the latest, where all have ended, in whatever order they are listed', async () => {
    const at = (createdAt: string) => ({ ...OURS, status: 'ended', createdAt });
    const earlier = call('a', at('2026-12-01T12:00:01.000Z'));
    const later = call('b', at('2026-12-01T12:00:04.000Z'));
    expect(await finds([earlier, later])).toMatchObject({ callId: 'b' });
    expect(await finds([later, earlier])).toMatchObject({ callId: 'b' });
  });

  it('may be there where the list goes on', async () => {
    const others = Array.from({ length: 1000 }, (_, n) => call(`other-${n}`));
    expect(await finds(others)).toEqual({ is: 'not-done', reason: 'vapi-list-too-long' });
    expect(await finds([...others.slice(1), call('b', OURS)])).toMatchObject({ is: 'found', callId: 'b' });
    expect(await finds(others.slice(1))).toEqual({ is: 'absent' });
  });

  it.each([
    [500, {}, { is: 'not-done', reason: 'vapi-500' }],
    [429, {}, { is: 'not-done', reason: 'vapi-429' }],
    [401, {}, { is: 'refused', reason: 'vapi-401' }],
    [200, 'no JSON', { is: 'not-done', reason: 'vapi-unreadable' }],
    [200, { results: [] }, { is: 'not-done', reason: 'vapi-unreadable' }],
    [200, [{ status: 'ended' }], { is: 'not-done', reason: 'vapi-unreadable' }],
  ])('may be there after %i %j', async (status, body, trouble) => {
    expect(await finds(body, { status })).toEqual(trouble);
  });
});
