/** What one check has found. */
export type Check = {
  /** `twilio.event-callback`, `twilio.worker:amara.osei`. */
  id: string;
  status: 'ok' | 'warn' | 'fail' | 'skipped';
  /** What was found and what it means for a caller; why it was skipped. Nothing secret, numbers partly hidden. */
  what: string;
  /** What to do about it. */
  fix?: string;
};
