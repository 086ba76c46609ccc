import { type HandoffStore, handoffOf, type Loaded } from '../handoff/ports/store.ts';
import type { Standing } from '../tools/run/ports.ts';

/** Once an agent is being joined, the caller hears nothing from the assistant's side any more. */
const HANDED_OVER = ['bridging', 'connected'];
const TALKED = ['transferred', 'completed'];

/** Returns where a call is, from what is kept of it: whether its caller is still the assistant's. */
export function standingOf(
  read: (callId: string) => Promise<{ overAt: number | undefined; handoff: Loaded }>,
): (callId: string) => Promise<Standing> {
  return async (callId) => {
    const { overAt, handoff: loaded } = await read(callId);
    if (overAt !== undefined || loaded.is === 'call-over') return 'over';
    if (loaded.is === 'none') return 'with-the-assistant';
    const { callOver, progress } = loaded.handoff;
    if (HANDED_OVER.includes(progress.state)) return 'handed-over';
    if (progress.state === 'ended' && TALKED.includes(progress.outcome)) return 'handed-over';
    return callOver ? 'over' : 'with-the-assistant';
  };
}

/** Whether whoever is in a call came to a person, as far as its handoff tells; `open` while one is under way. */
export function whetherHandedOver({
  load,
}: Pick<HandoffStore, 'load'>): (callId: string) => Promise<boolean | 'open'> {
  return async (callId) => {
    const progress = handoffOf(await load(callId))?.progress;
    if (progress === undefined) return false;
    if (progress.state === 'connected') return true;
    return progress.state === 'ended' ? TALKED.includes(progress.outcome) : 'open';
  };
}
