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
