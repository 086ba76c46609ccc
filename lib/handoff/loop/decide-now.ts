import { needingMessage } from '../../outbox/claims.ts';
import { isMore } from '../../outbox/effect.ts';
import { ENOUGH_ROUNDS, loadDecideSave } from '../../outbox/save.ts';
import { decide } from '../machine/decide.ts';
import { isPatient } from '../machine/steps.ts';
import type { Loaded } from '../ports/store.ts';
import type { HandoffEvent } from '../record/events.ts';
import type { Handoff } from '../record/handoff.ts';
import { savingMove } from './save-move.ts';
import type { HandoffPorts } from './take-in.ts';

/**
 * Decides on an event whose sender is told at once what came of it: saved here and now, and whatever is owed has a
 * message before this returns, also when the event is a repetition; where the queue is away, the record alone says what
 * is owed. `event` may be computed from the record; `undefined` leaves the record unchanged. Returns the record after
 * the event; undefined where there is no handoff of ours. Throws when the table cannot be reached.
 */
export const decideNow = async (
  callId: string,
  event: HandoffEvent | ((handoff: Handoff) => HandoffEvent | undefined),
  { store, queue, clock, log, count }: HandoffPorts,
): Promise<Handoff | undefined> => {
  let first: Handoff | undefined;
  type Kept = { handoff: Handoff; version: number };
  const kept = await loadDecideSave<Loaded, Kept | undefined>(store, callId, ENOUGH_ROUNDS, (loaded) => {
    if (loaded.is !== 'handoff') return { outcome: undefined };
    const { handoff: before, version } = loaded;
    // A later round may find a save of our own whose answer was lost: what that owes has no message yet.
    first ??= before;
    const happened = typeof event === 'function' ? event(before) : event;
    if (happened === undefined) return { outcome: { handoff: before, version } };
    const decision = decide(loaded, callId, happened, clock());
    if (decision.is !== 'changed') {
      const isOurs = decision.is === 'unchanged' && decision.why !== 'foreign';
      return { outcome: isOurs ? { handoff: before, version } : undefined };
    }
    const after = decision.handoff;
    return {
      outcome: { handoff: after, version: version + 1 },
      ...savingMove(before, after, version, { store, log, count }),
    };
  });
  if (kept === undefined) return undefined;
  const { handoff } = kept;
  const now = clock();
  if (isMore(needingMessage(handoff, isPatient, now), first) || isDue(handoff, now)) {
    const { handoffId } = handoff;
    const message = { callId, handoffId, event: { type: 'resume' }, stored: kept } as const;
    // The decision is kept, and what it owes stands in the record: without a queue the sweeper finds it.
    await queue
      .send([{ message, delaySeconds: 0 }])
      .catch(() => log.warn('queue away', { callId, handoffId }));
  }
  return handoff;
};

/** Whether an effect is due and free. What is put off, or held by a live claim, has a message already. */
const isDue = ({ effects }: Handoff, now: number): boolean =>
  effects.some(({ notBefore, claim }) => notBefore <= now && (claim === undefined || claim.until <= now));
