import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { MessageQueue } from '../base/queue.ts';
import { Unavailable } from '../base/trouble.ts';
import { inTime, onePerContainer } from './client.ts';

export const sqsClient = onePerContainer('SQS', (settings) => new SQSClient(settings));

/** SQS refuses characters that JSON may hold as they are; escaped, they are ASCII. */
const asciiWhereNeeded = (json: string): string =>
  json.replace(/[\ud800-\udfff\ufffe\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16)}`);

/** Sends each list of messages in one request (at most 10, as SQS allows): all of them are taken, or it throws. */
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
    const { Failed = [] } = await sqs.send(batch, inTime()).catch((error: unknown) => {
      throw new Unavailable('queue', error);
    });
    if (Failed.length > 0) throw new Unavailable('queue', `${Failed.length} of ${messages.length} refused`);
  },
});
