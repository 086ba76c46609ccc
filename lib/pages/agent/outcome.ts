import type { Handoff, Outcome, Progress } from '../../handoff/record/handoff.ts';
import { strategyOf } from '../../handoff/strategies/index.ts';
import { connectedAt, movedIn } from './transcript.ts';
import type { AgentView } from './view.ts';
import { agentNamed, type Words } from './words.ts';

/** What became of the handoff, in a word or two: for the end of the timeline. */
export const OUTCOME_WORDS: Readonly<Record<Outcome, string>> = {
  completed: 'completed',
  transferred: 'put through',
  no_agent: 'no agent took it',
  caller_left: 'the caller left',
  canceled: 'taken back',
  bridge_failed: 'could not be joined',
  task_failed: 'no agent could be asked',
};

type Ended = Extract<Progress, { state: 'ended' }>;

/** Vapi's and Twilio's words for a caller who has hung up. */
const HUNG_UP = /^customer-ended-call|hang-?up/i;

/** Every other end of a call is called `caller_left` too: a silence, a fault, a limit of time. */
const beforeTheTalk = ({ reason }: Ended): string =>
  HUNG_UP.test(reason)
    ? 'The caller hung up before an agent was connected'
    : 'The call ended before an agent was connected';

const takenBackBy = ({ reason }: Ended): string => {
  const [, by] = /^taken back by the (caller|assistant)$/.exec(reason) ?? [];
  return by === undefined
    ? 'The wish for an agent was taken back'
    : `The ${by} has taken the wish for an agent back`;
};

/** Without a moment in which they were joined a transfer of Vapi's is `completed` by the list of transfers in the report. */
function isReported(handoff: Handoff): boolean {
  return strategyOf(handoff).seenIn === 'vapi-call';
}

/** How the handoff ended: nothing that its record does not know. */
export const outcomeOf = (handoff: Handoff, progress: Ended): Words => {
  const name = progress.reservation?.agent.name;
  switch (progress.outcome) {
    case 'completed':
      if (connectedAt(handoff) !== undefined || isReported(handoff)) {
        return [agentNamed(name, 'An agent'), ' has talked with the caller'];
      }
      return progress.reservation === undefined
        ? ['An agent took the call']
        : ['The caller was put through to ', agentNamed(name, 'an agent')];
    case 'transferred':
      return ['The caller was put through to ', agentNamed(name, 'an agent')];
    case 'no_agent':
      return ['No agent took the call'];
    case 'caller_left':
      return [beforeTheTalk(progress)];
    case 'canceled':
      return [takenBackBy(progress)];
    case 'bridge_failed':
      return [agentNamed(name, 'An agent'), ' and the caller could not be connected'];
    case 'task_failed':
      return ['No agent could be asked'];
  }
};

/** Where a caller is who was brought back: their own leg had left the assistant, who gets a call of its own for them. */
const broughtBack = ({ effects, timeline }: Handoff): string | undefined => {
  const was = (what: string) => timeline.some((moment) => moment.what === what);
  const owes = (to: 'assistant' | 'goodbye') =>
    effects.some(({ work }) => work.kind === 'move-caller' && work.to.is === to);
  if (was('caller moved to goodbye')) {
    return was('callback requested')
      ? 'The caller was told goodbye, and that somebody calls back'
      : 'The caller was told goodbye';
  }
  if (was('caller moved to assistant')) {
    return 'The caller went back to an assistant, in a call of its own that is not shown here';
  }
  if (owes('goodbye')) return 'The caller is being told goodbye';
  const returning = owes('assistant') || effects.some(({ work }) => work.kind === 'open-assistant');
  return returning ? 'The caller is being brought back to an assistant' : undefined;
};

export const callIsOver = ({ handoff, call }: AgentView): boolean =>
  call.over !== undefined || handoff.callOver;

/** Where the caller is after the end, as far as that is known. */
export const afterwards = (view: AgentView, { outcome }: Ended): string | undefined => {
  const { handoff } = view;
  const back = broughtBack(handoff);
  if (back !== undefined) return back;
  switch (outcome) {
    case 'completed':
      if (connectedAt(handoff) !== undefined) return undefined;
      return isReported(handoff) ? 'As Vapi’s report of the call says' : 'Whether they talked is not known';
    case 'transferred':
      return 'Whether they talked is not known';
    case 'caller_left':
      return undefined;
    default: {
      // Of a leg that was moved the assistant's call says nothing.
      const over = movedIn(handoff) === undefined ? callIsOver(view) : handoff.callOver;
      return over ? 'The call has ended' : 'The assistant goes on with the caller';
    }
  }
};
