import * as z from 'zod/mini';
import { stored } from '../../base/stored.ts';
import { OUTCOMES, STATES, STRATEGIES } from './words.ts';

const millis = z.int().check(z.nonnegative());
const moment = z.optional(millis);
const text = z.optional(z.string());

/**
 * What the board, the CSV and the CRM's event know of a handoff, without a word about who called: it is kept for
 * `STATISTICS_DAYS`. Times in ms since 1970.
 */
export const factsSchema = stored({
  handoffId: z.string(),
  askedAt: millis,
  state: z.enum(STATES),
  outcome: z.optional(z.enum(OUTCOMES)),
  strategy: z.enum(STRATEGIES),
  windowSeconds: z.int(),
  /** 1 for the end as it was first known, 2 where a report has corrected it, and so on. */
  edition: z._default(z.int(), 1),
  department: text,
  /** The agent who has the caller, or had them last: by name, else by worker id. */
  agent: text,
  /** When the task was there, was last offered, and was last accepted. */
  taskAt: moment,
  offeredAt: moment,
  acceptedAt: moment,
  /** Of those who talk, or talked, alone. */
  joinedAt: moment,
  endedAt: moment,
});

export type Facts = z.infer<typeof factsSchema>;

/** What is said of whoever called: kept for `RETENTION_DAYS`. `caller` is a number, or the address of who has none. */
export const calledSchema = stored({ callId: z.string(), name: text, caller: text, reason: text });

export type Called = z.infer<typeof calledSchema>;

/**
 * Returns how long the caller waited, in milliseconds: until the two were joined, or until it ended without. Undefined
 * while the caller still waits.
 */
export function waitMsOf({
  askedAt,
  joinedAt,
  endedAt,
}: Pick<Facts, 'askedAt' | 'joinedAt' | 'endedAt'>): number | undefined {
  const until = joinedAt ?? endedAt;
  return until === undefined ? undefined : Math.max(0, until - askedAt);
}

/** Returns how long the two talked, in milliseconds. Undefined where nobody was joined, and while they still talk. */
export function talkMsOf({ joinedAt, endedAt }: Pick<Facts, 'joinedAt' | 'endedAt'>): number | undefined {
  return joinedAt === undefined || endedAt === undefined ? undefined : Math.max(0, endedAt - joinedAt);
}

/** Whether the two were joined within the window of their handoff. */
export function isInTime(facts: Pick<Facts, 'askedAt' | 'joinedAt' | 'windowSeconds'>): boolean {
  return facts.joinedAt !== undefined && facts.joinedAt - facts.askedAt <= facts.windowSeconds * 1_000;
}
