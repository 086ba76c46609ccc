/** The other side said no, and will say no again. */
export type Refused = { is: 'refused'; reason: string };

/** It certainly did not happen; it may be tried again. */
export type NotDone = { is: 'not-done'; reason: string; retryAfterSeconds?: number };

/** It may have happened: the answer was lost. */
export type Unsure = { is: 'unsure'; reason: string };

export type Trouble = Refused | NotDone | Unsure;

/** The record lost every race; whoever called tries again. */
export class TooContended extends Error {
  override name = 'TooContended';
}

/** The table or the queue cannot be reached: nothing was lost, whoever called tries again. */
export class Unavailable extends Error {
  override name = 'Unavailable';
  readonly dependency: 'table' | 'queue';
  constructor(dependency: 'table' | 'queue', cause: unknown) {
    super(`the ${dependency} is unavailable`, { cause });
    this.dependency = dependency;
  }
}

/**
 * The table or the queue said no to what was asked for, and will say no again: whoever called says so once, and tries no
 * more. `reason` is their word for it.
 */
export class RefusedForGood extends Error {
  override name = 'RefusedForGood';
  readonly dependency: 'table' | 'queue';
  readonly reason: string;
  constructor(dependency: 'table' | 'queue', reason: string, cause: unknown) {
    super(`the ${dependency} refused it: ${reason}`, { cause });
    this.dependency = dependency;
    this.reason = `${dependency}-${reason}`;
  }
}

/**
 * What an error of table or queue is for an effect that was owed: refused for good, or to be tried again later.
 * `otherwise` names what has no name.
 */
export const troubleOf = (error: unknown, otherwise: string): NotDone | Refused => {
  if (error instanceof RefusedForGood) return { is: 'refused', reason: error.reason };
  if (error instanceof Unavailable) return { is: 'not-done', reason: error.dependency };
  return { is: 'not-done', reason: error instanceof Error ? error.name : otherwise };
};

/**
 * What was read is of another version of the functions, and means something that this one does not know: whoever
 * called tries again, until a version takes it that does.
 */
export class OtherVersion extends Error {
  override name = 'OtherVersion';
  readonly what: 'record' | 'message';
  constructor(what: 'record' | 'message') {
    super(`a ${what} of another version`);
    this.what = what;
  }
}

/** Whether the same may be possible in a moment: nothing was lost, and whoever called tries again. */
export const isPassing = (error: unknown): error is Unavailable | TooContended | OtherVersion =>
  error instanceof Unavailable || error instanceof TooContended || error instanceof OtherVersion;

/** Whether table or queue are why, for a moment or for good: who waits for an answer gets one without them. */
export const isStorageTrouble = (
  error: unknown,
): error is Unavailable | TooContended | OtherVersion | RefusedForGood =>
  isPassing(error) || error instanceof RefusedForGood;
