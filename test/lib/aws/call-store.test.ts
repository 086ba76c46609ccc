import { describe, expect, it } from 'vitest';
import { markCallOver } from '../../../lib/aws/call-over.ts';
import { callStore, readCall, readConversation } from '../../../lib/aws/call-store.ts';
import { Query } from '../../../lib/aws/dynamodb/operations.ts';
import { handoffStore } from '../../../lib/aws/handoff-store.ts';
import { reportStore } from '../../../lib/aws/report-store.ts';
import { type Call, unheardCall } from '../../../lib/conversation/call.ts';
import type { Turn } from '../../../lib/conversation/turns.ts';
import type { Outcome, Progress } from '../../../lib/handoff/record/handoff.ts';
import * as given from '../handoff/given.ts';
import { patientDynamoDbAt } from './dynamodb-at.ts';
import { emulatedTable } from './emulated-table.ts';

const NOON = 1_795_262_400_000;
const RETENTION_SECONDS = 7 * 86_400;
const RETENTION_MS = RETENTION_SECONDS * 1000;

const { records, running } = emulatedTable(patientDynamoDbAt);

const calls = (now = NOON) => callStore(records, () => now, RETENTION_SECONDS);
const over =
  (now = NOON, turns: readonly Turn[] = []) =>
  (callId: string) =>
    markCallOver(records, () => now, RETENTION_SECONDS)(callId, turns);
const handoffs = (now = NOON) => handoffStore(records, () => now, undefined);
const conversation = (now = NOON) => readConversation(records, () => now);
const call = (callId: string, changed: Partial<Call> = {}): Call => ({ ...unheardCall(callId), ...changed });
const turn = (at: number, text: string, changed: Partial<Turn> = {}): Turn => ({
  kind: 'message',
  role: 'caller',
  at,
  seenAt: at + 1_000,
  text,
  ...changed,
});

const itemsOf = async (callId: string) => {
  const { Items = [] } = await records.client.send(Query, {
    TableName: records.name,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': { S: `CALL#${callId}` } },
    ConsistentRead: true,
  });
  return Items;
};

describe('The record of a call, on the emulated table', () => {
  it('is not there before anything is known of the call', async () => {
    expect(await calls().load('nobody')).toEqual({
      call: undefined,
      version: 0,
      overAt: undefined,
      standing: { is: 'none' },
    });
  });

  it('is read as it was saved, in one request, and stands in one item that expires', async () => {
    const whole = call('whole', {
      known: { caller: '+14155550123', customerName: 'Jördis 😀' },
      knownAt: NOON,
      intent: { is: 'billing', at: NOON - 5 },
      wishes: [{ at: NOON - 5, words: 'a person, please \u2028' }],
    });
    expect(await calls().save(whole, 0)).toBe('saved');
    const before = running().counts().dynamodb.BatchGetItem ?? 0;
    expect(await calls().load('whole')).toEqual({
      call: whole,
      version: 1,
      overAt: undefined,
      standing: { is: 'none' },
    });
    expect((running().counts().dynamodb.BatchGetItem ?? 0) - before).toBe(1);
    expect(await itemsOf('whole')).toMatchObject([
      { sk: { S: 'CALL' }, expiresAt: { N: String(NOON / 1000 + RETENTION_SECONDS) } },
    ]);
  });

  it('is saved by exactly one of 60 who come at once, the first time and every other', async () => {
    for (const version of [0, 1, 2]) {
      const saved = await Promise.all(
        Array.from({ length: 60 }, (_, each) => calls().save(call('race', { knownAt: each }), version)),
      );
      expect(saved.filter((one) => one === 'saved')).toHaveLength(1);
      const winner = saved.indexOf('saved');
      expect(await calls().load('race')).toMatchObject({ call: { knownAt: winner }, version: version + 1 });
    }
  });

  it('is none once it has expired, whether or not the table has deleted it, and can be begun anew', async () => {
    await calls().save(call('expired', { knownAt: 1 }), 0);
    expect(await calls(NOON + RETENTION_MS - 1000).load('expired')).toMatchObject({ call: { knownAt: 1 } });
    const late = await calls(NOON + RETENTION_MS).load('expired');
    expect(late).toMatchObject({ call: undefined, overAt: undefined });
    expect(await calls(NOON + RETENTION_MS).save(call('expired', { knownAt: 2 }), late.version)).toBe(
      'saved',
    );
    expect(await calls(NOON + RETENTION_MS).load('expired')).toMatchObject({ call: { knownAt: 2 } });
  });
});

