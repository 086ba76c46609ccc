import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type HttpServer, readBody, serve } from '../../../infra/local/lambda/http.ts';
import { TRANSFER_MODES } from '../../../lib/handoff/record/handoff.ts';
import { vapiCalls } from '../../../lib/vapi/calls.ts';
import { numberDestination } from '../../../lib/vapi/transfer-plan.ts';

const ID = '0199a3c4-7e21-7bb3-9c55-2f6d1e8a4b70';
const KEY = 'FAKE-vapi-key';
const NOW = Date.parse('2026-11-21T11:59:48.500Z');
const AGENT = {
  number: '+14155550177',
  mode: 'warm-transfer-experimental',
  briefing: 'A caller waits.',
} as const;
const LINE = 'A colleague will be with you shortly.';
const fixture = (name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(new URL(`../../fixtures/vapi/${name}.json`, import.meta.url), 'utf8'));

type Respond = (request: IncomingMessage, response: ServerResponse) => void;
type Seen = { url: string; headers: IncomingMessage['headers']; body: string; socket: Socket };

let server: HttpServer;
let seen: Seen[];
let respond: Respond;

beforeEach(async () => {
  seen = [];
  respond = (_request, response) => void response.end('{}');
  server = await serve(async (request, response) => {
    const body = String(await readBody(request, 100_000));
    seen.push({ url: request.url ?? '', headers: request.headers, body, socket: request.socket });
    respond(request, response);
  });
});
afterEach(() => server.stop());

const vapi = (settings: Partial<Parameters<typeof vapiCalls>[0]> = {}) =>
  vapiCalls({
    apiUrl: server.url,
    apiKey: async () => KEY,
    controlHosts: ['127.0.0.1'],
    clock: () => NOW,
    timeoutMs: 2_000,
    ...settings,
  });
const to = () => ({ callId: ID, controlUrl: `${server.url}/${ID}/control` });
const everyWay = async (calls: ReturnType<typeof vapi>) => [
  await calls.look(ID),
  await calls.say(to(), LINE),
  await calls.transfer(to(), AGENT),
];
const status =
  (code: number, headers: Record<string, string> = {}, body = '{}'): Respond =>
  (_request, response) =>
    void response.writeHead(code, headers).end(body);

describe('What goes over the wire', () => {
  it('is exactly the sentence and how it is said', async () => {
    await vapi().say(to(), LINE);
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual(fixture('control/say'));
    expect(seen[0]?.headers['content-type']).toBe('application/json');
  });

  it.each(TRANSFER_MODES)('is exactly the destination of a %s', async (mode) => {
    await vapi().transfer(to(), { ...AGENT, mode });
    const { content: _spoken, ...plain } = fixture('control/transfer-number');
    const destination = numberDestination(AGENT.number, mode, AGENT.briefing);
    const sent: unknown = JSON.parse(seen[0]?.body ?? '');
    expect(sent).toEqual({ type: 'transfer', destination });
    expect(sent).toMatchObject(plain);
  });

  it('holds the API key for the API alone, as the control URL is its own key', async () => {
    await everyWay(vapi());
    expect(seen.map(({ headers }) => headers.authorization)).toEqual([`Bearer ${KEY}`, undefined, undefined]);
    expect(JSON.stringify(seen.slice(1).map(({ headers, body }) => [headers, body]))).not.toContain(KEY);
  });

  it('holds the key of the moment', async () => {
    const keys = ['first', 'second'];
    const calls = vapi({ apiKey: async () => keys.shift() ?? 'none' });
    await calls.look(ID);
    await calls.look(ID);
    expect(seen.map(({ headers }) => headers.authorization)).toEqual(['Bearer first', 'Bearer second']);
  });

  it('cannot leave the path of calls by an id', async () => {
    await vapi().look('../org?x=1#y');
    expect(seen[0]?.url).toBe('/call/..%2Forg%3Fx%3D1%23y');
  });

  it.each(['', '.', '..'])('never goes to another place than a call for the id %j', async (id) => {
    expect(await vapi().look(id)).toEqual({ is: 'refused', reason: 'call-id' });
    expect(seen).toEqual([]);
  });

  it('takes one connection for every request to one place', async () => {
    const calls = vapi();
    for (let round = 0; round < 5; round += 1) await everyWay(calls);
    expect(seen).toHaveLength(15);
    expect(new Set(seen.map(({ socket }) => socket)).size).toBeLessThan(15 / 3);
  });
});

