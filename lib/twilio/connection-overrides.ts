/**
 * Ends the address of every callback for which no person waits: twice more after a failed connection, a time-out and
 * any 5xx. Without it Twilio repeats a failed connection alone, once (Twilio: webhook connection overrides). A fragment
 * is neither sent nor signed.
 */
export const AGAIN = '#rc=2&rp=ct,rt,5xx';
