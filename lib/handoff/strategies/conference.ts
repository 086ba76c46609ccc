import { conferenceName } from '../record/conference.ts';
import type { Strategy } from './strategy.ts';

/** We ring the agent; one who takes the call waits in a conference, to which the caller's leg is moved. */
export const conference = {
  callerWaits: 'with-assistant',
  callerMayBeAway: ['bridging', 'connected'],
  taskWork: ({ handoffId, taskNo }) => ({ kind: 'create-task', handoffId, taskNo }),
  agentRungBy: 'us',
  rings: () => true,
  agentsInFlex: false,
  taking: {
    is: 'accepted',
    join: (handoff) => ({ kind: 'move-caller', to: { is: 'conference', name: conferenceName(handoff) } }),
  },
  conference: conferenceName,
  seenIn: 'legs',
} satisfies Strategy;
