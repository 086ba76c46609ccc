import type { Handoff, Outcome } from '../../../lib/handoff/record/handoff.ts';
import { agentOf } from '../../../lib/pages/agent/status.ts';

/** `now`: somebody is waited for. */
export type Tone = 'now' | 'good' | 'poor' | 'over';
export type Standing = { words: string; tone: Tone };

const ENDED: Readonly<Record<Outcome, Standing>> = {
  completed: { words: 'They have talked', tone: 'good' },
  transferred: { words: 'Put through', tone: 'good' },
  no_agent: { words: 'Nobody was free', tone: 'poor' },
  caller_left: { words: 'The caller left', tone: 'over' },
  canceled: { words: 'Taken back', tone: 'over' },
  bridge_failed: { words: 'Could not be joined', tone: 'poor' },
  task_failed: { words: 'No agent could be asked', tone: 'poor' },
};

/** Where a handoff is, with the agent whom it is about. */
export function standingOf(handoff: Handoff): Standing {
  const { progress } = handoff;
  const agent = agentOf(handoff) ?? 'an agent';
  switch (progress.state) {
    case 'requested':
      return { words: 'Asking for an agent', tone: 'now' };
    case 'queued':
      return { words: 'Waiting for an agent', tone: 'now' };
    case 'offered':
      return { words: `${progress.agentLeg === undefined ? 'Offered to' : 'Ringing'} ${agent}`, tone: 'now' };
    case 'bridging':
      return { words: `Being joined with ${agent}`, tone: 'now' };
    case 'connected':
      return { words: `Talking with ${agent}`, tone: 'good' };
    case 'ended':
      return ENDED[progress.outcome];
  }
}

/** How long the caller waited, or waits since; all in milliseconds. */
export function waitOf({ progress, timeline, request }: Handoff): { since: number } | { ms: number } {
  const reached = (state: string) => timeline.findLast(({ what }) => what === state)?.at;
  const joinedAt = reached('connected');
  if (joinedAt !== undefined) return { ms: joinedAt - request.requestedAt };
  if (progress.state !== 'ended') return { since: request.requestedAt };
  // A transfer of Vapi's shows no moment at which the agent answered.
  const talked = progress.outcome === 'completed' || progress.outcome === 'transferred';
  return { ms: ((talked ? reached('bridging') : undefined) ?? progress.at) - request.requestedAt };
}
