import * as z from 'zod/mini';
import { parsedJson } from '../base/json.ts';
import { OtherVersion, Unavailable } from '../base/trouble.ts';
import { withoutUndefined } from '../base/without-undefined.ts';
import { type Contact, contactFrom, WAITS_FOR, type WaitsFor } from '../outbound/campaign/contact.ts';
import type { AllContacts, Contacts, LoadedContact, UploadOf } from '../outbound/campaign/ports.ts';
import { type RefusedRow, refusedRowSchema } from '../outbound/campaign/upload/upload.ts';
import { campaignExpires } from './campaign-store.ts';
import { INDEX } from './due-list.ts';
import { BatchWriteItem, PutItem } from './dynamodb/operations.ts';
import { getItems, inParts, MOST_READ, queryAll } from './several.ts';
import { guarded, type Item, ifVersion, N, notTaken, S, type Table } from './table.ts';

/** DynamoDB takes no more in one request. */
const MOST_WRITTEN = 25;
/** A partition takes 1,000 writes a second: requests of 25 that take 10 ms or more each. */
const WRITES_AT_ONCE = 8;
/** What a throttled table leaves is sent again after a pause that doubles: 3 s in all. */
const PAUSES_MS = [50, 100, 200, 400, 800, 1_600];

const factsSchema = z.object({ zone: z.string(), for: z.optional(z.enum(WAITS_FOR)) });

const refusedRowsSchema = z.array(refusedRowSchema);

const listOf = ({ upload, lists }: UploadOf, row: number) => `CONTACTS#${upload}#${row % lists}`;
const keyOf = (of: UploadOf, row: number) => ({
  pk: S(listOf(of, row)),
  sk: S(`ROW#${String(row).padStart(6, '0')}`),
});

/** Those who become due at one moment, as all of a zone do at its opening, are called in the order of the list. */
const turnOf = (row: number, why: WaitsFor | undefined): number =>
  why === 'start' || why === 'hours' ? row : 0;

function itemOf(of: UploadOf, contact: Contact, version: number): Item {
  const { person, progress, zone } = contact;
  const key = keyOf(of, person.row);
  return {
    ...key,
    record: S(JSON.stringify(contact)),
    version: N(version),
    expiresAt: campaignExpires(of),
    ...(progress.state === 'waiting' && {
      list: key.pk,
      at: N(progress.dueAt + turnOf(person.row, progress.for)),
      facts: S(JSON.stringify({ zone, ...(progress.for !== undefined && { for: progress.for }) })),
    }),
  };
}

function loadedOf({ record, version }: Item): LoadedContact {
  const contact = contactFrom(parsedJson(record?.S ?? ''));
  if (contact === undefined) throw new OtherVersion('record');
  return { contact, version: Number(version?.N) };
}

/** 500 characters of a message are 2 kB at the most, and an item 400 kB. */
const REFUSED_IN_ITEM = 100;

const refusedKey = ({ upload }: UploadOf) => S(`CONTACTS#${upload}#REFUSED`);

/** Whom an upload refused, as items `CONTACTS#<upload>#REFUSED` / `ROWS#<part>`. */
const refusedItems = (of: UploadOf, refused: readonly RefusedRow[]): Item[] =>
  inParts(refused, REFUSED_IN_ITEM).map((rows, part) => ({
    pk: refusedKey(of),
    sk: S(`ROWS#${String(part).padStart(6, '0')}`),
    rows: S(JSON.stringify(rows)),
    expiresAt: campaignExpires(of),
  }));

const rowIn = (sort: Item[string] | undefined): number => Number(sort?.S?.slice('ROW#'.length));

const listsOf = (of: UploadOf) => [...Array(of.lists).keys()].map((list) => listOf(of, list));

/** Of the table, or of its index; without `most` all of them. */
const itemsOf = (
  table: Table,
  list: string,
  { IndexName, most }: { IndexName?: string; most?: number } = {},
): Promise<Item[]> =>
  queryAll(table, {
    KeyConditionExpression: '#list = :list',
    ExpressionAttributeNames: { '#list': IndexName === undefined ? 'pk' : 'list' },
    ExpressionAttributeValues: { ':list': S(list) },
    ...withoutUndefined({ IndexName, Limit: most }),
  });

