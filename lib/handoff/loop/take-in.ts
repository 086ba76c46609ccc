import type { Clock } from '../../base/clock.ts';
import type { Count, Log } from '../../base/telemetry.ts';
import { RefusedForGood } from '../../base/trouble.ts';
import { needingMessage } from '../../outbox/claims.ts';
import { isMore } from '../../outbox/effect.ts';
import { ENOUGH_ROUNDS, loadDecideSave } from '../../outbox/save.ts';
import { decide } from '../machine/decide.ts';
import type { Follow } from '../machine/decision.ts';
import { isPatient } from '../machine/steps.ts';
import { type HandoffQueue, type HandoffStore, handoffOf, type Loaded } from '../ports/store.ts';
import type { HandoffMessage } from '../record/events.ts';
import type { HandoffMetric } from '../record/metrics.ts';
import { savingMove } from './save-move.ts';

export type HandoffPorts<More extends string = never> = {
  store: HandoffStore;
  queue: HandoffQueue;
  clock: Clock;
  log: Log;
  count: Count<HandoffMetric | More>;
};

/**
 * Takes in an event at the webhook. What changes nothing is done with; what changes the record and owes nothing
 * that needs a message is saved here; what owes an effect, loses a race or finds no table goes to the worker, and
 * where there is no queue it is kept in the table. One read spares the four requests of a trip through the queue for
 * most of what the platforms send. Throws when neither the table nor the queue took it, so that the sender retries
 * (H4); and what is refused for good, which nobody retries.
 */
export const saveOrQueue = async (
  message: HandoffMessage,
  ports: HandoffPorts,
): Promise<'unchanged' | 'saved' | 'queued' | 'kept'> => {
  const here = await saveHere(message, ports).catch((error: unknown): Here => {
    // The worker would ask for the same.
    if (error instanceof RefusedForGood) throw error;
    return { is: 'for-the-worker' };
  });
  if (here.is !== 'for-the-worker') {
    ports.count(`received_${here.is}`);
    return here.is;
  }
  const { stored, follow } = here;
  const onward = follow
    ? { message: { ...message, event: follow.event }, delaySeconds: follow.delaySeconds }
    : { message: stored ? { ...message, stored } : message, delaySeconds: 0 };
  try {
    await ports.queue.send([onward]);
  } catch (error) {
    await keep(message, ports, error);
    ports.count('received_kept');
    return 'kept';
  }
  ports.count('received_queued');
  return 'queued';
};

/**
 * Takes in a message that the queue did not take: what follows from it is saved here, what that owes stands in the
 * record as due, and the sweeper brings it to the queue when that is back. Either of table and queue is enough to
 * accept work. Throws `noQueue` where there is nothing that a record could hold, and what the table throws.
 */
export const keep = (
  { callId, event }: HandoffMessage,
  { store, clock, log, count }: Pick<HandoffPorts, 'store' | 'clock' | 'log' | 'count'>,
  noQueue: unknown,
): Promise<void> =>
  loadDecideSave(store, callId, ENOUGH_ROUNDS, (loaded) => {
    const decision = decide(loaded, callId, event, clock());
    if (decision.is === 'call-over') {
      return { outcome: undefined, save: () => store.markCallOver(callId, loaded.version) };
    }
    if (decision.is === 'put-off') throw noQueue;
    if (decision.is === 'unchanged') return { outcome: undefined };
    const move = savingMove(handoffOf(loaded), decision.handoff, loaded.version, { store, log, count });
    return { outcome: undefined, ...move };
  });

/** The loser of a race reads again once: cheaper than a trip through the queue. */
const ROUNDS = 2;

type Here =
  | { is: 'unchanged' | 'saved' }
  /** With what was read, and with the event that comes later in its place. */
  | { is: 'for-the-worker'; stored?: HandoffMessage['stored']; follow?: Follow };

const saveHere = (
  { callId, event }: HandoffMessage,
  { store, clock, log, count }: HandoffPorts,
): Promise<Here> =>
  loadDecideSave<Loaded, Here>(store, callId, ROUNDS, (loaded) => {
    const { version } = loaded;
    const now = clock();
    const decision = decide(loaded, callId, event, now);
    if (decision.is === 'call-over') {
      return { outcome: { is: 'saved' }, save: () => store.markCallOver(callId, version) };
    }
    const before = handoffOf(loaded);
    if (decision.is === 'put-off') return { outcome: { is: 'for-the-worker', follow: decision.follow } };
    if (decision.is === 'unchanged') {
      return { outcome: { is: 'unchanged' }, won: () => count(`event_${decision.why}`) };
    }
    const { handoff } = decision;
    if (isMore(needingMessage(handoff, isPatient, now), before)) {
      return { outcome: { is: 'for-the-worker', ...(before && { stored: { handoff: before, version } }) } };
    }
    return { outcome: { is: 'saved' }, ...savingMove(before, handoff, version, { store, log, count }) };
  });
