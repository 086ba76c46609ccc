import type { Message, MessageAttributeValue } from '@aws-sdk/client-sqs';
import type { SQSEvent, SQSMessageAttribute, SQSRecord } from 'aws-lambda';
import * as z from 'zod/mini';
import type { QueueName } from '../../topology/index.ts';
import { REGION } from '../aws/aws.ts';

/** The event of one batch, as Lambda's event source for SQS would build it. */
export function sqsEvent(queue: QueueName, messages: readonly Message[]): SQSEvent {
  return { Records: messages.map((message) => recordOf(queue, message)) };
}

function recordOf(queue: QueueName, message: Message): SQSRecord {
  const { Attributes: attributes, MessageAttributes: own } = message;
  return {
    messageId: message.MessageId ?? '',
    receiptHandle: message.ReceiptHandle ?? '',
    body: message.Body ?? '',
    attributes: {
      ApproximateReceiveCount: attributes?.ApproximateReceiveCount ?? '1',
      SentTimestamp: attributes?.SentTimestamp ?? '0',
      SenderId: attributes?.SenderId ?? '000000000000',
      ApproximateFirstReceiveTimestamp: attributes?.ApproximateFirstReceiveTimestamp ?? '0',
    },
    messageAttributes: Object.fromEntries(
      Object.entries(own ?? {}).map(([name, value]) => [name, attributeOf(value)]),
    ),
    md5OfBody: message.MD5OfBody ?? '',
    eventSource: 'aws:sqs',
    eventSourceARN: `arn:aws:sqs:${REGION}:000000000000:${queue}`,
    awsRegion: REGION,
  };
}

function attributeOf(value: MessageAttributeValue): SQSMessageAttribute {
  return {
    dataType: value.DataType ?? 'String',
    ...(value.StringValue !== undefined && { stringValue: value.StringValue }),
    ...(value.BinaryValue && { binaryValue: Buffer.from(value.BinaryValue).toString('base64') }),
  };
}

const failuresSchema = z.object({
  batchItemFailures: z.nullish(z.array(z.object({ itemIdentifier: z.string() }))),
});

/**
 * The messages of a batch that a worker's result leaves in the queue. As at Lambda, no result and an empty
 * list mean that all went well; a result of the wrong shape, or one that names a message that is not in the
 * batch, fails the whole batch.
 */
export function failedOf(result: unknown, messages: readonly Message[]): readonly Message[] {
  if (typeof result !== 'object' || result === null) return [];
  const parsed = failuresSchema.safeParse(result);
  if (!parsed.success) return messages;
  const named = new Set((parsed.data.batchItemFailures ?? []).map((failure) => failure.itemIdentifier));
  const failed = messages.filter((message) => named.has(message.MessageId ?? ''));
  return failed.length === named.size ? failed : messages;
}
