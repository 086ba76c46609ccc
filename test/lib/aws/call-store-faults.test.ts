import {
  ConditionalCheckFailedException,
  ProvisionedThroughputExceededException,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { markCallOver } from '../../../lib/aws/call-over.ts';
import { callStore, readCall, readConversation } from '../../../lib/aws/call-store.ts';
import type { Table } from '../../../lib/aws/table.ts';
import { RefusedForGood, Unavailable } from '../../../lib/base/trouble.ts';
import { unheardCall } from '../../../lib/conversation/call.ts';
import type { Turn } from '../../../lib/conversation/turns.ts';
import { dynamoDbAt, scriptedDynamoDb } from './dynamodb-at.ts';

const NOON = 1_795_262_400_000;
const now = () => NOON;
const RETENTION_SECONDS = 7 * 86_400;
const TURN: Turn = { kind: 'message', role: 'caller', at: NOON, seenAt: NOON, text: 'Hello.' };
const calls = (table: Table) => callStore(table, now, RETENTION_SECONDS);

describe('A table that does not do what it is asked', () => {
  const scripted = (answer: () => unknown): Table => ({ client: scriptedDynamoDb(answer), name: 'scripted' });
  const everything = (table: Table): [string, () => Promise<unknown>][] => [
    ['load', () => calls(table).load('x')],
    ['save', () => calls(table).save(unheardCall('x'), 0)],
    ['append', () => calls(table).append('x', [TURN])],
    ['markCallOver', () => markCallOver(table, now, RETENTION_SECONDS)('x', [])],
    ['readConversation', () => readConversation(table, now)('x')],
    ['readCall', () => readCall(table, now)('x')],
  ];

  it('is unavailable when it refuses, and when nobody answers', async () => {
    const throttled = scripted(() => {
      throw new ProvisionedThroughputExceededException({ message: 'no', $metadata: {} });
    });
    const gone = { client: dynamoDbAt('http://127.0.0.1:1'), name: 'nowhere' };
    for (const table of [throttled, gone]) {
      await Promise.all(
        everything(table).map(([name, asked]) => expect(asked(), name).rejects.toThrow(Unavailable)),
      );
    }
  });

  it('is not unavailable when what is asked for can never be done', async () => {
    const refusing = scripted(() => {
      throw Object.assign(new Error('Size of hashkey has exceeded 2048 bytes'), {
        name: 'ValidationException',
      });
    });
    await Promise.all(
      everything(refusing).map(([name, asked]) => expect(asked(), name).rejects.toThrow(RefusedForGood)),
    );
  });

  it('is unavailable when it leaves a part of the call unread, which is no part that is not there', async () => {
    const Keys = [{ pk: { S: 'CALL#x' }, sk: { S: 'HANDOFF' } }];
    const half = scripted(() => ({ Responses: { scripted: [] }, UnprocessedKeys: { scripted: { Keys } } }));
    await expect(calls(half).load('x')).rejects.toThrow(Unavailable);
    await expect(readCall(half, now)('x')).rejects.toThrow(Unavailable);
    const whole = scripted(() => ({ Responses: { scripted: [] }, UnprocessedKeys: {} }));
    expect(await calls(whole).load('x')).toMatchObject({ call: undefined });
  });

  it('has a lost race only where it says so', async () => {
    const raced = scripted(() => {
      throw new ConditionalCheckFailedException({ message: 'no', $metadata: {} });
    });
    expect(await calls(raced).save(unheardCall('x'), 3)).toBe('lost');
    await expect(markCallOver(raced, now, RETENTION_SECONDS)('x', [])).rejects.toThrow(Unavailable);
  });
});
