import { subscribe } from 'node:diagnostics_channel';
import { Socket } from 'node:net';

/** What may be open while nothing is under way. Anything else that is active (files, names, connecting) is waited for. */
const OPEN = new Set([
  'MessagePort',
  'PipeWrap',
  'ProcessWrap',
  'TCPServerWrap',
  'TCPSocketWrap',
  'TTYWrap',
  'Timeout',
  // Bytes and ends of connections, which are looked for between the two sockets.
  'ShutdownWrap',
  'SimpleShutdownWrap',
  'SimpleWriteWrap',
  'WriteWrap',
]);
/** Bytes that so many looks and real milliseconds find unread are left unread: nobody reads on. */
const LEFT = { looks: 100, ms: 50 };
const realMs = () => Number(process.hrtime.bigint() / 1_000_000n);

type Connection = { client: Socket; server?: Socket | undefined; seen: string; looks: number; since: number };

const connections = new Set<Connection>();
/** By both ports, until the client's end is known to be connected. */
const accepted = new Map<string, Socket>();

subscribe('net.client.socket', (message) => {
  connections.add({ client: socketOf(message), seen: '', looks: 0, since: 0 });
});
subscribe('net.server.socket', (message) => {
  const server = socketOf(message);
  accepted.set(`${server.remotePort} ${server.localPort}`, server);
});

function socketOf(message: unknown): Socket {
  const socket: unknown = Object(message).socket;
  if (!(socket instanceof Socket)) throw new Error('this Node tells of sockets in another way');
  return socket;
}

const importing = modulesBeingLoaded();

/** Vitest loads a module by asking another process. */
function modulesBeingLoaded(): ReadonlySet<unknown> {
  const vitest: unknown = Reflect.get(globalThis, '__vitest_worker__');
  if (vitest === undefined) return new Set();
  const modules: unknown = Object(vitest).resolvingModules;
  if (!(modules instanceof Set)) throw new Error('this Vitest tells of loading in another way');
  return modules;
}

/** Whether something goes on in this process that needs no timer: it computes, loads, or bytes are between its sockets. */
export function isUnderWay(): boolean {
  if (importing.size > 0) return true;
  if (process.getActiveResourcesInfo().some((name) => !OPEN.has(name))) return true;
  let moving = false;
  for (const connection of connections) if (isMoving(connection)) moving = true;
  return moving;
}

/** Whether anything is open, besides what the process writes to, from which something could still come. */
export function isOpen(): boolean {
  return process
    .getActiveResourcesInfo()
    .some((name) => !['PipeWrap', 'TTYWrap', 'Immediate'].includes(name));
}

function isMoving(connection: Connection): boolean {
  const { client } = connection;
  connection.server ??= takeAccepted(client);
  const { server } = connection;
  if (client.destroyed && server?.destroyed !== false) {
    connections.delete(connection);
    return false;
  }
  if (server !== undefined && hasArrived(client, server) && hasArrived(server, client)) return false;
  const seen = `${stateOf(client)} ${server === undefined ? 'not accepted' : stateOf(server)}`;
  if (seen !== connection.seen) Object.assign(connection, { seen, looks: 0, since: realMs() });
  connection.looks += 1;
  return connection.looks <= LEFT.looks || realMs() - connection.since < LEFT.ms;
}

function takeAccepted({ localPort, remotePort }: Socket): Socket | undefined {
  const ports = `${localPort} ${remotePort}`;
  const server = accepted.get(ports);
  accepted.delete(ports);
  return server;
}

/** All bytes, and the end where there is one. */
function hasArrived(from: Socket, to: Socket): boolean {
  if (to.destroyed) return true;
  const hasEnded = from.destroyed || from.writableFinished;
  return from.bytesWritten === to.bytesRead && (!hasEnded || to.readableEnded);
}

function stateOf(socket: Socket): string {
  return [socket.bytesWritten, socket.bytesRead, socket.readableEnded, socket.destroyed].join('/');
}
