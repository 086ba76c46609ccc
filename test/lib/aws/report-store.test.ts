import { describe, expect, it } from 'vitest';
import { type DynamoDb, GetItem } from '../../../lib/aws/dynamodb/operations.ts';
import { reportStore } from '../../../lib/aws/report-store.ts';
import { Unavailable } from '../../../lib/base/trouble.ts';
import { type CallReport, readCallReport } from '../../../lib/vapi/call-report.ts';
import { dynamoDbAt, patientDynamoDbAt } from './dynamodb-at.ts';
import { emulatedTable } from './emulated-table.ts';

const NOON = 1_795_262_400_000;
const DAY_MS = 86_400_000;
const RETENTION_SECONDS = 30 * 86_400;

const { records } = emulatedTable(patientDynamoDbAt);

const storeAt = (now: number, table = records) => reportStore(table, () => now, RETENTION_SECONDS);
const report = (fieldsFilled: number, changed: Partial<CallReport> = {}): CallReport => ({
  endedReason: 'customer-ended-call',
  fieldsFilled,
  ...changed,
});

const itemOf = async (callId: string) => {
  const Key = { pk: { S: `CALL#${callId}` }, sk: { S: 'REPORT' } };
  return (await records.client.send(GetItem, { TableName: records.name, Key })).Item;
};

describe('The report of a call, on the emulated table', () => {
  it('is read as it was saved, and stands in one item that expires', async () => {
    const whole = report(6, {
      startedAt: NOON - 60_000,
      endedAt: NOON,
      transcript: 'AI: "Hello."\nUser: Grüezi 😀',
      summary: 'A refund.',
      structured: { email: 'jordan@example.com', items: [{ id: 1, paid: false }], note: null },
      success: true,
      cut: ['structured'],
    });
    expect(await storeAt(NOON).save('whole', whole, NOON)).toBe('saved');
    expect(await storeAt(NOON).load('whole')).toEqual(whole);
    expect(await itemOf('whole')).toMatchObject({
      fieldsFilled: { N: '6' },
      transcript: { S: whole.transcript },
      expiresAt: { N: String(NOON / 1000 + RETENTION_SECONDS) },
    });
  });

  it('is none where nothing was saved', async () => {
    expect(await storeAt(NOON).load('unknown')).toBeUndefined();
  });

  const pairs: [
    name: string,
    first: [fieldsFilled: number, at: number],
    second: [fieldsFilled: number, at: number],
    'saved' | 'poorer',
  ][] = [
    ['richer-later', [2, 0], [5, 10], 'saved'],
    ['richer-earlier', [2, 10], [5, 0], 'saved'],
    ['poorer-later', [5, 0], [2, 10], 'poorer'],
    ['as-rich-later', [5, 0], [5, 1], 'saved'],
    ['as-rich-earlier', [5, 1], [5, 0], 'poorer'],
    ['nothing-then-nothing', [0, 0], [0, 1], 'saved'],
  ];
  it.each(pairs)('%s: the second of two is kept or not', async (name, first, second, result) => {
    const store = storeAt(NOON);
    expect(await store.save(name, report(first[0], { summary: 'first' }), NOON + first[1])).toBe('saved');
    expect(await store.save(name, report(second[0], { summary: 'second' }), NOON + second[1])).toBe(result);
    expect((await store.load(name))?.summary).toBe(result === 'saved' ? 'second' : 'first');
  });

  it('loses the transcript of a poorer one that it replaces', async () => {
    const store = storeAt(NOON);
    await store.save('transcript', report(2, { transcript: 'User: Hello.' }), NOON);
    await store.save('transcript', report(3, { summary: 'A refund.' }), NOON);
    expect(await store.load('transcript')).toEqual(report(3, { summary: 'A refund.' }));
  });

  it('is saved when the answer to its own write was lost and the client wrote again', async () => {
    const twice: DynamoDb = {
      async send(operation, input) {
        await records.client.send(operation, input);
        return records.client.send(operation, input);
      },
    };
    const store = storeAt(NOON, { ...records, client: twice });
    expect(await store.save('twice', report(3), NOON)).toBe('saved');
  });

  it('is the richest of 50 that come at once, and of the richest the latest', async () => {
    const all = Array.from({ length: 50 }, (_, each) => ({ fieldsFilled: (each * 7) % 6, at: NOON + each }));
    const store = storeAt(NOON);
    const results = await Promise.all(
      all.map(({ fieldsFilled, at }) =>
        store.save('race', report(fieldsFilled, { summary: String(at) }), at),
      ),
    );
    const best = Math.max(...all.filter(({ fieldsFilled }) => fieldsFilled === 5).map(({ at }) => at));
    expect(await store.load('race')).toEqual(report(5, { summary: String(best) }));
    expect(results[best - NOON]).toBe('saved');
    expect(await store.save('race', report(4), NOON + DAY_MS)).toBe('poorer');
  });

  it('is none once it has expired, whether or not the table has deleted it, and anything may follow', async () => {
    await storeAt(NOON).save('expired', report(6), NOON);
    const last = NOON + RETENTION_SECONDS * 1000;
    expect(await storeAt(last - 1).load('expired')).toEqual(report(6));
    expect(await storeAt(last - 1).save('expired', report(1), last)).toBe('poorer');
    expect(await storeAt(last).load('expired')).toBeUndefined();
    expect(await storeAt(last).save('expired', report(1), last)).toBe('saved');
    expect(await storeAt(last).load('expired')).toEqual(report(1));
  });

  it('fits into its item at its longest, in any script', async () => {
    for (const unit of ['x', '"', 'ß', '人', '😀']) {
      const long = unit.repeat(400_000);
      const data = { a: long, b: long, c: long, d: long, e: long, f: long };
      const longest = readCallReport(
        { endedReason: long, summary: long, transcript: long, analysis: { structuredData: data } },
        (text) => text,
      );
      expect(await storeAt(NOON).save(`long ${unit}`, longest, NOON)).toBe('saved');
      expect(await storeAt(NOON).load(`long ${unit}`)).toEqual(longest);
    }
  });

  it('cannot be saved or read when nobody answers', async () => {
    const gone = { client: dynamoDbAt('http://127.0.0.1:1'), name: 'nowhere' };
    await expect(storeAt(NOON, gone).save('x', report(1), NOON)).rejects.toThrow(Unavailable);
    await expect(storeAt(NOON, gone).load('x')).rejects.toThrow('the table is unavailable');
  });
});
