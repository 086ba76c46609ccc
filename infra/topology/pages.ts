import type { Capability } from './kinds.ts';

/** What people look at in a browser. */
export const pages = {
  functions: {
    'agent-page': {
      pace: 'in-time',
      timeoutSeconds: 5,
      table: ['BatchGetItem', 'Query'],
      routes: [
        {
          method: 'GET',
          path: '/agent/{token}',
          caller: 'link',
          answers:
            'the page that says who is calling and why; 403 for a wrong or expired link, 404 for a good one without a handoff (looks again by itself)',
        },
        {
          method: 'GET',
          path: '/agent/{token}/data',
          caller: 'link',
          answers: 'the same as JSON: state, outcome, and the sections that the page shows',
        },
      ],
    },
  },
} as const satisfies Capability;
