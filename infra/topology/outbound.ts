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
    'outbound-campaigns': {
      pace: 'in-time',
      // Ten thousand contacts are read and written in one request; API Gateway waits 30 s.
      timeoutSeconds: 29,
      table: ['GetItem', 'BatchGetItem', 'BatchWriteItem', 'Query', 'PutItem'],
      readsLists: true,
      sends: ['outbound'],
      routes: [
        {
          method: 'POST',
          path: '/outbound/campaigns',
          caller: 'key',
          answers:
            'a campaign of up to 10,000 contacts is taken in, as JSON or CSV: `{"campaign", "refused", "pageUrl"}`',
          paste: { output: 'OutboundCampaignsUrl', where: 'Your own systems that run campaigns' },
        },
        {
          method: 'GET',
          path: '/outbound/campaigns',
          caller: 'key',
          answers: 'the campaigns, the newest first',
        },
        {
          method: 'GET',
          path: '/outbound/campaigns/{id}',
          caller: 'key',
          answers: 'how far a campaign is: one number for each status and outcome',
        },
        {
          method: 'GET',
          path: '/outbound/campaigns/{id}/results',
          caller: 'key',
          answers: 'what became of each contact, as CSV',
        },
        {
          method: 'POST',
          path: '/outbound/campaigns/{id}/pause',
          caller: 'key',
          answers: 'no more calls are begun; those under way go on',
        },
        {
          method: 'POST',
          path: '/outbound/campaigns/{id}/resume',
          caller: 'key',
          answers: 'a draft is started, a paused campaign goes on',
        },
        {
          method: 'POST',
          path: '/outbound/campaigns/{id}/cancel',
          caller: 'key',
          answers: 'no more calls are begun, for good',
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
      readsLists: true,
      sends: ['outbound'],
    },
  },
  queues: {
    outbound: {
      env: 'OUTBOUND_QUEUE_URL',
      worker: 'outbound-worker',
      batchSize: 1,
      maxConcurrency: 10,
      // Longer than the lease of an effect (lib/outbound/lease.ts) and than the worker may run.
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
