import type { Clock } from '../base/clock.ts';
import { OtherVersion } from '../base/trouble.ts';
import { type DoNotCall, type Entry, entrySchema } from '../outbound/do-not-call.ts';
import { PutItem, UpdateItem } from './dynamodb/operations.ts';
import { getItems, inParts, MOST_READ } from './several.ts';
import { expiresIn, getItem, guarded, type Item, isExpired, N, S, type Table } from './table.ts';

/** Five years with the two leap days that they can have. */
const LIFETIME_SECONDS = (5 * 365 + 2) * 86_400;

/** Before now by more than clocks differ: what is taken off is off for every function at once. */
const TAKEN_OFF_SECONDS = -60;

/** As many connections as the SDK opens to one service. */
const AT_ONCE = 50;

const READS_AT_ONCE = 10;

const keyOf = (number: string) => ({ pk: S(`DNC#${number}`), sk: S('DNC') });

function entryIn({ listedAt, listedBy, reason }: Item): Entry {
  const read = entrySchema.safeParse({
    at: Number(listedAt?.N),
    by: listedBy?.S,
    ...(reason !== undefined && { reason: reason.S }),
  });
  if (!read.success) throw new OtherVersion('record');
  return read.data;
}

/** The do-not-call list, a number as one item: `DNC#<E.164>` / `DNC`. */
export const doNotCallStore = (table: Table, clock: Clock): DoNotCall => {
  const { client, name: TableName } = table;

  async function listOne(number: string, { at, by, reason }: Entry): Promise<void> {
    const expiresAt = expiresIn(LIFETIME_SECONDS, clock);
    const put = client.send(PutItem, {
      TableName,
      Item: {
        ...keyOf(number),
        listedAt: N(at),
        listedBy: S(by),
        ...(reason !== undefined && { reason: S(reason) }),
        expiresAt,
      },
      // What is over or was taken off stays in the table for days: it is no earlier entry.
      ConditionExpression: 'attribute_not_exists(pk) OR expiresAt <= :now',
      ExpressionAttributeValues: { ':now': expiresIn(0, clock) },
    });
    if ((await guarded(put)) === 'saved') return;
    await guarded(
      client.send(UpdateItem, {
        TableName,
        Key: keyOf(number),
        UpdateExpression: 'SET expiresAt = :expiresAt',
        // Whoever took it off in this moment leaves nothing of the entry.
        ConditionExpression: 'attribute_exists(listedAt) AND expiresAt < :expiresAt',
        ExpressionAttributeValues: { ':expiresAt': expiresAt },
      }),
    );
  }

  return {
    async list(numbers, entry) {
      for (let first = 0; first < numbers.length; first += AT_ONCE) {
        const some = numbers.slice(first, first + AT_ONCE);
        await Promise.all(some.map((number) => listOne(number, entry)));
      }
    },

    async entryOf(number) {
      const item = await getItem(table, keyOf(number));
      return item === undefined || isExpired(item.expiresAt, clock) ? undefined : entryIn(item);
    },

    async remove(number) {
      await guarded(
        client.send(UpdateItem, {
          TableName,
          Key: keyOf(number),
          UpdateExpression: 'SET expiresAt = :gone REMOVE listedAt, listedBy, reason',
          ConditionExpression: 'attribute_exists(pk)',
          ExpressionAttributeValues: { ':gone': expiresIn(TAKEN_OFF_SECONDS, clock) },
        }),
      );
    },
  };
};

/** Returns those of these numbers that are listed. Throws `Unavailable`. */
export const listedAmong =
  (table: Table, clock: Clock) =>
  async (numbers: readonly string[]): Promise<ReadonlySet<string>> => {
    const next = inParts(numbers, MOST_READ).values();
    const listed = new Set<string>();
    const some = async () => {
      for (const part of next) {
        const request = { Keys: part.map(keyOf), ConsistentRead: true };
        for (const { pk, expiresAt } of await getItems(table, request)) {
          if (!isExpired(expiresAt, clock)) listed.add(pk?.S?.slice('DNC#'.length) ?? '');
        }
      }
    };
    await Promise.all(Array.from({ length: READS_AT_ONCE }, some));
    return listed;
  };
