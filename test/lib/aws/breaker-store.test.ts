import { describe, expect, it } from 'vitest';
import { breakerStore } from '../../../lib/aws/breaker-store.ts';
import { GetItem } from '../../../lib/aws/dynamodb/operations.ts';
import { Unavailable } from '../../../lib/base/trouble.ts';
import { mayBeAsked, noteFault, UNBROKEN } from '../../../lib/tools/run/breaker.ts';
import { dynamoDbAt, patientDynamoDbAt } from './dynamodb-at.ts';
import { emulatedTable } from './emulated-table.ts';

const NOON = 1_795_262_400_000;
const { records } = emulatedTable(patientDynamoDbAt);
const store = (now = NOON) => breakerStore(records, () => now);

describe('What is known of a system’s troubles', () => {
  it('is nothing at first', async () => {
    expect(await store().load('unheard-of')).toEqual({ breaker: UNBROKEN, version: 0 });
  });

  it('is kept for each system by itself, for a day', async () => {
    const breaker = { faults: [NOON], openUntil: NOON + 30_000 };
    expect(await store().save('zendesk', breaker, 0)).toBe('saved');
    expect(await store().load('zendesk')).toEqual({ breaker, version: 1 });
    expect(await store().load('google')).toEqual({ breaker: UNBROKEN, version: 0 });
    expect(await store(NOON + 86_400_000).load('zendesk')).toEqual({ breaker: UNBROKEN, version: 1 });
    const { Item } = await records.client.send(GetItem, {
      TableName: records.name,
      Key: { pk: { S: 'SYSTEM#zendesk' }, sk: { S: 'BREAKER' } },
      ConsistentRead: true,
    });
    // Nobody's data, and on no list.
    expect(Object.keys(Item ?? {}).toSorted()).toEqual(['breaker', 'expiresAt', 'pk', 'sk', 'version']);
  });

  it('is written only over what was read', async () => {
    expect(await store().save('raced', { faults: [1] }, 0)).toBe('saved');
    expect(await store().save('raced', { faults: [2] }, 0)).toBe('lost');
    expect((await store().load('raced')).breaker).toEqual({ faults: [1] });
  });

  it('is seen by every function: after five faults in a minute nobody asks it for 30 seconds', async () => {
    for (let fault = 0; fault < 5; fault += 1) {
      expect(await mayBeAsked(store(), 'hubspot', NOON + fault)).toBe(true);
      expect(await noteFault(store(), 'hubspot', NOON + fault)).toBe(fault === 4);
    }
    expect(await mayBeAsked(store(), 'hubspot', NOON + 5)).toBe(false);
    expect(await mayBeAsked(store(), 'hubspot', NOON + 30_003)).toBe(false);
    expect(await mayBeAsked(store(), 'hubspot', NOON + 30_004)).toBe(true);
  });

  it('counts what many see at once, as far as it is needed', async () => {
    await Promise.all(Array.from({ length: 40 }, () => noteFault(store(), 'storm', NOON)));
    expect(await mayBeAsked(store(), 'storm', NOON + 1)).toBe(false);
  });

  it('is not known while the table is away: then a system is asked', async () => {
    const away = breakerStore({ client: dynamoDbAt('http://127.0.0.1:1'), name: 'none' }, () => NOON);
    await expect(away.load('zendesk')).rejects.toThrow(Unavailable);
    expect(await mayBeAsked(away, 'zendesk', NOON)).toBe(true);
    expect(await noteFault(away, 'zendesk', NOON)).toBe(false);
  });
});
