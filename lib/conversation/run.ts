import { requestIdOf } from '../base/ids.ts';
import { TooContended } from '../base/trouble.ts';
import { type Claimed, claim, wakeAt } from '../outbox/claims.ts';
import { oweAs } from '../outbox/effect.ts';
import { type Call, type CallWork, RULES, unheardCall } from './call.ts';
import { afterWork, perform } from './effects.ts';
import type { CallEvent } from './events.ts';
import { type Listening, observe } from './observe.ts';
import type { CallPorts, WorkResult } from './ports.ts';
import { dueRule, type Standing } from './rules.ts';
import type { Turn } from './turns.ts';

/** Every lost race means that somebody else has moved the record on. */
const MAX_ROUNDS = 60;
/** After this long nothing further is begun: the longest of it takes 7 s, and the function has 10. */
const BEGIN_WITHIN_MS = 2_000;
/** As long as a model takes to call the tool for it: then the wish needs no rule (the second request changes nothing). */
export const GRACE_MS = 2_000;

/** Owes the handoff that a rule asks for, if one does (C3). */
const ruled = (call: Call, standing: Standing, { rules }: Listening, now: number): Call => {
  const due = dueRule(call, rules, standing, now);
  if (due === undefined) return call;
  const fired = [...call.fired, { rule: due.rule, at: now }].slice(-RULES.length);
  const requestId = requestIdOf(call.callId, `rule ${due.rule}`, now);
  const work: CallWork = { kind: 'request-handoff', requestId, ...due };
  const from = due.rule === 'asked-for-human' ? now + GRACE_MS : now;
  return oweAs<CallWork, Call>({ ...call, fired }, requestId, work, now, from);
};

/** `found`: the record as it was at first; a save of our own whose answer was lost must not look like somebody else's. */
type Held = { call: Call; found: Call | undefined; version: number; claimed: Claimed<CallWork>[] };

/**
 * Takes in what Vapi told of one call, oldest first: load, observe, store the new utterances, save with the claims of
 * what is due, act, record what came of it. The utterances go first: where the save is lost they are known by their
 * own keys. One read and at most two writes for an event that owes nothing. Throws when table or queue are down.
 */
export const handleCall = async (
  callId: string,
  events: readonly CallEvent[],
  listening: Listening,
  ports: CallPorts,
): Promise<void> => {
  const owner = ports.newOwner();
  const started = ports.clock();
  let held = await apply(callId, events, listening, owner, ports);
  while (held !== undefined && held.claimed.length > 0) {
    const { call, claimed } = held;
    const results = await Promise.all(
      claimed.map(async ({ effect }) => ({ effect, result: await perform(call, effect, ports) })),
    );
    for (const { effect, result } of results) report(call, effect.work, result, ports);
    const mayBegin = ports.clock() - started < BEGIN_WITHIN_MS;
    held = await record(held, results, listening, owner, mayBegin, ports);
  }
  const now = ports.clock();
  const wake =
    held === undefined ? undefined : wakeAt(held.call, events.length === 0 ? undefined : held.found, now);
  if (wake !== undefined) {
    await ports.wake({ callId }, Math.min(900, Math.max(0, Math.ceil((wake - now) / 1000))));
  }
};

const NEVER = Number.POSITIVE_INFINITY;

/** No call is longer than 12 hours (Vapi: maxDurationSeconds): what came a day ago is of one that has ended. */
const OLDEST_MS = 86_400_000;

/**
 * Events of an ended call are dropped (C5), but not what came before its end and was still in the queue: the last
 * words of a caller who hung up.
 */
const isDropped = ({ what, receivedAt }: CallEvent, end: number, now: number): boolean =>
  what.is !== 'ended' && what.is !== 'reported' && (receivedAt > end || receivedAt < now - OLDEST_MS);

const apply = async (
  callId: string,
  events: readonly CallEvent[],
  listening: Listening,
  owner: string,
  ports: CallPorts,
): Promise<Held | undefined> => {
  const { store, clock, count } = ports;
  const inOrder = events.toSorted((a, b) => a.at - b.at);
  let first: { found: Call | undefined } | undefined;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const now = clock();
    const { call: found, version, overAt, standing } = await store.load(callId);
    first ??= { found };
    let call = found ?? unheardCall(callId);
    const turns: Turn[] = [];
    let dropped = 0;
    for (const event of inOrder) {
      if (isDropped(event, Math.min(overAt ?? NEVER, call.over?.at ?? NEVER), now)) {
        dropped += 1;
        continue;
      }
      const observed = observe(call, event, listening, now);
      call = observed.call;
      turns.push(...observed.turns);
    }
    const asked =
      overAt !== undefined || call.over !== undefined ? call : ruled(call, standing, listening, now);
    const next = claim<CallWork, Call>(asked, owner, now);
    const unchanged = found === undefined ? dropped === events.length : next.record === found;
    const [turn, ...more] = turns;
    if (turn !== undefined) await store.append(callId, [turn, ...more]);
    if (!unchanged && (await store.save(next.record, version)) === 'lost') continue;
    count('call_event_dropped', dropped);
    count('call_event_kept', events.length - dropped);
    if (dropped > 0) ports.log.info('events of an ended call dropped', { callId, count: dropped });
    reportRule(found, next.record, ports);
    return unchanged
      ? { call: next.record, ...first, version, claimed: [] }
      : { call: next.record, ...first, version: version + 1, claimed: next.claimed };
  }
  throw new TooContended(`no save was won in ${MAX_ROUNDS} rounds`);
};

/** Writes down what came of the effects, and claims what they brought, in one guarded write. */
const record = async (
  held: Held,
  results: { effect: Claimed<CallWork>['effect']; result: WorkResult }[],
  listening: Listening,
  owner: string,
  mayBegin: boolean,
  { store, clock }: CallPorts,
): Promise<Held | undefined> => {
  let { call, version } = held;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const now = clock();
    const after = results.reduce(
      (one, { effect, result }) => afterWork(one, effect, result, listening, now),
      call,
    );
    const next = mayBegin ? claim<CallWork, Call>(after, owner, now) : { record: after, claimed: [] };
    if ((await store.save(next.record, version)) === 'saved') {
      return { call: next.record, found: held.found, version: version + 1, claimed: next.claimed };
    }
    const loaded = await store.load(call.callId);
    if (loaded.call === undefined) return undefined;
    ({ call, version } = { call: loaded.call, version: loaded.version });
  }
  throw new TooContended(`no result was saved in ${MAX_ROUNDS} rounds`);
};

/** One log line and one count for a rule that fired; the words that fired it are in neither. */
const reportRule = (before: Call | undefined, { callId, fired }: Call, { log, count }: CallPorts): void => {
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
