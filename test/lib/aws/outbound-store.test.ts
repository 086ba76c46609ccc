import { describe, expect, it } from 'vitest';
import { dueBetween } from '../../../lib/aws/due-list.ts';
import { type DynamoDb, GetItem, PutItem } from '../../../lib/aws/dynamodb/operations.ts';
import { recentNumbers } from '../../../lib/aws/number-store.ts';
import { idempotencyStore, outboundStore } from '../../../lib/aws/outbound-store.ts';
import { OtherVersion, Unavailable } from '../../../lib/base/trouble.ts';
import type { OutboundCall, OutboundWork } from '../../../lib/outbound/call/record.ts';
import { dynamoDbAt, patientDynamoDbAt, scriptedDynamoDb } from './dynamodb-at.ts';
import { emulatedTable } from './emulated-table.ts';

const NOON = 1_795_262_400_000;
const DAY = 86_400_000;
const NUMBER = '+14155550123';

const { records } = emulatedTable(patientDynamoDbAt);
const store = (now = NOON) => outboundStore(records, () => now);
const keys = (now = NOON) => idempotencyStore(records, () => now);

const owed = (work: OutboundWork, notBefore: number) => ({
  id: work.kind,
  work,
  owedSince: NOON,
  notBefore,
  attempts: 0,
  mayHaveHappened: false,
});
const outboundCall = (id: string, changed: Partial<OutboundCall> = {}): OutboundCall => ({
  id,
  order: {
    number: NUMBER,
    customerName: 'Sam Doe',
    timeZone: 'America/Los_Angeles',
    consent: { kind: 'written', reference: 'form 12', at: '2026-01-02' },
    variables: { purpose: 'appointment' },
    metadata: { campaignId: 'cmp_7' },
  },
  requestedAt: NOON,
  progress: { state: 'waiting', dueAt: NOON + 90_000 },
  deferrals: 0,
  attempts: 0,
  effects: [owed({ kind: 'dial' }, NOON + 90_000)],
  ...changed,
});
const OVER: Partial<OutboundCall> = {
  progress: { state: 'ended', at: NOON, outcome: 'canceled' },
  effects: [],
};
const keyOf = (id: string) => ({ pk: { S: `OUTBOUND#${id}` }, sk: { S: 'CALL' } });
const itemOf = async (id: string) =>
  (await records.client.send(GetItem, { TableName: records.name, Key: keyOf(id), ConsistentRead: true }))
    .Item;
const due = async (id: string, from = NOON - DAY, to = NOON + DAY) =>
  (await dueBetween(records)(from, to, 1_000)).filter((one) => one.callId === id);

/** The emulated table, and every item that is written to it. */
const watchedTable = () => {
  const written: unknown[] = [];
  const client: DynamoDb = {
    send(operation, input) {
      if (operation.name !== 'GetItem') written.push(input);
      return records.client.send(operation, input);
    },
  };
  return { table: { ...records, client }, written };
};

