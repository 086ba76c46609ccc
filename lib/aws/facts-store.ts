import type { Clock } from '../base/clock.ts';
import { dayIn } from '../base/day.ts';
import { Unavailable } from '../base/trouble.ts';
import type { Called, Facts } from '../handoff/record/facts.ts';
import { BatchWriteItem } from './dynamodb/operations.ts';
import { expiresIn, type Item, N, notTaken, S, type Table } from './table.ts';

/** What ended is under the day on which it was asked for, and on that day's list in the order in which it was written. */
export const dayKey = (day: string) => S(`DAY#${day}`);
/** Who called is apart, under the same place: it is kept for less long. */
export const calledKey = (day: string) => S(`CALLED#${day}`);

/** The place of a handoff in its day: in the order in which they were asked for. */
export const placeOf = ({ askedAt, handoffId }: Pick<Facts, 'askedAt' | 'handoffId'>): string =>
  `HANDOFF#${String(askedAt).padStart(15, '0')}#${handoffId}`;

export type Keeping = {
  /** Of the business: it decides which day it is. */
  timeZone: string;
  /** How long what happened is kept, and how long who called. */
  statisticsSeconds: number;
  calledSeconds: number;
};

/**
 * Keeps how a handoff ended, in one request and without a condition: of the editions of one handoff only one is written
 * at a time, the latest last (lib/handoff/machine/end). Throws `Unavailable`, and may have written a part.
 */
export const keepFacts =
  ({ client, name }: Table, clock: Clock, { timeZone, statisticsSeconds, calledSeconds }: Keeping) =>
  async (facts: Facts, called: Called): Promise<void> => {
    const day = dayIn(timeZone, facts.askedAt);
    const sk = S(placeOf(facts));
    const items: Item[] = [
      {
        pk: dayKey(day),
        sk,
        facts: S(JSON.stringify(facts)),
        list: dayKey(day),
        at: N(clock()),
        expiresAt: expiresIn(statisticsSeconds, clock),
      },
      {
        pk: calledKey(day),
        sk,
        called: S(JSON.stringify(called)),
        expiresAt: expiresIn(calledSeconds, clock),
      },
    ];
    const request = { [name]: items.map((Item) => ({ PutRequest: { Item } })) };
    const { UnprocessedItems = {} } = await client
      .send(BatchWriteItem, { RequestItems: request })
      .catch(notTaken);
    if (Object.keys(UnprocessedItems).length > 0) throw new Unavailable('table', 'throttled');
  };
