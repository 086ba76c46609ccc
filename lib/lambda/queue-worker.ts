import middy from '@middy/core';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { Telemetry } from './telemetry.ts';

export type WorkerHandler = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;

/**
 * The pipeline of every queue worker: each record on its own; those that fail go back to the queue alone
 * (partial batch failure) and after five receives to the dead-letter queue. One log line for each failure.
 */
export const queueWorker = (options: {
  telemetry: Telemetry;
  work: (record: SQSRecord) => Promise<void>;
}): WorkerHandler => {
  const { telemetry, work } = options;
  return middy<SQSEvent, SQSBatchResponse>().handler(async ({ Records: records }) => {
    const failed = await Promise.all(
      records.map(async (record) => {
        try {
          await work(record);
          return [];
        } catch (error) {
          telemetry.log.error('message failed', {
            reason: error instanceof Error ? error.name : 'unknown',
            attempt: Number(record.attributes.ApproximateReceiveCount),
          });
          return [{ itemIdentifier: record.messageId }];
        }
      }),
    );
    const batchItemFailures = failed.flat();
    telemetry.count('message_failed', batchItemFailures.length);
    telemetry.flush();
    return { batchItemFailures };
  });
};
