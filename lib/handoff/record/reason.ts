const THEIRS = ', in their words: ';

/** Returns a reason of ours with what somebody else wrote to it: the record keeps both. */
export function withTheirWords(own: string, theirs: string): string {
  return `${own}${THEIRS}${theirs}`;
}

/** Returns what a log may hold of a reason: what somebody else wrote may tell of people. */
export function ownWords(reason: string): string {
  return reason.split(THEIRS, 1)[0] ?? '';
}