describe('An outbound call', () => {
  it('is nothing before it was kept', async () => {
    expect(await store().load('oc_none')).toEqual({ call: undefined, version: 0 });
  });

  it('is none under an id that is longer than a key of the table can be', async () => {
    expect(await store().load('a'.repeat(3_000))).toEqual({ call: undefined, version: 0 });
    expect(await store().load('☃'.repeat(700))).toEqual({ call: undefined, version: 0 });
    expect(await store().load('a'.repeat(2_000))).toEqual({ call: undefined, version: 0 });
  });

  it('is kept as it is, with what it owes, under its own id', async () => {
    const asked = outboundCall('oc_kept');
    expect(await store().save(asked, 0)).toBe('saved');
    expect(await store().load('oc_kept')).toEqual({ call: asked, version: 1 });
    const talking = { ...asked, ...{ progress: { state: 'talking', at: NOON, callId: 'c-1' } as const } };
    expect(await store().save(talking, 1)).toBe('saved');
    expect(await store().load('oc_kept')).toEqual({ call: talking, version: 2 });
    expect(await store().load('oc_kept_2')).toMatchObject({ version: 0 });
  });

  it('is written only over the version that was read', async () => {
    const asked = outboundCall('oc_guarded');
    expect(await store().save(asked, 1)).toBe('lost');
    expect(await store().save(asked, 0)).toBe('saved');
    expect(await store().save({ ...asked, ...OVER }, 0)).toBe('lost');
    expect(await store().save({ ...asked, ...OVER }, 2)).toBe('lost');
    expect(await store().load('oc_guarded')).toEqual({ call: asked, version: 1 });
  });

  it('is saved by one of those who change it at once', async () => {
    const asked = outboundCall('oc_race');
    await store().save(asked, 0);
    const saves = Array.from({ length: 8 }, (_, attempts) => store().save({ ...asked, attempts }, 1));
    expect((await Promise.all(saves)).filter((one) => one === 'saved')).toHaveLength(1);
    expect((await store().load('oc_race')).version).toBe(2);
  });

  it('is kept for 90 days from its last change, and written over when it is over but still in the table', async () => {
    const asked = outboundCall('oc_old');
    await store(NOON - DAY).save(asked, 0);
    await store().save(asked, 1);
    const gone = NOON + 90 * DAY;
    expect((await store(gone - 1).load('oc_old')).call).toEqual(asked);
    expect(await store(gone).load('oc_old')).toEqual({ call: undefined, version: 2 });
    expect(await store(gone).save(asked, 0)).toBe('lost');
    expect(await store(gone).save(asked, 2)).toBe('saved');
  });

  it.each([
    ['in a state that is new', 'oc_held', { progress: { state: 'held', at: NOON } }],
    [
      'with an outcome that is new',
      'oc_abducted',
      { progress: { state: 'ended', at: NOON, outcome: 'abducted' } },
    ],
  ])('of another version, %s, is neither acted on nor overwritten', async (_what, id, changed) => {
    const record = JSON.stringify({ ...outboundCall(id), ...changed });
    const expiresAt = { N: String(NOON / 1000 + 60) };
    const Item = { ...keyOf(id), version: { N: '4' }, expiresAt, record: { S: record } };
    await records.client.send(PutItem, { TableName: records.name, Item });
    await expect(store().load(id)).rejects.toThrow(OtherVersion);
    expect((await itemOf(id))?.record).toEqual({ S: record });
  });

  it('that cannot be read at all is of another version as well', async () => {
    const expiresAt = { N: String(NOON / 1000 + 60) };
    const Item = { ...keyOf('oc_bad'), version: { N: '1' }, expiresAt, record: { S: '{' } };
    await records.client.send(PutItem, { TableName: records.name, Item });
    await expect(store().load('oc_bad')).rejects.toThrow(OtherVersion);
  });

  it('keeps fields and effects of another version as they are', async () => {
    const asked = outboundCall('oc_fields');
    const text = { ...owed({ kind: 'dial' }, NOON + 5_000), id: 'text', work: { kind: 'send-text' } };
    await store().save(asked, 0);
    const record = { S: JSON.stringify({ ...asked, mood: 'good', effects: [...asked.effects, text] }) };
    const Item = { ...(await itemOf('oc_fields')), record };
    await records.client.send(PutItem, { TableName: records.name, Item });
    const { call, version } = await store().load('oc_fields');
    if (call === undefined) throw new Error('it is kept');
    expect(call.effects).toEqual(asked.effects);
    expect(await store().save({ ...call, effects: [] }, version)).toBe('saved');
    const kept: unknown = JSON.parse((await itemOf('oc_fields'))?.record?.S ?? '');
    expect(kept).toMatchObject({ mood: 'good', effects: [text] });
    expect(kept).not.toHaveProperty('unknownEffects');
    expect(await due('oc_fields')).toMatchObject([{ at: NOON + 5_000 }]);
  });

  it('is due at the first thing that it owes, until it owes nothing more', async () => {
    const look = owed({ kind: 'look' }, NOON + 60_000);
    const asked = outboundCall('oc_due', { effects: [owed({ kind: 'dial' }, NOON + 90_000), look] });
    await store().save(asked, 0);
    expect(await due('oc_due')).toMatchObject([
      { key: 'outbound oc_due', kind: 'outbound', callId: 'oc_due', at: NOON + 60_000 },
    ]);
    expect(await due('oc_due', NOON - DAY, NOON + 59_999)).toEqual([]);
    await store().save({ ...asked, effects: asked.effects.slice(0, 1) }, 1);
    expect(await due('oc_due')).toMatchObject([{ kind: 'outbound', at: NOON + 90_000 }]);
    await store().save({ ...asked, ...OVER }, 2);
    expect(await due('oc_due')).toEqual([]);
    expect(await itemOf('oc_due')).not.toHaveProperty('list');
  });
});

