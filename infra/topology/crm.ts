import type { Capability } from './kinds.ts';

/** One summary of each call, to the team's CRM. */
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
      // Its messages wait by design and are to be seen only between two tries: their age says nothing.
      dead: {
        what: 'The CRM hook has not taken summaries of calls for an hour; they wait in the dead-letter queue.',
        article: 'crm-hook',
      },
    },
  },
} as const satisfies Capability;
