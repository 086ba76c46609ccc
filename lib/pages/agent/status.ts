import { isRungByUs, offersOf } from '../../handoff/machine/offers.ts';
import { isTaken, isWindowOpen } from '../../handoff/machine/steps.ts';
import type { Handoff } from '../../handoff/record/handoff.ts';
import { strategyOf } from '../../handoff/strategies/index.ts';
import { afterwards, callIsOver, outcomeOf } from './outcome.ts';
import type { AgentView } from './view.ts';
import { agentNamed, type Words } from './words.ts';

/** One sentence that says what is going on now. Agents are named: anybody may have been given the link. */
export const statusOf = ({ handoff }: AgentView): Words => {
  const { progress } = handoff;
  const agent = agentNamed(agentOf(handoff), 'an agent');
  if (isTaken(handoff)) return ['An agent has taken the call'];
  switch (progress.state) {
    case 'requested':
      return [handoff.taskNo === 1 ? 'Asking for an agent' : 'Asking for another agent'];
    case 'queued':
      if (deadlineOf(handoff)?.isOver === true) return ['Looking whether an agent has just taken it'];
      return [offersOver(handoff) === 0 ? 'Waiting for an agent' : 'Waiting for the next agent'];
    case 'offered':
      if (!isRungByUs(handoff, progress.reservation.agent)) {
        return ['Offered to ', agent, strategyOf(handoff).agentsInFlex ? ' in Flex' : ''];
      }
      return [progress.agentLeg === undefined ? 'About to ring ' : 'Ringing ', agent];
    case 'bridging':
      // An agent whom Vapi rings is rung only now; one whom we rang has taken the call already.
      if (strategyOf(handoff).agentRungBy === 'us') return ['Connecting ', agent, ' with the caller'];
      return progress.begunAt === undefined
        ? ['About to ring ', agent]
        : ['Putting the caller through to ', agent];
    case 'connected':
      return [agentNamed(agentOf(handoff), 'An agent'), ' is connected with the caller'];
    case 'ended':
      return outcomeOf(handoff, progress);
  }
};

const OFFER_OVER = 'offer over: ';

/** How many offers were not taken. One that TaskRouter made again to the same agent at once is no other offer. */
const offersOver = ({ timeline }: Handoff): number =>
  timeline.filter(({ what }) => what.startsWith(OFFER_OVER) && what !== `${OFFER_OVER}offered anew`).length;

const notTaken = (count: number): string =>
  count === 1 ? '1 offer before was not taken' : `${count} offers before were not taken`;

/** What else is known of what is going on now, each in a few words. */
export const detailsOf = (view: AgentView): Words[] => {
  const { handoff } = view;
  const { progress } = handoff;
  const details: Words[] = [];
  if (progress.state === 'ended') {
    const after = afterwards(view, progress);
    if (after !== undefined) details.push([after]);
    const named = progress.outcome === 'caller_left' ? agentOf(handoff) : undefined;
    if (named !== undefined) details.push(['The call was on its way to ', agentNamed(named, 'an agent')]);
    return details;
  }
  if (isTaken(handoff)) return [['Which one is not known yet']];
  const over = offersOver(handoff);
  if (over > 0) details.push([notTaken(over)]);
  const [, first, ...more] = progress.state === 'offered' ? offersOf(handoff) : [];
  if (first !== undefined) {
    const others = more.length === 0 ? '' : ` and ${more.length} more`;
    details.push(['Offered to ', agentNamed(first.agent.name, 'another agent'), `${others} too`]);
  }
  return details;
};

/** What the agent who is offered the call does to take it. */
export type ToDo = { is: 'keys' } | { is: 'words'; words: string };

/** Only an agent whom we ring is asked for a key (H12). */
export const toDo = (handoff: Handoff): ToDo | undefined => {
  const { progress } = handoff;
  const strategy = strategyOf(handoff);
  if (isTaken(handoff)) return undefined;
  switch (progress.state) {
    case 'offered':
      if (isRungByUs(handoff, progress.reservation.agent)) return { is: 'keys' };
      return strategy.agentsInFlex
        ? { is: 'words', words: 'Accept the task in Flex to take the caller.' }
        : undefined;
    case 'bridging':
      return {
        is: 'words',
        words:
          strategy.agentRungBy === 'us'
            ? 'Stay on the line: the caller is being brought in.'
            : 'Answer the phone: no key has to be pressed.',
      };
    default:
      return undefined;
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
  if (progress.state === 'ended' || isTaken(handoff)) return undefined;
  return progress.state === 'connected'
    ? { says: 'Talking', since: progress.since }
    : { says: 'Waiting', since: request.requestedAt };
};

/**
 * Until when an agent can take the call; undefined once one has taken it. `isOver`: the window has ended, and
 * TaskRouter is asked whether somebody took it a moment before.
 */
export const deadlineOf = (handoff: Handoff): { at: number; isOver: boolean } | undefined => {
  const { state } = handoff.progress;
  const waits = state === 'requested' || state === 'queued' || state === 'offered';
  return waits && !isTaken(handoff) ? { at: handoff.deadline, isOver: !isWindowOpen(handoff) } : undefined;
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

/** The reservation that the call is offered by, or was taken with. */
export const offerOf = ({ progress }: Handoff): string | undefined =>
  'reservation' in progress ? progress.reservation?.sid : undefined;
