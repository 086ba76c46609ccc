import { createServer } from 'node:net';
import type { LocalPorts } from './local-values.ts';

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });

/** The wanted ports, with 0 (any free one) in place of those that are taken. */
export const freePorts = async (wanted: LocalPorts): Promise<{ ports: LocalPorts; taken: number[] }> => {
  const ports: LocalPorts = { ...wanted };
  const taken: number[] = [];
  for (const name of ['dynamodb', 'sqs', 'vapi', 'twilio'] as const) {
    if (await isFree(wanted[name])) continue;
    taken.push(wanted[name]);
    ports[name] = 0;
  }
  return { ports, taken };
};
