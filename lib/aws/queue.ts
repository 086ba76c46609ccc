import * as z from 'zod/mini';
import type { MessageQueue } from '../base/queue.ts';
import { Unavailable } from '../base/trouble.ts';
import type { AwsClient } from './client.ts';

/** SQS refuses characters that JSON may hold as they are; escaped, they are ASCII. */
const asciiWhereNeeded = (json: string): string =>
  json.replace(/[\ud800-\udfff\ufffe\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16)}`);

const refusedSchema = z.object({ Failed: z.nullish(z.array(z.unknown())) });

/** Sends each list of messages in one request (at most 10, as SQS allows): all of them are taken, or it throws. */
export const messageQueue = <Message>(sqs: AwsClient, queueUrl: string): MessageQueue<Message> => ({
  async send(messages) {
    const batch = {
      QueueUrl: queueUrl,
      Entries: messages.map(({ message, delaySeconds }, index) => ({
        Id: String(index),
        MessageBody: asciiWhereNeeded(JSON.stringify(message)),
        DelaySeconds: delaySeconds,
      })),
    };
    const answer = await sqs.call('SendMessageBatch', batch).catch((error: unknown) => {
      throw new Unavailable('queue', error);
    });
    const refused = refusedSchema.parse(answer).Failed ?? [];
    if (refused.length > 0) throw new Unavailable('queue', `${refused.length} of ${messages.length} refused`);
  },
});
