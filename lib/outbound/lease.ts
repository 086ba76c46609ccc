/**
 * How long a claim of the outbound worker keeps others away: longer than it may run (20 s, infra/topology), because a
 * request to Vapi alone may take ten; shorter than its queue's visibility (25 s).
 */
export const OUTBOUND_LEASE_MS = 22_000;
