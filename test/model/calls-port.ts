import type { Calls } from '../../lib/handoff/ports/calls.ts';
import type { World } from './world.ts';

type At = <T>(act: () => T) => Promise<T>;

/** The calls of every line of the world, as Vapi shows them. */
export const callsPort = (world: World, at: At): Calls => {
  const of = (callId: string): Calls => world.lineOf(callId).call.port(at);
  return {
    look: (callId) => of(callId).look(callId),
    say: (to, ...what) => of(to.callId).say(to, ...what),
    inform: (to, content) => of(to.callId).inform(to, content),
    transfer: (to, order) => of(to.callId).transfer(to, order),
    open: (order) => of(String(order.metadata.handoffPreviousCallId)).open(order),
  };
};
