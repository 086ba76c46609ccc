import type { Strategy } from './strategy.ts';

/** The caller waits in TaskRouter's queue, which makes the task; agents take them out of it, in Flex or by telephone. */
export const enqueue = {
  callerWaits: 'in-queue',
  callerMayBeAway: ['requested', 'queued', 'offered', 'bridging', 'connected'],
  taskWork: ({ handoffId, taskNo }) => ({ kind: 'move-caller', to: { is: 'queue', handoffId, taskNo } }),
  agentRungBy: 'us',
  rings: (address) => !address.startsWith('client:'),
  agentsInFlex: true,
  taking: { is: 'from-queue' },
  conference: () => undefined,
  seenIn: 'legs',
} satisfies Strategy;
