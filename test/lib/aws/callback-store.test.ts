import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { dynamoClient } from '../../../infra/local/aws/aws.ts';
import {
  admitCallback,
  keepCallback,
  keepUnlessKept,
  loadCallback,
  settleCallback,
  takeCallback,
} from '../../../lib/aws/callback-store.ts';
import { UpdateItem } from '../../../lib/aws/dynamodb/operations.ts';
import { Unavailable } from '../../../lib/base/trouble.ts';
import type { CallbackRequest } from '../../../lib/handoff/record/callback-request.ts';
import { dynamoDbAt, scriptedDynamoDb } from './dynamodb-at.ts';
import { emulatedTable } from './emulated-table.ts';
import { listedFollowups } from './listed.ts';

const NOON = 1_795_262_400_000;
const now = () => NOON;
const OWN = {
  number: '+14155550199',
  caller: '+14155550199',
  requestedAt: NOON,
  requestedBy: 'tool-call',
} as const;

const HALF_AN_HOUR = 30 * 60_000;

const { records, running } = emulatedTable(dynamoDbAt);

describe('The callback of a call, on the emulated table', () => {
  const keep = (...asked: Parameters<ReturnType<typeof keepCallback>>) =>
    keepCallback(records, now)(...asked);
  const load = async (callId: string) => (await loadCallback(records, now)(callId))?.request;

  it('is kept as it was asked for', async () => {
    const request = { ...OWN, when: 'at nine', why: 'a refund' };
    expect(await keep('one', request, false)).toEqual({ is: 'kept', request });
    expect(await load('one')).toEqual(request);
    expect(await load('another')).toBeUndefined();
  });

  it('gets the number that was said last, and keeps what was not said again', async () => {
    await keep('two', { ...OWN, number: '+14155550111', why: 'a refund' }, true);
    await keep('two', { ...OWN, number: '+14155550122', when: 'at nine', requestedAt: NOON + 5_000 }, true);
    const stands = { ...OWN, number: '+14155550122', when: 'at nine', why: 'a refund' };
    expect(await load('two')).toEqual(stands);
    // Asked again without a number: that is not the caller's own wish to be called there.
    expect(await keep('two', OWN, false)).toEqual({ is: 'kept', request: stands });
    expect((await keep('two', OWN, true)).request.number).toBe(OWN.number);
  });

  it('says of a name and an id who said them, and forgets that with them', async () => {
    const named = { ...OWN, customerName: 'Robin Vale', customerId: 'C-1' };
    const sources = { customerNameSource: 'team', customerIdSource: 'team' } as const;
    await keep('named', { ...named, ...sources }, false);
    expect(await load('named')).toEqual({ ...named, ...sources });
    // As a version says it that knows no sources.
    const { request } = await keep('named', { ...OWN, customerName: 'Jane Victim' }, false);
    expect(request).toEqual({ ...named, customerName: 'Jane Victim', customerIdSource: 'team' });
    await keep('named', { ...OWN, customerId: 'C-2', customerIdSource: 'assistant' }, false);
    expect(await load('named')).toMatchObject({ customerId: 'C-2', customerIdSource: 'assistant' });
  });

  it('stays as it is once an agent has the task', async () => {
    await keep('three', OWN, false);
    await takeCallback(records, now)('three');
    const late = await keep('three', { ...OWN, number: '+14155550122' }, true);
    expect(late).toEqual({ is: 'taken', request: OWN });
    expect(await load('three')).toEqual(OWN);
  });

  it('of which nothing is kept can be taken all the same', async () => {
    await takeCallback(records, now)('four');
    expect(await load('four')).toBeUndefined();
  });

  it('is gone after eight days', async () => {
    await keep('five', OWN, false);
    expect(await loadCallback(records, () => NOON + 8 * 86_400_000)('five')).toBeUndefined();
  });

  it('cannot be answered for while the table is down', async () => {
    const client = scriptedDynamoDb(() => {
      throw new Error('down');
    });
    const down = { client, name: 'scripted' };
    await expect(keepCallback(down, now)('six', OWN, false)).rejects.toThrow(Unavailable);
    await expect(loadCallback(down, now)('six')).rejects.toThrow(Unavailable);
    await expect(takeCallback(down, now)('six')).rejects.toThrow(Unavailable);
    await expect(keepUnlessKept(down, now)('six', OWN)).rejects.toThrow(Unavailable);
    await expect(settleCallback(down, now)('six', OWN, 'WT1')).rejects.toThrow(Unavailable);
  });
});

