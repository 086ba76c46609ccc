import type { Capability } from './kinds.ts';

/** Tasks for which nobody waits on the line: callbacks and reviews. */
export const followup = {
  functions: {
    'followup-worker': { pace: 'in-time', timeoutSeconds: 10, table: ['GetItem', 'PutItem', 'UpdateItem'] },
  },
  queues: {
    followups: {
      env: 'FOLLOWUP_QUEUE_URL',
      worker: 'followup-worker',
      batchSize: 1,
      // Few, so that a rush of callbacks leaves TaskRouter's rate limit to the handoffs.
      maxConcurrency: 5,
      // Longer than the lease of a task that is made once (45 s).
      visibilitySeconds: 60,
      // Nobody waits on the line: a TaskRouter that is down gets half an hour.
      maxReceives: 30,
      dead: {
        what: 'Callbacks or reviews have not become tasks for half an hour; they wait in the dead-letter queue.',
        article: 'dead-letters',
      },
      late: {
        atLeast: 300,
        what: 'Callbacks and reviews wait longer than five minutes to become tasks; no caller waits with them.',
      },
    },
  },
} as const satisfies Capability;
