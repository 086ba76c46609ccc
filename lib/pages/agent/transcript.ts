import { callerAway } from '../../handoff/machine/end.ts';
import type { Handoff } from '../../handoff/record/handoff.ts';
import { strategyOf } from '../../handoff/strategies/index.ts';
import { html, type Safe } from '../kit/html.ts';
import { timeOf } from '../kit/time.ts';
import type { AgentView } from './view.ts';

/** Whether what is said can still come to the page. `when` is said after "The transcript ended". */
export type Transcript = { is: 'live' } | { is: 'ended'; when: string; at?: number };

const MOVED: Readonly<Partial<Record<string, string>>> = {
  'caller moved to queue': 'when the caller was put into the queue',
  'caller moved to conference': 'when the caller was moved to the agent',
};

/** The moment, of the newest that the record keeps, in which the caller's leg left the assistant. */
export const movedIn = ({ timeline }: Handoff): { at: number; what: string } | undefined =>
  timeline.findLast(({ what }) => MOVED[what] !== undefined);

/** When agent and caller were last seen to be together, where the record still knows. */
export const connectedAt = ({ progress, timeline }: Handoff): number | undefined =>
  progress.state === 'connected' ? progress.since : timeline.findLast(({ what }) => what === 'connected')?.at;

/** An assistant hears nothing of a leg that was moved away: its call is over (H12). */
const withMove = (handoff: Handoff): Transcript | undefined => {
  const moved = movedIn(handoff);
  const { progress } = handoff;
  const isAway = progress.state === 'ended' ? moved !== undefined : callerAway(handoff).is === 'yes';
  const talked = strategyOf(handoff).seenIn === 'legs' ? connectedAt(handoff) : undefined;
  if (!isAway && talked === undefined) return undefined;
  const when = MOVED[moved?.what ?? ''] ?? 'when the caller left the assistant';
  const at = moved?.at ?? talked;
  return { is: 'ended', when, ...(at === undefined ? {} : { at }) };
};

export const transcriptOf = ({ handoff, call, conversation }: AgentView): Transcript => {
  const moved = withMove(handoff);
  if (moved !== undefined) return moved;
  const { progress } = handoff;
  // An agent to whom Vapi has moved the caller may talk with them still.
  const put =
    progress.state !== 'ended' || progress.outcome === 'completed' || progress.outcome === 'transferred';
  const when = put ? 'when the assistant’s call ended' : 'when the call ended';
  if (call.over !== undefined) {
    return { is: 'ended', when, ...(call.over.at > 0 ? { at: call.over.at } : {}) };
  }
  if (progress.state === 'ended') return handoff.callOver ? { is: 'ended', when } : { is: 'live' };
  // Vapi has moved the caller, and keeps its call for as long as it likes: its words show whether it still listens.
  const since = progress.state === 'connected' ? progress.since : undefined;
  const listens = since === undefined || (conversation.at(-1)?.at ?? since) > since;
  return listens ? { is: 'live' } : { is: 'ended', when: 'when the caller was put through', at: since };
};

/** Says that nothing more will be written down; empty while words still come. */
export const transcriptNote = (view: AgentView): Safe | undefined => {
  const transcript = transcriptOf(view);
  if (transcript.is === 'live') return undefined;
  const { when, at } = transcript;
  return at === undefined
    ? html`The transcript ended ${when}.`
    : html`The transcript ended ${when}, at ${timeOf(at, view.team.timeZone)}.`;
};
