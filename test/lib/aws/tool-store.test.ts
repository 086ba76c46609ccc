import { describe, expect, it } from 'vitest';
import { dueBetween } from '../../../lib/aws/due-list.ts';
import { GetItem, PutItem } from '../../../lib/aws/dynamodb/operations.ts';
import { readToolRuns, toolStore } from '../../../lib/aws/tool-store.ts';
import { OtherVersion, Unavailable } from '../../../lib/base/trouble.ts';
import { asked, promised } from '../../../lib/tools/run/decide.ts';
import type { Found, ToolRun } from '../../../lib/tools/run/record.ts';
import { dynamoDbAt, patientDynamoDbAt } from './dynamodb-at.ts';
import { emulatedTable } from './emulated-table.ts';

const NOON = 1_795_262_400_000;
const DAY_S = 86_400;
const { records } = emulatedTable(patientDynamoDbAt);
const store = (now = NOON) => toolStore(records, () => now);

const run = (callId: string, toolCallId: string, changed: Partial<ToolRun> = {}): ToolRun =>
  asked(
    {
      ...{
        callId,
        toolCallId,
        tool: 'get_ticket_status',
        given: 'mark',
        args: { ticket: '4711' },
        language: 'en',
      },
      asker: { callId, caller: '+14155550123', verified: true },
      askedAt: NOON,
      ...changed,
    },
    NOON,
  );
const FOUND: Found = {
  answer: { say: 'Your appointment is booked.', data: { reference: 'ref-1', more: [1, null, { a: 'ü' }] } },
  note: { label: 'Booked', text: 'Tue 1 Dec, 09:00' },
  slots: [NOON],
  booked: { reference: 'ref-1', start: NOON },
  canceled: { reference: 'ref-0' },
};
const answered = (of: ToolRun): ToolRun => ({ ...of, found: FOUND, effects: [] });
const item = async (callId: string, toolCallId: string) =>
  (
    await records.client.send(GetItem, {
      TableName: records.name,
      Key: { pk: { S: `CALL#${callId}` }, sk: { S: `TOOL#${toolCallId}` } },
      ConsistentRead: true,
    })
  ).Item;
const due = async (callId: string, from = NOON - DAY_S, to = NOON + DAY_S * 1_000) =>
  (await dueBetween(records)(from, to, 1_000)).filter((one) => one.callId === callId);

describe('A tool call', () => {
  it('is nothing before it was kept', async () => {
    expect(await store().load({ callId: 'none', toolCallId: 'tc' })).toEqual({ run: undefined, version: 0 });
    expect(await store().ofCall('none')).toEqual([]);
  });

  it('is kept as it is, with all that came of it, under its call and its id', async () => {
    const whole = promised(run('kept', 'tc', { controlUrl: 'https://x.vapi.ai/kept/control' }), NOON);
    expect(await store().save(whole, 0)).toBe('saved');
    expect(await store().load(whole)).toEqual({ run: whole, version: 1 });
    expect(await store().save(answered(whole), 1)).toBe('saved');
    expect(await store().load(whole)).toEqual({ run: answered(whole), version: 2 });
    expect(await store().load({ callId: 'kept', toolCallId: 'another' })).toMatchObject({ version: 0 });
  });

  it('is written only over the version that was read', async () => {
    const one = run('guarded', 'tc');
    expect(await store().save(one, 0)).toBe('saved');
    expect(await store().save(answered(one), 0)).toBe('lost');
    expect(await store().save(answered(one), 2)).toBe('lost');
    expect(await store().load(one)).toEqual({ run: one, version: 1 });
  });

  it('is kept for a day from its last change', async () => {
    const one = run('day', 'tc');
    await store().save(one, 0);
    expect((await item('day', 'tc'))?.expiresAt).toEqual({ N: String(NOON / 1000 + DAY_S) });
    const last = NOON + DAY_S * 1000 - 1;
    expect((await store(last).load(one)).run).toEqual(one);
    expect(await store(last + 1).load(one)).toEqual({ run: undefined, version: 1 });
    expect(await store(last + 1).ofCall('day')).toEqual([]);
    // What is over and still in the table is written over.
    expect(await store(last + 1).save(one, 1)).toBe('saved');
  });

  it.each([
    ['with signs of a key', 'a#b/c TOOL#d'],
    ['as long as one may be', 'ü'.repeat(200)],
  ])('may have an id %s', async (_what, toolCallId) => {
    const one = run('ids', toolCallId);
    await store().save(one, 0);
    expect((await store().load(one)).run).toEqual(one);
    expect(await due('ids')).toContainEqual(expect.objectContaining({ kind: 'tool', toolCallId }));
  });
});

describe('The tool calls of a call', () => {
  it('are told the oldest first, and no one else’s', async () => {
    await store().save(run('many', 'a', { askedAt: NOON + 3 }), 0);
    await store().save(run('many', 'b', { askedAt: NOON + 1 }), 0);
    await store().save(run('many', 'c', { askedAt: NOON + 2 }), 0);
    await store().save(run('many-more', 'd'), 0);
    expect((await store().ofCall('many')).map(({ toolCallId }) => toolCallId)).toEqual(['b', 'c', 'a']);
  });

  it('are not told with those of another version, which are neither acted on nor lost', async () => {
    const newer = { ...run('newer', 'new'), language: 'xx' };
    await records.client.send(PutItem, {
      TableName: records.name,
      Item: {
        pk: { S: 'CALL#newer' },
        sk: { S: 'TOOL#new' },
        version: { N: '4' },
        expiresAt: { N: String(NOON / 1000 + DAY_S) },
        record: { S: JSON.stringify(newer) },
      },
    });
    await store().save(run('newer', 'old'), 0);
    expect((await store().ofCall('newer')).map(({ toolCallId }) => toolCallId)).toEqual(['old']);
    await expect(store().load({ callId: 'newer', toolCallId: 'new' })).rejects.toThrow(OtherVersion);
  });

  it('keep fields and effects of another version as they are', async () => {
    const one = run('fields', 'tc');
    const effect = { ...one.effects[0], id: 'text', work: { kind: 'send-text' } };
    await store().save(one, 0);
    const stored = await item('fields', 'tc');
    await records.client.send(PutItem, {
      TableName: records.name,
      Item: {
        ...stored,
        record: { S: JSON.stringify({ ...one, mood: 'good', effects: [...one.effects, effect] }) },
      },
    });
    const { run: loaded, version } = await store().load(one);
    if (loaded === undefined) throw new Error('it is kept');
    expect(loaded.effects).toEqual(one.effects);
    await store().save({ ...loaded, effects: [] }, version);
    expect(JSON.parse((await item('fields', 'tc'))?.record?.S ?? '')).toMatchObject({
      mood: 'good',
      effects: [effect],
    });
  });
});

describe('While the table cannot be reached, a tool call', () => {
  const away = toolStore({ client: dynamoDbAt('http://127.0.0.1:1'), name: 'none' }, () => NOON);
  it('is neither read nor kept', async () => {
    const one = run('away', 'tc');
    await expect(away.load(one)).rejects.toThrow(Unavailable);
    await expect(away.save(one, 0)).rejects.toThrow(Unavailable);
    await expect(away.ofCall('away')).rejects.toThrow(Unavailable);
    await expect(
      readToolRuns({ client: dynamoDbAt('http://127.0.0.1:1'), name: 'none' }, () => NOON)('away'),
    ).rejects.toThrow(Unavailable);
  });
});
