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
    'campaign-page': {
      pace: 'in-time',
      timeoutSeconds: 10,
      table: ['GetItem'],
      readsLists: true,
      routes: [
        {
          method: 'GET',
          path: '/campaign/{token}',
          caller: 'link',
          answers:
            'the page of a campaign: progress, pace, outcomes, who waits for what; 403 for a wrong or expired link, 404 for a good one whose campaign is no longer kept',
        },
        {
          method: 'GET',
          path: '/campaign/{token}/data',
          caller: 'link',
          answers: 'the same as JSON: status, and the sections that the page shows',
        },
      ],
    },
    'board-page': {
      pace: 'in-time',
      timeoutSeconds: 10,
      table: ['BatchGetItem', 'Query'],
      readsLists: true,
      routes: [
        {
          method: 'GET',
          path: '/board/{token}',
          caller: 'link',
          answers:
            'the board: what is going on, the figures of the day, the handoffs of the past; 403 for a wrong or expired link',
        },
        {
          method: 'GET',
          path: '/board/{token}/data',
          caller: 'link',
          answers:
            'the same as JSON: who waits, who talks, the agents, the figures, and the sections that the page shows',
        },
        {
          method: 'GET',
          path: '/board/{token}/handoffs',
          caller: 'link',
          answers:
            'handoffs by day, outcome, department, agent or words, the newest first, 50 at a time; 422 names the field of a wrong search',
        },
        {
          method: 'GET',
          path: '/board/{token}/handoffs.csv',
          caller: 'link',
          answers:
            'the whole search as CSV, at most 10,000 rows; 422 where its days are too many to be looked through',
        },
      ],
    },
  },
} as const satisfies Capability;
