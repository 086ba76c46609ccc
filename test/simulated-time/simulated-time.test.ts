import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readBody, serve } from '../../infra/local/lambda/http.ts';

const A_DAY = 86_400_000;
const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

/** The milliseconds that pass while this goes on, by both clocks. */
async function passes(run: () => unknown): Promise<number[]> {
  const [date, since] = [Date.now(), performance.now()];
  await run();
  return [Date.now() - date, performance.now() - since];
}

async function answering(...given: Parameters<typeof serve>): Promise<string> {
  const { url, stop } = await serve(...given);
  stops.push(stop);
  return url;
}

describe('Simulated time', () => {
  it('goes straight to the next timer where nothing is under way', async () => {
    expect(await passes(() => pause(A_DAY))).toEqual([A_DAY, A_DAY]);
    const order: number[] = [];
    const passed = (ms: number) => pause(ms).then(() => order.push(ms));
    await Promise.all([passed(3), passed(A_DAY), passed(2)]);
    expect(order).toEqual([2, 3, A_DAY]);
  });

  it('ends what nobody answers at its time limit, to the millisecond', async () => {
    const silent = await answering(async () => undefined);
    const ask = () => fetch(silent, { signal: AbortSignal.timeout(60_000) });
    expect(await passes(() => expect(ask()).rejects.toThrow('timeout'))).toEqual([60_000, 60_000]);
  });

  it('is the time of answers over HTTP', async () => {
    const url = await answering(async (_request, response) => void response.writeHead(200).end());
    await pause(A_DAY);
    const dated = (await fetch(url)).headers.get('date');
    expect(dated).toBe(new Date().toUTCString());
  });

  it('goes on past bytes that nobody reads', async () => {
    const server = createServer((socket) => stops.push(() => socket.destroy()));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    stops.push(() => server.close());
    const socket = connect(Object(server.address()).port, '127.0.0.1');
    stops.push(() => socket.destroy());
    socket.write(Buffer.alloc(20_000_000));
    expect(await passes(() => pause(A_DAY))).toEqual([A_DAY, A_DAY]);
  });

  it('lets what looks again and again do so at tenths of a second, all at once', async () => {
    const looks: number[] = [];
    // From between two tenths, so that the end is none.
    await pause(150 - (Date.now() % 100));
    const looking = [20, 30].map((ms) => setInterval(() => looks.push(Date.now()), ms));
    await pause(1_000);
    for (const each of looking) clearInterval(each);
    expect(looks).toHaveLength(20);
    expect(looks.filter((at) => at % 100 !== 0)).toEqual([]);
  });

  it('lets a poll look less and less often, and once a second at last', async () => {
    const looks: number[] = [];
    const reads = () => looks.push(Date.now());
    await expect.poll(reads, { timeout: A_DAY }).toBe(40);
    const gaps = looks.slice(1).map((at, nth) => at - (looks[nth] ?? 0));
    expect(gaps.slice(0, 3)).toEqual([50, 65, 84]);
    expect(gaps.slice(-3)).toEqual([1_000, 1_000, 1_000]);
  });

  it('lets a poll look again until it holds, or its time is over', async () => {
    let looks = 0;
    await expect.poll(() => ++looks, { timeout: A_DAY, interval: 1_000 }).toBe(100);
    await expect(expect.poll(() => 1, { timeout: A_DAY, interval: 60_000 }).toBe(2)).rejects.toThrow(
      'to be 2',
    );
  });
});

describe('Simulated time stands still', () => {
  // So that there is always a next timer.
  beforeEach(() => {
    const ticking = setInterval(() => undefined, 1);
    stops.push(() => clearInterval(ticking));
  });

  it('while something is asked and answered over sockets, however much there is to compute and to read', async () => {
    const sent = 'x'.repeat(3_000_000);
    const url = await answering(async (request, response) => {
      const body = String(await readBody(request, 4_000_000));
      for (let i = 0; i < 20; i += 1) await new Promise((resolve) => setImmediate(resolve));
      const text = await readFile(new URL(import.meta.url), 'utf8');
      response.end(body + text.length);
    });
    const ask = async () => {
      const signal = AbortSignal.timeout(1);
      const answer = await fetch(url, { method: 'POST', body: sent, signal });
      expect(await answer.text()).toMatch(/^x{3000000}\d+$/);
    };
    expect(await passes(() => Promise.all([ask(), ask(), ask()]))).toEqual([0, 0]);
  });

  it('while a connection ends', async () => {
    let end: (socket: Socket) => void = () => undefined;
    const ended = new Promise<Socket>((resolve) => {
      end = resolve;
    });
    const server = createServer((socket) => socket.resume().once('end', () => end(socket)));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    stops.push(() => server.close());
    expect(
      await passes(() => {
        connect(Object(server.address()).port, '127.0.0.1').end('bye');
        return ended;
      }),
    ).toEqual([0, 0]);
  });

  it('while a module is loaded', async () => {
    expect(await passes(() => import('../../infra/local/demo/screen.ts'))).toEqual([0, 0]);
  });
});
