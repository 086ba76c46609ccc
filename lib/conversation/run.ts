import { requestIdOf } from '../base/ids.ts';
import { oweAs } from '../outbox/effect.ts';
import { type Capability, type Decided, workOff } from '../outbox/loop.ts';
import { ENOUGH_ROUNDS, loadDecideSave } from '../outbox/save.ts';
import { type Call, type CallWork, languageOf, RULES, unheardCall } from './call.ts';
import { afterWork, perform } from './effects.ts';
import type { CallEvent, CallMessage } from './events.ts';
import { type Listening, observe } from './observe.ts';
import type { CallPorts, LoadedCall, WorkResult } from './ports.ts';
import { dueRule, type Standing } from './rules.ts';
import type { Turn } from './turns.ts';

/** As long as a model takes to call the tool for it: then the wish needs no rule (the second request changes nothing). */
export const GRACE_MS = 2_000;

/** A wish that the rest of its sentence took back, before anybody was asked, asks for nobody. */
const withoutTakenBack = (call: Call, standing: Standing, { rules }: Listening, now: number): Call => {
  const asking = call.effects.find(
    ({ work, claim, notBefore }) =>
      work.kind === 'request-handoff' &&
      work.rule === 'asked-for-human' &&
      claim === undefined &&
      notBefore > now,
  );
  if (asking === undefined) return call;
  const last = call.fired.findLastIndex(({ rule }) => rule === 'asked-for-human');
  const unfired = { ...call, fired: call.fired.filter((_each, nth) => nth !== last) };
  if (dueRule(unfired, rules, standing, now)?.rule === 'asked-for-human') return call;
  return { ...unfired, effects: call.effects.filter((effect) => effect !== asking) };
};

/** Owes the handoff that a rule asks for, if one does (C3). `language` is the team's. */
const ruled = (
  heard: Call,
  standing: Standing,
  listening: Listening,
  now: number,
  language: string,
): Call => {
  const { rules } = listening;
  const call = withoutTakenBack(heard, standing, listening, now);
  const due = dueRule(call, rules, standing, now, languageOf(call) ?? language);
  if (due === undefined) return call;
  const fired = [...call.fired, { rule: due.rule, at: now }].slice(-RULES.length);
  const requestId = requestIdOf(call.callId, `rule ${due.rule}`, now);
  const work: CallWork = { kind: 'request-handoff', requestId, ...due };
  const from = due.rule === 'asked-for-human' ? now + GRACE_MS : now;
  return oweAs<CallWork, Call>({ ...call, fired }, requestId, work, now, from);
};

/**
 * Takes in what Vapi told of one call, oldest first; without an event it runs what the call still owes. One read and
 * at most two writes for an event that owes nothing. Throws when table or queue are down.
 */
export const handleCall = (
  callId: string,
  events: readonly CallEvent[],
  listening: Listening,
  ports: CallPorts,
  receives = 1,
): Promise<void> => {
  const inOrder = events.toSorted((a, b) => a.at - b.at);
  const capability: Capability<LoadedCall, Call, CallWork, WorkResult, CallMessage> = {
    recordOf: ({ call }) => call,
    decide: (loaded, now) => heard(callId, inOrder, loaded, listening, now, ports),
    perform: (call, { effect }) => perform(call, effect, ports),
    afterResult: (call, effect, result, now) => afterWork(call, effect, result, listening, now),
    reportEffect: (call, { effect }, result) => report(call, effect.work, result, ports),
    reportMove: (before, after) => reportRule(before, after, ports),
    // A caller may wait for any of it.
    isPatient: () => false,
    rounds: 60,
    // The longest effect takes 7 s, and the function has 10.
    beginWithinMs: 2_000,
    wakeUp: () => ({ callId }),
    // An attempt that died may have put something off and sent no message for it.
    isWakeUp: events.length === 0 || receives > 1,
  };
  return workOff(callId, ports, capability);
};

/** What takes in an event without acting on it. */
export type KeepingPorts = Pick<CallPorts, 'store' | 'clock' | 'log' | 'count' | 'language'>;

/**
 * Takes in an event that the queue did not take: what follows from it is saved, what that owes stands in the record as
 * due, and the sweeper brings it to the queue when that is back. Throws what the table throws.
 */
