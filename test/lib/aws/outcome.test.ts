import { InvalidMessageContents, SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { serve } from '../../../infra/local/lambda/http.ts';
import { markCallOver } from '../../../lib/aws/call-over.ts';
import { callStore, readCall } from '../../../lib/aws/call-store.ts';
import { keepCallback, loadCallback, takeCallback } from '../../../lib/aws/callback-store.ts';
import { settingsFor } from '../../../lib/aws/client.ts';
import { handoffStore } from '../../../lib/aws/handoff-store.ts';
import { onceStore } from '../../../lib/aws/once-store.ts';
import { failureOf, refusalOf } from '../../../lib/aws/outcome.ts';
import { messageQueue } from '../../../lib/aws/queue.ts';
import { reportStore } from '../../../lib/aws/report-store.ts';
import { RefusedForGood, Unavailable } from '../../../lib/base/trouble.ts';
import { unheardCall } from '../../../lib/conversation/call.ts';
import * as given from '../handoff/given.ts';
import { dynamoDbAt } from './dynamodb-at.ts';
import { emulatedTable } from './emulated-table.ts';

const NOON = 1_795_262_400_000;
const now = () => NOON;

const { records } = emulatedTable(dynamoDbAt);

describe('What AWS answers', () => {
  it.each([
    ['ValidationException', 'Validation'],
    ['com.amazon.coral.validate#ValidationException', 'Validation'],
    ['SerializationException', 'Serialization'],
    ['ItemCollectionSizeLimitExceededException', 'ItemCollectionSizeLimitExceeded'],
    ['InvalidMessageContents', 'InvalidMessageContents'],
    ['AWS.SimpleQueueService.BatchRequestTooLong', 'BatchRequestTooLong'],
    ['InvalidParameterValue', 'InvalidParameterValue'],
  ])('is a refusal for good where the request holds something impossible: %s', (code, reason) => {
    expect(refusalOf(code)).toEqual({ is: 'refused', reason });
  });

  it.each([
    'ProvisionedThroughputExceededException',
    'ThrottlingException',
    'RequestLimitExceeded',
    'InternalServerError',
    'ServiceUnavailable',
    'TransactionConflictException',
    // Somebody mends these, and then what waited goes on.
    'AccessDeniedException',
    'ExpiredTokenException',
    'UnrecognizedClientException',
    'ResourceNotFoundException',
    'AWS.SimpleQueueService.NonExistentQueue',
    'KMSAccessDeniedException',
    'SomethingNewException',
  ])('may pass: %s', (code) => {
    expect(refusalOf(code)).toMatchObject({ is: 'not-reached' });
  });

  it('is nothing where no service was reached', () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    expect(failureOf(refused)).toMatchObject({ is: 'not-reached' });
    expect(failureOf('text')).toMatchObject({ is: 'not-reached' });
  });
});

describe('A key that is longer than the table takes', () => {
  const LONG = 'x'.repeat(2_100);
  const message = { number: '+14155550123', requestedAt: NOON, requestedBy: 'tool-call' } as const;
  const turn = { kind: 'message', role: 'caller', at: NOON, seenAt: NOON, text: 'Hello.' } as const;
  const report = { endedReason: 'customer-ended-call', fieldsFilled: 1 };
  const everything: [string, () => Promise<unknown>][] = [
    ['the handoff that is read', () => handoffStore(records, now, undefined).load(LONG)],
    [
      'the handoff that is saved',
      () => handoffStore(records, now, undefined).save({ ...given.handoff(given.QUEUED), callId: LONG }, 0),
    ],
    ['the handoff whose call is over', () => handoffStore(records, now, undefined).markCallOver(LONG, 0)],
    ['the leg', () => handoffStore(records, now, undefined).callOfLeg(LONG)],
    ['the call that is read', () => callStore(records, now, 60).load(LONG)],
    ['the call that is saved', () => callStore(records, now, 60).save(unheardCall(LONG), 0)],
    ['what was said', () => callStore(records, now, 60).append(LONG, [turn])],
    ['the page', () => readCall(records, now)(LONG)],
    ['the end', () => markCallOver(records, now, 60)(LONG, [])],
    ['the report', () => reportStore(records, now, 60).save(LONG, report, NOON)],
    ['the callback that is asked for', () => keepCallback(records, now)(LONG, message, true)],
    ['the callback that is read', () => loadCallback(records, now)(LONG)],
    ['the callback that is taken', () => takeCallback(records, now)(LONG)],
    ['what is done once', () => onceStore(records, now).begin(LONG, 'worker-1', 1_000)],
  ];

  it.each(everything)('is refused for good, whatever is asked: %s', async (_, asked) => {
    const error = await asked().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(RefusedForGood);
    expect(error).toMatchObject({ dependency: 'table', reason: 'table-Validation' });
    expect(String(error)).not.toContain('xxx');
  });
});

describe('A message that the queue does not take', () => {
  const sending = async (status: number, answer: object) => {
    const server = await serve(async (_request, response) => {
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' });
      response.end(JSON.stringify(answer));
    });
    const sqs = new SQSClient(settingsFor(server.url));
    const url = `${server.url}/000000000000/handoff`;
    const message = { callId: 'call-1', event: { type: 'resume' } } as const;
    const error = await messageQueue(sqs, url)
      .send([{ message, delaySeconds: 0 }])
      .catch((thrown: unknown) => thrown);
    sqs.destroy();
    await server.stop();
    return error;
  };
  const failed = (Code: string, SenderFault: boolean) => ({
    Successful: [],
    Failed: [{ Id: '0', Code, SenderFault }],
  });

  it('is refused for good where it is too long, or holds what no message may', async () => {
    const tooLong = { __type: 'com.amazonaws.sqs#BatchRequestTooLong', message: 'The batch is too long.' };
    expect(await sending(400, tooLong)).toMatchObject({
      name: 'RefusedForGood',
      dependency: 'queue',
      reason: 'queue-BatchRequestTooLong',
    });
    expect(await sending(200, failed('InvalidMessageContents', true))).toMatchObject({
      name: 'RefusedForGood',
      reason: 'queue-InvalidMessageContents',
    });
    expect(failureOf(new InvalidMessageContents({ message: 'no', $metadata: {} }))).toMatchObject({
      is: 'refused',
    });
  });

  it('may be taken the next time where the queue was away, or we were not let in', async () => {
    expect(await sending(200, failed('InternalError', false))).toBeInstanceOf(Unavailable);
    expect(await sending(403, { __type: 'com.amazonaws.sqs#AccessDeniedException' })).toBeInstanceOf(
      Unavailable,
    );
  });
});