describe('The callback of a call that waits for an agent, on the emulated table', () => {
  const keep = (callId: string, request: CallbackRequest = OWN, isSaid = true) =>
    keepCallback(records, now)(callId, request, isSaid);
  const load = (callId: string) => loadCallback(records, now)(callId);
  const settle = (callId: string, told: CallbackRequest = OWN, taskSid?: string) =>
    settleCallback(records, now)(callId, told, taskSid);
  const take = (callId: string) => takeCallback(records, now)(callId);
  const listed = async (callId: string) =>
    (await listedFollowups(records)).filter(({ what }) => what === `CALLBACK of ${callId}`);

  it('is on the list at once with what the board shows, due in 15 seconds until its task is made', async () => {
    await keep('w1', { ...OWN, why: 'a refund', when: 'at nine', department: 'billing' });
    expect(await load('w1')).toMatchObject({ isTold: false, taskSid: undefined });
    expect(await listed('w1')).toEqual([
      {
        what: 'CALLBACK of w1',
        at: NOON + 15_000,
        facts: {
          requestedAt: NOON,
          caller: OWN.number,
          reason: 'a refund',
          department: 'billing',
          when: 'at nine',
        },
      },
    ]);
  });

  it('stays there with its task, and is looked at in half an hour', async () => {
    await keep('w2');
    await settle('w2', OWN, 'WT1');
    expect(await load('w2')).toEqual({ request: OWN, isTold: true, taskSid: 'WT1' });
    expect(await listed('w2')).toMatchObject([{ at: NOON + HALF_AN_HOUR }]);
    await settleCallback(records, () => NOON + HALF_AN_HOUR)('w2', OWN, undefined);
    expect(await load('w2')).toEqual({ request: OWN, isTold: true, taskSid: 'WT1' });
    expect(await listed('w2')).toMatchObject([{ at: NOON + 2 * HALF_AN_HOUR, facts: { requestedAt: NOON } }]);
  });

  it('that is corrected is due at once; the list follows the task, and its age stays', async () => {
    const corrected = { ...OWN, number: '+14155550122', requestedAt: NOON + 60_000 };
    await keep('w3', { ...OWN, why: 'a refund' });
    await settle('w3', { ...OWN, why: 'a refund' }, 'WT1');
    const { request } = await keep('w3', corrected);
    expect(await load('w3')).toEqual({ request, isTold: false, taskSid: 'WT1' });
    expect(await listed('w3')).toMatchObject([{ at: NOON + 15_000, facts: { caller: OWN.number } }]);
    // An older message that settles late changes none of that.
    await settle('w3', { ...OWN, why: 'a refund' }, 'WT1');
    expect(await listed('w3')).toMatchObject([{ at: NOON + 15_000 }]);
    await settle('w3', request, undefined);
    expect(await load('w3')).toEqual({ request, isTold: true, taskSid: 'WT1' });
    const facts = { requestedAt: NOON, caller: '+14155550122', reason: 'a refund' };
    expect(await listed('w3')).toMatchObject([{ at: NOON + HALF_AN_HOUR, facts }]);
  });

  it('is on no list once an agent has it, whatever comes late', async () => {
    await keep('w4');
    await settle('w4', OWN, 'WT1');
    await take('w4');
    expect(await listed('w4')).toEqual([]);
    await settle('w4', OWN, 'WT1');
    await keep('w4', { ...OWN, when: 'at nine' });
    await keepUnlessKept(records, now)('w4', OWN);
    await take('w4');
    expect(await listed('w4')).toEqual([]);
  });

  it('is kept from its message alone where nobody has kept it, and changes nothing where somebody has', async () => {
    const kept = { request: OWN, isTold: false, taskSid: undefined };
    expect(await keepUnlessKept(records, now)('w5', OWN)).toEqual(kept);
    expect(await keepUnlessKept(records, now)('w5', { ...OWN, number: '+14155550122' })).toEqual(kept);
    expect(await listed('w5')).toMatchObject([{ at: NOON + 15_000, facts: { caller: OWN.number } }]);
    const later = () => NOON + 8 * 86_400_000;
    const next = await keepUnlessKept(records, later)('w5', { ...OWN, number: '+14155550122' });
    expect(next.request.number).toBe('+14155550122');
  });

  it('of which nothing is kept is settled nowhere', async () => {
    await settle('w6', OWN, 'WT1');
    expect(await load('w6')).toBeUndefined();
    expect(await listed('w6')).toEqual([]);
  });

  it('is corrected once more where a version that knows no list of these has kept it', async () => {
    await keep('w7');
    await settle('w7', OWN, 'WT1');
    await records.client.send(UpdateItem, {
      TableName: records.name,
      Key: { pk: { S: 'CALL#w7' }, sk: { S: 'CALLBACK' } },
      UpdateExpression: 'SET #when = :when',
      ExpressionAttributeNames: { '#when': 'when' },
      ExpressionAttributeValues: { ':when': { S: '"at nine"' } },
    });
    expect(await load('w7')).toEqual({ request: { ...OWN, when: 'at nine' }, isTold: false, taskSid: 'WT1' });
  });
});