export const keepEvent = (
  callId: string,
  event: CallEvent,
  listening: Listening,
  ports: KeepingPorts,
): Promise<void> =>
  loadDecideSave<LoadedCall, void>(ports.store, callId, ENOUGH_ROUNDS, (loaded) => {
    const { record, before, report } = heard(callId, [event], loaded, listening, ports.clock(), ports);
    const won = () => report?.();
    if (record === undefined || record === loaded.call) return { outcome: undefined, won };
    return {
      outcome: undefined,
      save: async () => {
        await before?.();
        return ports.store.save(record, loaded.version);
      },
      won() {
        won();
        reportRule(loaded.call, record, ports);
      },
    };
  });

const NEVER = Number.POSITIVE_INFINITY;

/** No call is longer than 12 hours (Vapi: maxDurationSeconds): what came a day ago is of one that has ended. */
const OLDEST_MS = 86_400_000;

/** What is told of a call that is over. */
const AFTER_THE_CALL: readonly CallEvent['what']['is'][] = ['ended', 'reported', 'handoff-ended'];

/**
 * Events of an ended call are dropped (C5), but not what came before its end and was still in the queue: the last
 * words of a caller who hung up. Each time is compared with the end by its own clock: when it came with when our
 * webhook noted the end (`notedAt`), when it happened with when Vapi says that the call ended.
 */
const isDropped = (
  { what, at, receivedAt }: CallEvent,
  { over }: Call,
  notedAt: number | undefined,
  now: number,
): boolean => {
  const isLate = receivedAt > (notedAt ?? NEVER) || at > (over?.at ?? NEVER);
  return !AFTER_THE_CALL.includes(what.is) && (isLate || receivedAt < now - OLDEST_MS);
};

/**
 * The call after these events, and what a rule asks for. The new utterances are stored before the record: where its
 * save is lost they are known by their own keys.
 */
function heard(
  callId: string,
  events: readonly CallEvent[],
  { call: found, overAt, standing }: LoadedCall,
  listening: Listening,
  now: number,
  { store, count, log, language }: Pick<KeepingPorts, 'store' | 'count' | 'log' | 'language'>,
): Decided<Call, CallMessage> {
  const before = found ?? unheardCall(callId);
  let call = before;
  const turns: Turn[] = [];
  let dropped = 0;
  for (const event of events) {
    if (isDropped(event, call, overAt, now)) {
      dropped += 1;
      continue;
    }
    const observed = observe(call, event, listening, now);
    call = observed.call;
    turns.push(...observed.turns);
  }
  const isOver = overAt !== undefined || call.over !== undefined;
  const kept = events.length - dropped;
  const [turn, ...more] = turns;
  return {
    record:
      found === undefined && call === before
        ? undefined
        : isOver
          ? call
          : ruled(call, standing, listening, now, language),
    ...(turn && { before: () => store.append(callId, [turn, ...more]).then(() => 'saved' as const) }),
    report() {
      count('call_event_dropped', dropped);
      count('call_event_kept', kept);
      if (dropped > 0) log.info('events of an ended call dropped', { callId, count: dropped });
      const { unknownEffects } = call;
      if (unknownEffects === undefined) return;
      log.warn('effects of another version', { callId, count: unknownEffects.length });
      count('call_effect_unknown', unknownEffects.length);
    },
  };
}

/** One log line and one count for a rule that fired; the words that fired it are in neither. */
const reportRule = (
  before: Call | undefined,
  { callId, fired }: Call,
  { log, count }: Pick<CallPorts, 'log' | 'count'>,
): void => {
  const last = fired.at(-1);
  if (last === undefined || last.at === before?.fired.at(-1)?.at) return;
  log.info('rule', { callId, reason: last.rule });
  count(`rule_${last.rule}`);
};

const report = (
  { callId }: Call,
  { kind }: CallWork,
  result: WorkResult,
  { log }: Pick<CallPorts, 'log'>,
): void => {
  const bad = result.is === 'refused' || result.is === 'not-done' || result.is === 'unsure';
  const fields = { callId, effect: kind, event: result.is, ...(bad ? { reason: result.reason } : {}) };
  if (bad) log.warn('effect', fields);
  else log.info('effect', fields);
};
