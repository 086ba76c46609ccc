import type { Handoff, Outcome } from '../../handoff/record/handoff.ts';
import { strategyOf } from '../../handoff/strategies/index.ts';
import type { AgentView } from './view.ts';

/** What became of the handoff, in a word or two: for the end of the timeline. */
export const OUTCOME_WORDS: Readonly<Record<Outcome, string>> = {
  completed: 'completed',
  transferred: 'put through',
  no_agent: 'nobody was free',
  caller_left: 'the caller left',
  canceled: 'taken back',
  bridge_failed: 'could not be joined',
  task_failed: 'no agent could be asked',
};

const OVER: Readonly<Record<Outcome, string>> = {
  completed: 'The call has ended: you have talked with the caller',
  transferred: 'The call has ended: the caller was put through to you',
  no_agent: 'The call has ended: nobody was free',
  caller_left: 'The call has ended: the caller hung up before you were connected',
  canceled: 'The call has ended: the wish for an agent was taken back',
  bridge_failed: 'The call has ended: you and the caller could not be connected',
  task_failed: 'The call has ended: no agent could be asked',
};

/** The handoff is over, and the caller talks to the assistant. */
const GOES_ON: Readonly<Record<Outcome, string>> = {
  ...OVER,
  no_agent: 'Nobody was free: the assistant goes on with the caller',
  canceled: 'Taken back: the caller stays with the assistant',
  bridge_failed: 'You could not be connected: the assistant goes on with the caller',
  task_failed: 'No agent could be asked: the assistant goes on with the caller',
};

/** The caller, whose leg had left the assistant, gets one back in a call of its own. */
const comesBack = ({ effects, timeline }: Handoff): boolean =>
  effects.some(
    ({ work }) =>
      work.kind === 'open-assistant' || (work.kind === 'move-caller' && work.to.is === 'assistant'),
  ) || timeline.some(({ what }) => what === 'caller moved to assistant');

const callIsOver = ({ handoff, call }: AgentView): boolean => call.over !== undefined || handoff.callOver;

/** One sentence that says what is going on now. */
export const statusOf = (view: AgentView): string => {
  const { handoff } = view;
  const { progress } = handoff;
  switch (progress.state) {
    case 'requested':
      return 'Asking for an agent';
    case 'queued':
      return 'Waiting for an agent';
    case 'offered':
      if (progress.agentLeg !== undefined) return 'Ringing you';
      return progress.reservation.agent.number === undefined ? 'Offered to you in Flex' : 'Offered to you';
    case 'bridging':
      // An agent whom Vapi rings is rung only now; one whom we rang has taken the call already.
      if (strategyOf(handoff).agentRungBy === 'us') return 'Connecting you with the caller';
      return progress.begunAt === undefined ? 'Ringing you' : 'Put through to you';
    case 'connected':
      return 'You are connected';
    case 'ended': {
      const over = callIsOver(view) && !comesBack(handoff);
      return (over ? OVER : GOES_ON)[progress.outcome];
    }
  }
};

/** When the present state began, in milliseconds since 1970. */
export const sinceOf = ({ progress, timeline, request }: Handoff): number => {
  switch (progress.state) {
    case 'bridging':
    case 'connected':
      return progress.since;
    case 'ended':
      return progress.at;
    default:
      return timeline.findLast(({ what }) => what === progress.state)?.at ?? request.requestedAt;
  }
};

export type Clock = { says: 'Waiting' | 'Talking'; since: number };

/** What the running clock counts: the caller's whole wait, then the talk. None after the end. */
export const clockFor = (handoff: Handoff): Clock | undefined => {
  const { progress, request } = handoff;
  if (progress.state === 'ended') return undefined;
  return progress.state === 'connected'
    ? { says: 'Talking', since: progress.since }
    : { says: 'Waiting', since: request.requestedAt };
};

/** A page of an ended handoff is followed for so long, where nothing says that the call is over. */
const FOLLOWED_MS = 10 * 60_000;

/** Whether anything on the page may still change: nothing that is owed is left, and the call is over. */
export const isLive = (view: AgentView): boolean => {
  const { progress, effects } = view.handoff;
  if (progress.state !== 'ended') return true;
  const settled = callIsOver(view) && effects.length === 0;
  return !settled && view.now - progress.at < FOLLOWED_MS;
};

/** The agent who has it, or had it; undefined before the first offer. */
export const agentOf = ({ progress }: Handoff): string | undefined =>
  'reservation' in progress ? progress.reservation?.agent.name : undefined;
