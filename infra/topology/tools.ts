import { type Capability, RECEIVES, REDELIVERED_AFTER_SECONDS } from './kinds.ts';

/** What an assistant looks up or books during the call, in the team's own systems. */
export const tools = {
  functions: {
    'vapi-tools': {
      pace: 'waited-for',
      // The budget of a tool call is 10 s at most.
      timeoutSeconds: 14,
      table: ['GetItem', 'Query', 'PutItem'],
      sends: ['tools', 'call-events'],
      routes: [
        {
          method: 'POST',
          path: '/webhook/vapi/tools',
          caller: 'vapi',
          answers: 'results of tool calls about tickets and appointments',
          paste: {
            output: 'VapiToolsUrl',
            where: 'Vapi: Server URL of the tools for tickets and appointments',
          },
        },
      ],
    },
    'tools-worker': {
      pace: 'waited-for',
      timeoutSeconds: 10,
      table: ['GetItem', 'BatchGetItem', 'Query', 'PutItem'],
      sends: ['tools', 'call-events'],
    },
  },
  queues: {
    tools: {
      env: 'TOOLS_QUEUE_URL',
      worker: 'tools-worker',
      // The caller has been told that it is being checked.
      batchSize: 1,
      maxConcurrency: 20,
      visibilitySeconds: REDELIVERED_AFTER_SECONDS,
      maxReceives: RECEIVES,
      dead: {
        what: 'Tool calls that took longer failed for good and wait in the dead-letter queue of the tools queue.',
        article: 'dead-letters',
      },
      late: {
        atLeast: 60,
        what: 'Messages of the tools queue wait longer than a minute: callers were told that something is being checked, and hear nothing more.',
      },
    },
  },
} as const satisfies Capability;
