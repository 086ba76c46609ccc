import type { HandoffEvent } from '../../lib/handoff/record/events.ts';

/** What goes wrong in a world. */
export type Plan = {
  seed: number;
  /** Stops the invocation that reaches this point, counted over the whole run; 0 for none. */
  crashAt?: number;
  /** Chance of a crash at each point, at most `maxCrashes` times in a run. */
  crashChance?: number;
  maxCrashes?: number;
  /** Chance that a message or webhook is delivered twice. */
  duplicateChance?: number;
  /** Chance that the answer to an effect is lost after it happened. */
  lostAnswerChance?: number;
  /** The table is away at the first deliveries with these numbers, counted over the whole run from 1. */
  failDeliveries?: (number: number) => boolean;
  /** The messages with these numbers, counted over the whole run from 1, are taken and never delivered. */
  loseMessages?: (number: number) => boolean;
  /** Webhooks that never come. */
  loseNews?: (what: HandoffEvent['type'] | 'leg-status') => boolean;
  /** Every message and every webhook comes once more, after a minute. */
  echoes?: boolean;
  /** The saves with these numbers, counted over the whole run from 1, are done, and answered as lost. */
  lateSaves?: (number: number) => boolean;
  /** The table answers nothing between these times, in ms since the beginning. */
  tableAway?: Span;
  /** Nothing that is asked of TaskRouter, Twilio Voice and Vapi is done between these times. */
  platformsAway?: Span;
  /** Chance that a look at a platform tells nothing. */
  blindChance?: number;
  /** The most by which the clock of an invocation is before or after the right time. */
  clocksDifferMs?: number;
  /** The queue takes nothing and delivers nothing between these times, in ms since the beginning. */
  queueAway?: Span;
  /** The sweeper runs: off where messages alone have to do everything. */
  sweeps?: boolean;
  /** Lets waiting invocations go on in random order instead of first come, first served. */
  interleave?: boolean;
  /** The longest that a request to a platform takes, each way, when interleaving. */
  slowMs?: number;
};

/** In ms since the beginning. */
export type Span = { from: number; to: number };