describe('The end of a call', () => {
  it('is known before there is a record, and is not lost when it is saved', async () => {
    await over()('early');
    expect(await calls().load('early')).toMatchObject({ call: undefined, version: 0, overAt: NOON });
    expect(await calls().save(call('early'), 0)).toBe('saved');
    expect(await calls().save(call('early', { knownAt: 7 }), 1)).toBe('saved');
    expect(await calls().load('early')).toMatchObject({ call: { knownAt: 7 }, version: 2, overAt: NOON });
  });

  it('is noted beside the record without a version of it, so that it costs nobody a save', async () => {
    await calls().save(call('beside', { knownAt: 1 }), 0);
    await over()('beside');
    expect(await calls().load('beside')).toMatchObject({ call: { knownAt: 1 }, version: 1, overAt: NOON });
    expect(await calls().save(call('beside', { knownAt: 2 }), 1)).toBe('saved');
  });

  it('is never lost, and loses no save, when both are written 40 times at once', async () => {
    for (const begun of [false, true]) {
      const ids = Array.from({ length: 40 }, (_, each) => `both-${begun}-${each}`);
      if (begun) await Promise.all(ids.map((id) => calls().save(call(id), 0)));
      const saves = ids.map((id) => calls().save(call(id, { knownAt: 9 }), begun ? 1 : 0));
      const [saved] = await Promise.all([Promise.all(saves), Promise.all(ids.map((id) => over()(id)))]);
      expect(new Set(saved)).toEqual(new Set(['saved']));
      for (const id of ids) {
        expect(await calls().load(id)).toMatchObject({ call: { knownAt: 9 }, overAt: NOON });
      }
    }
  });

  it('stays at its first time, however often it is noted', async () => {
    await over(NOON)('again');
    await over(NOON + 60_000)('again');
    const { overAt } = await readCall(records, () => NOON)('again');
    expect(overAt).toBe(NOON);
  });

  it('comes with the last words of the call, which are read in their place and once', async () => {
    await calls().append('goodbye', [turn(NOON, 'My invoice is wrong.')]);
    await over(NOON, [turn(NOON, 'My invoice is wrong.'), turn(NOON + 5_000, 'Goodbye.')])('goodbye');
    await over(NOON + 60_000, [])('goodbye');
    await calls().append('goodbye', [turn(NOON + 2_000, 'Thank you.')]);
    expect((await conversation()('goodbye')).map(({ text }) => text)).toEqual([
      'My invoice is wrong.',
      'Thank you.',
      'Goodbye.',
    ]);
  });

  it('is known by its report, of which the transcript stays where it is', async () => {
    const report = { endedReason: 'customer-ended-call', fieldsFilled: 5, transcript: 'x'.repeat(200_000) };
    await reportStore(records, () => NOON, RETENTION_SECONDS).save('reported', report, NOON);
    expect(await calls().load('reported')).toEqual({
      call: undefined,
      version: 0,
      overAt: NOON,
      standing: { is: 'none' },
    });
    await calls().save(call('reported', { knownAt: NOON - 4_000 }), 0);
    expect(await readCall(records, () => NOON)('reported')).toMatchObject({ overAt: NOON - 4_000 });
  });
});

describe('Where the handoff of a call is', () => {
  const ends = (outcome: Outcome): Progress => given.ended({ outcome, at: NOON - 3_000 });
  const inVain = { is: 'in-vain', at: NOON - 3_000 };
  const settled = { is: 'settled' };

  it.each([
    ['requested', given.REQUESTED, settled],
    ['queued', given.QUEUED, settled],
    ['offered', given.OFFERED, settled],
    ['bridging', given.BRIDGING, settled],
    ['connected', given.CONNECTED, settled],
    ['ended, completed', ends('completed'), settled],
    ['ended, caller left', ends('caller_left'), settled],
    ['ended, no agent', ends('no_agent'), inVain],
    ['ended, canceled', ends('canceled'), inVain],
    ['ended, bridge failed', ends('bridge_failed'), inVain],
    ['ended, task failed', ends('task_failed'), inVain],
  ])('is told with the call: %s', async (name, progress, standing) => {
    const callId = `standing ${name}`;
    await handoffs().save(given.handoff(progress, [], { callId }), 0);
    expect(await calls().load(callId)).toMatchObject({ call: undefined, version: 0, standing });
    expect(await readCall(records, () => NOON)(callId)).toMatchObject({
      overAt: undefined,
      handoff: { is: 'handoff', handoff: { progress }, version: 1 },
    });
  });

  it('is settled where the call was over before anybody asked for a human', async () => {
    await handoffs().markCallOver('left', 0);
    expect(await calls().load('left')).toMatchObject({ standing: settled });
    expect(await readCall(records, () => NOON)('left')).toMatchObject({
      handoff: { is: 'call-over', version: 1 },
    });
  });

  it('is nowhere once its record has expired', async () => {
    await handoffs().save(given.handoff(given.QUEUED, [], { callId: 'old' }), 0);
    expect(await calls(NOON + 365 * 86_400_000).load('old')).toMatchObject({ standing: { is: 'none' } });
  });
});

