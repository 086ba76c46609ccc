import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import dynalite from 'dynalite';
import { count, operationOf } from './counting.ts';

export type Emulator = { url: string; stop(): Promise<void> };

/** No request of a function takes longer here. */
const DRAIN_MS = 1_000;
const QUIET_MS = 25;

/** DynamoDB in this process, in memory, on a loopback port; 0 takes any free one. */
export async function startDynamo(counts: Record<string, number>, port = 0): Promise<Emulator> {
  const server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  const running = new Set<object>();
  server.on('request', (request, response) => {
    running.add(response);
    response.on('close', () => running.delete(response));
    // It throws on a client that hangs up, which would end the process.
    request.removeAllListeners('error').on('error', () => {});
    const operation = operationOf(request.headers);
    if (operation) count(counts, operation);
  });
  // Longer than any client keeps an idle connection, so that the client is the one who closes it.
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve());
  });
  const bound = (server.address() as AddressInfo).port;
  return {
    url: `http://127.0.0.1:${bound}`,
    async stop() {
      // A request that finds its database closed would end the process.
      for (const end = Date.now() + DRAIN_MS; Date.now() < end; ) {
        await wait(QUIET_MS);
        if (running.size === 0) break;
      }
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}
