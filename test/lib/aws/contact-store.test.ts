import { describe, expect, it } from 'vitest';
import {
  allContacts,
  contactStore,
  enterContacts,
  refusedContacts,
  waitingContacts,
} from '../../../lib/aws/contact-store.ts';
import { BatchWriteItem, GetItem, PutItem, Query } from '../../../lib/aws/dynamodb/operations.ts';
import { OtherVersion, Unavailable } from '../../../lib/base/trouble.ts';
import type { Contact } from '../../../lib/outbound/campaign/contact.ts';
import type { RefusedRow } from '../../../lib/outbound/campaign/upload/upload.ts';
import { patientDynamoDbAt, scriptedDynamoDb } from './dynamodb-at.ts';
import { emulatedTable } from './emulated-table.ts';

const NOON = 1_795_262_400_000;
const { records } = emulatedTable(patientDynamoDbAt);
const store = () => contactStore(records);
const enter = (of: typeof UPLOAD, contacts: readonly Contact[], refused: readonly RefusedRow[] = []) =>
  enterContacts(records)(of, contacts, refused);

const UPLOAD = { upload: 'u', lists: 1, createdAt: NOON };
let uploads = 0;
const newUpload = (lists = 1) => ({ ...UPLOAD, upload: `u${++uploads}`, lists });

const contactOf = (row: number, changed: Partial<Contact> = {}): Contact => ({
  person: { row, number: `+1415555${String(row).padStart(4, '0')}`, consent: { kind: 'express' } },
  ...{ zone: 'America/Denver', attempts: 0, starts: 0, deferrals: 0 },
  progress: { state: 'waiting', dueAt: NOON, for: 'start' },
  ...changed,
});
const due = (row: number, dueAt: number, why: 'again' | 'hours' | 'start' = 'again') =>
  contactOf(row, { progress: { state: 'waiting', dueAt, for: why } });
const over = (row: number) => contactOf(row, { progress: { state: 'ended', at: NOON, outcome: 'busy' } });

describe('The contacts of a campaign', () => {
  it.each([1, 3])('are kept in %i lists, and come back in the order of the list', async (lists) => {
    const of = newUpload(lists);
    const contacts = Array.from({ length: 60 }, (_, index) => contactOf(index + 2));
    await enter(of, contacts.toReversed());
    expect(await allContacts(records)(of)).toEqual(contacts);
    expect(await allContacts(records)(newUpload(lists))).toEqual([]);
  });

  it('expire together, with their campaign', async () => {
    const of = newUpload();
    await enter(of, [contactOf(1)]);
    await store().save(of, over(1), 1);
    const Key = { pk: { S: `CONTACTS#${of.upload}#0` }, sk: { S: 'ROW#000001' } };
    const { Item } = await records.client.send(GetItem, { TableName: records.name, Key });
    expect(Item?.expiresAt?.N).toBe(String(NOON / 1_000 + 120 * 86_400));
  });

  it('are read by their rows, in the order in which they were asked for', async () => {
    const of = newUpload(3);
    await enter(
      of,
      [1, 2, 3, 4].map((row) => contactOf(row)),
    );
    const loaded = await store().load(of, [4, 1, 9, 3]);
    expect(loaded.map(({ contact, version }) => [contact.person.row, version])).toEqual([
      [4, 1],
      [1, 1],
      [3, 1],
    ]);
  });

  it('are written by one of two who have read the same', async () => {
    const of = newUpload();
    await enter(of, [contactOf(1)]);
    expect(await store().save(of, over(1), 1)).toBe('saved');
    expect(await store().save(of, due(1, NOON), 1)).toBe('lost');
    expect((await store().load(of, [1]))[0]).toEqual({ contact: over(1), version: 2 });
  });

  it('of another version are nobody’s to write', async () => {
    const of = newUpload();
    const Item = {
      ...{ pk: { S: `CONTACTS#${of.upload}#0` }, sk: { S: 'ROW#000001' }, version: { N: '1' } },
      record: { S: JSON.stringify({ ...contactOf(1), progress: { state: 'resting' } }) },
    };
    await records.client.send(PutItem, { TableName: records.name, Item });
    await expect(store().load(of, [1])).rejects.toThrow(OtherVersion);
  });

  it('keep what another version has written beside what is known here', async () => {
    const of = newUpload();
    const Item = {
      ...{ pk: { S: `CONTACTS#${of.upload}#0` }, sk: { S: 'ROW#000001' }, version: { N: '1' } },
      record: { S: JSON.stringify({ ...contactOf(1), mood: 'good' }) },
    };
    await records.client.send(PutItem, { TableName: records.name, Item });
    const [loaded] = await store().load(of, [1]);
    if (loaded === undefined) throw new Error('it is there');
    await store().save(of, { ...loaded.contact, attempts: 1 }, 1);
    expect((await store().load(of, [1]))[0]?.contact).toMatchObject({ mood: 'good', attempts: 1 });
  });
});

