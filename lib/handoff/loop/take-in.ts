import type { Clock } from '../../base/clock.ts';
import type { Count, Log } from '../../base/telemetry.ts';
import { decide } from '../machine/decide.ts';
import type { HandoffQueue, HandoffStore } from '../ports/store.ts';
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
  const { store, queue, clock } = ports;
  const settled = await saveHere(message, { ...ports, store, clock }).catch(() => undefined);
  if (settled !== undefined) {
    ports.count(`received_${settled}`);
    return settled;
  }
  await queue.send([{ message, delaySeconds: 0 }]);
  ports.count('received_queued');
  return 'queued';
};

/** The loser of a race reads again once: cheaper than a trip through the queue. */
const ROUNDS = 2;

const saveHere = async (
  { callId, event }: HandoffMessage,
  ports: HandoffPorts,
): Promise<'unchanged' | 'saved' | undefined> => {
  const { store, clock } = ports;
  for (let round = 0; round < ROUNDS; round += 1) {
    const loaded = await store.load(callId);
    const decision = decide(loaded, callId, event, clock());
    if (decision.is === 'call-over') {
      if ((await store.markCallOver(callId, loaded.version)) === 'saved') return 'saved';
      continue;
    }
    if (decision.follow !== undefined) return undefined;
    if (decision.is === 'unchanged') {
      ports.count(`event_${decision.why}`);
      return 'unchanged';
    }
    const before = loaded.is === 'handoff' ? loaded.handoff : undefined;
    const owed = new Set(before?.effects.map((effect) => effect.id));
    if (decision.handoff.effects.some((effect) => !owed.has(effect.id))) return undefined;
    if ((await store.save(decision.handoff, loaded.version)) === 'lost') continue;
    reportMove(before, decision.handoff, ports);
    return 'saved';
  }
  return undefined;
};
