import { RefusedForGood, Unavailable } from '../base/trouble.ts';

/** Why AWS did not do a request. `reason` is AWS's word for it, never what it says about the request. */
export type Failure =
  /** What was asked for can never be done: no, and no again. */
  | { is: 'refused'; reason: string }
  /** It may be done a moment later, or once somebody has mended it. */
  | { is: 'not-reached'; reason: string };

/**
 * AWS's words for a request that holds something impossible: a key or an item that is too long, a character that SQS
 * does not take. Every other refusal may pass, so that nothing is given up for it: a throttled request, a permission
 * that was taken away, a table that is being restored.
 */
const FOR_GOOD: readonly string[] = [
  'Validation',
  'Serialization',
  'ItemCollectionSizeLimitExceeded',
  'InvalidParameterValue',
  'InvalidParameterCombination',
  'MissingParameter',
  'InvalidMessageContents',
  'BatchRequestTooLong',
  'RequestEntityTooLarge',
];

/** The services write one word in several ways: `AWS.SimpleQueueService.BatchRequestTooLong`, `ValidationException`. */
const wordOf = (code: string): string => code.replace(/^.*[.#]/, '').replace(/Exception$/, '');

/** What it means that AWS answered with this code. */
export const refusalOf = (code: string): Failure => {
  const reason = wordOf(code);
  return { is: FOR_GOOD.includes(reason) ? 'refused' : 'not-reached', reason };
};

/** What an error of the SDK means; one that no service sent means that none was reached. */
export const failureOf = (error: unknown): Failure =>
  error instanceof Error ? refusalOf(error.name) : { is: 'not-reached', reason: 'unknown' };

/** Throws what a failure is for whoever asked. `cause` says more to whoever reads it here. */
export const raise = (dependency: 'table' | 'queue', failure: Failure, cause: unknown): never => {
  switch (failure.is) {
    case 'refused':
      throw new RefusedForGood(dependency, failure.reason, cause);
    case 'not-reached':
      throw new Unavailable(dependency, cause);
  }
};
