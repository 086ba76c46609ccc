/**
 * The system as plain data: routes, functions, queues, table and their limits. The local system runs from
 * it and the cloud is built from it, so that the two cannot drift apart.
 */
export type FunctionSpec = {
  /** File under functions/, without its ending. */
  entry: string;
  timeoutSeconds: number;
};

export type RouteSpec = { method: 'GET' | 'POST'; path: string; function: FunctionName };

export type QueueSpec = {
  /** The environment name under which functions find its URL. */
  env: string;
  worker: FunctionName;
  batchSize: number;
  /** Invocations of the worker at one time. */
  maxConcurrency: number;
  visibilitySeconds: number;
  /** Receives before a message moves to the dead-letter queue. */
  maxReceives: number;
  retentionSeconds: number;
  deadLetterRetentionSeconds: number;
};

const fn = (entry: string, timeoutSeconds: number): FunctionSpec => ({ entry, timeoutSeconds });

export const functions = {
  'vapi-webhook': fn('vapi-webhook', 10),
  // TaskRouter gives an assignment callback 5 seconds, then it goes to the fallback.
  'twilio-assignment': fn('twilio-assignment', 5),
  'twilio-assignment-fallback': fn('twilio-assignment-fallback', 5),
  'twilio-events': fn('twilio-events', 10),
  'twilio-status': fn('twilio-status', 10),
  'agent-page': fn('agent-page', 5),
  health: fn('health', 5),
  'handoff-worker': fn('handoff-worker', 10),
} as const satisfies Record<string, FunctionSpec>;
export type FunctionName = keyof typeof functions;

export const routes: readonly RouteSpec[] = [
  { method: 'POST', path: '/webhook/vapi', function: 'vapi-webhook' },
  { method: 'POST', path: '/webhook/twilio/assignment', function: 'twilio-assignment' },
  { method: 'POST', path: '/webhook/twilio/assignment/fallback', function: 'twilio-assignment-fallback' },
  { method: 'POST', path: '/webhook/twilio/events', function: 'twilio-events' },
  { method: 'POST', path: '/webhook/twilio/status', function: 'twilio-status' },
  { method: 'GET', path: '/agent/{token}', function: 'agent-page' },
  { method: 'GET', path: '/health', function: 'health' },
];

const DAY = 86_400;

export const queues = {
  handoff: {
    env: 'HANDOFF_QUEUE_URL',
    worker: 'handoff-worker',
    // One message an invocation and no batching window: the caller is waiting on the line.
    batchSize: 1,
    maxConcurrency: 50,
    // Six times the worker's timeout, as AWS asks for; longer than any lease, so that a redelivered
    // message finds the claim of its dead predecessor expired.
    visibilitySeconds: 60,
    maxReceives: 5,
    retentionSeconds: 4 * DAY,
    deadLetterRetentionSeconds: 14 * DAY,
  },
} as const satisfies Record<string, QueueSpec>;
export type QueueName = keyof typeof queues;

export const table = {
  env: 'TABLE_NAME',
  partitionKey: 'pk',
  sortKey: 'sk',
  ttlAttribute: 'expiresAt',
} as const;

export const limits = {
  /** API Gateway's own limit on a request body, in bytes. */
  maxBodyBytes: 10 * 1024 * 1024,
} as const;
