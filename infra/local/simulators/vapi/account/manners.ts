/** Whether a key may do something: accounts differ, and 404 is the answer where there is no such route. */
export type Access = 'allowed' | 'forbidden' | 'absent';

/** What the account answers where no document says it, or accounts differ. */
export type AccountManners = {
  credentialWrites: Access;
  credentialReads: Access;
  /** What is secret of a credential is shown to whoever reads it, or to nobody. */
  credentialSecrets: 'hidden' | 'shown';
  /** A null takes a number's assistant, squad, workflow or fallback away, or does nothing. */
  numberNulls: 'clear' | 'dropped';
};

export const USUAL: AccountManners = {
  credentialWrites: 'allowed',
  credentialReads: 'allowed',
  credentialSecrets: 'hidden',
  numberNulls: 'clear',
};
