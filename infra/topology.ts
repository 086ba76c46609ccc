/**
 * The system as plain data: routes, functions, queues, table and their limits. The local system runs from
 * it and the cloud is built from it, so that the two cannot drift apart.
 */
export type FunctionSpec = {
  /** File under functions/, without its ending. */
  entry: string;
  timeoutSeconds: number;
  memoryMb: number;
  access: Access;
};

/** Everything that a function may ask of AWS besides writing its log, by AWS's own names. */
export type Access = {
  table?: readonly ('GetItem' | 'BatchGetItem' | 'Query' | 'PutItem' | 'UpdateItem' | 'DescribeTable')[];
  queues?: { [K in 'handoff' | 'call-events' | 'crm']?: readonly ('SendMessage' | 'GetQueueAttributes')[] };
};

export type RouteSpec = {
  method: 'GET' | 'POST';
  path: string;
  function: FunctionName;
  /** Where its URL is pasted; the name is that of the deployment's output. */
  paste?: { output: string; where: string; overrides?: string };
};

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

const SEND = ['SendMessage'] as const;
const RECORDS = { table: ['GetItem', 'PutItem'], queues: { handoff: SEND } } as const;

/**
 * Memory buys CPU: 1,769 MB are one core. `npm run bench`: vapi-webhook needs 93 ms of a whole core to load and
 * answer its first event, 2 ms for each further one, and 81 MB. A caller waits for what is joined right now, so
 * those functions get 1,024 MB (0.58 of a core), the others half of it.
 */
const WAITED_FOR = 1024;
const IN_TIME = 512;

const fn = (entry: string, timeoutSeconds: number, memoryMb: number, access: Access): FunctionSpec => ({
  entry,
  timeoutSeconds,
  memoryMb,
  access,
});

export const functions = {
  'vapi-webhook': fn('vapi-webhook', 10, WAITED_FOR, {
    table: ['GetItem', 'PutItem', 'UpdateItem'],
    queues: { handoff: SEND, 'call-events': SEND },
  }),
  // TaskRouter gives an assignment callback 5 seconds, then it goes to the fallback.
  'twilio-assignment': fn('twilio-assignment', 5, WAITED_FOR, RECORDS),
  'twilio-assignment-fallback': fn('twilio-assignment-fallback', 5, WAITED_FOR, RECORDS),
  'twilio-events': fn('twilio-events', 10, IN_TIME, RECORDS),
  'twilio-status': fn('twilio-status', 10, IN_TIME, RECORDS),
  // A leg at Twilio waits for its instructions in silence.
  'twiml-agent': fn('twiml-agent', 5, WAITED_FOR, RECORDS),
  'twiml-agent-decision': fn('twiml-agent-decision', 5, WAITED_FOR, RECORDS),
  'twiml-caller': fn('twiml-caller', 5, WAITED_FOR, RECORDS),
  'twiml-wait': fn('twiml-wait', 5, IN_TIME, RECORDS),
  'agent-page': fn('agent-page', 5, IN_TIME, { table: ['BatchGetItem', 'Query'] }),
  health: fn('health', 5, IN_TIME, {
    table: ['DescribeTable'],
    queues: { handoff: ['GetQueueAttributes'], 'call-events': ['GetQueueAttributes'] },
  }),
  'handoff-worker': fn('handoff-worker', 10, WAITED_FOR, {
    table: ['GetItem', 'Query', 'PutItem'],
    queues: { handoff: SEND },
  }),
  'call-events-worker': fn('call-events-worker', 10, IN_TIME, {
    table: ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem'],
    queues: { handoff: SEND, 'call-events': SEND, crm: SEND },
  }),
  'crm-worker': fn('crm-worker', 10, IN_TIME, { table: ['GetItem', 'PutItem'] }),
} as const satisfies Record<string, FunctionSpec>;
export type FunctionName = keyof typeof functions;
export const functionNames = Object.keys(functions).filter((name): name is FunctionName => name in functions);

