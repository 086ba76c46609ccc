import { decide } from './decide.ts';
import type { HandoffEvent } from './events.ts';
import type { Handoff } from './handoff.ts';
import { TooContended } from './ports.ts';
import type { ReceivePorts } from './receive.ts';
import { reportMove } from './report.ts';

const ROUNDS = 5;

/**
 * Decides on an event whose sender is told at once what came of it: saved here and now, and whatever is owed has a
 * message before this returns, also when the event is a repetition. What the event is may depend on the record; none
 * leaves it as it is. Gives the record after the event; undefined
 * where there is no handoff of ours. Throws when the table or the queue cannot be reached.
 */
export const settle = async (
  callId: string,
  event: HandoffEvent | ((handoff: Handoff) => HandoffEvent | undefined),
  ports: ReceivePorts,
): Promise<Handoff | undefined> => {
  const handoff = await saved(callId, event, ports);
  if (handoff !== undefined && handoff.effects.length > 0) {
    const { handoffId } = handoff;
    await ports.queue.send([{ message: { callId, handoffId, event: { type: 'resume' } }, delaySeconds: 0 }]);
  }
  return handoff;
};

const saved = async (
  callId: string,
  eventOf: Parameters<typeof settle>[1],
  { store, clock, log, count }: ReceivePorts,
): Promise<Handoff | undefined> => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const loaded = await store.load(callId);
    if (loaded.is !== 'handoff') return undefined;
    const event = typeof eventOf === 'function' ? eventOf(loaded.handoff) : eventOf;
    if (event === undefined) return loaded.handoff;
    const decision = decide(loaded, callId, event, clock());
    if (decision.is === 'call-over') return undefined;
    if (decision.is === 'unchanged') return decision.why === 'foreign' ? undefined : loaded.handoff;
    if ((await store.save(decision.handoff, loaded.version)) === 'lost') continue;
    reportMove(loaded.handoff, decision.handoff, { log, count });
    return decision.handoff;
  }
  throw new TooContended(`no save was won in ${ROUNDS} rounds`);
};
