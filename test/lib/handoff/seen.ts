import type { Decision } from '../../../lib/handoff/decision.ts';
import type { Effect, Handoff, Outcome, State } from '../../../lib/handoff/handoff.ts';

/** A decision in words: where the handoff is, how it ended, what it owes, and what it sends to itself. */
export type Seen = {
  is: string;
  state?: State;
  outcome?: Outcome;
  owes?: string[];
  follow?: string;
};

const inWords = ({ work }: Effect): string => {
  switch (work.kind) {
    case 'create-task':
      return `create the task of ${work.handoffId}/${work.try}`;
    case 'bridge':
      return `bridge ${work.reservation.sid}`;
    case 'look-at-call':
      return `look at the call (${work.why})`;
    case 'tell-caller':
      return `say ${work.sentence}`;
    case 'close-task':
      return `${work.how} ${work.taskSid ?? `whatever task ${work.handoffId}/${work.try} has`}`;
  }
};

export const owes = (record: Handoff): string[] => record.effects.map(inWords);

export const seen = (decision: Decision): Seen => {
  if (decision.is === 'call-over') return { is: 'call-over' };
  const { follow } = decision;
  const later = follow === undefined ? {} : { follow: `${follow.event.type} in ${follow.delaySeconds} s` };
  if (decision.is === 'unchanged') return { is: decision.why, ...later };
  const { progress } = decision.handoff;
  const outcome = progress.state === 'ended' ? { outcome: progress.outcome } : {};
  return { is: 'changed', state: progress.state, ...outcome, owes: owes(decision.handoff), ...later };
};

export const LATE: Seen = { is: 'late' };
export const REPEATED: Seen = { is: 'repeated' };
export const goes = (state: State, ...owing: string[]): Seen => ({ is: 'changed', state, owes: owing });
export const ends = (outcome: Outcome, ...owing: string[]): Seen => ({
  is: 'changed',
  state: 'ended',
  outcome,
  owes: owing,
});
export const later = (expected: Seen, follow: string): Seen => ({ ...expected, follow });

/** The expectation as the end of a test's name. */
export const phrase = ({ is, state, outcome, owes: owing = [], follow }: Seen): string => {
  const what =
    state === undefined
      ? `is ${is === 'call-over' ? 'kept as the end of the call' : is}`
      : `makes it ${state}${outcome === undefined ? '' : ` as ${outcome}`}`;
  const todo = owing.length === 0 ? '' : `, owing ${owing.join(' and ')}`;
  return `${what}${todo}${follow === undefined ? '' : `, then ${follow}`}`;
};
