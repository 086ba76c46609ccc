import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Socket } from 'node:net';
import { pipeline, Readable } from 'node:stream';
import { createGzip, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { readBody, serve } from '../../../infra/local/lambda/http.ts';
import { type OutgoingRequest, send } from '../../../lib/http/request.ts';

type Respond = (response: ServerResponse, request: IncomingMessage) => unknown;
type Seen = { method: string | undefined; url: string | undefined; body: string; port: number | undefined };

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  vi.restoreAllMocks();
  await Promise.all(stops.splice(0).map((stop) => stop()));
});

/** A server that keeps what it is sent, and answers as it is told. */
const answering = async (respond: Respond) => {
  const seen: Seen[] = [];
  const server = await serve(async (request, response) => {
    const body = String(await readBody(request, 100_000));
    seen.push({ method: request.method, url: request.url, body, port: request.socket.remotePort });
    await respond(response, request);
  });
  stops.push(server.stop);
  return { url: server.url, seen };
};

/** A server that knows no HTTP: `said` is all that a request hears from it. */
const saying = async (said: string, then: (socket: Socket) => void) => {
  let requests = 0;
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('data', () => {
      requests += 1;
      socket.write(said, () => then(socket));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stops.push(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(() => resolve()));
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { url: `http://127.0.0.1:${address.port}`, requests: () => requests };
};

const get = (url: string, changed: Partial<OutgoingRequest> = {}) =>
  send({ url, method: 'GET', headers: {}, timeoutMs: 60_000, maxBytes: 1_000, ...changed });

/** Writes until the other side has had enough, and tells when that was. */
const endless = (chunk: string) => {
  let left = () => {};
  const given = new Promise<void>((resolve) => {
    left = resolve;
  });
  const respond: Respond = (response) => {
    response.writeHead(200);
    response.on('close', left);
    const more = () => {
      while (!response.destroyed && response.write(chunk));
    };
    response.on('drain', more);
    more();
  };
  return { respond, given };
};

const HEAD = 'HTTP/1.1 200 OK\r\ncontent-length: 90\r\n\r\n';

describe('A request that is answered', () => {
  it('tells the status, the headers and the body', async () => {
    const { url, seen } = await answering((response) =>
      response.writeHead(429, { 'retry-after': '7' }).end('Grüezi, 人 😀'),
    );
    const outcome = await send({
      url: `${url}/calls?page=1`,
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: 'Zoë',
      timeoutMs: 60_000,
      maxBytes: 1_000,
    });
    expect(outcome).toMatchObject({ is: 'answered', status: 429, body: 'Grüezi, 人 😀' });
    expect(outcome.is === 'answered' && outcome.headers.get('retry-after')).toBe('7');
    expect(seen).toMatchObject([{ method: 'POST', url: '/calls?page=1', body: 'Zoë' }]);
  });

  it('may have no body', async () => {
    const { url } = await answering((response) => response.writeHead(204).end());
    expect(await get(url)).toMatchObject({ is: 'answered', status: 204, body: '' });
  });

  it.each([301, 302, 303, 307, 308])('is not sent on to another place by a %i', async (status) => {
    const elsewhere = await answering((response) => response.end());
    const { url } = await answering((response) =>
      response.writeHead(status, { location: elsewhere.url }).end(),
    );
    expect(await get(url)).toMatchObject({ is: 'answered', status });
    expect(elsewhere.seen).toEqual([]);
  });

  it('leaves its connection to the next', async () => {
    const { url, seen } = await answering((response) => response.end('{}'));
    for (let round = 0; round < 6; round += 1) await get(url);
    expect(new Set(seen.map(({ port }) => port)).size).toBeLessThan(6 / 2);
  });
});

describe('The body of an answer', () => {
  it('may be as long as the limit, and not a byte longer', async () => {
    const { url } = await answering((response, { url: path }) =>
      response.end('x'.repeat(Number(path?.slice(1)))),
    );
    expect(await get(`${url}/1000`)).toMatchObject({ is: 'answered', body: 'x'.repeat(1_000) });
    expect(await get(`${url}/1001`)).toEqual({ is: 'lost', why: 'too-large' });
  });

  it('is counted in bytes', async () => {
    const { url } = await answering((response) => response.end('人'.repeat(334)));
    expect(await get(url)).toEqual({ is: 'lost', why: 'too-large' });
  });

  it('is unpacked, and counted as that', async () => {
    const { url } = await answering((response, { url: path }) =>
      response
        .writeHead(200, { 'content-encoding': 'gzip' })
        .end(gzipSync('x'.repeat(Number(path?.slice(1))))),
    );
    expect(await get(`${url}/1000`)).toMatchObject({ is: 'answered', body: 'x'.repeat(1_000) });
    expect(await get(`${url}/1001`)).toEqual({ is: 'lost', why: 'too-large' });
  });

  it('ends at the limit where a little of gzip holds a lot', async () => {
    const { url } = await answering((response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' });
      const zeros = new Readable({
        read() {
          this.push(Buffer.alloc(1_000_000));
        },
      });
      pipeline(zeros, createGzip(), response, () => {});
    });
    expect(await get(url, { maxBytes: 1_000_000 })).toEqual({ is: 'lost', why: 'too-large' });
  });

  it('ends the connection where it has no end itself', async () => {
    const { respond, given } = endless('x'.repeat(1_000));
    const { url } = await answering(respond);
    expect(await get(url, { maxBytes: 100_000 })).toEqual({ is: 'lost', why: 'too-large' });
    await given;
  });

  it('is not waited for where nothing of it is wanted', async () => {
    const { respond, given } = endless('x'.repeat(1_000));
    const { url } = await answering(respond);
    expect(await get(url, { maxBytes: 0 })).toMatchObject({ is: 'answered', status: 200, body: '' });
    await given;
    const stalled = await saying(`${HEAD}{"sta`, () => {});
    expect(await get(stalled.url, { maxBytes: 0 })).toMatchObject({ is: 'answered', status: 200, body: '' });
  });
});

describe('The time for a request', () => {
  it.each([
    ['nothing', ''],
    ['half a head', 'HTTP/1.1 200 OK\r\ncontent-le'],
    ['a head and no body', HEAD],
    ['half a body', `${HEAD}{"status"`],
  ])('is over for an answer that stops after %s', async (_what, said) => {
    const { url } = await saying(said, () => {});
    expect(await get(url, { timeoutMs: 150 })).toEqual({ is: 'lost', why: 'timeout' });
  });

  it('is over for a body that comes drop by drop', async () => {
    const { url } = await saying('HTTP/1.1 200 OK\r\n\r\n', (socket) => {
      const drops = setInterval(() => socket.write('x'), 10);
      socket.once('close', () => clearInterval(drops));
    });
    expect(await get(url, { timeoutMs: 200 })).toEqual({ is: 'lost', why: 'timeout' });
  });

  it.each([
    ['before the head', ''],
    ['within the body', HEAD],
  ])('may end earlier with the operation that it is a part of: %s', async (_when, said) => {
    const { url } = await saying(said, () => {});
    const signal = AbortSignal.timeout(150);
    expect(await get(url, { timeoutMs: 60_000, signal })).toEqual({ is: 'lost', why: 'timeout' });
    expect(await get(url, { timeoutMs: 60_000, signal })).toEqual({ is: 'lost', why: 'timeout' });
  });
});

describe('A connection that is cut', () => {
  it.each([
    ['before the head', ''],
    ['in the middle of the head', 'HTTP/1.1 200 OK\r\ncontent-le'],
    ['in the middle of the body', `${HEAD}{"status"`],
    ['in the middle of a chunk', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nff\r\n{"status"'],
    ['after something else than HTTP', 'hello'],
    [
      'after what is not packed as it says',
      'HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 5\r\n\r\nhello',
    ],
  ])('%s leaves open whether it was done, and asks no second time', async (_when, said) => {
    const { url, requests } = await saying(said, (socket) => socket.end());
    expect(await get(url)).toEqual({ is: 'lost', why: 'cut' });
    expect(requests()).toBe(1);
  });

  it('with a reset does so too', async () => {
    const { url } = await saying('', (socket) => socket.resetAndDestroy());
    expect(await get(url)).toEqual({ is: 'lost', why: 'cut' });
  });

  it('once the work was done loses only the answer', async () => {
    const { url, seen } = await answering((_response, request) => request.socket.destroy());
    expect(await get(url, { method: 'POST', body: 'ring' })).toEqual({ is: 'lost', why: 'cut' });
    expect(seen).toMatchObject([{ method: 'POST', body: 'ring' }]);
  });
});

describe('A request that cannot be sent', () => {
  const unreachable = { is: 'not-sent', why: 'unreachable' };

  it('has reached nobody where nobody listens', async () => {
    const gone = await serve(async () => {});
    await gone.stop();
    expect(await get(gone.url)).toEqual(unreachable);
  });

  it.each(['', 'nonsense', '/calls', 'http://'])('has reached nobody at the address %j', async (url) => {
    expect(await get(url)).toEqual(unreachable);
  });

  it.each([
    'ENOTFOUND',
    'EAI_AGAIN',
    'UND_ERR_CONNECT_TIMEOUT',
  ])('has reached nobody after %s', async (code) => {
    const cause = Object.assign(new Error(code), { code });
    vi.spyOn(globalThis, 'fetch').mockRejectedValueOnce(new TypeError('fetch failed', { cause }));
    expect(await get('http://127.0.0.1:1')).toEqual(unreachable);
  });
});
