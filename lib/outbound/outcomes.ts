/** What became of an outbound call, in the words of the API. */
export const OUTBOUND_OUTCOMES = [
  'answered',
  'handed_over',
  'voicemail',
  'no_answer',
  'busy',
  'bad_number',
  'failed',
  /** Its answer was lost, or its end has a reason that no call of ours should have: never dialled again by itself. */
  'unknown',
  'canceled',
  'expired',
  'opted_out',
] as const;

export type OutboundOutcome = (typeof OUTBOUND_OUTCOMES)[number];
