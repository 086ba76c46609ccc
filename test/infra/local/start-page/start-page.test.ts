import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { routes } from '../../../../infra/topology/index.ts';
import { type Started, startWithPage } from './started.ts';

/** A request with any `Host`, which `fetch` would write itself. */
const ask = (url: string, method: string, path: string, headers: Record<string, string>, form = '') =>
  new Promise<{ status: number; body: string }>((resolve, reject) => {
    const { port } = new URL(url);
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    const asked = request(
      { port, host: '127.0.0.1', method, path, headers: { ...type, ...headers } },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk) => chunks.push(chunk));
        answer.on('end', () =>
          resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(chunks).toString() }),
        );
      },
    );
    asked.on('error', reject);
    asked.end(form);
  });

const sha256 = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

describe('The start page', () => {
  let started: Started;
  beforeAll(async () => {
    started = await startWithPage();
  });
  afterAll(() => started?.stop());

  it('is at the root, complete in itself: its policy lets in its own style and script and nothing else', async () => {
    const response = await fetch(started.url);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('no-store');
    const policy = response.headers.get('content-security-policy') ?? '';
    const page = await response.text();
    for (const tag of ['style', 'script']) {
      const inline = [...page.matchAll(new RegExp(`<${tag}>([^]*?)</${tag}>`, 'g'))].map(
        ([, code = '']) => code,
      );
      expect(inline).toHaveLength(1);
      for (const code of inline) expect(policy).toContain(`${tag}-src ${sha256(code)}`);
    }
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(page).not.toMatch(/\b(?:src|action|href)="(?:https?:)?\/\//);
    expect(page).toContain('Vapi, Twilio and the people are simulated');
  });

  it('places a call with a form alone, and shows it, its handoff and the agent’s page', async () => {
    const { post, url, pieces } = started;
    const placed = await post('/local/calls', { kind: 'taken', line: 'own' });
    expect(placed.status).toBe(303);
    expect(placed.headers.get('location')).toBe('/#calls');
    const page = await (await fetch(url)).text();
    expect(page).toContain('With the assistant');
    await expect.poll(async () => (await pieces('handoffs')).size, { timeout: 20_000 }).toBe(1);
    const [row = ''] = (await pieces('handoffs')).values();
    expect(row).toContain('Robin Vale');
    const [, link = ''] = /href="(\/agent\/[^"]+)"/.exec(row) ?? [];
    const shown = await fetch(url + link);
    expect(shown.status).toBe(200);
    expect(await shown.text()).toContain('Robin Vale');
  });

  it('leads to the board by a link that is new each time, so that none on an open page runs out', async () => {
    const { url } = started;
    const page = await (await fetch(url)).text();
    expect(page).toMatch(/<header>.*<a class="button" href="\/local\/board"[^>]*>Board<\/a>.*<\/header>/);
    const led = await fetch(`${url}/local/board`, { redirect: 'manual' });
    expect(led.status).toBe(303);
    expect(led.headers.get('location')).toMatch(/^\/board\/[\w.-]+$/);
    expect(await led.text()).toBe(`The board, for 12 hours: ${url}${led.headers.get('location')}\n`);
    const board = await fetch(`${url}/local/board`);
    expect(board.status).toBe(200);
    expect(await board.text()).toContain('<h1>Board</h1>');
    const data = await fetch(`${url}${led.headers.get('location')}/data`);
    expect(await data.json()).toMatchObject({
      agents: { is: 'known', byActivity: { Available: expect.arrayContaining([{ name: 'Amara Osei' }]) } },
      today: { asked: expect.any(Number) },
    });
  });

  it('tells whoever asks from a terminal what became of it, and what there is to ask for', async () => {
    const { post, url, played } = started;
    const placed = await post('/local/calls', { kind: 'leaves' });
    const [, no] = /^Call (\d+) is placed\. See it at (\S+)\/\n$/.exec(await placed.text()) ?? [];
    expect(placed.headers.get('content-type')).toContain('text/plain');
    expect((await fetch(url)).status).toBe(200);
    await played(`call-${no}`);
    const done = await post('/local/agents', { agent: 'dana', way: 'takes' });
    expect(await done.text()).toContain(url);
    for (const [path, form, words] of [
      ['/local/calls', { kind: 'spainish' }, 'kind is none of taken, declined, nobody, leaves, asks,'],
      ['/local/calls', {}, 'kind is none of taken,'],
      ['/local/calls', { kind: 'taken', line: 'twilio' }, 'line is none of own, vapi.'],
      [
        '/local/agents',
        { agent: 'dana' },
        'shift is none of Available, Offline. way is none of takes, declines,',
      ],
      ['/local/agents', { agent: 'dan', way: 'takes' }, 'agent is none of amara, ben, chen, dana.'],
    ] as const) {
      const refused = await post(path, form);
      expect([refused.status, await refused.text()]).toEqual([400, expect.stringContaining(words)]);
    }
  });

  it('answers its script with what changed, or that nothing has', async () => {
    const first = await fetch(`${started.url}/local/state`);
    const etag = first.headers.get('etag') ?? '';
    await first.text();
    await started.post('/local/agents', { agent: 'dana', way: 'declines' });
    const changed = await fetch(`${started.url}/local/state`, { headers: { 'if-none-match': etag } });
    expect(changed.status).toBe(200);
    expect(await changed.text()).toContain('Dana Novak declines');
    await started.played('call-1');
    const still = (await fetch(`${started.url}/local/state`)).headers.get('etag') ?? '';
    const same = await fetch(`${started.url}/local/state`, { headers: { 'if-none-match': still } });
    expect([same.status, await same.text()]).toEqual([304, '']);
  });

  it.each([
    [{ origin: 'https://evil.example' }],
    [{ origin: 'http://127.0.0.1:1' }],
    [{ origin: 'null' }],
    [{ origin: 'own', 'sec-fetch-site': 'cross-site' }],
    [{ origin: 'own', 'sec-fetch-site': 'same-site' }],
    [{ origin: 'own', 'sec-fetch-site': 'none' }],
    [{ 'sec-fetch-site': 'cross-site' }],
  ])('lets no other page do anything: %j', async ({ origin, ...fetchSite }: Record<string, string>) => {
    const { url } = started;
    const host = new URL(url).host;
    const from = origin === undefined ? {} : { origin: origin === 'own' ? url : origin };
    const before = await started.pieces('calls');
    for (const [path, form] of [
      ['/local/calls', 'kind=taken&line=own'],
      ['/local/agents', 'agent=amara&shift=Offline'],
    ] as const) {
      const { status, body } = await ask(url, 'POST', path, { host, ...from, ...fetchSite }, form);
      expect([status, JSON.parse(body).error.code]).toEqual([403, 'forbidden']);
    }
    expect((await started.pieces('calls')).size).toBe(before.size);
    expect(await started.says('agents', 'agent-amara')).not.toContain('Offline');
  });

  it.each([
    'evil.example',
    '127.0.0.1.evil.example',
    'localhost.evil.example:3000',
    '0.0.0.0',
    '169.254.1.1',
  ])('is not there under a name that is not this machine’s: %j', async (host) => {
    const headers = { host, origin: `http://${host}`, 'sec-fetch-site': 'same-origin' };
    for (const [method, path] of [
      ['GET', '/'],
      ['GET', '/local/state'],
      ['GET', '/local/board'],
      ['POST', '/local/calls'],
      ['POST', '/local/agents'],
    ] as const) {
      const { status, body } = await ask(
        started.url,
        method,
        path,
        headers,
        method === 'POST' ? 'kind=taken' : '',
      );
      expect(status).toBe(403);
      expect(body).not.toContain('Robin');
    }
  });

  it.each([
    { 'x-forwarded-for': '203.0.113.7' },
    { forwarded: 'for=203.0.113.7' },
    { 'cf-connecting-ip': '203.0.113.7' },
  ])('is not there for visitors of a tunnel, whatever host it names: %j', async (proxied) => {
    const { status } = await ask(started.url, 'GET', '/', { host: '127.0.0.1:3000', ...proxied });
    expect(status).toBe(403);
  });

  it('is there under every name of this machine, at whatever port it is reached', async () => {
    const { port } = new URL(started.url);
    for (const host of [
      `127.0.0.1:${port}`,
      `localhost:${port}`,
      `LOCALHOST:${port}`,
      '[::1]:8080',
      'localhost',
    ]) {
      const headers = { host, origin: `http://${host}`, 'sec-fetch-site': 'same-origin' };
      expect((await ask(started.url, 'GET', '/', headers)).status).toBe(200);
      const form = 'agent=ben&way=takes';
      expect((await ask(started.url, 'POST', '/local/agents', headers, form)).status).toBe(303);
    }
    const fromTerminal = await ask(
      started.url,
      'POST',
      '/local/agents',
      { host: 'localhost' },
      'agent=ben&way=takes',
    );
    expect(fromTerminal.status).toBe(303);
  });

  it.each([
    ['/local/calls', 'kind=toString&line=own'],
    ['/local/calls', 'kind=__proto__'],
    ['/local/calls', 'kind=&line=own'],
    ['/local/calls', 'kind=taken&line=other'],
    ['/local/calls', ''],
    ['/local/calls', '{"kind":"taken"}'],
    ['/local/agents', 'agent=nobody&shift=Offline'],
    ['/local/agents', 'agent=__proto__&way=takes'],
    ['/local/agents', 'agent=ben&shift=Unavailable'],
    ['/local/agents', 'agent=ben&way=waits'],
    ['/local/agents', 'agent=ben'],
  ])('does nothing that it does not know: POST %s %s', async (path, form) => {
    const before = (await started.pieces('calls')).size;
    const { status, body } = await ask(started.url, 'POST', path, { host: '127.0.0.1' }, form);
    expect([status, JSON.parse(body).error.code]).toEqual([400, 'bad_request']);
    expect((await started.pieces('calls')).size).toBe(before);
  });

  it('leaves every other path as it was', async () => {
    for (const [method, path] of [
      ['POST', '/'],
      ['GET', '/index.html'],
      ['GET', '/local'],
      ['GET', '/local/'],
      ['GET', '/local/calls'],
      ['POST', '/local/state'],
      ['DELETE', '/local/calls'],
      ['GET', '//'],
    ] as const) {
      const response = await fetch(started.url + path, { method });
      expect(response.status, `${method} ${path}`).toBe(404);
      expect(await response.json()).toMatchObject({ error: { code: 'not_found' } });
    }
    const health = await fetch(`${started.url}/health`);
    expect(await health.json()).toMatchObject({ status: 'healthy' });
    const own = routes.filter(({ path }) => path === '/' || path.startsWith('/local'));
    expect(own).toEqual([]);
  });
});

