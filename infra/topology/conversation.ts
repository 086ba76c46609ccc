import { type Capability, RECEIVES, REDELIVERED_AFTER_SECONDS } from './kinds.ts';

/** What Vapi tells about a talk, and what follows from it. */
export const conversation = {
  functions: {
    'call-events-worker': {
      pace: 'in-time',
      timeoutSeconds: 10,
      table: ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem'],
      sends: ['handoff', 'call-events', 'followups', 'crm'],
    },
  },
  queues: {
    'call-events': {
      env: 'CALL_EVENTS_QUEUE_URL',
      worker: 'call-events-worker',
      // What waits together of one call is written together; nothing waits for company.
      batchSize: 10,
      // Enough for a thousand events a second; more would only race each other for the records of the same calls.
      maxConcurrency: 10,
      visibilitySeconds: REDELIVERED_AFTER_SECONDS,
      maxReceives: RECEIVES,
      dead: {
        what: 'Messages of the call-events queue failed for good: parts of conversations wait in its dead-letter queue.',
        article: 'dead-letters',
      },
      late: {
        atLeast: 300,
        what: 'Messages of the call-events queue wait longer than five minutes: escalation rules fire late, and agents read an old conversation.',
      },
    },
  },
} as const satisfies Capability;