describe('What was said', () => {
  it('is read in the order in which it was spoken, whatever the order in which it was stored', async () => {
    const texts = ['Hello.', 'Hi, it is about a bill.', 'Which one?', 'The last one.'];
    const turns = texts.map((text, n) =>
      turn(NOON + n * 2_000, text, { role: n % 2 ? 'caller' : 'assistant' }),
    );
    for (const one of [2, 0, 3, 1]) {
      const stored = turns[one];
      if (stored !== undefined) await calls().append('spoken', [stored]);
    }
    expect(await conversation()('spoken')).toEqual(
      texts.map((text, n) => ({ role: n % 2 ? 'caller' : 'assistant', at: NOON + n * 2_000, text })),
    );
  });

  it('stands once in the table, however often it is stored', async () => {
    for (let time = 0; time < 5; time += 1)
      await calls().append('repeated', [turn(NOON, 'A person, please.')]);
    expect(await itemsOf('repeated')).toHaveLength(1);
  });

  it('is never replaced by something else that was seen in the same millisecond', async () => {
    const first = turn(NOON, 'Hello.');
    await Promise.all([
      calls().append('same', [first, turn(NOON + 4_000, 'It is about a bill.')]),
      calls().append('same', [first, turn(NOON + 9_000, 'Are you there?')]),
      calls().append('same', [turn(NOON, 'Hello. My name is Robin.')]),
    ]);
    expect((await conversation()('same')).map(({ text }) => text)).toEqual([
      'Hello. My name is Robin.',
      'It is about a bill.',
      'Are you there?',
    ]);
  });

  it('is read from its end where there is much of it: 60 of 300 utterances, or as many as are asked for', async () => {
    const turns = Array.from({ length: 300 }, (_, n) => turn(NOON + n * 1_000, `Sentence ${n}.`));
    await Promise.all(turns.map((one) => calls().append('long', [one])));
    const newest = await conversation()('long');
    expect(newest.map(({ text }) => text)).toEqual(turns.slice(-60).map(({ text }) => text));
    expect(await conversation()('long', 5)).toHaveLength(5);
    expect(await conversation()('long', 300)).toHaveLength(300);
  });

  it('is nothing where nothing was said, and nothing of another call', async () => {
    await calls().append('mine-1', [turn(NOON, 'Mine.')]);
    expect(await conversation()('mine')).toEqual([]);
  });

  it('is gone once it has expired, whether or not the table has deleted it', async () => {
    await calls(NOON).append('fading', [turn(NOON, 'First.')]);
    await calls(NOON + 60_000).append('fading', [turn(NOON + 60_000, 'Second.')]);
    expect(await conversation(NOON + RETENTION_MS - 1000)('fading')).toHaveLength(2);
    expect(await conversation(NOON + RETENTION_MS)('fading')).toMatchObject([{ text: 'Second.' }]);
    expect(await conversation(NOON + RETENTION_MS + 60_000)('fading')).toEqual([]);
  });

  it.each([
    ['a family and a flag', '👩‍👩‍👧‍👦🏳️‍🌈'],
    ['half a pair', 'a \uD83D b'],
    ['line ends and quotes', '"\r\n\u2028\\'],
    ['what is no character', '\uFFFE\uFFFF\u0000'],
    ['a script from right to left', 'مرحبا \u202E بالعالم'],
    ['much of it', '𝒳'.repeat(2_000)],
  ])('is read as it was stored: %s', async (name, text) => {
    await calls().append(name, [turn(NOON, text)]);
    expect(await conversation()(name)).toEqual([{ role: 'caller', at: NOON, text }]);
  });
});
