import { describe, expect, it } from 'vitest';
import { callStore } from '../../../lib/aws/call-store.ts';
import { keepCallback, settleCallback, takeCallback } from '../../../lib/aws/callback-store.ts';
import { dueBetween } from '../../../lib/aws/due-list.ts';
import { handoffStore } from '../../../lib/aws/handoff-store.ts';
import { outboundStore } from '../../../lib/aws/outbound-store.ts';
import { keepReview, settleReview, takeReview } from '../../../lib/aws/review-store.ts';
import { toolStore } from '../../../lib/aws/tool-store.ts';
import { Unavailable } from '../../../lib/base/trouble.ts';
import { unheardCall } from '../../../lib/conversation/call.ts';
import { askedFor } from '../../../lib/outbound/call/decide.ts';
import { asked } from '../../../lib/tools/run/decide.ts';
import * as given from '../handoff/given.ts';
import { dynamoDbAt, patientDynamoDbAt } from './dynamodb-at.ts';
import { emulatedTable } from './emulated-table.ts';

const { T0 } = given;
const DAY_MS = 86_400_000;

const { records } = emulatedTable(patientDynamoDbAt);

const handoffs = () => handoffStore(records, () => T0, undefined);
const due = async (to = T0 + DAY_MS) =>
  (await dueBetween(records)(T0 - DAY_MS, to, 1_000)).map(({ kind, callId, at }) => [kind, callId, at - T0]);

