import { describe, expect, it } from 'vitest';
import { routingStore } from '../../../lib/aws/routing-store.ts';
import { OtherVersion, Unavailable } from '../../../lib/base/trouble.ts';
import { UNROUTED } from '../../../lib/desk/routing.ts';
import { dynamoDbAt, scriptedDynamoDb } from './dynamodb-at.ts';
import { emulatedTable } from './emulated-table.ts';

const NOON = 1_795_262_400_000;
const { records } = emulatedTable(dynamoDbAt);
const at = (now = NOON) => routingStore(records, () => now);
const ROUTED = { asked: 1, answers: [{ id: 'call_1', answer: { is: 'ask' as const } }], intent: 'unclear' };

describe('The way of a call through the desk', () => {
  it('begins with nothing, and is kept as it was decided', async () => {
    expect(await at().load('one')).toEqual({ routing: UNROUTED, version: 0 });
    expect(await at().save('one', ROUTED, 0)).toBe('saved');
    expect(await at().load('one')).toEqual({ routing: ROUTED, version: 1 });
  });

  it('is decided by one of two who answer at once', async () => {
    const saved = await Promise.all([at().save('two', ROUTED, 0), at().save('two', UNROUTED, 0)]);
    expect(saved.toSorted()).toEqual(['lost', 'saved']);
    const again = await Promise.all([at().save('two', ROUTED, 1), at().save('two', UNROUTED, 1)]);
    expect(again.toSorted()).toEqual(['lost', 'saved']);
  });

  it('is none after a day, and can begin anew', async () => {
    await at().save('three', ROUTED, 0);
    const later = at(NOON + 86_400_000);
    expect(await later.load('three')).toEqual({ routing: UNROUTED, version: 1 });
    expect(await later.save('three', ROUTED, 1)).toBe('saved');
  });

  it('is left to who knows it where another version wrote it, and cannot be read while the table is down', async () => {
    const routing = { S: '{"asked":"many"}' };
    const newer = scriptedDynamoDb(() => ({
      Item: { routing, version: { N: '1' }, expiresAt: { N: '9999999999' } },
    }));
    const load = (client: typeof newer) => routingStore({ client, name: 't' }, () => NOON).load('four');
    await expect(load(newer)).rejects.toThrow(OtherVersion);
    const down = scriptedDynamoDb(() => {
      throw new Error('down');
    });
    await expect(load(down)).rejects.toThrow(Unavailable);
  });
});
