import { type Called, type Facts, talkMsOf, waitMsOf } from '../handoff/record/facts.ts';
import type { HandoffRow, Waiting, WithAgent } from './data.ts';
import { hiddenIn, hiddenNumber } from './hidden.ts';
import type { Going } from './ports.ts';

/** A moment as JSON has it. */
export const instant = (at: number): string => new Date(at).toISOString();

const seconds = (ms: number | undefined): number | null => (ms === undefined ? null : ms / 1_000);

/** Who wants a colleague, and since when. */
export function waitingOf({ facts, called }: Going): Waiting {
  return {
    id: facts.handoffId,
    callId: called.callId,
    name: hiddenIn(called.name),
    caller: hiddenNumber(called.caller),
    reason: hiddenIn(called.reason),
    department: facts.department ?? null,
    since: instant(facts.askedAt),
  };
}

/** The same with the agent, and since when they are asked, or talk. */
export function withAgentOf(going: Going): WithAgent {
  const { facts } = going;
  const ringing = facts.state === 'offered' ? facts.offeredAt : facts.acceptedAt;
  const since = facts.joinedAt ?? ringing ?? facts.askedAt;
  return { ...waitingOf(going), agent: hiddenIn(facts.agent), since: instant(since) };
}

/** A handoff in a list of those of the past; without `called` nobody knows any more who called. */
export function rowOf(facts: Facts, called: Called | undefined, pageUrl: string | undefined): HandoffRow {
  return {
    id: facts.handoffId,
    callId: called?.callId ?? null,
    at: instant(facts.askedAt),
    endedAt: facts.endedAt === undefined ? null : instant(facts.endedAt),
    state: facts.state,
    outcome: facts.outcome ?? null,
    department: facts.department ?? null,
    agent: hiddenIn(facts.agent),
    name: hiddenIn(called?.name),
    caller: hiddenNumber(called?.caller),
    reason: hiddenIn(called?.reason),
    waitSeconds: seconds(waitMsOf(facts)),
    talkSeconds: seconds(talkMsOf(facts)),
    strategy: facts.strategy,
    pageUrl: pageUrl ?? null,
  };
}
