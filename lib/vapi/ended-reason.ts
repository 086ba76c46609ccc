/**
 * Parts of an `endedReason` that say that Vapi, a model, a voice or a transcriber failed, not one of the two who talked.
 * The last two stand in Vapi's documents without `vapifault`, and in its enum with it.
 */
const FAULTS = ['vapifault', 'providerfault', 'pipeline-', 'get-org', 'get-subscription'];

/** The same, of the telephone network and of Vapi's workers, whose names have nothing in common. */
const NAMED: readonly string[] = [
  'worker-shutdown',
  'call.start.error-get-transport',
  'vonage-failed-to-connect-call',
  'twilio-failed-to-connect-call',
  'call.in-progress.error-sip-outbound-call-failed-to-connect',
];

/** Nobody answered: no fault. */
const NOT_ANSWERED = ['outbound-sip-408', 'outbound-sip-480'];

/**
 * Whether a call was cut off: the platform, a provider or the carrier failed (Vapi: Call.endedReason). Not by a
 * goodbye, nor by what may be one; a reason that is new to us is none.
 */
export function wasCutOff(endedReason: string): boolean {
  if (NOT_ANSWERED.some((part) => endedReason.includes(part))) return false;
  return NAMED.includes(endedReason) || FAULTS.some((part) => endedReason.includes(part));
}

/** Of calls that end before anybody talks, those whose names do not say so. */
const NOT_BEGUN: readonly string[] = [
  'assistant-not-found',
  'assistant-not-valid',
  'phone-call-provider-bypass-enabled-but-no-call-received',
];

/** Whether a call ended before anybody could talk (limits, the account, what we asked for): its caller has heard nothing. */
export function neverBegan(endedReason: string): boolean {
  return /^call[.-]start[.-]/.test(endedReason) || NOT_BEGUN.includes(endedReason);
}
