/**
 * The system as plain data, one file a capability. The cloud, the local system, the samples, the tests and the tables
 * of the docs derive from it, so that they cannot drift apart.
 */
import { conversation } from './conversation.ts';
import { crm } from './crm.ts';
import { desk } from './desk.ts';
import { doctor } from './doctor.ts';
import { followup } from './followup.ts';
import { handoff } from './handoff.ts';
import { health } from './health.ts';
import type { Caller, FunctionSpec, QueueSpec, RouteSpec, Throttle } from './kinds.ts';
import { outbound } from './outbound.ts';
import { pages } from './pages.ts';
import { sweeper } from './sweeper.ts';
import { tools } from './tools.ts';

export type { Caller, FunctionSpec, QueueSpec, RouteSpec, TableOperation, Throttle } from './kinds.ts';

const declared = {
  functions: {
    ...handoff.functions,
    ...desk.functions,
    ...tools.functions,
    ...outbound.functions,
    ...pages.functions,
    ...health.functions,
    ...conversation.functions,
    ...followup.functions,
    ...crm.functions,
    ...sweeper.functions,
    ...doctor.functions,
  },
  queues: {
    ...handoff.queues,
    ...tools.queues,
    ...outbound.queues,
    ...conversation.queues,
    ...followup.queues,
    ...crm.queues,
  },
} as const;

export type FunctionName = keyof typeof declared.functions;
export type QueueName = keyof typeof declared.queues;
/** A function that a queue feeds. */
export type WorkerName = (typeof declared.queues)[QueueName]['worker'];
/** A function that a schedule runs. */
export type ScheduledName = {
  [Name in FunctionName]: (typeof declared.functions)[Name] extends
    | { everyMinute: true }
    | { everyHour: true }
    ? Name
    : never;
}[FunctionName];
export type HttpName = Exclude<FunctionName, WorkerName | ScheduledName>;

/** With the names of one another that a capability's file cannot check. */
export const functions: Record<FunctionName, FunctionSpec & { sends?: readonly QueueName[] }> =
  declared.functions;
export const queues: Record<QueueName, QueueSpec & { worker: FunctionName & WorkerName }> = declared.queues;

export const functionNames = Object.keys(functions).filter((name): name is FunctionName => name in functions);
export const queueNames = Object.keys(queues).filter((name): name is QueueName => name in queues);

const workers = new Set<string>(queueNames.map((name) => queues[name].worker));
export const isWorker = (name: FunctionName): name is WorkerName => workers.has(name);

export const isScheduled = (name: FunctionName): name is ScheduledName =>
  functions[name].everyMinute === true || functions[name].everyHour === true;

/**
 * Limits of their own, by who calls a route: what people can call never takes the room of a callback for which a caller
 * waits. Every other route has that of `limits.throttle`.
 */
const THROTTLES: Partial<Record<Caller, Throttle>> = {
  // Three hundred open pages, each of which asks every 1.5 s.
  link: { ratePerSecond: 200, burst: 200 },
  key: { ratePerSecond: 50, burst: 100 },
  public: { ratePerSecond: 10, burst: 20 },
};

export type Route = RouteSpec & { function: FunctionName; throttle?: Throttle };
export const routes: readonly Route[] = functionNames.flatMap((name) =>
  (functions[name].routes ?? []).map((route): Route => {
    const throttle = THROTTLES[route.caller];
    return { ...route, function: name, ...(throttle && { throttle }) };
  }),
);

/** Something for each function, by its name. */
export const byFunction = <T>(make: (name: FunctionName) => T): Record<FunctionName, T> =>
  // Every name is among them; only the type of `fromEntries` has forgotten it.
  Object.fromEntries(functionNames.map((name) => [name, make(name)])) as Record<FunctionName, T>;

/** Something for each queue, by its name. */
export const byQueue = <T>(make: (name: QueueName) => T): Record<QueueName, T> =>
  Object.fromEntries(queueNames.map((name) => [name, make(name)])) as Record<QueueName, T>;

/** What a function asks of a queue. */
export const queueOperations = (name: FunctionName, queue: QueueName): string[] => [
  ...(functions[name].sends?.includes(queue) ? ['SendMessage'] : []),
  ...(functions[name].watchesQueues ? ['GetQueueAttributes'] : []),
];

/**
 * Memory buys CPU: 1,769 MB are one core. A caller waits for what is joined right now, so those functions get 0.58 of
 * one, the others half of that. What runs all the time is paid for by the second: it gets what it needs.
 */
export const MEMORY_MB = { 'waited-for': 1024, 'in-time': 512, 'all-the-time': 192 } as const;

const DAY = 86_400;
export const RETENTION_SECONDS = { queue: 4 * DAY, deadLetters: 14 * DAY } as const;

export const table = {
  env: 'TABLE_NAME',
  partitionKey: 'pk',
  sortKey: 'sk',
  ttlAttribute: 'expiresAt',
  /**
   * Lists of items, each in the order of a time: what is due now. `facts` is what a list shows without reading its
   * records, for lists that people read; an index cannot be given further attributes later.
   */
  index: { name: 'lists', partitionKey: 'list', sortKey: 'at', shown: ['facts'] },
} as const;

/** What a deployment and the local system tell every function that asks: where the table and the queues are. */
export const placesOf = (
  stage: string,
  tableName: string,
  urlOf: (queue: QueueName) => string,
): Record<string, string> => ({
  STAGE: stage,
  [table.env]: tableName,
  ...Object.fromEntries(queueNames.map((name) => [queues[name].env, urlOf(name)])),
  QUEUE_URLS: queueNames.map(urlOf).join(','),
});

export const limits = {
  /**
   * Of each route that has none of its own. A call in which somebody speaks sends about five events a second; a storm
   * beyond this gets 429 and leaves the account's other functions their concurrency.
   */
  throttle: { ratePerSecond: 1000, burst: 1000 },
  /** API Gateway's own limit on a request body, in bytes. */
  maxBodyBytes: 10 * 1024 * 1024,
} as const;