describe('The start page beside real platforms', () => {
  let started: Started | undefined;
  afterEach(() => started?.stop());

  const sid = (prefix: string) => `${prefix}${'7'.repeat(32)}`;
  const VAPI = { VAPI_API_KEY: 'a-key-of-vapi', VAPI_SERVER_SECRET: 'a-secret-of-vapi-0123456789' };
  const TWILIO = {
    TWILIO_ACCOUNT_SID: sid('AC'),
    TWILIO_AUTH_TOKEN: 'a-token-of-twilio-0123456789abcd',
    TWILIO_WORKSPACE_SID: sid('WS'),
    TWILIO_WORKFLOW_SID: sid('WW'),
  };

  it.each([
    ['Vapi is the real one', VAPI, true],
    ['Twilio is the real one', TWILIO, false],
    ['Vapi and Twilio are the real ones', { ...VAPI, ...TWILIO }, false],
  ] as const)('says that %s, and offers only what can work', async (words, settings, hasAgents) => {
    started = await startWithPage(settings);
    const { url, post, pieces } = started;
    const response = await fetch(url);
    expect(response.status).toBe(200);
    const page = await response.text();
    expect(page).toContain('<h1>See calls handed over</h1>');
    expect(page.includes('Call your assistant’s number')).toBe('VAPI_API_KEY' in settings);
    expect(page).toContain(words);
    expect(page).toContain(`must lead to ${url}`);
    expect(page).not.toContain('action="/local/calls"');
    for (const secret of Object.values(settings)) expect(page).not.toContain(secret);
    expect((await post('/local/calls', { kind: 'taken', line: 'own' })).status).toBe(409);
    expect(page.includes('action="/local/agents"')).toBe(hasAgents);
    expect((await post('/local/agents', { agent: 'ben', shift: 'Offline' })).status).toBe(
      hasAgents ? 303 : 409,
    );
    expect([...(await pieces('handoffs'))]).toEqual([]);
  });

  it('offers one line where the settings join every call in one way', async () => {
    started = await startWithPage({ BRIDGE: 'vapi-transfer' });
    const page = await (await fetch(started.url)).text();
    expect(page).toContain('Every call is joined by');
    expect(page).not.toContain('type="radio"');
  });
});
