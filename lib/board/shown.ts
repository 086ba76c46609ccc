import { type Called, type Facts, talkMsOf, waitMsOf } from '../handoff/record/facts.ts';
import { withoutNumbers } from '../language/secrets/telephone-numbers.ts';
import type { HandoffRow, Waiting, WithAgent } from './data.ts';
import type { Going } from './ports.ts';

/** A moment as JSON has it. */
export const instant = (at: number): string => new Date(at).toISOString();

const SHOWN_DIGITS = 4;
/** Fewer digits are no number that somebody could be called at. */
const FEWEST_DIGITS = 7;

/** A number but for its last four digits; `null` for an address that is none. */
export function hiddenNumber(caller: string | undefined): string | null {
  const digits = /^\+?\d+$/.test(caller ?? '') ? (caller ?? '').replace('+', '') : '';
  return digits.length < FEWEST_DIGITS ? null : `•••• ${digits.slice(-SHOWN_DIGITS)}`;
}

/** A clipped text may end in the middle of a number. */
const OPEN_NUMBER = /[\d\s().+-]{4,}…$/u;

/** A text with the telephone numbers in it partly hidden; `null` where there is none. */
export function hiddenIn(text: string | null | undefined): string | null {
  if (text === undefined || text === null) return null;
  const pieces = withoutNumbers(text.replace(OPEN_NUMBER, ' …'));
  return pieces.map((piece) => (piece.is === 'text' ? piece.text : piece.hidden)).join('');
}

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
  return { ...waitingOf(going), agent: facts.agent ?? null, since: instant(since) };
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
    agent: facts.agent ?? null,
    name: hiddenIn(called?.name),
    caller: hiddenNumber(called?.caller),
    reason: hiddenIn(called?.reason),
    waitSeconds: seconds(waitMsOf(facts)),
    talkSeconds: seconds(talkMsOf(facts)),
    strategy: facts.strategy,
    pageUrl: pageUrl ?? null,
  };
}
