import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { dynamoClient } from '../../../infra/local/aws/aws.ts';
import { admitCallback, keepCallback, loadCallback, takeCallback } from '../../../lib/aws/callback-store.ts';
import { Unavailable } from '../../../lib/base/trouble.ts';
import { dynamoDbAt, scriptedDynamoDb } from './dynamodb-at.ts';
import { emulatedTable } from './emulated-table.ts';

const NOON = 1_795_262_400_000;
const now = () => NOON;
const OWN = {
  number: '+14155550199',
  caller: '+14155550199',
  requestedAt: NOON,
  requestedBy: 'tool-call',
} as const;

const { records, running } = emulatedTable(dynamoDbAt);

describe('The callback of a call, on the emulated table', () => {
  const keep = (...asked: Parameters<ReturnType<typeof keepCallback>>) =>
    keepCallback(records, now)(...asked);
  const load = (callId: string) => loadCallback(records, now)(callId);

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
