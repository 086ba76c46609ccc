import type { AgentLink } from '../../base/signed-link.ts';
import type { StoredUtterance } from '../../base/utterance.ts';
import type { Call } from '../../conversation/call.ts';
import type { Loaded } from '../../handoff/ports/store.ts';
import type { Handoff } from '../../handoff/record/handoff.ts';
import { strategyOf } from '../../handoff/strategies/index.ts';
import type { AgentView } from './view.ts';

export type PagePorts = {
  readCall(callId: string): Promise<{ call: Call | undefined; overAt: number | undefined; handoff: Loaded }>;
  readConversation(callId: string): Promise<readonly StoredUtterance[]>;
  clock: () => number;
};

/**
 * What the page of a link shows; undefined when its handoff is gone, or another one of the call has taken its place.
 * Both reads at once. Throws `Unavailable`.
 */
export const agentView =
  ({ readCall, readConversation, clock }: PagePorts) =>
  async ({ callId, handoffId }: AgentLink): Promise<AgentView | undefined> => {
    const [{ call, overAt, handoff }, conversation] = await Promise.all([
      readCall(callId),
      readConversation(callId),
    ]);
    if (handoff.is !== 'handoff' || handoff.handoff.handoffId !== handoffId) return undefined;
    return {
      handoff: handoff.handoff,
      conversation,
      call: { ...aboutOf(call), ...overOf(call, overAt, handoff.handoff) },
      now: clock(),
    };
  };

const aboutOf = (call: Call | undefined): AgentView['call'] =>
  call === undefined
    ? {}
    : {
        interruptions: call.interruptions.count,
        ...(call.intent === undefined ? {} : { intent: call.intent.is }),
      };

/**
 * Whether the caller has left. A caller who was moved to an agent by us has left only the assistant: what Vapi says
 * of its call is no news then.
 */
const overOf = (
  call: Call | undefined,
  overAt: number | undefined,
  handoff: Handoff,
): Pick<AgentView['call'], 'over'> => {
  const moved = strategyOf(handoff).seenIn === 'legs' && handoff.progress.state !== 'ended';
  const over = call?.over ?? (overAt === undefined ? undefined : { at: overAt, reason: 'ended' });
  return moved || over === undefined ? {} : { over };
};
