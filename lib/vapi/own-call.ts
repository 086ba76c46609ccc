import type { CallFacts } from '../base/call-facts.ts';
import type { CustomerField } from '../base/customer.ts';
import { part, textOf } from './loose.ts';

/** In the metadata of a call that we open for a leg: what Twilio said of its caller's number (Twilio: StirVerstat). */
export const ATTESTATION_NOTE = 'callerAttestation';

/** How the source of each part is named in the metadata of a call that we open ourselves. */
export const SOURCE_NAMES = {
  customerName: 'customerNameSource',
  customerId: 'customerIdSource',
  accountStatus: 'accountStatusSource',
} as const satisfies Record<CustomerField, string>;

/** Whether a call came or went by telephone. Any other can be started by anybody, with metadata of their own. */
export function isTelephone({ type }: Record<string, unknown>): boolean {
  return type === 'inboundPhoneCall' || type === 'outboundPhoneCall';
}

/** What was set for one call, the last of Vapi's order first: of a squad its own, else that of all of its members. */
export function overridesOf(call: Record<string, unknown>): Record<string, unknown>[] {
  return [part(call.squadOverrides), part(call.assistantOverrides), part(part(call.squad).membersOverrides)];
}

/** What stands in the metadata of the overrides: our own notes, where we opened the call to give a caller back. */
export function notesOf(call: Record<string, unknown>): Record<string, unknown> {
  if (!isTelephone(call)) return {};
  return { ...part(part(call.squadOverrides).metadata), ...part(part(call.assistantOverrides).metadata) };
}

/** Returns how often a human was asked for before we opened this call. */
export function earlierHandoffsOf(call: Record<string, unknown>): number | undefined {
  const { handoffsSoFar } = notesOf(call);
  return typeof handoffsSoFar === 'string' && /^\d{1,3}$/.test(handoffsSoFar)
    ? Number(handoffsSoFar)
    : undefined;
}

/** Returns how far the network vouches for the caller's number, as our voice webhook noted it. */
export function attestationOf(call: Record<string, unknown>): string | undefined {
  return textOf(notesOf(call)[ATTESTATION_NOTE]);
}

/** Returns which of our own outbound calls it is, as we noted it when we asked for it. */
export function attemptIdOf(call: Record<string, unknown>): string | undefined {
  return call.type === 'outboundPhoneCall' ? textOf(notesOf(call).attemptId) : undefined;
}

const DIRECTIONS: Record<string, CallFacts['direction']> = {
  inboundPhoneCall: 'inbound',
  outboundPhoneCall: 'outbound',
  webCall: 'web',
  'vapi.websocketCall': 'web',
};

/**
 * Returns which way a call went. One that we opened for a leg is its caller's, whatever Vapi calls it: captures of such
 * calls show both kinds (Vapi: provider bypass). What we dial ourselves has a note of its own.
 */
export function directionOf(call: Record<string, unknown>): CallFacts['direction'] {
  const isOfLeg = textOf(notesOf(call).handoffCallSid) !== undefined;
  if (isOfLeg && attemptIdOf(call) === undefined) return 'inbound';
  const { type } = call;
  return typeof type === 'string' && Object.hasOwn(DIRECTIONS, type) ? DIRECTIONS[type] : undefined;
}