describe('Every status of an answer', () => {
  it.each([
    [200, 'call-seen', 'told', 'transfer-asked'],
    [201, 'call-seen', 'told', 'transfer-asked'],
    [301, 'refused', 'refused', 'refused'],
    [303, 'refused', 'refused', 'refused'],
    [308, 'refused', 'refused', 'refused'],
    [400, 'refused', 'refused', 'plan-refused'],
    [401, 'refused', 'refused', 'refused'],
    [402, 'refused', 'refused', 'refused'],
    [403, 'refused', 'refused', 'refused'],
    [404, 'call-seen', 'refused', 'refused'],
    [409, 'refused', 'refused', 'refused'],
    [410, 'refused', 'refused', 'refused'],
    [422, 'refused', 'refused', 'plan-refused'],
    [429, 'not-done', 'not-done', 'not-done'],
    [500, 'not-done', 'not-done', 'unsure'],
    [502, 'not-done', 'not-done', 'unsure'],
    [503, 'not-done', 'not-done', 'unsure'],
    [504, 'not-done', 'not-done', 'unsure'],
    [520, 'not-done', 'not-done', 'unsure'],
  ])('%i means for reading, speaking and transferring: %s, %s, %s', async (code, ...meanings) => {
    respond = status(code, { location: `${server.url}/elsewhere` }, '{"status":"in-progress"}');
    const results = await everyWay(vapi());
    expect(results.map(({ is }) => is)).toEqual(meanings);
    expect(seen).toHaveLength(3);
    expect(seen.map(({ url }) => url)).not.toContain('/elsewhere');
  });

  it.each([
    ['0', 0],
    ['7', 7],
    ['30', 30],
    ['31', 30],
    ['999999999999', 30],
    ['-1', undefined],
    ['1.5', undefined],
    ['soon', undefined],
    ['Sat, 21 Nov 2026 12:00:00 GMT', 12],
    ['Sat, 21 Nov 2026 12:30:00 GMT', 30],
    ['Sat, 21 Nov 2026 11:00:00 GMT', 0],
  ])('429 with Retry-After %s is waited for %s seconds', async (retryAfter, retryAfterSeconds) => {
    respond = status(429, { 'retry-after': retryAfter });
    for (const result of await everyWay(vapi())) {
      const expected = { is: 'not-done', reason: 'vapi-429' };
      expect(result).toEqual(retryAfterSeconds === undefined ? expected : { ...expected, retryAfterSeconds });
    }
  });

  it('of a control request counts whatever its body is', async () => {
    for (const body of ['', '<html>', '{', '{"status":"ok"}', 'x'.repeat(200_000)]) {
      respond = status(200, {}, body);
      expect(await vapi().transfer(to(), AGENT)).toEqual({ is: 'transfer-asked' });
    }
  });
});

describe('An answer that is too large', () => {
  it('tells no call, and leaves open whether anything was done', async () => {
    respond = status(200, {}, 'x'.repeat(10_000_001));
    const reason = 'vapi-too-large';
    expect(await everyWay(vapi())).toEqual([
      { is: 'not-done', reason },
      { is: 'unsure', reason },
      { is: 'unsure', reason },
    ]);
    expect(await vapi().record(ID)).toEqual({ is: 'not-done', reason });
    expect(await vapi().inform(to(), LINE)).toEqual({ is: 'not-done', reason });
  });

  it('is none for a call of several megabytes', async () => {
    const messages = Array.from({ length: 50_000 }, () => ({ role: 'bot', message: 'x'.repeat(100) }));
    respond = status(200, {}, JSON.stringify({ status: 'in-progress', artifact: { messages } }));
    expect(await vapi().look(ID)).toMatchObject({ is: 'call-seen', call: { said: { length: 50_000 } } });
  });
});

