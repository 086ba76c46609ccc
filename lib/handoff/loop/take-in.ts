import type { Clock } from '../../base/clock.ts';
import type { Count, Log } from '../../base/telemetry.ts';
import { owesMore } from '../../outbox/effect.ts';
import { loadDecideSave } from '../../outbox/save.ts';
import { decide } from '../machine/decide.ts';
import { type HandoffQueue, type HandoffStore, handoffOf } from '../ports/store.ts';
import type { HandoffMessage } from '../record/events.ts';
import type { HandoffMetric } from '../record/metrics.ts';
import { reportMove } from './log-moves.ts';

export type HandoffPorts<More extends string = never> = {
  store: HandoffStore;
  queue: HandoffQueue;
  clock: Clock;
  log: Log;
  count: Count<HandoffMetric | More>;
};

/**
 * Takes in an event at the webhook. What changes nothing is done with; what changes the record and owes nothing
 * is saved here; what owes an effect, loses a race or finds no table goes to the worker. One read spares the
 * four requests of a trip through the queue for most of what the platforms send. Throws when neither the table
 * nor the queue took it, so that the sender retries (H4).
 */
export const saveOrQueue = async (
  message: HandoffMessage,
  ports: HandoffPorts,
): Promise<'unchanged' | 'saved' | 'queued'> => {
  const settled = await saveHere(message, ports).catch(() => undefined);
  if (settled !== undefined) {
    ports.count(`received_${settled}`);
    return settled;
  }
  await ports.queue.send([{ message, delaySeconds: 0 }]);
  ports.count('received_queued');
  return 'queued';
};

/** The loser of a race reads again once: cheaper than a trip through the queue. */
const ROUNDS = 2;

/** Undefined for what goes to the worker. */
const saveHere = (
  { callId, event }: HandoffMessage,
  { store, clock, log, count }: HandoffPorts,
): Promise<'unchanged' | 'saved' | undefined> =>
  loadDecideSave(store, callId, ROUNDS, (loaded) => {
    const { version } = loaded;
    const decision = decide(loaded, callId, event, clock());
    if (decision.is === 'call-over') {
      return { outcome: 'saved', save: () => store.markCallOver(callId, version) };
    }
    if (decision.follow !== undefined) return { outcome: undefined };
    if (decision.is === 'unchanged') {
      return { outcome: 'unchanged', won: () => count(`event_${decision.why}`) };
    }
    const { handoff } = decision;
    const before = handoffOf(loaded);
    if (owesMore(handoff, before)) return { outcome: undefined };
    return {
      outcome: 'saved',
      save: () => store.save(handoff, version),
      won: () => reportMove(before, handoff, { log, count }),
    };
  });
