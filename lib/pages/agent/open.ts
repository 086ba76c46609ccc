import type { AgentLink } from '../../base/signed-link.ts';
import type { StoredUtterance } from '../../base/utterance.ts';
import type { Call } from '../../conversation/call.ts';
import type { ToolNote } from '../../handoff/briefing/tool-notes.ts';
import type { Loaded } from '../../handoff/ports/store.ts';
import type { Handoff } from '../../handoff/record/handoff.ts';
import { strategyOf } from '../../handoff/strategies/index.ts';
import type { NotShown } from './not-shown.ts';
import type { AgentView, Team } from './view.ts';

export type PagePorts = {
  readCall(callId: string): Promise<{ call: Call | undefined; overAt: number | undefined; handoff: Loaded }>;
  readConversation(callId: string): Promise<readonly StoredUtterance[]>;
  /** What tools looked up or did in the call, the oldest first. */
  toolNotes(callId: string): Promise<readonly ToolNote[]>;
  clock: () => number;
  team: Team;
};

export type Opened = { is: 'view'; view: AgentView } | Extract<NotShown, { is: 'not-there' | 'replaced' }>;

/** What a team's settings say about its pages; without a time zone of its own, times are UTC. */
export const teamOf = (settings: {
  OPENING_HOURS?: { timeZone: string } | undefined;
  CUSTOMER_URL?: string | undefined;
}): Team => ({
  timeZone: settings.OPENING_HOURS?.timeZone ?? 'UTC',
  ...(settings.CUSTOMER_URL === undefined ? {} : { customerUrl: settings.CUSTOMER_URL }),
});

/** What the page of a link shows. All reads at once. Throws `Unavailable`. */
export const agentView =
  ({ readCall, readConversation, toolNotes, clock, team }: PagePorts) =>
  async ({ callId, handoffId }: AgentLink): Promise<Opened> => {
    const [{ call, overAt, handoff: loaded }, conversation, notes] = await Promise.all([
      readCall(callId),
      readConversation(callId),
      toolNotes(callId),
    ]);
    if (loaded.is !== 'handoff') return { is: 'not-there' };
    const { handoff } = loaded;
    if (handoff.handoffId !== handoffId) return otherOf(handoff, handoffId);
    const view = {
      handoff,
      conversation,
      notes,
      call: { ...aboutOf(call), ...overOf(call, overAt, handoff) },
      team,
      now: clock(),
    };
    return { is: 'view', view };
  };

/** The call has another handoff in the place of the one that is asked for. */
const otherOf = ({ history }: Handoff, handoffId: string): Opened => {
  const past = history.find((one) => one.handoffId === handoffId);
  // The newest few are remembered. One that is not among them may still be on its way.
  return past === undefined
    ? { is: 'not-there' }
    : { is: 'replaced', ended: { outcome: past.outcome, at: past.at } };
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
