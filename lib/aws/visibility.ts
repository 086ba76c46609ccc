import { ChangeMessageVisibilityCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { ComeAgain } from '../base/queue.ts';

/** Apart from the queue's sender: only workers take messages. Never throws: then the queue's own visibility counts. */
export const comeAgain =
  (sqs: SQSClient, queueUrl: string): ComeAgain =>
  async (receiptHandle, afterSeconds) => {
    const change = { QueueUrl: queueUrl, ReceiptHandle: receiptHandle, VisibilityTimeout: afterSeconds };
    await sqs.send(new ChangeMessageVisibilityCommand(change)).catch(() => undefined);
  };