describe('The key of a request', () => {
  const ONE = { of: 'mark', id: 'oc_1' };
  const TWO = { of: 'other mark', id: 'oc_2' };

  it('is unknown before, and then claimed for what it is used for', async () => {
    expect(await keys().load('key-none')).toBeUndefined();
    expect(await keys().claim('key-kept', ONE)).toEqual(ONE);
    expect(await keys().load('key-kept')).toEqual(ONE);
    expect(await keys().load('key-kept-2')).toBeUndefined();
  });

  it('belongs to the first who used it', async () => {
    await keys().claim('key-first', ONE);
    expect(await keys(NOON + 1_000).claim('key-first', TWO)).toEqual(ONE);
    expect(await keys(NOON + 1_000).load('key-first')).toEqual(ONE);
  });

  it('belongs to one of those who use it at once, and all are told whose it is', async () => {
    const claims = Array.from({ length: 8 }, (_, each) => ({ of: `mark ${each}`, id: `oc_${each}` }));
    const told = await Promise.all(claims.map((claim) => keys().claim('key-race', claim)));
    expect(new Set(told.map(({ id }) => id)).size).toBe(1);
    expect(await keys().load('key-race')).toEqual(told[0]);
  });

  it('is gone after a day, and then anybody’s, while its item is still in the table', async () => {
    await keys().claim('key-day', ONE);
    expect(await keys(NOON + DAY - 1).load('key-day')).toEqual(ONE);
    expect(await keys(NOON + DAY - 1).claim('key-day', TWO)).toEqual(ONE);
    expect(await keys(NOON + DAY).load('key-day')).toBeUndefined();
    expect(await keys(NOON + DAY).claim('key-day', TWO)).toEqual(TWO);
    expect(await keys(NOON + DAY).load('key-day')).toEqual(TWO);
  });

  it('is given back by whom it belongs to, and is anybody’s at once', async () => {
    await keys().claim('key-back', ONE);
    await keys().free('key-back', TWO.id);
    expect(await keys().load('key-back')).toEqual(ONE);
    await keys().free('key-back', ONE.id);
    expect(await keys().load('key-back')).toBeUndefined();
    expect(await keys().claim('key-back', TWO)).toEqual(TWO);
    await keys().free('key-free', ONE.id);
    expect(await keys().load('key-free')).toBeUndefined();
  });
});

describe('What stands in the table of outbound calls', () => {
  it('has the number in the record of its call alone, and no key anywhere', async () => {
    const { table, written } = watchedTable();
    const now = () => NOON;
    await outboundStore(table, now).save(outboundCall('oc_private'), 0);
    await recentNumbers(table, now).take(NUMBER, 'oc_private');
    await recentNumbers(table, now).free(NUMBER, 'oc_private');
    await idempotencyStore(table, now).claim('secret-request-key', { of: 'mark', id: 'oc_private' });
    await idempotencyStore(table, now).free('secret-request-key', 'oc_private');
    expect(written).toHaveLength(5);
    const withNumber = written.filter((input) => JSON.stringify(input).includes('4155550123'));
    expect(withNumber).toMatchObject([{ Item: keyOf('oc_private') }]);
    const { record, ...around } = (await itemOf('oc_private')) ?? {};
    expect(record?.S).toContain(NUMBER);
    expect(JSON.stringify(around)).not.toContain('4155550123');
    expect(JSON.stringify(written)).not.toContain('secret-request-key');
  });

  it('goes by itself: every item says when', async () => {
    const { table, written } = watchedTable();
    const now = () => NOON;
    await outboundStore(table, now).save(outboundCall('oc_goes'), 0);
    await recentNumbers(table, now).take('+15550100077', 'oc_goes');
    await recentNumbers(table, now).free('+15550100077', 'oc_goes');
    await idempotencyStore(table, now).claim('key-goes', { of: 'mark', id: 'oc_goes' });
    await idempotencyStore(table, now).free('key-goes', 'oc_goes');
    const seconds = (after: number) => ({ Item: { expiresAt: { N: String(NOON / 1000 + after) } } });
    const all = [90 * 86_400, 1_800, 60, 86_400, 0];
    expect(written).toMatchObject(all.map(seconds));
  });
});

describe('While the table cannot be reached,', () => {
  const down = {
    client: scriptedDynamoDb(() => {
      throw new Error('down');
    }),
    name: 't',
  };
  it.each([
    ['without an answer', down],
    ['without a connection', { client: dynamoDbAt('http://127.0.0.1:1'), name: 'none' }],
  ])('no outbound call, number or key is told, taken or kept, %s', async (_how, table) => {
    const now = () => NOON;
    const asked = outboundCall('oc_away');
    await expect(outboundStore(table, now).load('oc_away')).rejects.toThrow(Unavailable);
    await expect(outboundStore(table, now).save(asked, 0)).rejects.toThrow(Unavailable);
    await expect(recentNumbers(table, now).take(NUMBER, 'oc_away')).rejects.toThrow(Unavailable);
    await expect(recentNumbers(table, now).free(NUMBER, 'oc_away')).rejects.toThrow(Unavailable);
    await expect(idempotencyStore(table, now).load('key')).rejects.toThrow(Unavailable);
    const claim = { of: 'mark', id: 'oc_away' };
    await expect(idempotencyStore(table, now).claim('key', claim)).rejects.toThrow(Unavailable);
    await expect(idempotencyStore(table, now).free('key', 'oc_away')).rejects.toThrow(Unavailable);
  });
});
