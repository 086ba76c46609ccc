import type { SimulatedCall } from './simulators/vapi/vapi.ts';

/** The leg of a simulated call, where it has one: of a call that was opened for a leg, our own note names it. */
export function legOf({
  callSid,
  metadata,
}: Pick<SimulatedCall, 'callSid' | 'metadata'>): string | undefined {
  return callSid ?? (typeof metadata.handoffCallSid === 'string' ? metadata.handoffCallSid : undefined);
}
