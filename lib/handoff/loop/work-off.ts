import type { Clock } from '../../base/clock.ts';
import type { Delayed } from '../../base/queue.ts';
import type { Count, Log, Time } from '../../base/telemetry.ts';
import { TooContended } from '../../base/trouble.ts';
import { type Claimed, claim, wakeAt } from '../../outbox/claims.ts';
import { type EffectPorts, perform } from '../effects/perform.ts';
import { decide } from '../machine/decide.ts';
import type { Follow } from '../machine/decision.ts';
import { afterEffect } from '../machine/results.ts';
import type { EffectResult } from '../ports/results.ts';
import type { HandoffQueue, HandoffStore } from '../ports/store.ts';
import type { HandoffMessage } from '../record/events.ts';
import type { Handoff, Work } from '../record/handoff.ts';
import type { HandoffMetric, HandoffTiming } from '../record/metrics.ts';
import { reportDecision, reportEffect, reportMove } from './log-moves.ts';

export type RunPorts = EffectPorts & {
  store: HandoffStore;
  queue: HandoffQueue;
  clock: Clock;
  /** A fresh name for whoever claims effects in this invocation. */
  newOwner: () => string;
  log: Log;
  count: Count<HandoffMetric>;
  time: Time<HandoffTiming>;
};

/**
 * After this long no further effects are begun: the longest one may still take its client's timeouts, and the
 * function has 10 seconds. What is left is woken by a message of its own.
 */
const BEGIN_WITHIN_MS = 1_500;
/** Every lost race means that somebody else has moved the record on, so a few rounds are plenty. */
const MAX_ROUNDS = 20;

/** `found` is the record as this invocation first loaded it. */
type Held = { handoff: Handoff; found: Handoff | undefined; version: number; claimed: Claimed<Work>[] };

/**
 * The one loop behind every message: load, decide, save with the claims of what is due,
 * act, record what came of it, until nothing is due. Returning means that the message may be deleted: what is
 * still pending has a message of its own by then. Throws when the table or the queue cannot be reached.
 */
export const handle = async (message: HandoffMessage, ports: RunPorts): Promise<void> => {
  const started = ports.clock();
  const owner = ports.newOwner();
  const follows: Follow[] = [];
  let held = await apply(message, owner, ports, follows);
  while (held !== undefined && held.claimed.length > 0) {
    const { handoff, claimed } = held;
    const results = await Promise.all(
      claimed.map(async (each) => ({ each, result: await perform(handoff, each, ports) })),
    );
    for (const { each, result } of results) reportEffect(handoff, each, result, ports);
    const mayBegin = ports.clock() - started < BEGIN_WITHIN_MS;
    held = await record(held, results, owner, mayBegin, ports);
  }
  const later: Delayed<HandoffMessage>[] = follows.map((follow) => ({
    message: { ...message, event: follow.event },
    delaySeconds: follow.delaySeconds,
  }));
  // A message that came to look after what is pending looks after all of it.
  const before = message.event.type === 'resume' ? undefined : held?.found;
  const wake = held === undefined ? undefined : wakeAt(held.handoff, before, ports.clock());
  if (held !== undefined && wake !== undefined) {
    const delaySeconds = Math.min(900, Math.max(0, Math.ceil((wake - ports.clock()) / 1000)));
    const { callId, handoffId } = held.handoff;
    later.push({ message: { callId, handoffId, event: { type: 'resume' } }, delaySeconds });
  }
  if (later.length > 0) await ports.queue.send(later);
};

/** Decides on the event and claims what is due, both in one guarded write. */
const apply = async (
  message: HandoffMessage,
  owner: string,
  ports: RunPorts,
  follows: Follow[],
): Promise<Held | undefined> => {
  const { callId, event } = message;
  const { store, clock } = ports;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const now = clock();
    const loaded = await store.load(callId);
    const decision = decide(loaded, callId, event, now);
    follows.length = 0;
    if (decision.is === 'call-over') {
      if ((await store.markCallOver(callId, loaded.version)) === 'lost') continue;
      reportDecision(message, undefined, 'call-over', ports);
      return undefined;
    }
    if (decision.follow !== undefined) follows.push(decision.follow);
    const before = loaded.is === 'handoff' ? loaded.handoff : undefined;
    const handoff = decision.is === 'changed' ? decision.handoff : before;
    const noted = decision.is === 'changed' ? 'changed' : decision.why;
    if (handoff === undefined) {
      reportDecision(message, undefined, noted, ports);
      return undefined;
    }
    const next = claim(handoff, owner, now);
    const { version } = loaded;
    if (decision.is === 'unchanged' && next.claimed.length === 0) {
      reportDecision(message, handoff, noted, ports, before);
      return { handoff, found: before, version, claimed: [] };
    }
    if ((await store.save(next.record, version)) === 'lost') continue;
    reportDecision(message, next.record, noted, ports, before);
    return { handoff: next.record, claimed: next.claimed, found: before, version: version + 1 };
  }
  throw new TooContended(`no save was won in ${MAX_ROUNDS} rounds`);
};

/** Writes down what came of the effects, and claims what they brought, in one guarded write. */
const record = async (
  held: Held,
  results: { each: Claimed<Work>; result: EffectResult }[],
  owner: string,
  mayBegin: boolean,
  ports: RunPorts,
): Promise<Held | undefined> => {
  const { store, clock } = ports;
  const { found } = held;
  let { handoff, version } = held;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const now = clock();
    let after = handoff;
    for (const { each, result } of results) after = afterEffect(after, each.effect, result, now);
    const next = mayBegin ? claim(after, owner, now) : { record: after, claimed: [] };
    if (next.record === handoff) return { handoff, found, version, claimed: [] };
    if ((await store.save(next.record, version)) === 'saved') {
      reportMove(handoff, next.record, ports);
      return { handoff: next.record, claimed: next.claimed, found, version: version + 1 };
    }
    const loaded = await store.load(handoff.callId);
    if (loaded.is !== 'handoff') return undefined;
    ({ handoff, version } = loaded);
  }
  throw new TooContended(`no result was saved in ${MAX_ROUNDS} rounds`);
};
