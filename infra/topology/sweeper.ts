import type { Capability } from './kinds.ts';

/** What looks after records whose message was lost. */
export const sweeper = {
  functions: {
    sweeper: {
      pace: 'all-the-time',
      // It looks every second for a minute, and leaves the last pass 8 s: the next one has begun by then.
      timeoutSeconds: 70,
      readsLists: true,
      // A callback or a review that is overdue: what was asked for goes into its message.
      table: ['GetItem'],
      sends: ['handoff', 'call-events', 'followups', 'tools', 'outbound'],
      everyMinute: true,
    },
  },
} as const satisfies Capability;
