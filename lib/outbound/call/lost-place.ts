import { again, type Pending } from '../../outbox/effect.ts';
import type { OutboundCall, OutboundWork } from './record.ts';
import type { WorkResult } from './results.ts';
import { done, FIRST_LOOK_MS, lookPauseMs, owe } from './steps.ts';

type Look = Extract<OutboundWork, { kind: 'look-then-free' }>;

/** Whether there may be a call at Vapi that has the place of one which has ended for us. */
export const isPlaceInDoubt = ({ effects }: OutboundCall): boolean =>
  effects.some(({ work }) => work.kind === 'look-then-free');

/** The call with its place in doubt: a minute after its answer was lost Vapi is asked once more, and it is given back then. */
export function withPlaceInDoubt(
  call: OutboundCall,
  { since, lostAt }: { since: number; lostAt: number },
  now: number,
): OutboundCall {
  const work: Look = { kind: 'look-then-free', since };
  return owe(done(call, 'free-place'), work, now, Math.max(now, lostAt + FIRST_LOOK_MS));
}

/** The call after what Vapi told of one that has its place: with the end it is free. */
export function withPlaceFreed(call: OutboundCall, now: number): OutboundCall {
  return isPlaceInDoubt(call) ? owe(done(call, 'look-then-free'), { kind: 'free-place' }, now) : call;
}

/** The call after a look at whether its place is free. */
export function afterPlaceLook(
  call: OutboundCall,
  effect: Pending<OutboundWork>,
  work: Look,
  result: WorkResult,
  now: number,
): OutboundCall {
  switch (result.is) {
    case 'freed':
      return done(call, effect.id);
    case 'found': {
      const { callId } = result;
      return owe(done(call, effect.id), { ...work, callId }, now, now + lookPauseMs(now - work.since));
    }
    default:
      return again<OutboundWork, OutboundCall>(call, effect, now, { unsure: true });
  }
}
