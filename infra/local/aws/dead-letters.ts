import {
  ChangeMessageVisibilityBatchCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { QueueName } from '../../topology/index.ts';

export type DeadLetter = { queue: QueueName; messageId: string; body: string };

/** Long enough to read a whole queue without seeing a message twice. */
const HELD_SECONDS = 60;

/** What lies in a dead-letter queue; everything is put back. */
export async function readDeadLetters(
  client: SQSClient,
  queue: QueueName,
  QueueUrl: string,
): Promise<DeadLetter[]> {
  const letters: DeadLetter[] = [];
  const held: Message[][] = [];
  for (;;) {
    const { Messages } = await client.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: HELD_SECONDS }),
    );
    if (!Messages || Messages.length === 0) break;
    held.push(Messages);
    for (const message of Messages) {
      letters.push({ queue, messageId: message.MessageId ?? '', body: message.Body ?? '' });
    }
  }
  for (const messages of held) {
    const Entries = messages.map(({ ReceiptHandle }, i) => ({
      Id: String(i),
      ReceiptHandle,
      VisibilityTimeout: 0,
    }));
    await client.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries }));
  }
  return letters;
}
