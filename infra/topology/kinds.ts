/** What a function may ask of the table, by AWS's own names. */
export type TableOperation =
  | 'GetItem'
  | 'BatchGetItem'
  | 'BatchWriteItem'
  | 'Query'
  | 'PutItem'
  | 'UpdateItem'
  | 'DescribeTable';

/** Who calls a route, and so how the function knows that it is them. */
export type Caller = 'vapi' | 'twilio' | 'link' | 'key' | 'public';

/** Requests a second of one route, and how many may come at one moment; what is beyond gets 429. */
export type Throttle = { ratePerSecond: number; burst: number };

export type RouteSpec = {
  method: 'GET' | 'POST' | 'DELETE';
  path: string;
  caller: Caller;
  /** What it answers, for the table of routes in the docs. */
  answers: string;
  /** Where its URL is pasted; the name is that of the deployment's output. */
  paste?: { output: string; where: string; overrides?: string };
};

export type FunctionSpec = {
  /**
   * `waited-for`: a caller waits on the line until it has answered. `in-time`: it only must not fall behind.
   * `all-the-time`: it runs without an end.
   */
  pace: 'waited-for' | 'in-time' | 'all-the-time';
  timeoutSeconds: number;
  table?: readonly TableOperation[];
  /** It reads the table's lists, from the index. */
  readsLists?: true;
  /** The queues that it sends to. */
  sends?: readonly string[];
  /** It looks at the state of every queue. */
  watchesQueues?: true;
  /** A schedule runs it every minute. */
  everyMinute?: true;
  /** A schedule runs it every hour. */
  everyHour?: true;
  routes?: readonly RouteSpec[];
};

export type QueueSpec = {
  /** The environment name under which functions find its URL. */
  env: string;
  worker: string;
  batchSize: number;
  /** Invocations of the worker at one time. */
  maxConcurrency: number;
  visibilitySeconds: number;
  /** Receives before a message moves to the dead-letter queue. */
  maxReceives: number;
  /** What its dead letters mean, and the article of infra/runbook.md about them. */
  dead: { what: string; article: string };
  /** From how many seconds on its oldest message is too old, and what that means. */
  late?: { atLeast: number; what: string };
};

/** What one capability brings: each function, queue and route is declared here and nowhere else. */
export type Capability = {
  functions: Readonly<Record<string, FunctionSpec>>;
  queues?: Readonly<Record<string, QueueSpec>>;
};

/**
 * When a message comes again whose worker died: shorter than any window that callers wait, longer than the worker's
 * time-out (10 s) and any lease of an effect (12 s), so that it finds the claim of its dead predecessor expired. What
 * failed in passing comes again within 4 s (lib/lambda/pipelines/queue-worker.ts).
 */
export const REDELIVERED_AFTER_SECONDS = 20;

/** About three minutes of an outage, at one attempt every 4 s. */
export const RECEIVES = 50;