describe('A call that is read', () => {
  it.each([
    '',
    'null',
    '[]',
    '7',
    '{',
    '{}',
    '{"status":null}',
    '{"status":7}',
  ])('is no call when the answer is %j', async (body) => {
    respond = status(200, {}, body);
    expect(await vapi().look(ID)).toEqual({ is: 'not-done', reason: 'vapi-unreadable' });
  });

  it.each([
    [{ status: 'ended' }, { is: 'over', endedReason: 'unknown' }],
    [
      {
        status: 'ended',
        endedReason: 'worker-shutdown',
        artifact: {
          messages: [
            ...['1', '2', '3', '4', '5', '6'].map((message) => ({ role: 'user', message })),
            { role: 'bot', message: 'bot' },
            { role: 'user' },
            {},
          ],
        },
      },
      { is: 'over', endedReason: 'worker-shutdown', heard: ['2', '3', '4', '5', '6'] },
    ],
    [
      { status: 'ended', endedReason: null },
      { is: 'over', endedReason: 'unknown' },
    ],
    [
      { status: 'ended', endedReason: 'x'.repeat(500) },
      { is: 'over', endedReason: 'x'.repeat(200) },
    ],
    [{ status: 'not-found' }, { is: 'live', status: 'not-found', forwarding: false }],
    [
      { status: 'queued', monitor: 7, destination: [], artifact: 'x', endedReason: {} },
      { is: 'live', status: 'queued', forwarding: false },
    ],
    [
      { status: 'in-progress', artifact: { messages: [{ role: 'user', message: 'Hi' }, { role: 'bot' }] } },
      { is: 'live', status: 'in-progress', forwarding: false, said: [] },
    ],
  ])('is understood with fields missing, null or odd: %j', async (body, call) => {
    respond = status(200, {}, JSON.stringify(body));
    expect(await vapi().look(ID)).toEqual({ is: 'call-seen', call });
  });

  it('tells its control URL as the webhooks do', async () => {
    respond = status(200, {}, JSON.stringify(fixture('api/GET-call.in-progress')));
    const looked = await vapi().look(ID);
    expect(looked).toMatchObject({ call: { controlUrl: expect.stringMatching(/^https:.*\.vapi\.ai\//) } });
    expect(JSON.stringify(looked)).not.toMatch(/assistant|customer|phoneNumber/);
  });
});

describe('A result', () => {
  it('holds no key, control URL, number or sentence, whatever became of the request', async () => {
    const echo: Respond = (request, response) => {
      const told = JSON.stringify({ key: KEY, url: request.url, number: AGENT.number, message: LINE });
      response.writeHead(400, { location: told }).end(told);
    };
    const ways: Respond[] = [
      echo,
      status(429),
      status(500),
      status(302),
      (request) => request.socket.destroy(),
    ];
    for (const way of ways) {
      respond = way;
      const kept = JSON.stringify(await everyWay(vapi()));
      for (const secret of [KEY, 'control', '127.0.0.1', AGENT.number, LINE])
        expect(kept).not.toContain(secret);
    }
  });

  it.each([
    ['http://127.0.0.1:1/another/control', 'call-id'],
    [`http://user:pass@127.0.0.1:1/${ID}/control`, 'credentials'],
    [`https://evil.example/${ID}/control`, 'host'],
    [`http://evil.example/${ID}/control`, 'not-https'],
    ['', 'not-a-url'],
  ])('for a control URL that is not allowed names what is wrong with it: %j', async (controlUrl, reason) => {
    const refused = { is: 'refused', reason: `control-url-${reason}` };
    expect(await vapi().say({ callId: ID, controlUrl }, LINE)).toEqual(refused);
    expect(await vapi().transfer({ callId: ID, controlUrl }, AGENT)).toEqual(refused);
    expect(seen).toEqual([]);
  });
});