describe('Who waits', () => {
  it.each([1, 3])('is found by who is due first, in %i lists', async (lists) => {
    const of = newUpload(lists);
    await enter(of, [due(1, NOON + 50), due(2, NOON + 10), over(3), due(4, NOON + 30)]);
    expect(await store().waiting(of, 10)).toEqual([
      { row: 2, dueAt: NOON + 10 },
      { row: 4, dueAt: NOON + 30 },
      { row: 1, dueAt: NOON + 50 },
    ]);
  });

  it('for the same opening is called in the order of the list', async () => {
    const of = newUpload();
    await enter(of, [due(3, NOON, 'hours'), due(1, NOON, 'hours'), due(2, NOON, 'start')]);
    expect((await store().waiting(of, 10)).map(({ row }) => row)).toEqual([1, 2, 3]);
    expect((await waitingContacts(records)(of)).map(({ dueAt }) => dueAt)).toEqual([NOON, NOON, NOON]);
  });

  it('is no more than was asked for, and never the later ones in place of the first', async () => {
    const of = newUpload(2);
    await enter(
      of,
      Array.from({ length: 40 }, (_, index) => due(index + 1, NOON + index)),
    );
    const found = await store().waiting(of, 6);
    expect(found.length).toBeLessThan(10);
    expect(found.slice(0, 6).map(({ row }) => row)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('is told with the zone and what is waited for', async () => {
    const of = newUpload();
    await enter(of, [due(1, NOON), over(2)]);
    expect(await waitingContacts(records)(of)).toEqual([
      { row: 1, dueAt: NOON, zone: 'America/Denver', for: 'again' },
    ]);
    await store().save(of, over(1), 1);
    expect(await waitingContacts(records)(of)).toEqual([]);
  });
});

describe('An upload', () => {
  const table = (answer: (operation: string, input: unknown) => unknown) => ({
    client: scriptedDynamoDb(answer),
    name: 'table',
  });
  const contacts = Array.from({ length: 60 }, (_, index) => contactOf(index + 1));

  it('sends again what a throttled table has left, and nothing else', async () => {
    const sent: number[] = [];
    const throttled = table((operation, input) => {
      if (operation !== BatchWriteItem.name) throw new Error(operation);
      const { RequestItems } = input as { RequestItems: Record<string, unknown[]> };
      const asked = RequestItems.table ?? [];
      sent.push(asked.length);
      return asked.length > 5 ? { UnprocessedItems: { table: asked.slice(0, 5) } } : {};
    });
    await enterContacts(throttled)(UPLOAD, contacts, []);
    expect(sent.toSorted((a, b) => b - a)).toEqual([25, 25, 10, 5, 5, 5]);
  });

  it('keeps whom it refused, in the order of the list, apart from whom it calls', async () => {
    const of = newUpload();
    const refused = Array.from({ length: 250 }, (_, index) => ({
      ...{ row: index + 2, code: 'duplicate' as const, message: 'number stands in row 1 already.' },
    }));
    await enter(of, [contactOf(1)], refused);
    expect(await refusedContacts(records)(of)).toEqual(refused);
    expect((await allContacts(records)(of)).map(({ person }) => person.row)).toEqual([1]);
    expect(await refusedContacts(records)(newUpload())).toEqual([]);
  });

  it('is given up where the table takes nothing for seconds', async () => {
    const full = table((_operation, input) => ({
      UnprocessedItems: (input as { RequestItems: unknown }).RequestItems,
    }));
    await expect(enterContacts(full)(UPLOAD, contacts.slice(0, 1), [])).rejects.toThrow(Unavailable);
  });

  it('reads all pages of a list', async () => {
    const page = (row: number) => [{ record: { S: JSON.stringify(contactOf(row)) }, version: { N: '1' } }];
    const paged = table((operation, input) => {
      expect(operation).toBe(Query.name);
      const { ExclusiveStartKey } = input as { ExclusiveStartKey?: object };
      return ExclusiveStartKey === undefined
        ? { Items: page(1), LastEvaluatedKey: { pk: { S: 'x' } } }
        : { Items: page(2) };
    });
    expect((await allContacts(paged)(UPLOAD)).map(({ person }) => person.row)).toEqual([1, 2]);
  });
});
