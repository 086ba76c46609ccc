import { describe, expect, it } from 'vitest';
import { PutItem } from '../../../lib/aws/dynamodb/operations.ts';
import { keepReview, loadReview, settleReview, takeReview } from '../../../lib/aws/review-store.ts';
import { OtherVersion, Unavailable } from '../../../lib/base/trouble.ts';
import type { ReviewMessage } from '../../../lib/followup/review-task.ts';
import { dynamoDbAt, scriptedDynamoDb } from './dynamodb-at.ts';
import { emulatedTable } from './emulated-table.ts';
import { listedFollowups } from './listed.ts';

const NOON = 1_795_262_400_000;
const MINUTE = 60_000;
const now = () => NOON;
const message = (callId: string, changed: Partial<ReviewMessage['review']> = {}): ReviewMessage => ({
  callId,
  review: {
    missing: ['email'],
    why: 'fields are missing',
    from: '+14155550199',
    requestedAt: NOON,
    ...changed,
  },
});

const { records } = emulatedTable(dynamoDbAt);
const keep = (...asked: Parameters<typeof message>) => keepReview(records, now)(message(...asked));
const load = (callId: string) => loadReview(records, now)(callId);
const settle = (callId: string, taskSid?: string) => settleReview(records, now)(callId, taskSid);
const take = (callId: string) => takeReview(records, now)(callId);
const listed = async (callId: string) =>
  (await listedFollowups(records)).filter(({ what }) => what === `REVIEW of ${callId}`);

describe('The review of a call, on the emulated table', () => {
  it('is kept as it was asked for first, and on the list at once, due in 15 seconds', async () => {
    const whole = { summary: 'A refund.', customerName: 'Jordan', handoffId: 'ho_1' };
    expect(await keep('one', whole)).toEqual({ review: message('one', whole).review, taskSid: undefined });
    const again = await keep('one', { why: 'something else', requestedAt: NOON + MINUTE });
    expect(again.review).toEqual(message('one', whole).review);
    expect(await load('one')).toEqual(again);
    expect(await load('another')).toBeUndefined();
    expect(await listed('one')).toEqual([
      {
        what: 'REVIEW of one',
        at: NOON + 15_000,
        facts: {
          requestedAt: NOON,
          name: 'Jordan',
          caller: '+14155550199',
          reason: 'fields are missing: email',
        },
      },
    ]);
  });

  it('waits on once its task is made, and is looked at in half an hour; its age stays', async () => {
    await keep('two');
    await settle('two', 'WT1');
    expect(await load('two')).toEqual({ review: message('two').review, taskSid: 'WT1' });
    expect(await listed('two')).toMatchObject([{ at: NOON + 30 * MINUTE, facts: { requestedAt: NOON } }]);
    await settleReview(records, () => NOON + 31 * MINUTE)('two', undefined);
    expect((await load('two'))?.taskSid).toBe('WT1');
    expect(await listed('two')).toMatchObject([{ at: NOON + 61 * MINUTE, facts: { requestedAt: NOON } }]);
  });

  it('is on no list once an agent has it, and no late message brings it back', async () => {
    await keep('three');
    await settle('three', 'WT1');
    await take('three');
    expect(await listed('three')).toEqual([]);
    await keep('three', { requestedAt: NOON + MINUTE });
    await settle('three', 'WT1');
    await take('three');
    expect(await listed('three')).toEqual([]);
    expect((await load('three'))?.review).toEqual(message('three').review);
  });

  it('of which nothing is kept is neither settled nor taken', async () => {
    await settle('four', 'WT1');
    await take('four');
    expect(await load('four')).toBeUndefined();
    expect(await listed('four')).toEqual([]);
  });

  it('is gone after eight days, also where DynamoDB has not deleted it yet', async () => {
    await keep('five');
    await take('five');
    const later = () => NOON + 8 * 86_400_000;
    expect(await loadReview(records, later)('five')).toBeUndefined();
    const next = await keepReview(records, later)(message('five', { why: 'something else' }));
    expect(next.review.why).toBe('something else');
    expect(await listed('five')).toHaveLength(1);
  });

  it('of another version is read by nobody who does not understand it', async () => {
    const Item = { pk: { S: 'CALL#six' }, sk: { S: 'REVIEW' }, review: { S: '{"asks":"otherwise"}' } };
    const expiresAt = { N: String(NOON / 1000 + 60) };
    await records.client.send(PutItem, { TableName: records.name, Item: { ...Item, expiresAt } });
    await expect(load('six')).rejects.toThrow(OtherVersion);
    await expect(keep('six')).rejects.toThrow(OtherVersion);
  });

  it('keeps what a newer version asks besides', async () => {
    const newer = { ...message('seven').review, urgency: 'high' };
    await keepReview(records, now)({ callId: 'seven', review: newer });
    expect((await load('seven'))?.review).toEqual(newer);
  });

  it('cannot be answered for while the table is down', async () => {
    const client = scriptedDynamoDb(() => {
      throw new Error('down');
    });
    const down = { client, name: 'scripted' };
    await expect(keepReview(down, now)(message('eight'))).rejects.toThrow(Unavailable);
    await expect(loadReview(down, now)('eight')).rejects.toThrow(Unavailable);
    await expect(settleReview(down, now)('eight', 'WT1')).rejects.toThrow(Unavailable);
    await expect(takeReview(down, now)('eight')).rejects.toThrow(Unavailable);
  });
});
