import middy from '@middy/core';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { Telemetry } from '../telemetry.ts';

export type WorkerHandler = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;

/** One log line for each message that failed; only its reason is in it. */
const noteFailure = ({ log }: Telemetry, { attributes }: SQSRecord, error: unknown): void =>
  log.error('message failed', {
    reason: error instanceof Error ? error.name : 'unknown',
    attempt: Number(attributes.ApproximateReceiveCount),
  });

/** Records that belong together; those that fail go back to the queue alone (partial batch failure). */
const worker = (
  telemetry: Telemetry,
  workOn: (records: readonly SQSRecord[]) => Promise<SQSRecord[]>,
): WorkerHandler =>
  middy<SQSEvent, SQSBatchResponse>().handler(async ({ Records: records }) => {
    const failed = await workOn(records);
    telemetry.count('message_failed', failed.length);
    telemetry.flush();
    return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  });

/**
 * The pipeline of a queue worker: each record on its own; those that fail go back to the queue alone
 * (partial batch failure) and after some receives to the dead-letter queue.
 */
export const queueWorker = (options: {
  telemetry: Telemetry;
  work: (record: SQSRecord) => Promise<void>;
}): WorkerHandler => {
  const { telemetry, work } = options;
  return worker(telemetry, async (records) => {
    const failed = await Promise.all(
      records.map(async (record) => {
        try {
          await work(record);
          return [];
        } catch (error) {
          noteFailure(telemetry, record, error);
          return [record];
        }
      }),
    );
    return failed.flat();
  });
};

/** The same for messages of which those with the same key are worked on together, in one go: they fail together. */
export const queueWorkerByKey = <Message>(options: {
  telemetry: Telemetry;
  /** Throws for a message that can never be worked on. */
  parse: (body: string) => Message;
  keyOf: (message: Message) => string;
  work: (key: string, messages: readonly Message[]) => Promise<void>;
}): WorkerHandler => {
  const { telemetry, parse, keyOf, work } = options;
  return worker(telemetry, async (records) => {
    const failed: SQSRecord[] = [];
    const groups = new Map<string, { record: SQSRecord; message: Message }[]>();
    for (const record of records) {
      try {
        const message = parse(record.body);
        const group = groups.get(keyOf(message)) ?? [];
        groups.set(keyOf(message), [...group, { record, message }]);
      } catch (error) {
        noteFailure(telemetry, record, error);
        failed.push(record);
      }
    }
    await Promise.all(
      [...groups].map(async ([key, group]) => {
        try {
          await work(
            key,
            group.map(({ message }) => message),
          );
        } catch (error) {
          for (const { record } of group) noteFailure(telemetry, record, error);
          failed.push(...group.map(({ record }) => record));
        }
      }),
    );
    return failed;
  });
};
