import type { AddressInfo } from 'node:net';
import dynalite from 'dynalite';
import { count, operationOf } from './counting.ts';

export type Emulator = { url: string; stop(): Promise<void> };

/** DynamoDB in this process, in memory, on a loopback port; 0 takes any free one. */
export async function startDynamo(counts: Record<string, number>, port = 0): Promise<Emulator> {
  const server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  server.on('request', (request) => {
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
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
