import { beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { callStore, readCall, readConversation } from '../../../lib/aws/call-store.ts';
import { admitCallback, loadCallback } from '../../../lib/aws/callback-store.ts';
import { handoffStore } from '../../../lib/aws/handoff-store.ts';
import type { Table } from '../../../lib/aws/table.ts';
import type { Handoff, HandoffRequest } from '../../../lib/handoff/record/handoff.ts';
import * as given from '../handoff/given.ts';
import { scriptedDynamoDb } from './dynamodb-at.ts';

const NOON = 1_795_262_400_000;
const now = () => NOON;
const OWN = 'AC-own';

const putSchema = z.object({
  Item: z.looseObject({ pk: z.object({ S: z.string() }), expiresAt: z.object({ N: z.string() }) }),
});
const isConsistent = (request: unknown): boolean => JSON.stringify(request).includes('"ConsistentRead":true');

let asked: { operation: string; input: unknown }[];
let table: Table;
beforeEach(() => {
  asked = [];
  const client = scriptedDynamoDb((operation, input) => {
    asked.push({ operation, input });
    return {};
  });
  table = { client, name: 'asked' };
});

/** The items that were written, as key and the seconds for which they are kept. */
const written = (): [key: string, seconds: number][] =>
  asked.flatMap(({ input }) => {
    const { Item } = putSchema.safeParse(input).data ?? {};
    return Item === undefined ? [] : [[Item.pk.S, Number(Item.expiresAt.N) - NOON / 1000]];
  });

const saved = (request: Partial<HandoffRequest>, version = 0, sinceThen: Handoff['timeline'] = []) => {
  const { request: whole, timeline } = given.handoff(given.REQUESTED);
  const changed = { request: { ...whole, ...request }, timeline: [...timeline, ...sinceThen] };
  const record = given.handoff(given.REQUESTED, [], changed);
  return handoffStore(table, now, OWN).save(record, version);
};

describe('What the table is asked', () => {
  it('is read as it is now: an older answer would have work done twice, or not at all', async () => {
    await handoffStore(table, now, OWN).load('call-1');
    await handoffStore(table, now, OWN).callOfLeg('CA1');
    await callStore(table, now, 60).load('call-1');
    await readCall(table, now)('call-1');
    await readConversation(table, now)('call-1');
    await loadCallback(table, now)('call-1');
    expect(asked.length).toBe(6);
    expect(asked.filter(({ input }) => !isConsistent(input))).toEqual([]);
  });

  it('keeps the record of a handoff, and whose its legs are, for a day', async () => {
    await saved({ callSid: 'CA1', accountSid: OWN });
    expect(written()).toEqual([
      [`CALL#${given.CALL_ID}`, 86_400],
      ['LEG#CA1', 86_400],
    ]);
  });

  it('learns whose a leg is from a later request of the call too, which may be the first that names it', async () => {
    await saved({ callSid: 'CA1', accountSid: OWN }, 3);
    expect(written().map(([key]) => key)).toEqual([`CALL#${given.CALL_ID}`, 'LEG#CA1']);
  });

  it('learns whose a leg is from the first save alone, and of a leg of our own account alone', async () => {
    await saved({ callSid: 'CA1', accountSid: 'AC-another' });
    await saved({ callSid: 'CA1' });
    await saved({ callSid: 'CA1', accountSid: OWN }, 1, [{ at: NOON, what: 'queued' }]);
    const unnamed = { ...given.handoff(given.REQUESTED).request, callSid: 'CA1' };
    await handoffStore(table, now, undefined).save(
      given.handoff(given.REQUESTED, [], { request: unnamed }),
      0,
    );
    expect(written().map(([key]) => key)).toEqual(Array(4).fill(`CALL#${given.CALL_ID}`));
  });

  const owing = given.closing('complete', 'WT1', { notBefore: given.T0 + 7_500 });
  it.each([
    given.REQUESTED,
    given.QUEUED,
    given.OFFERED,
    given.BRIDGING,
    given.CONNECTED,
    given.ended(),
  ])('lists what is owed as due, in every state: $state', async (progress) => {
    await handoffStore(table, now, OWN).save(given.handoff(progress, [owing]), 1);
    // In whole seconds.
    const at = { N: String(Math.ceil((given.T0 + 7_500) / 1_000) * 1_000) };
    expect(asked).toMatchObject([{ input: { Item: { list: { S: expect.stringMatching(/^DUE#/) }, at } } }]);
  });

  it.each([
    given.REQUESTED,
    given.QUEUED,
    given.OFFERED,
  ])('lists who waits as due at the end of the window, though nothing is owed: $state', async (progress) => {
    const record = given.handoff(progress);
    await handoffStore(table, now, OWN).save(record, 1);
    expect(asked).toMatchObject([{ input: { Item: { at: { N: String(record.deadline) } } } }]);
  });

  it('lists nothing of a handoff that is over and owes nothing', async () => {
    await handoffStore(table, now, OWN).save(given.handoff(given.ended()), 1);
    expect(Object.keys(z.object({ Item: z.looseObject({}) }).parse(asked[0]?.input).Item)).not.toContain(
      'list',
    );
  });

  it('counts the callbacks of a number for two days, three calls at most, and a call once', async () => {
    await admitCallback(table, now)('call-1', '+15550100123');
    expect(asked).toMatchObject([
      {
        operation: 'UpdateItem',
        input: {
          ConditionExpression: 'attribute_not_exists(calls) OR size(calls) < :most OR contains(calls, :call)',
          ExpressionAttributeValues: {
            ':most': { N: '3' },
            ':call': { S: 'call-1' },
            ':expires': { N: String(NOON / 1000 + 172_800) },
          },
        },
      },
    ]);
  });
});
