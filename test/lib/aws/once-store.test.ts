import { describe, expect, it } from 'vitest';
import { GetItem } from '../../../lib/aws/dynamodb/operations.ts';
import { onceStore } from '../../../lib/aws/once-store.ts';
import { Unavailable } from '../../../lib/base/trouble.ts';
import { dynamoDbAt, patientDynamoDbAt } from './dynamodb-at.ts';
import { emulatedTable } from './emulated-table.ts';

const NOON = 1_795_262_400_000;
const DAY_MS = 86_400_000;
const LEASE_MS = 45_000;

const { records } = emulatedTable(patientDynamoDbAt);

const onceAt = (now: number) => onceStore(records, () => now);

const itemOf = async (key: string) => {
  const Key = { pk: { S: `ONCE#${key}` }, sk: { S: 'ONCE' } };
  return (await records.client.send(GetItem, { TableName: records.name, Key })).Item;
};

describe('What is done once, on the emulated table', () => {
  it('is begun, done, and done for good', async () => {
    expect(await onceAt(NOON).begin('good', 'a', LEASE_MS)).toEqual({ is: 'first', since: NOON });
    await onceAt(NOON + 10).done('good', 'a', 'WT1');
    expect(await onceAt(NOON + 20).begin('good', 'b', LEASE_MS)).toEqual({ is: 'done' });
    expect(await onceAt(NOON + 7 * DAY_MS).begin('good', 'c', LEASE_MS)).toEqual({ is: 'done' });
    expect(await itemOf('good')).toMatchObject({
      result: { S: 'WT1' },
      expiresAt: { N: String(NOON / 1000 + 8 * 86_400) },
    });
  });

  it('is begun by exactly one of 120 who come at once; the others learn that somebody is at it', async () => {
    const begun = await Promise.all(
      Array.from({ length: 120 }, (_, each) => onceAt(NOON).begin('race', `owner-${each}`, LEASE_MS)),
    );
    expect(begun.filter(({ is }) => is === 'first')).toHaveLength(1);
    expect(begun.filter(({ is }) => is === 'held')).toHaveLength(119);
  });

  it('is taken over from a dead one by exactly one of 60, who is told since when to look', async () => {
    await onceAt(NOON).begin('dead', 'dead', LEASE_MS);
    expect(await onceAt(NOON + LEASE_MS - 1).begin('dead', 'early', LEASE_MS)).toEqual({ is: 'held' });
    const then = onceAt(NOON + LEASE_MS);
    const begun = await Promise.all(
      Array.from({ length: 60 }, (_, each) => then.begin('dead', `heir-${each}`, LEASE_MS)),
    );
    expect(begun.filter(({ is }) => is !== 'held')).toEqual([{ is: 'again', since: NOON }]);
  });

  it('tells whoever lost the answer to their own write what that write won', async () => {
    const once = onceAt(NOON);
    await once.begin('mine', 'a', LEASE_MS);
    expect(await once.begin('mine', 'a', LEASE_MS)).toEqual({ is: 'first', since: NOON });
    await onceAt(NOON + LEASE_MS).begin('mine', 'b', LEASE_MS);
    expect(await onceAt(NOON + LEASE_MS).begin('mine', 'b', LEASE_MS)).toEqual({ is: 'again', since: NOON });
  });

  it('is free again at once when it failed, and stays in doubt since the first attempt that may have done it', async () => {
    await onceAt(NOON).begin('failed', 'a', LEASE_MS);
    await onceAt(NOON).failed('failed', 'a', { is: 'not-done' });
    expect(await onceAt(NOON + 1).begin('failed', 'b', LEASE_MS)).toEqual({ is: 'first', since: NOON + 1 });
    await onceAt(NOON + 2).failed('failed', 'b', { is: 'in-doubt', since: NOON + 1 });
    expect(await onceAt(NOON + 3).begin('failed', 'c', LEASE_MS)).toEqual({ is: 'again', since: NOON + 1 });
    // And whoever dies over it leaves it in the same doubt.
    const heir = onceAt(NOON + 3 + LEASE_MS);
    expect(await heir.begin('failed', 'd', LEASE_MS)).toEqual({ is: 'again', since: NOON + 1 });
  });

  it('is not given back by one whose lease has passed to another, nor once it is done', async () => {
    await onceAt(NOON).begin('late', 'a', LEASE_MS);
    const then = onceAt(NOON + LEASE_MS);
    await then.begin('late', 'b', LEASE_MS);
    await then.failed('late', 'a', { is: 'not-done' });
    expect(await then.begin('late', 'c', LEASE_MS)).toEqual({ is: 'held' });
    await then.done('late', 'a', 'WT1');
    await then.failed('late', 'b', { is: 'not-done' });
    expect(await then.begin('late', 'd', LEASE_MS)).toEqual({ is: 'done' });
  });

  it('counts as never begun once it has expired, whether or not the table has deleted it', async () => {
    await onceAt(NOON).begin('expired', 'a', LEASE_MS);
    await onceAt(NOON).done('expired', 'a', 'WT1');
    const before = onceAt(NOON + 8 * DAY_MS - 1);
    expect(await before.begin('expired', 'b', LEASE_MS)).toEqual({ is: 'done' });
    const after = onceAt(NOON + 8 * DAY_MS);
    const begun = await Promise.all(
      Array.from({ length: 20 }, (_, each) => after.begin('expired', `owner-${each}`, LEASE_MS)),
    );
    expect(begun.filter(({ is }) => is !== 'held')).toEqual([{ is: 'first', since: NOON + 8 * DAY_MS }]);
  });

  it('cannot be begun, done or given back when nobody answers', async () => {
    const gone = { client: dynamoDbAt('http://127.0.0.1:1'), name: 'nowhere' };
    const once = onceStore(gone, () => NOON);
    await expect(once.begin('x', 'a', LEASE_MS)).rejects.toThrow(Unavailable);
    await expect(once.done('x', 'a', 'WT1')).rejects.toThrow(Unavailable);
    await expect(once.failed('x', 'a', { is: 'not-done' })).rejects.toThrow('the table is unavailable');
  });
});
