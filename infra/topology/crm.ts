import type { Capability } from './kinds.ts';

/** One summary of each call, and an event for each handoff that ends, to the team's CRM. */
export const crm = {
  functions: {
    'crm-worker': { pace: 'in-time', timeoutSeconds: 10, table: ['GetItem', 'PutItem'] },
  },
  queues: {
    crm: {
      env: 'CRM_QUEUE_URL',
      worker: 'crm-worker',
      batchSize: 1,
      maxConcurrency: 5,
      // A hook that is down gets an hour: twelve tries, five minutes apart.
      visibilitySeconds: 300,
      maxReceives: 12,
      dead: {
        what: 'The CRM hook has not taken summaries of calls or events of handoffs for an hour; they wait in the dead-letter queue.',
        article: 'crm-hook',
      },
      // Above the hour of a hook that is down: so old a message was never tried.
      late: {
        atLeast: 4500,
        what: 'Summaries of calls or events of handoffs have waited for 75 minutes and nobody takes them: the worker is off or does not keep up.',
      },
    },
  },
} as const satisfies Capability;
