import type { Strategy } from './strategy.ts';

/** Vapi rings the agent and forwards its call. Needs nothing at Twilio but TaskRouter. */
export const vapiTransfer = {
  callerWaits: 'with-assistant',
  callerMayBeAway: [],
  taskWork: ({ handoffId, taskNo }) => ({ kind: 'create-task', handoffId, taskNo }),
  agentRungBy: 'vapi',
  rings: () => false,
  agentsInFlex: false,
  taking: { is: 'accepted', join: (_, reservation) => ({ kind: 'bridge', reservation }) },
  conference: () => undefined,
  seenIn: 'vapi-call',
} satisfies Strategy;
