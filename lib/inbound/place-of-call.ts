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

/** Under which names a call may have a place: not every message tells both. */
function namesOf({ callId, callSid }: Named): string[] {
  return [callSid, callId].filter((name) => name !== undefined);
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
 * Gives the call's place back, under either of its names; one that we asked for has it given back by its own record
 * (lib/outbound/call). A place that is not given back is free by itself later, so that a table which is away holds
 * nothing up.
 */
export async function freePlace(call: Named, places: CallPlaces): Promise<void> {
  // It may be told late, when the next call has the place under the same name: the record knows which one goes on.
  if (call.attemptId !== undefined) return;
  await Promise.all(
    namesOf(call).map((name) =>
      places.free(name, { of: 'call', callId: call.callId }).catch((error: unknown) => {
        if (!isPassing(error)) throw error;
      }),
    ),
  );
}