describe('What is due', () => {
  it('is a handoff at the first thing that it owes, until it owes nothing more', async () => {
    const owing = given.handoff(given.BRIDGING, [
      given.looking('bridge-unconfirmed', { notBefore: T0 + 66_000 }),
      given.joining({ notBefore: T0 + 7_000 }),
    ]);
    const save = (record: typeof owing, version: number) =>
      handoffs().save({ ...record, callId: 'owing' }, version);
    await save(owing, 0);
    expect(await due()).toContainEqual(['handoff', 'owing', 7_000]);
    expect(await due(T0 + 6_999)).toEqual([]);
    await save({ ...owing, effects: owing.effects.slice(0, 1) }, 1);
    expect(await due()).toEqual([['handoff', 'owing', 66_000]]);
    await save({ ...owing, effects: [] }, 2);
    expect(await due()).toEqual([]);
  });

  it('is what an invocation holds when that must be dead', async () => {
    const held = given.joining({ claim: { owner: 'worker-1', until: T0 + 12_000 } });
    await handoffs().save({ ...given.handoff(given.BRIDGING, [held]), callId: 'held' }, 0);
    expect(await due()).toContainEqual(['handoff', 'held', 12_000]);
    await handoffs().save({ ...given.handoff(given.BRIDGING), callId: 'held' }, 1);
  });

  it('is a caller who waits at the end of the window, whatever becomes of its message', async () => {
    await handoffs().save({ ...given.handoff(given.QUEUED), callId: 'waits' }, 0);
    expect(await due()).toEqual([['handoff', 'waits', 30_000]]);
    await handoffs().save({ ...given.handoff(given.ended()), callId: 'waits' }, 1);
    expect(await due()).toEqual([]);
  });

  it('is a conversation that owes something', async () => {
    const calls = callStore(records, () => T0, 3_600);
    const call = unheardCall('talk');
    const work = { kind: 'mute', on: true } as const;
    const effect = {
      id: 'mute',
      work,
      owedSince: T0,
      notBefore: T0 + 1_001,
      attempts: 0,
      mayHaveHappened: false,
    };
    await calls.save({ ...call, effects: [effect] }, 0);
    expect(await due()).toEqual([['call', 'talk', 2_000]]);
    await calls.save({ ...call, effects: [] }, 1);
    expect(await due()).toEqual([]);
  });

  it('is a tool call that owes its request or its late answer, by its own id, whatever stands in that', async () => {
    const tools = toolStore(records, () => T0);
    const ids = ['tc-1', 'TOOL#tc 2', 'call_0.3f1b'];
    const runs = ids.map((toolCallId, index) =>
      asked(
        {
          ...{
            callId: 'asks',
            toolCallId,
            tool: 'get_ticket_status',
            given: 'mark',
            args: {},
            language: 'en',
          },
          ...{ asker: { callId: 'asks', verified: false }, askedAt: T0 },
        },
        T0 + index * 1_000,
      ),
    );
    for (const run of runs) await tools.save(run, 0);
    const found = await dueBetween(records)(T0 - DAY_MS, T0 + DAY_MS, 1_000);
    expect(found).toEqual(
      ids.map((toolCallId, index) => ({
        key: `tool asks ${toolCallId}`,
        kind: 'tool',
        callId: 'asks',
        toolCallId,
        at: T0 + index * 1_000,
        ...{ list: expect.stringMatching(/^DUE#[0-3]$/), callerWaits: true },
      })),
    );
    for (const run of runs) await tools.save({ ...run, effects: [] }, 1);
    expect(await due()).toEqual([]);
  });

  it('is an outbound call that owes something, by its own id, whatever stands in that', async () => {
    const calls = outboundStore(records, () => T0);
    const ids = ['oc_1', 'OUTBOUND#oc 2', 'CALL#oc_3'];
    const order = { number: '+14155550123', consent: { kind: 'none' } } as const;
    const outbound = ids.map((id, index) => askedFor({ id, order }, T0, T0 + index * 1_000 + 1));
    for (const call of outbound) await calls.save(call, 0);
    expect(await dueBetween(records)(T0 - DAY_MS, T0 + DAY_MS, 1_000)).toEqual(
      ids.map((id, index) => ({
        key: `outbound ${id}`,
        kind: 'outbound',
        callId: id,
        at: T0 + (index + 1) * 1_000,
        ...{ list: 'DUE#OUTBOUND', callerWaits: false },
      })),
    );
    // It is kept for months: overdue for days it is found as well.
    expect(await dueBetween(records)(T0 + 9 * DAY_MS, T0 + 10 * DAY_MS, 1_000)).toHaveLength(ids.length);
    for (const call of outbound) await calls.save({ ...call, effects: [] }, 1);
    expect(await due()).toEqual([]);
    // A call of somebody's is none of these, whatever its id looks like.
    const looks = { ...given.handoff(given.QUEUED), callId: 'OUTBOUND#oc_4' };
    await handoffs().save(looks, 0);
    expect(await due()).toEqual([['handoff', 'OUTBOUND#oc_4', 30_000]]);
    await handoffs().save({ ...given.handoff(given.ended()), callId: 'OUTBOUND#oc_4' }, 1);
  });

  it('is a callback whose task does not say yet what was asked for, and one that no agent has in a while', async () => {
    const request = { number: '+14155550199', requestedAt: T0, requestedBy: 'tool-call' } as const;
    const corrected = { ...request, number: '+14155550123', when: 'at nine' };
    const keep = keepCallback(records, () => T0);
    const settle = settleCallback(records, () => T0);
    await keep('ring-me', request, true);
    expect(await due()).toEqual([['callback', 'ring-me', 15_000]]);
    await keep('ring-me', corrected, true);
    await settle('ring-me', request, 'WT1');
    expect(await due()).toEqual([['callback', 'ring-me', 15_000]]);
    await settle('ring-me', corrected, 'WT1');
    expect(await due()).toEqual([['callback', 'ring-me', 1_800_000]]);
    // Asked for once more; then an agent has the task.
    await keep('ring-me', { ...corrected, when: 'at ten' }, true);
    expect(await due()).toEqual([['callback', 'ring-me', 15_000]]);
    await takeCallback(records, () => T0)('ring-me');
    expect(await due()).toEqual([]);
  });

  it('is a review until its task is made, and in a while as long as no agent has it', async () => {
    const review = { missing: ['email'], why: 'fields are missing', requestedAt: T0 };
    await keepReview(records, () => T0)({ callId: 'look-after', review });
    expect(await due()).toEqual([['review', 'look-after', 15_000]]);
    await settleReview(records, () => T0)('look-after', 'WT1');
    expect(await due()).toEqual([['review', 'look-after', 1_800_000]]);
    await takeReview(records, () => T0)('look-after');
    expect(await due()).toEqual([]);
  });

  it('is all of it, whichever of the lists a call is on, the longest overdue first', async () => {
    const ids = Array.from({ length: 40 }, (_, number) => `call-${number}`);
    await Promise.all(
      ids.map((callId, number) =>
        handoffs().save(
          {
            ...given.handoff(given.CONNECTED, [given.looking('sweep', { notBefore: T0 + number * 1_000 })]),
            callId,
          },
          0,
        ),
      ),
    );
    expect((await due()).map(([, callId]) => callId)).toEqual(ids);
  });

  it('is not known while the table is away', async () => {
    const nowhere = { client: dynamoDbAt('http://127.0.0.1:1'), name: 'none' };
    await expect(dueBetween(nowhere)(0, T0, 10)).rejects.toThrow(Unavailable);
  });
});
