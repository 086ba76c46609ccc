import { describe, expect, it } from 'vitest';
import { handoffStore } from '../../../lib/aws/handoff-store.ts';
import { legStore } from '../../../lib/aws/leg-store.ts';
import { OtherVersion, Unavailable } from '../../../lib/base/trouble.ts';
import { UNANSWERED } from '../../../lib/desk/leg.ts';
import { dynamoDbAt, scriptedDynamoDb } from './dynamodb-at.ts';
import { emulatedTable } from './emulated-table.ts';

const NOON = 1_795_262_400_000;
const { records } = emulatedTable(dynamoDbAt);
const at = (now = NOON) => legStore(records, () => now);
const ANSWERED = {
  answers: [
    { asked: 'arrived', answer: { is: 'assistant' as const, callId: 'call-1', twiml: '<Response/>' } },
  ],
};

describe('A leg at our own number', () => {
  it('is kept with what it was told, for a day', async () => {
    expect(await at().load('CA1')).toEqual({ leg: UNANSWERED, version: 0 });
    expect(await at().save('CA1', ANSWERED, 0)).toBe('saved');
    expect(await at().load('CA1')).toEqual({ leg: ANSWERED, version: 1 });
    expect(await at(NOON + 86_400_000).load('CA1')).toEqual({ leg: UNANSWERED, version: 1 });
  });

  it('is answered by one of two who are asked at once', async () => {
    const saved = await Promise.all([at().save('CA2', ANSWERED, 0), at().save('CA2', UNANSWERED, 0)]);
    expect(saved.toSorted()).toEqual(['lost', 'saved']);
  });

  it('leads to its call at Vapi, for a handoff as well', async () => {
    await at().tie('CA3', 'call-3');
    expect(await handoffStore(records, () => NOON, undefined).callOfLeg('CA3')).toBe('call-3');
    expect(await handoffStore(records, () => NOON, undefined).load('call-3')).toMatchObject({ is: 'none' });
  });

  it('is left to who knows it where another version wrote it, and cannot be read while the table is down', async () => {
    const newer = scriptedDynamoDb(() => ({
      Item: { leg: { S: '{"answers":7}' }, version: { N: '1' }, expiresAt: { N: '9999999999' } },
    }));
    await expect(legStore({ client: newer, name: 't' }, () => NOON).load('CA4')).rejects.toThrow(
      OtherVersion,
    );
    const client = scriptedDynamoDb(() => {
      throw new Error('down');
    });
    const down = legStore({ client, name: 't' }, () => NOON);
    await expect(down.load('CA5')).rejects.toThrow(Unavailable);
    await expect(down.save('CA5', ANSWERED, 0)).rejects.toThrow(Unavailable);
    await expect(down.tie('CA5', 'call-5')).rejects.toThrow(Unavailable);
  });
});