/** Something for each function, by its name. */
export const byFunction = <T>(make: (name: FunctionName) => T): Record<FunctionName, T> =>
  // Every name is among them; only the type of `fromEntries` has forgotten it.
  Object.fromEntries(functionNames.map((name) => [name, make(name)])) as Record<FunctionName, T>;

/** Twice more after a failed connection, a time-out and any 5xx (Twilio: webhook connection overrides). */
const AGAIN = '#rc=2&rp=ct,rt,5xx';

export const routes: readonly RouteSpec[] = [
  {
    method: 'POST',
    path: '/webhook/vapi',
    function: 'vapi-webhook',
    paste: { output: 'VapiServerUrl', where: 'Vapi: Server URL of the assistant (or of the organization)' },
  },
  {
    method: 'POST',
    path: '/webhook/twilio/assignment',
    function: 'twilio-assignment',
    paste: {
      output: 'TwilioWorkflowAssignmentUrl',
      where: 'Twilio TaskRouter: Assignment callback URL of the workflow',
    },
  },
  {
    method: 'POST',
    path: '/webhook/twilio/assignment/fallback',
    function: 'twilio-assignment-fallback',
    paste: {
      output: 'TwilioWorkflowFallbackUrl',
      where: 'Twilio TaskRouter: Fallback assignment callback URL of the workflow',
    },
  },
  {
    method: 'POST',
    path: '/webhook/twilio/events',
    function: 'twilio-events',
    paste: {
      output: 'TwilioWorkspaceEventUrl',
      where: 'Twilio TaskRouter: Event callback URL of the workspace',
      overrides: AGAIN,
    },
  },
  {
    method: 'POST',
    path: '/webhook/twilio/status',
    function: 'twilio-status',
    paste: {
      output: 'TwilioNumberStatusUrl',
      where: 'Twilio Voice: Call status changes of the phone number (POST)',
      overrides: AGAIN,
    },
  },
  { method: 'POST', path: '/twiml/agent', function: 'twiml-agent' },
  { method: 'POST', path: '/twiml/agent/decision', function: 'twiml-agent-decision' },
  { method: 'POST', path: '/twiml/caller', function: 'twiml-caller' },
  { method: 'POST', path: '/twiml/wait', function: 'twiml-wait' },
  { method: 'GET', path: '/agent/{token}', function: 'agent-page' },
  { method: 'GET', path: '/agent/{token}/data', function: 'agent-page' },
  {
    method: 'GET',
    path: '/health',
    function: 'health',
    paste: { output: 'HealthUrl', where: 'An uptime check of your own' },
  },
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
  'call-events': {
    env: 'CALL_EVENTS_QUEUE_URL',
    worker: 'call-events-worker',
    // What waits together of one call is written together; nothing waits for company.
    batchSize: 10,
    // Enough for a thousand events a second; more would only race each other for the records of the same calls.
    maxConcurrency: 10,
    visibilitySeconds: 60,
    maxReceives: 5,
    retentionSeconds: 4 * DAY,
    deadLetterRetentionSeconds: 14 * DAY,
  },
  crm: {
    env: 'CRM_QUEUE_URL',
    worker: 'crm-worker',
    batchSize: 1,
    maxConcurrency: 5,
    // A hook that is down gets an hour: twelve tries, five minutes apart.
    visibilitySeconds: 300,
    maxReceives: 12,
    retentionSeconds: 4 * DAY,
    deadLetterRetentionSeconds: 14 * DAY,
  },
} as const satisfies Record<string, QueueSpec>;
export type QueueName = keyof typeof queues;
export const queueNames = Object.keys(queues).filter((name): name is QueueName => name in queues);

export const table = {
  env: 'TABLE_NAME',
  partitionKey: 'pk',
  sortKey: 'sk',
  ttlAttribute: 'expiresAt',
} as const;

export const limits = {
  /**
   * Requests a second for the whole API, and how many may come at one moment. A call in which somebody speaks sends
   * about five events a second; a storm beyond this gets 429 and leaves the account's other functions their concurrency.
   */
  throttle: { ratePerSecond: 1000, burst: 1000 },
  /** API Gateway's own limit on a request body, in bytes. */
  maxBodyBytes: 10 * 1024 * 1024,
} as const;
