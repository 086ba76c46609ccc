import type { Capability } from './kinds.ts';

/** Whether the service and what it stands on are there. */
export const health = {
  functions: {
    health: {
      pace: 'in-time',
      timeoutSeconds: 5,
      table: ['DescribeTable'],
      watchesQueues: true,
      routes: [
        {
          method: 'GET',
          path: '/health',
          caller: 'public',
          answers:
            '`{"status":"healthy", ...}`; 503 when the table or a queue is down; at most 5 seconds old',
          paste: { output: 'HealthUrl', where: 'An uptime check of your own' },
        },
      ],
    },
  },
} as const satisfies Capability;
