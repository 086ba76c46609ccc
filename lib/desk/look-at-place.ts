import type { MessageQueue } from '../base/queue.ts';
import type { Log } from '../base/telemetry.ts';
import type { Trouble } from '../base/trouble.ts';
import type { PlaceInDoubt, PlaceMessage } from '../capacity/place-message.ts';
import type { Places } from '../capacity/places.ts';
import type { Calls } from '../handoff/ports/calls.ts';
import type { LegCallFound, LegCallSought } from '../vapi/find-leg-call.ts';

export type LookPorts = {
  places: Pick<Places, 'free'>;
  calls: Pick<Calls, 'look'>;
  findForLeg(sought: LegCallSought): Promise<LegCallFound | Trouble>;
  queue: MessageQueue<PlaceMessage>;
  log: Log;
};

/** The first look at a place in doubt; after that each pause is twice as long as the one before. */
const FIRST_LOOK_SECONDS = 60;
const LONGEST_PAUSE_SECONDS = 900;
/** Some hours: what is not seen by then runs out. */
const MOST_LOOKS = 20;

/** The message by which somebody looks at a place that is in doubt. */
export function lookLater(place: PlaceInDoubt) {
  const pause = FIRST_LOOK_SECONDS * 2 ** place.looks;
  return { message: { place }, delaySeconds: Math.min(LONGEST_PAUSE_SECONDS, pause) };
}

/**
 * Looks whether a place that is in doubt has a call at Vapi, and gives it back where there is none any more: no message
 * of Vapi's would. As long as there is one, or nobody can say, the place stays, and is looked at again. Throws
 * `Unavailable`.
 */
export async function lookAtPlace(place: PlaceInDoubt, ports: LookPorts): Promise<void> {
  const { holder, looks } = place;
  const seen = await callOf(place, ports);
  ports.log.info('place looked at', { callSid: holder, event: seen.is });
  if (seen.is === 'none') return ports.places.free(holder);
  if (looks + 1 >= MOST_LOOKS) return;
  const callId = seen.is === 'live' ? seen.callId : place.callId;
  await ports.queue.send([
    lookLater({ ...place, looks: looks + 1, ...(callId !== undefined && { callId }) }),
  ]);
}

type Seen = { is: 'live'; callId: string } | { is: 'none' } | { is: 'unknown' };

async function callOf(
  { holder, callId, phoneNumberId, askedAt, past }: PlaceInDoubt,
  { calls, findForLeg }: LookPorts,
): Promise<Seen> {
  if (callId === undefined) {
    const found = await findForLeg({ callSid: holder, phoneNumberId, askedAt, past });
    if (found.is === 'none' || found.is === 'live') return found;
    return { is: 'unknown' };
  }
  const looked = await calls.look(callId);
  if (looked.is !== 'call-seen') return { is: 'unknown' };
  return looked.call.is === 'live' ? { is: 'live', callId } : { is: 'none' };
}