describe('The callbacks of one number, on the emulated table', () => {
  const NUMBER = '+14155550166';
  const at = (ms: number, timeZone?: string) => admitCallback(records, () => ms, timeZone);
  const itemsOf = () => dynamoClient(running().dynamoUrl).send(new ScanCommand({ TableName: records.name }));

  it('are three in a day, and three more on the next', async () => {
    const admit = at(NOON);
    const answers = [await admit('c1', NUMBER), await admit('c2', NUMBER), await admit('c3', NUMBER)];
    expect(answers).toEqual(['admitted', 'admitted', 'admitted']);
    expect(await admit('c4', NUMBER)).toBe('enough');
    expect(await admit('c4', '+14155550167')).toBe('admitted');
    expect(await at(NOON + 86_400_000)('c4', NUMBER)).toBe('admitted');
  });

  it('count once for a call, however often it asks, also when there is no more room', async () => {
    const number = '+14155550168';
    const admit = at(NOON);
    for (const callId of ['c1', 'c1', 'c1', 'c2', 'c3', 'c1', 'c3']) {
      expect(await admit(callId, number)).toBe('admitted');
    }
    expect(await admit('c4', number)).toBe('enough');
    expect(await admit('c2', number)).toBe('admitted');
  });

  it('are counted by the day on the team’s wall', async () => {
    const number = '+14155550169';
    // 23:30 in Los Angeles; an hour later it is the next day there, and the same one in UTC.
    const late = Date.parse('2026-11-30T07:30:00Z');
    const zone = 'America/Los_Angeles';
    for (const callId of ['c1', 'c2', 'c3']) await at(late, zone)(callId, number);
    expect(await at(late, zone)('c4', number)).toBe('enough');
    expect(await at(late + 3_600_000, zone)('c4', number)).toBe('admitted');
  });

  it('are never more than three where many ask at once', async () => {
    const number = '+14155550170';
    const answers = await Promise.all(Array.from({ length: 10 }, (_, n) => at(NOON)(`c${n}`, number)));
    expect(answers.filter((one) => one === 'admitted')).toHaveLength(3);
  });

  it('are counted together where the digits at their end are too many', async () => {
    const numbers = ['+3939155501234', '+3939155501235', '+393915550123', '+3939155501236'];
    const answers: string[] = [];
    for (const [n, number] of numbers.entries()) answers.push(await at(NOON)(`c${n}`, number));
    expect(answers).toEqual(['admitted', 'admitted', 'admitted', 'enough']);
  });

  it('are kept without the number, and expire after two days', async () => {
    const number = '+14155550171';
    await at(NOON)('c1', number);
    const { Items = [] } = await itemsOf();
    const counts = Items.filter(({ pk }) => pk?.S?.startsWith('CALLBACKS#'));
    expect(counts.length).toBeGreaterThan(0);
    expect(JSON.stringify(counts)).not.toMatch(/5550171|415555/);
    for (const { expiresAt, sk } of counts) {
      expect(sk?.S).toMatch(/^2026-1[12]-\d\d$/);
      expect(Number(expiresAt?.N)).toBeGreaterThan(NOON / 1000);
    }
    const today = counts.find(({ sk }) => sk?.S === new Date(NOON).toJSON().slice(0, 10));
    expect(today?.expiresAt?.N).toBe(String(NOON / 1000 + 2 * 86_400));
  });

  it('cannot be counted while the table is down', async () => {
    const client = scriptedDynamoDb(() => {
      throw new Error('down');
    });
    await expect(admitCallback({ client, name: 'scripted' }, now)('c1', NUMBER)).rejects.toThrow(Unavailable);
  });
});
