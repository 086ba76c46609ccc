import { createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type HttpServer, serve } from '../../../infra/local/lambda/http.ts';
import { vapiCalls } from '../../../lib/vapi/calls.ts';

const ID = '0199a3c4-7e21-7bb3-9c55-2f6d1e8a4b70';
const AGENT = { number: '+14155550177', mode: 'blind-transfer', briefing: 'A caller waits.' } as const;
const LINE = 'A colleague will be with you shortly.';

const vapi = (apiUrl: string, timeoutMs = 2_000) =>
  vapiCalls({
    apiUrl,
    apiKey: async () => 'FAKE-vapi-key',
    controlHosts: ['127.0.0.1'],
    clock: Date.now,
    timeoutMs,
  });
const to = (base: string) => ({ callId: ID, controlUrl: `${base}/${ID}/control` });
const everyWay = async (base: string, timeoutMs?: number) => {
  const calls = vapi(base, timeoutMs);
  return [await calls.look(ID), await calls.say(to(base), LINE), await calls.transfer(to(base), AGENT)];
};

describe('A connection that fails', () => {
  let stop = async () => {};
  let good: HttpServer | undefined;
  afterEach(async () => {
    await stop();
    await good?.stop();
    good = undefined;
  });
  /** A server that knows no HTTP, and does to each connection what it is told. */
  const listening = async (onConnection: (socket: Socket) => void): Promise<string> => {
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => {});
      onConnection(socket);
    });
    stop = async () => {
      stop = async () => {};
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    };
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    return `http://127.0.0.1:${address.port}`;
  };
  const lost = (reason: string) => [
    { is: 'not-done', reason },
    { is: 'unsure', reason },
    { is: 'unsure', reason },
  ];

  it('before anything could be sent leaves nothing done', async () => {
    const base = await listening(() => {});
    await stop();
    expect(await everyWay(base)).toEqual([
      { is: 'not-done', reason: 'vapi-unreachable' },
      { is: 'not-done', reason: 'vapi-unreachable' },
      { is: 'unreachable', reason: 'vapi-unreachable' },
    ]);
  });

  it.each([
    ['as soon as it is made', (socket: Socket) => void socket.destroy()],
    ['once the request is there', (socket: Socket) => void socket.once('data', () => socket.destroy())],
    ['with a reset', (socket: Socket) => void socket.once('data', () => socket.resetAndDestroy())],
    [
      'in the middle of the head',
      (socket: Socket) => void socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-le')),
    ],
    [
      'in the middle of the body',
      (socket: Socket) =>
        void socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 90\r\n\r\n{"status"')),
    ],
    [
      'with something else than HTTP',
      (socket: Socket) => void socket.once('data', () => socket.end('hello')),
    ],
  ])('%s leaves open whether it was done', async (_name, onConnection) => {
    const base = await listening(onConnection);
    expect(await everyWay(base)).toEqual(lost('vapi-cut'));
  });

  it.each([
    ['before the head', ''],
    ['within the body', 'HTTP/1.1 200 OK\r\ncontent-length: 90\r\n\r\n{"status"'],
  ])('by silence %s is given up in time', async (_name, sent) => {
    const base = await listening((socket) => void socket.once('data', () => socket.write(sent)));
    expect(await everyWay(base, 150)).toEqual(lost('vapi-timeout'));
  });

  it('is no reason to ask a second time, nor for the next request to fail', async () => {
    let connections = 0;
    const base = await listening((socket) => {
      connections += 1;
      socket.once('data', () => socket.destroy());
    });
    good = await serve(async (_request, response) => void response.end('{}'));
    const calls = vapi(base);
    expect(await calls.transfer(to(base), AGENT)).toEqual({ is: 'unsure', reason: 'vapi-cut' });
    expect(connections).toBe(1);
    expect(await calls.transfer(to(good.url), AGENT)).toEqual({ is: 'transfer-asked' });
  });
});
