import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { type HandoffQueue, Unavailable } from '../handoff/ports.ts';

/** One client per container, with keep-alive; three tries together are short enough that a webhook can answer 503. */
export const sqsClient = (): SQSClient =>
  new SQSClient({
    requestHandler: { connectionTimeout: 800, requestTimeout: 1000, throwOnRequestTimeout: true },
  });

/** SQS refuses characters that JSON may hold as they are; escaped, they are ASCII. */
const asciiWhereNeeded = (json: string): string =>
  json.replace(/[\ud800-\udfff\ufffe\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16)}`);

/** Sends each list of messages in one request (at most 10, as SQS allows): all of them are taken, or it throws. */
export const handoffQueue = (client: SQSClient, queueUrl: string): HandoffQueue => ({
  async send(messages) {
    const command = new SendMessageBatchCommand({
      QueueUrl: queueUrl,
      Entries: messages.map(({ message, delaySeconds }, index) => ({
        Id: String(index),
        MessageBody: asciiWhereNeeded(JSON.stringify(message)),
        DelaySeconds: delaySeconds,
      })),
    });
    const { Failed: failed = [] } = await client.send(command).catch((error: unknown) => {
      throw new Unavailable('queue', error);
    });
    if (failed.length > 0) throw new Unavailable('queue', `${failed.length} of ${messages.length} refused`);
  },
});
