import { expect, it } from 'vitest';
import { decide } from '../../../lib/handoff/machine/decide.ts';
import type { Decision } from '../../../lib/handoff/machine/decision.ts';
import { afterEffect } from '../../../lib/handoff/machine/results.ts';
import type { EffectResult } from '../../../lib/handoff/ports/results.ts';
import type { Loaded } from '../../../lib/handoff/ports/store.ts';
import type { HandoffEvent } from '../../../lib/handoff/record/events.ts';
import type { Effect, Handoff, Outcome, State } from '../../../lib/handoff/record/handoff.ts';
import { CALL_ID, frozen, loaded, T0 } from './given.ts';

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
      return `create the task of ${work.handoffId}/${work.taskNo}`;
    case 'bridge':
      return `bridge ${work.reservation.sid}`;
    case 'look-at-call':
      return `look at the call (${work.why})`;
    case 'await-report':
      return 'await the report';
    case 'tell-caller':
      return `say ${work.sentence}`;
    case 'close-task':
      return `${work.how} ${work.taskSid ?? `whatever task ${work.handoffId}/${work.taskNo} has`}`;
    case 'withdraw-task':
      return `withdraw ${work.taskSid ?? 'whatever task there is'}`;
    case 'tell-assistant':
      return `tell the assistant ${work.outcome}`;
    case 'open-assistant':
      return `open an assistant (${work.outcome})`;
    case 'request-callback':
      return 'ask for a callback';
    case 'announce-end':
      return `announce the end of ${work.handoffId}`;
    case 'keep-facts':
      return `keep the facts of ${work.facts.handoffId}`;
    case 'ring-agent':
      return `ring ${work.reservation.sid}`;
    case 'look-at-agent':
      return `look at the agent of ${work.reservation.sid}`;
    case 'accept-reservation':
      return `accept ${work.reservation.sid}`;
    case 'reject-reservation':
      return `reject ${work.reservationSid}`;
    case 'release-agent':
      return `release ${work.callSid ?? `whatever leg ${work.reservationSid} has`} (${work.why})`;
    case 'move-caller':
      return `move the caller to ${work.to.is}`;
    case 'look-at-legs':
      return `look at the legs (${work.why})`;
  }
};

/** Where two are being joined, or talk, a look in some time is always owed: rounds.test.ts says so, once. */
const isAhead = ({ work, owedSince, notBefore }: Effect): boolean =>
  (work.kind === 'look-at-call' || work.kind === 'look-at-legs') && notBefore >= owedSince + 30_000;

/**
 * An end always has its facts kept, and one that finds the caller away from the assistant announces itself: end.test.ts
 * says so, once.
 */
const isNews = ({ work }: Effect): boolean => work.kind === 'announce-end' || work.kind === 'keep-facts';

export const owes = (record: Handoff): string[] =>
  record.effects.filter((effect) => !isAhead(effect) && !isNews(effect)).map(inWords);

export const seen = (decision: Decision): Seen => {
  if (decision.is === 'call-over') return { is: 'call-over' };
  if (decision.is === 'put-off') {
    const { event, delaySeconds } = decision.follow;
    return { is: 'put-off', follow: `${event.type} in ${delaySeconds} s` };
  }
  if (decision.is === 'unchanged') return { is: decision.why };
  const { progress } = decision.handoff;
  const outcome = progress.state === 'ended' ? { outcome: progress.outcome } : {};
  return { is: 'changed', state: progress.state, ...outcome, owes: owes(decision.handoff) };
};

/** The news of a failure, for a caller who is with the assistant: the assistant knows it too. */
export const BUSY = ['tell the assistant no_agent', 'say busy'];
export const UNJOINED = ['tell the assistant bridge_failed', 'say sorry'];
export const UNASKED = ['tell the assistant task_failed', 'say sorry'];

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

/** What reaches the record: an event, or what came of an effect that somebody had claimed before. */
export type Step = HandoffEvent | { effect: Effect; result: EffectResult };

export type Played = { words: string; owing: string[]; bridges: number; handoff: Handoff };

/** Plays the steps, all at one time, and tells where they lead; nothing may change what it was given. */
export const play = (start: Loaded, at: number, steps: Step[]): Played => {
  let now: Loaded = frozen(structuredClone(start));
  const bridges = new Set<string>();
  for (const step of steps) {
    if ('effect' in step) {
      if (now.is !== 'handoff') throw new Error('there is no record');
      now = loaded(frozen(afterEffect(now.handoff, step.effect, step.result, T0 + at)));
    } else {
      const decision = decide(now, CALL_ID, step, T0 + at);
      if (decision.is === 'changed') now = loaded(frozen(decision.handoff));
      if (decision.is === 'call-over') now = { is: 'call-over', version: 1 };
    }
    for (const each of now.is === 'handoff' ? now.handoff.effects : []) {
      if (each.work.kind === 'bridge') bridges.add(each.id);
    }
  }
  if (now.is !== 'handoff') throw new Error('there is no record');
  const { progress } = now.handoff;
  const words = progress.state === 'ended' ? `ended ${progress.outcome}` : progress.state;
  return { words, owing: owes(now.handoff), bridges: bridges.size, handoff: now.handoff };
};

/** Decides on an event at so many milliseconds after the request. */
export const on = (from: Handoff | Loaded, event: HandoffEvent, at: number) =>
  decide(frozen('is' in from ? from : loaded(from)), CALL_ID, event, T0 + at);

export type Case = [name: string, from: Handoff | Loaded, event: HandoffEvent, at: number, expected: Seen];
/** One test for each row. */
export const check = (cases: Case[]) => {
  for (const [name, from, event, at, expected] of cases) {
    it(name, () => expect(seen(on(from, event, at))).toEqual(expected));
  }
};
