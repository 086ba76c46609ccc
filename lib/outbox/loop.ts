import type { Clock } from '../base/clock.ts';
import type { Delayed, MessageQueue } from '../base/queue.ts';
import { type Claimed, claim, isAnothers, LONGEST_DELAY_MS, type Patience, wakeAt } from './claims.ts';
import type { Owing, Pending } from './effect.ts';
import { loadDecideSave, type Round } from './save.ts';

/** Where the records are, and what brings the loop back to them. Throws when table or queue are down. */
export type LoopPorts<Loaded, R, Message> = {
  store: {
    load(key: string): Promise<Loaded>;
    /** Saves if the record still has `expectedVersion`. */
    save(record: R, expectedVersion: number): Promise<'saved' | 'lost'>;
  };
  queue: MessageQueue<Message>;
  clock: Clock;
  /** A fresh name for this invocation, which claims effects. */
  newOwner: () => string;
};

/** What a message means for the record that was loaded. */
export type Decided<R, Message> = {
  /** The next record: the very one that was loaded if nothing changes, undefined if there is none. */
  record: R | undefined;
  /** A write that goes before the record's, in each round again; `lost` begins the next round. */
  before?: () => Promise<'saved' | 'lost'>;
  /** Logs and counts, once the decision holds. */
  report?: () => void;
  /** Sent at the end. */
  follow?: Delayed<Message> | undefined;
};

/** What the loop asks a capability about one message. Only `perform`, and `before` of a decision, touch the outside. */
export type Capability<Loaded, R, Work, Result, Message> = {
  recordOf(loaded: Loaded): R | undefined;
  /** What is stored, as far as the message knows: it spares the first read. A save that is lost to it reads. */
  expected?: Loaded | undefined;
  /** The effects for which nobody waits. */
  isPatient: Patience<Work>;
  decide(loaded: Loaded, now: number): Decided<R, Message>;
  /** One attempt at an effect. In doubt it looks at the other side first; what that answers is a result. */
  perform(record: R, claimed: Claimed<Work>): Promise<Result>;
  /** The record after an attempt, even if it no longer owes the effect. */
  afterResult(record: R, effect: Pending<Work>, result: Result, now: number): R;
  /** Logs and counts an attempt. */
  reportEffect(record: R, claimed: Claimed<Work>, result: Result): void;
  /** Logs and counts what a save changed. */
  reportMove(before: R | undefined, after: R): void;
  /** How many saves may be lost: each lost one means that another invocation has moved the record on. */
  rounds: number;
  /** How long a claim keeps others away: longer than the function may run. Left out: `LEASE_MS`. */
  leaseMs?: number;
  /** No further effect is begun after so many ms: the longest one must still end within the function's time-out. */
  beginWithinMs: number;
  /** The message that runs what the record owes. `givenUpBy`: whose claims are void. */
  wakeUp(record: R, givenUpBy?: string): Message;
  /** The invocation that sent this message because it could not record what it had done. */
  givenUpBy?: string | undefined;
  /** Whether this message is one: it looks after all that needs a message, not only after what it put off itself. */
  isWakeUp: boolean;
};

/** What could not be recorded is tried again after as long as a message that failed. */
const GIVE_UP_SECONDS = 1;

/**
 * The one loop behind every message about a record that owes effects: load, decide, save with the claims of what is
 * due, act on all of it at once, record the results, until nothing is due or the time is up. One read and one write
 * go before the first act. Returning means that the message may be deleted: what is still owed has a message of its
 * own by then. Throws when the table or the queue cannot be reached, or when every save is lost; what was done by then
 * and could not be recorded is looked up by the next one at once, and not when the claim has run out.
 */
export async function workOff<
  Loaded extends { version: number },
  R extends Owing<Work>,
  Work,
  Result,
  Message,
>(
  key: string,
  { store, queue, clock, newOwner }: LoopPorts<Loaded, R, Message>,
  capability: Capability<Loaded, R, Work, Result, Message>,
): Promise<void> {
  type Found = { record: R | undefined; version: number };
  type Held = Found & { claimed: Claimed<Work>[] };
  const { rounds, afterResult } = capability;
  const owner = newOwner();
  const began = clock();
  const later: Delayed<Message>[] = [];
  let first: Found | undefined;

  const foundIn = (loaded: Loaded) => ({
    loaded,
    record: capability.recordOf(loaded),
    version: loaded.version,
  });
  const load = async () => {
    const found = foundIn(await store.load(key));
    // A later round may find a save of our own whose answer was lost.
    first ??= found;
    return found;
  };
  const expected = capability.expected && foundIn(capability.expected);

  /** Decides, and claims what is due if it may begin, in one guarded write. */
  const round = (
    found: Found,
    decide: (now: number) => Decided<R, Message>,
    mayBegin: boolean,
  ): Round<Held> => {
    const now = clock();
    const { record, before, report, follow } = decide(now);
    const next =
      record && mayBegin
        ? claim<Work, R>(record, owner, now, capability.givenUpBy, capability.leaseMs)
        : { record, claimed: [] };
    const changed = next.record === found.record ? undefined : next.record;
    return {
      outcome: { ...next, version: changed ? found.version + 1 : found.version },
      async save() {
        if ((await before?.()) === 'lost') return 'lost';
        return changed ? store.save(changed, found.version) : 'saved';
      },
      won() {
        report?.();
        if (changed) capability.reportMove(found.record, changed);
        if (follow) later.push(follow);
      },
    };
  };

  let held = await loadDecideSave(
    { load },
    key,
    rounds,
    (found) => round(found, (now) => capability.decide(found.loaded, now), true),
    expected,
  );
  while (held.record !== undefined && held.claimed.length > 0) {
    const { record, claimed } = held;
    const attempts = claimed.map(async (each) => ({ each, result: await capability.perform(record, each) }));
    const results = await Promise.all(attempts);
    for (const { each, result } of results) capability.reportEffect(record, each, result);
    const mayBegin = clock() - began < capability.beginWithinMs;
    const after = (owing: R | undefined, now: number) =>
      owing &&
      results
        // Another invocation holds it by now: a save of ours that was answered too late has put it off already.
        .filter(({ each }) => !isAnothers(owing, each.effect.id, owner))
        .reduce((one, { each, result }) => afterResult(one, each.effect, result, now), owing);
    const recorded = (found: Found) =>
      round(found, (now) => ({ record: after(found.record, now) }), mayBegin);
    try {
      held = await loadDecideSave({ load }, key, rounds, recorded, held);
    } catch (error) {
      const giveUp = { message: capability.wakeUp(record, owner), delaySeconds: GIVE_UP_SECONDS };
      // Without it the claims run out.
      await queue.send([giveUp]).catch(() => undefined);
      throw error;
    }
  }

  const now = clock();
  const found = capability.isWakeUp ? undefined : (first ?? expected)?.record;
  const wake = held.record && wakeAt<Work>(held.record, found, capability.isPatient, now);
  if (held.record !== undefined && wake !== undefined) {
    const delaySeconds = Math.ceil(Math.min(LONGEST_DELAY_MS, Math.max(0, wake - now)) / 1000);
    later.push({ message: capability.wakeUp(held.record), delaySeconds });
  }
  if (later.length > 0) await queue.send(later);
}
