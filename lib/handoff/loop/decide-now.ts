import { TooContended } from '../../base/trouble.ts';
import { decide } from '../machine/decide.ts';
import type { HandoffEvent } from '../record/events.ts';
import type { Handoff } from '../record/handoff.ts';
import { reportMove } from './log-moves.ts';
import type { HandoffPorts } from './take-in.ts';

const ROUNDS = 5;

/**
 * Decides on an event whose sender is told at once what came of it: saved here and now, and whatever is owed has a
 * message before this returns, also when the event is a repetition. What the event is may depend on the record; none
 * leaves it as it is. Gives the record after the event; undefined
 * where there is no handoff of ours. Throws when the table or the queue cannot be reached.
 */
export const decideNow = async (
  callId: string,
  event: HandoffEvent | ((handoff: Handoff) => HandoffEvent | undefined),
  ports: HandoffPorts,
): Promise<Handoff | undefined> => {
  const { handoff, owesMore } = await saved(callId, event, ports);
  if (handoff !== undefined && (owesMore || isDue(handoff, ports.clock()))) {
    const { handoffId } = handoff;
    await ports.queue.send([{ message: { callId, handoffId, event: { type: 'resume' } }, delaySeconds: 0 }]);
  }
  return handoff;
};

/** Something is to be done now, and nobody is at it. What is put off, or is being done, has a message already. */
const isDue = ({ effects }: Handoff, now: number): boolean =>
  effects.some(({ notBefore, claim }) => notBefore <= now && (claim === undefined || claim.until <= now));

const saved = async (
  callId: string,
  eventOf: Parameters<typeof decideNow>[1],
  { store, clock, log, count }: HandoffPorts,
): Promise<{ handoff?: Handoff; owesMore: boolean }> => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const loaded = await store.load(callId);
    if (loaded.is !== 'handoff') return { owesMore: false };
    const event = typeof eventOf === 'function' ? eventOf(loaded.handoff) : eventOf;
    if (event === undefined) return { handoff: loaded.handoff, owesMore: false };
    const decision = decide(loaded, callId, event, clock());
    if (decision.is === 'call-over') return { owesMore: false };
    if (decision.is === 'unchanged') {
      return decision.why === 'foreign' ? { owesMore: false } : { handoff: loaded.handoff, owesMore: false };
    }
    if ((await store.save(decision.handoff, loaded.version)) === 'lost') continue;
    reportMove(loaded.handoff, decision.handoff, { log, count });
    const owed = new Set(loaded.handoff.effects.map(({ id }) => id));
    return { handoff: decision.handoff, owesMore: decision.handoff.effects.some(({ id }) => !owed.has(id)) };
  }
  throw new TooContended(`no save was won in ${ROUNDS} rounds`);
};