/**
 * The contacts of a campaign, each as one item, `CONTACTS#<upload>#<list>` / `ROW#<row>`; who waits is on the index of
 * lists under the same name, by when they are due.
 */
export const contactStore = (table: Table): Contacts => {
  const { client, name: TableName } = table;
  return {
    async waiting(of, most) {
      const size = Math.ceil(most / of.lists) + 1;
      const found = await Promise.all(
        listsOf(of).map((list) => itemsOf(table, list, { IndexName: INDEX, most: size })),
      );
      return found
        .flat()
        .map(({ sk, at }) => ({ row: rowIn(sk), dueAt: Number(at?.N) }))
        .toSorted((a, b) => a.dueAt - b.dueAt);
    },

    async load(of, rows) {
      const loaded = await Promise.all(
        inParts(rows, MOST_READ).map(async (part) => {
          const request = { Keys: part.map((row) => keyOf(of, row)), ConsistentRead: true };
          return (await getItems(table, request)).map(loadedOf);
        }),
      );
      const places = new Map(rows.map((row, place) => [row, place]));
      const placeOf = ({ contact }: LoadedContact) => places.get(contact.person.row) ?? 0;
      return loaded.flat().toSorted((a, b) => placeOf(a) - placeOf(b));
    },

    save: (of, contact, expectedVersion) =>
      guarded(
        client.send(PutItem, {
          TableName,
          Item: itemOf(of, contact, expectedVersion + 1),
          ...ifVersion(expectedVersion),
        }),
      ),
  };
};

/** Keeps the contacts of a new upload and whom it refused, 25 items in a request. */
export const enterContacts = ({ client, name }: Table): AllContacts['enter'] => {
  async function write(items: Item[]): Promise<void> {
    let left = items;
    for (const pause of PAUSES_MS) {
      const request = { [name]: left.map((Item) => ({ PutRequest: { Item } })) };
      const { UnprocessedItems = {} } = await client
        .send(BatchWriteItem, { RequestItems: request })
        .catch(notTaken);
      left = (UnprocessedItems[name] ?? []).flatMap(({ PutRequest }) =>
        PutRequest?.Item === undefined ? [] : [PutRequest.Item],
      );
      if (left.length === 0) return;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
    throw new Unavailable('table', 'throttled');
  }

  return async (of, contacts, refused) => {
    const items = [...contacts.map((contact) => itemOf(of, contact, 1)), ...refusedItems(of, refused)];
    const parts = inParts(items, MOST_WRITTEN);
    const next = parts.values();
    const one = async () => {
      for (const part of next) await write(part);
    };
    await Promise.all(Array.from({ length: WRITES_AT_ONCE }, one));
  };
};

/** Reads all contacts of a campaign, in the order of the list. */
export const allContacts =
  (table: Table): AllContacts['all'] =>
  async (of) => {
    const found = await Promise.all(listsOf(of).map((list) => itemsOf(table, list)));
    return found
      .flat()
      .map((item) => loadedOf(item).contact)
      .toSorted((a, b) => a.person.row - b.person.row);
  };

/** Reads whom the upload of a campaign refused. */
export const refusedContacts =
  (table: Table): AllContacts['refused'] =>
  async (of) => {
    const items = await queryAll(table, {
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': refusedKey(of) },
    });
    return items.flatMap(({ rows }) => {
      const read = refusedRowsSchema.safeParse(parsedJson(rows?.S ?? ''));
      if (!read.success) throw new OtherVersion('record');
      return read.data;
    });
  };

/** Reads who waits, from the index. */
export const waitingContacts =
  (table: Table): AllContacts['everybodyWaiting'] =>
  async (of) => {
    const found = await Promise.all(listsOf(of).map((list) => itemsOf(table, list, { IndexName: INDEX })));
    return found.flat().flatMap(({ sk, at, facts }) => {
      const read = factsSchema.safeParse(parsedJson(facts?.S ?? '')).data;
      const row = rowIn(sk);
      return read === undefined ? [] : [{ row, dueAt: Number(at?.N) - turnOf(row, read.for), ...read }];
    });
  };
