import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Emulators, startEmulators } from '../../../infra/local/aws/emulators.ts';
import { keepCallback, loadCallback, takeCallback } from '../../../lib/aws/callback-store.ts';
import type { Table } from '../../../lib/aws/table.ts';
import { Unavailable } from '../../../lib/base/trouble.ts';
import { dynamoDbAt, scriptedDynamoDb } from './dynamodb-at.ts';

const NOON = 1_795_262_400_000;
const now = () => NOON;
const OWN = {
  number: '+14155550199',
  caller: '+14155550199',
  requestedAt: NOON,
  requestedBy: 'tool-call',
} as const;

let emulators: Emulators;
let records: Table;
beforeAll(async () => {
  emulators = await startEmulators();
  records = { client: dynamoDbAt(emulators.dynamoUrl), name: emulators.tableName };
});
afterAll(() => emulators.stop());

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
