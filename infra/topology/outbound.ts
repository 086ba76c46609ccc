import { type Capability, RECEIVES, REDELIVERED_AFTER_SECONDS } from './kinds.ts';

/** Calls that the team's own systems ask for. */
export const outbound = {
  functions: {
    'outbound-calls': {
      pace: 'in-time',
      timeoutSeconds: 10,
      table: ['GetItem', 'PutItem', 'UpdateItem'],
      sends: ['outbound'],
      routes: [
        {
          method: 'POST',
          path: '/outbound/calls',
          caller: 'key',
          answers: 'one call is taken in: `{"call": {"id", "status", "dueAt"?}}`',
          paste: { output: 'OutboundCallsUrl', where: 'Your own systems that ask for calls' },
        },
        {
          method: 'GET',
          path: '/outbound/calls/{id}',
          caller: 'key',
          answers: 'what became of a call',
        },
        {
          method: 'POST',
          path: '/outbound/calls/{id}/cancel',
          caller: 'key',
          answers: 'a call that rings nobody yet is taken back',
        },
      ],
    },
    'do-not-call': {
      pace: 'in-time',
      timeoutSeconds: 10,
      table: ['GetItem', 'PutItem', 'UpdateItem'],
      routes: [
        {
          method: 'POST',
          path: '/outbound/do-not-call',
          caller: 'key',
          answers: 'numbers that nobody calls any more',
        },
        {
          method: 'GET',
          path: '/outbound/do-not-call/{number}',
          caller: 'key',
          answers: '`{"listed": true}`, since when and why',
        },
        {
          method: 'DELETE',
          path: '/outbound/do-not-call/{number}',
          caller: 'key',
          answers: 'a number may be called again',
        },
      ],
    },
    'outbound-worker': {
      pace: 'in-time',
      timeoutSeconds: 20,
      table: ['GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem'],
      sends: ['outbound'],
    },
  },
  queues: {
    outbound: {
      env: 'OUTBOUND_QUEUE_URL',
      worker: 'outbound-worker',
      batchSize: 1,
      maxConcurrency: 10,
      // Longer than the lease of an effect (12 s) and than the worker may run.
      visibilitySeconds: REDELIVERED_AFTER_SECONDS + 5,
      maxReceives: RECEIVES,
      dead: {
        what: 'Messages of the outbound queue failed for good: outbound calls wait in its dead-letter queue.',
        article: 'dead-letters',
      },
      late: {
        atLeast: 300,
        what: 'Messages of the outbound queue wait longer than five minutes: outbound calls are late.',
      },
    },
  },
} as const satisfies Capability;
