import { describe, expect, it } from 'vitest';
import { callStore, readCall, readConversation } from '../../../lib/aws/call-store.ts';
import { loadCallback } from '../../../lib/aws/callback-store.ts';
import { GetItem, PutItem } from '../../../lib/aws/dynamodb/operations.ts';
import { handoffStore } from '../../../lib/aws/handoff-store.ts';
import { onceStore } from '../../../lib/aws/once-store.ts';
import { OtherVersion } from '../../../lib/base/trouble.ts';
import { unheardCall } from '../../../lib/conversation/call.ts';
import * as given from '../handoff/given.ts';
import { patientDynamoDbAt } from './dynamodb-at.ts';
import { emulatedTable } from './emulated-table.ts';

const NOON = 1_795_262_400_000;
const now = () => NOON;

const { records } = emulatedTable(patientDynamoDbAt);

const expiresAt = { N: String(NOON / 1000 + 86_400) };
/** What a newer version stores. */
const write = (pk: string, sk: string, record: object, more: Record<string, { S: string }> = {}) =>
  records.client.send(PutItem, {
    TableName: records.name,
    Item: {
      pk: { S: pk },
      sk: { S: sk },
      version: { N: '7' },
      expiresAt,
      record: { S: JSON.stringify(record) },
      ...more,
    },
  });
const stored = async (pk: string, sk: string) =>
  (
    await records.client.send(GetItem, {
      TableName: records.name,
      Key: { pk: { S: pk }, sk: { S: sk } },
      ConsistentRead: true,
    })
  ).Item;

const handoffs = () => handoffStore(records, now, undefined);
const calls = () => callStore(records, now, 86_400);
const text = { ...given.creating(), id: 'send-text', work: { kind: 'send-text', words: 'Thank you.' } };

describe('A record of a newer version, on the emulated table', () => {
  it('is a handoff like any other where only an effect and some fields are new, and keeps both', async () => {
    const record = { ...given.handoff(given.QUEUED, [given.creating()]), texts: 2 };
    await write(
      'CALL#fields',
      'HANDOFF',
      { ...record, callId: 'fields', effects: [text] },
      { state: { S: 'queued' } },
    );
    const loaded = await handoffs().load('fields');
    if (loaded.is !== 'handoff') throw new Error('it is a handoff');
    const { handoff, version } = loaded;
    expect(handoff.effects).toEqual([]);
    expect(await handoffs().save({ ...handoff, effects: [given.creating()], callOver: true }, version)).toBe(
      'saved',
    );
    const item = await stored('CALL#fields', 'HANDOFF');
    expect(JSON.parse(item?.record?.S ?? '')).toEqual({
      ...record,
      callId: 'fields',
      effects: [given.creating(), text],
      callOver: true,
    });
  });

  it('in a state that is new is neither acted on nor overwritten', async () => {
    const record = { ...given.handoff(given.QUEUED), progress: { state: 'held', taskSid: 'WT1' } };
    await write('CALL#held', 'HANDOFF', record, { state: { S: 'held' } });
    await expect(handoffs().load('held')).rejects.toThrow(OtherVersion);
    await expect(readCall(records, now)('held')).rejects.toThrow(OtherVersion);
    // A human is on the way, whatever the state means: no rule asks for another one.
    expect((await calls().load('held')).standing).toEqual({ is: 'settled' });
    expect(JSON.parse((await stored('CALL#held', 'HANDOFF'))?.record?.S ?? '')).toEqual(record);
  });

  it('is a call like any other where only an effect and some fields are new, and keeps both', async () => {
    const record = {
      ...unheardCall('call'),
      mood: { is: 'good' },
      known: { caller: '+14155550123', plan: 'gold' },
    };
    await write('CALL#call', 'CALL', { ...record, effects: [text] });
    const { call, version } = await calls().load('call');
    if (call === undefined) throw new Error('it is a call');
    expect(await calls().save({ ...call, knownAt: 5 }, version)).toBe('saved');
    expect(JSON.parse((await stored('CALL#call', 'CALL'))?.record?.S ?? '')).toEqual({
      ...record,
      knownAt: 5,
      effects: [text],
    });
  });

  it('of a call that means something new is not acted on, and the page of its handoff is shown without it', async () => {
    await write('CALL#new', 'CALL', { ...unheardCall('new'), intent: { is: 'praise', at: NOON } });
    await write('CALL#new', 'HANDOFF', given.handoff(given.QUEUED), { state: { S: 'queued' } });
    await expect(calls().load('new')).rejects.toThrow(OtherVersion);
    expect(await readCall(records, now)('new')).toMatchObject({
      call: undefined,
      handoff: { is: 'handoff' },
    });
  });

  it('of what was said is read without the utterances of a new kind', async () => {
    const turn = { kind: 'message', role: 'caller', at: NOON, seenAt: NOON, text: 'Hello.' };
    const turns = { S: JSON.stringify([turn, { ...turn, kind: 'whisper', at: NOON + 1 }]) };
    await write('CALL#said', `TURN#${NOON}#caller#1`, {}, { turns });
    await write('CALL#said', `TURN#${NOON}#caller#2`, {}, { turns: { S: 'no JSON' } });
    expect(await readConversation(records, now)('said')).toMatchObject([{ text: 'Hello.' }]);
  });

  it('of a callback, or of what is done once, waits for that version', async () => {
    const requestedBy = { S: '"survey"' };
    await write(
      'CALL#back',
      'CALLBACK',
      {},
      { number: { S: '"+14155550123"' }, requestedAt: { S: '5' }, requestedBy },
    );
    await expect(loadCallback(records, now)('back')).rejects.toThrow(OtherVersion);
    await write('ONCE#callback#x', 'ONCE', {}, { standing: { S: 'paused' }, holder: { S: 'worker-1' } });
    await expect(onceStore(records, now).begin('callback#x', 'worker-2', 1_000)).rejects.toThrow(
      OtherVersion,
    );
    expect((await stored('ONCE#callback#x', 'ONCE'))?.standing).toEqual({ S: 'paused' });
  });
});
