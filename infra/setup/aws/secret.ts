/** What a stage's secret holds. */
export type SecretRead =
  /** `version` is the one that counts now. */
  { is: 'read'; version: string; text: string } | { is: 'missing' } | { is: 'failed'; why: string };

export type SecretWritten =
  | { is: 'written' }
  /** Another version counts by now. */
  | { is: 'overtaken' }
  | { is: 'failed'; why: string };

/** The part of Secrets Manager that set-up needs. Neither method throws. */
export type Secrets = {
  read(name: string): Promise<SecretRead>;
  /** Has a new version count, if `version` is still the one that does. */
  write(name: string, next: { version: string; text: string }): Promise<SecretWritten>;
};

/** Without an answer from AWS there is one reason that people meet before all others. */
export const NO_CREDENTIALS = 'there are no credentials for AWS';
