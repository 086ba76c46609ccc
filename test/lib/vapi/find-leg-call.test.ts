import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type HttpServer, serve } from '../../../infra/local/lambda/http.ts';
import { findLegCall } from '../../../lib/vapi/find-leg-call.ts';

const LEG = 'CA5f0e7d3b9c1a42868d20e6f4b7a913c2';
const ASKED_AT = Date.parse('2026-11-21T12:00:00.250Z');
const notes = { handoffCallSid: LEG };
const call = (id: string, more: object = {}) => ({
  id,
  type: 'inboundPhoneCall',
  status: 'queued',
  assistantOverrides: { metadata: notes },
  ...more,
});

let server: HttpServer;
let asked: string[];
let answer: (response: ServerResponse) => void;
beforeEach(async () => {
  asked = [];
  server = await serve(async (request: IncomingMessage, response) => {
    asked.push(`${request.method} ${request.url}`);
    answer(response);
  });
});
afterEach(() => server.stop());

const finds = (status: number, body: unknown, past?: string) => {
  answer = (response) =>
    void response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body));
  const options = {
    apiUrl: server.url,
    apiKey: async () => 'vapi-key',
    clock: () => ASKED_AT,
    timeoutMs: 2_000,
  };
  return findLegCall(options)({ callSid: LEG, phoneNumberId: 'pn', askedAt: ASKED_AT, past });
};

describe('The call at Vapi whose answer was lost', () => {
  it('is looked for among those of our number and of that moment', async () => {
    await finds(200, []);
    const [method, path = ''] = asked[0]?.split(' ') ?? [];
    const { pathname, searchParams } = new URL(path, server.url);
    expect([method, pathname]).toEqual(['GET', '/call']);
    expect(Object.fromEntries(searchParams)).toEqual({
      phoneNumberId: 'pn',
      createdAtGe: '2026-11-21T11:59:55.250Z',
      createdAtLe: '2026-11-21T12:00:30.250Z',
      limit: '100',
    });
  });

  it.each([
    ['an assistant’s overrides', call('b')],
    ['a squad’s overrides', call('b', { assistantOverrides: {}, squadOverrides: { metadata: notes } })],
    ['an outbound call: Vapi calls bypass either way', call('b', { type: 'outboundPhoneCall' })],
  ])('is found by the leg in the notes of %s', async (_, one) => {
    const others = [
      call('a', { assistantOverrides: { metadata: { handoffCallSid: 'CAother' } } }),
      call('c', { assistantOverrides: null }),
    ];
    expect(await finds(200, [...others, one])).toEqual({ is: 'live', callId: 'b' });
  });

  it('is none once it has ended', async () => {
    expect(await finds(200, [call('a', { status: 'ended' })])).toEqual({ is: 'none' });
  });

  it('is not the one that the leg has had before', async () => {
    expect(await finds(200, [call('a')], 'a')).toEqual({ is: 'none' });
    expect(await finds(200, [call('a'), call('b')], 'a')).toEqual({ is: 'live', callId: 'b' });
  });

  it('is not one of a web page, whose notes anybody can write', async () => {
    expect(await finds(200, [call('a', { type: 'webCall' })])).toEqual({ is: 'none' });
  });

  it('may be there where the list goes on', async () => {
    const others = Array.from({ length: 100 }, (_, n) => call(`other-${n}`, { assistantOverrides: {} }));
    expect(await finds(200, others)).toEqual({ is: 'not-done', reason: 'vapi-list-too-long' });
  });

  it.each([
    [500, { message: 'Internal' }, { is: 'not-done', reason: 'vapi-500' }],
    [401, { message: 'Invalid Key' }, { is: 'refused', reason: 'vapi-401' }],
    [200, 'no JSON', { is: 'not-done', reason: 'vapi-unreadable' }],
    [200, { results: [] }, { is: 'not-done', reason: 'vapi-unreadable' }],
    [200, [{ status: 'ended' }], { is: 'not-done', reason: 'vapi-unreadable' }],
  ])('may be there after %i %j', async (status, body, trouble) => {
    expect(await finds(status, body)).toEqual(trouble);
  });
});
