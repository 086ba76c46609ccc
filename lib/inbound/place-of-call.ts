import type { CallFacts } from '../base/call-facts.ts';
import { isPassing } from '../base/trouble.ts';
import type { Places } from '../capacity/places.ts';
import type { Direction } from '../capacity/shards.ts';

export type CallPlaces = Pick<Places, 'take' | 'free'>;

type Named = Pick<CallFacts, 'callId' | 'callSid' | 'attemptId'>;

/** A leg may hold a place before there is a call at Vapi, so it goes before the call's own id. */
function holderOf({ callId, callSid }: Named): string {
  return callSid ?? callId;
}

/** Under which names a call may have a place: not every message tells both. One that we asked for has it under ours alone. */
function namesOf({ callId, callSid, attemptId }: Named): string[] {
  return attemptId === undefined ? [callSid, callId].filter((name) => name !== undefined) : [attemptId];
}

/** Takes the call's place, or finds that it has one. Throws `Unavailable`. */
export function takePlace(call: Named, direction: Direction, places: CallPlaces): Promise<'taken' | 'full'> {
  return places.take(holderOf(call), direction);
}

/**
 * Takes a place for a call that is heard of, unless it has one under either of its names. Throws `Unavailable`.
 */
export async function countCall(
  call: Named,
  direction: Direction,
  places: CallPlaces,
): Promise<'taken' | 'full'> {
  // Whoever dialled it has taken it before.
  if (call.attemptId !== undefined) return 'taken';
  return places.take(holderOf(call), direction, { names: namesOf(call) });
}

/**
 * Gives the call's place back, under either of its names. A place that is not given back is free by itself later, so
 * that a table which is away holds nothing up.
 */
export async function freePlace(call: Named, places: CallPlaces): Promise<void> {
  await Promise.all(
    namesOf(call).map((name) =>
      places.free(name, { of: 'call', callId: call.callId }).catch((error: unknown) => {
        if (!isPassing(error)) throw error;
      }),
    ),
  );
}
