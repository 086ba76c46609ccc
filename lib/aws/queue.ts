import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { MessageQueue } from '../base/queue.ts';
import { onePerContainer } from './client.ts';
import { failureOf, raise, refusalOf } from './outcome.ts';

/** A body's digest is signed: what changed on its way is refused, without the digests that SQS answers with. */
export const sqsClient = onePerContainer('SQS', (settings) => new SQSClient({ ...settings, md5: false }));

/** SQS refuses characters that JSON may hold as they are; escaped, they are ASCII. */
const asciiWhereNeeded = (json: string): string =>
  json.replace(/[\ud800-\udfff\ufffe\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16)}`);

/**
 * Sends each list of messages in one request (at most 10, as SQS allows): all of them are taken, or it throws
 * `Unavailable` or `RefusedForGood`.
 */
export const messageQueue = <Message>(sqs: SQSClient, queueUrl: string): MessageQueue<Message> => ({
  async send(messages) {
    const batch = new SendMessageBatchCommand({
      QueueUrl: queueUrl,
      Entries: messages.map(({ message, delaySeconds }, index) => ({
        Id: String(index),
        MessageBody: asciiWhereNeeded(JSON.stringify(message)),
        DelaySeconds: delaySeconds,
      })),
    });
    const { Failed = [] } = await sqs
      .send(batch)
      .catch((error: unknown) => raise('queue', failureOf(error), error));
    const failures = Failed.map(({ Code = 'unknown' }) => refusalOf(Code));
    // One that is refused for good is refused again with all the others.
    const failure = failures.find(({ is }) => is === 'refused') ?? failures[0];
    if (failure !== undefined) raise('queue', failure, `${Failed.length} of ${messages.length} refused`);
  },
});
