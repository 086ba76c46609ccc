import middy from '@middy/core';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type * as z from 'zod/mini';
import { parsedJson } from '../../base/json.ts';
import type { ComeAgain } from '../../base/queue.ts';
import { isPassing, OtherVersion, RefusedForGood } from '../../base/trouble.ts';
import type { Telemetry } from '../telemetry.ts';
import { thrownAt } from '../thrown-at.ts';

export type WorkerHandler = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;

type Ports = { telemetry: Telemetry; comeAgain: ComeAgain };

/** How often a message was received, this time included. */
const receivesOf = ({ attributes }: SQSRecord): number => Number(attributes.ApproximateReceiveCount);

/** The longest pause between two attempts: an agent and a caller are joined within 5 s after the outage. */
const LONGEST_PAUSE_SECONDS = 4;

/**
 * Returns the message in a body. Throws `OtherVersion` for JSON that is none: a version that knows it takes it, as soon
 * as the queue brings it to one.
 */
export const messageIn = <Message>(schema: z.ZodMiniType<Message>, body: string): Message => {
  const json = parsedJson(body);
  if (json === undefined) throw new SyntaxError('no JSON');
  const read = schema.safeParse(json);
  if (!read.success) throw new OtherVersion('message');
  return read.data;
};

/**
 * One log line for a message that failed: its reason, and the place where it is ours to mend. What failed because table or queue were away,
 * because others were faster, or because another version has to take it, comes again after 1, 1, 2, 2 and then every 4
 * seconds; anything else, and what a dead worker held, after the queue's visibility.
 */
const putOff = async (
  { telemetry: { log, count }, comeAgain }: Ports,
  record: SQSRecord,
  error: unknown,
): Promise<void> => {
  const attempt = receivesOf(record);
  const place = isPassing(error) || error instanceof OtherVersion ? {} : thrownAt(error);
  log.error('message failed', {
    reason: error instanceof Error ? error.name : 'unknown',
    attempt,
    ...place,
  });
  if (error instanceof OtherVersion) count(`other_version_${error.what}`);
  if (!isPassing(error)) return;
  const pause = Math.min(LONGEST_PAUSE_SECONDS, 2 ** Math.floor((attempt - 1) / 2));
  await comeAgain(record.receiptHandle, pause);
};

/** One log line for messages that can never be worked on, because the table or the queue refuses what they need. */
const drop = ({ log, count }: Telemetry, error: RefusedForGood, messages: number): void => {
  log.error('message dropped', { reason: error.reason, count: messages });
  count('dropped_message', messages);
};

/** Does work about some records, and returns those that go back to the queue. */
const attempt = async (
  ports: Ports,
  records: readonly SQSRecord[],
  work: () => Promise<void>,
  /** What becomes of several of which one may be at fault. */
  oneByOne?: () => Promise<SQSRecord[]>,
): Promise<SQSRecord[]> => {
  try {
    await work();
    return [];
  } catch (error) {
    if (error instanceof RefusedForGood) {
      if (records.length > 1 && oneByOne !== undefined) return oneByOne();
      drop(ports.telemetry, error, records.length);
      return [];
    }
    await Promise.all(records.map((record) => putOff(ports, record, error)));
    return [...records];
  }
};

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
 * The pipeline of a queue worker: each record on its own; those that fail go back to the queue alone (partial batch
 * failure) and after some receives to the dead-letter queue. What is refused for good is told once, and not received
 * again.
 */
export const queueWorker = (
  options: Ports & {
    /** `receives`: how often the message was received; the first attempt at it may have died half-way. */
    work: (record: SQSRecord, receives: number) => Promise<void>;
  },
): WorkerHandler => {
  const { telemetry, work } = options;
  return worker(telemetry, async (records) => {
    const failed = records.map((record) =>
      attempt(options, [record], () => work(record, receivesOf(record))),
    );
    return (await Promise.all(failed)).flat();
  });
};

/** The same for messages of which those with the same key are worked on together, in one go: they fail together. */
export const queueWorkerByKey = <Message>(
  options: Ports & {
    /** Throws for a message that can never be worked on. */
    parse: (body: string) => Message;
    keyOf: (message: Message) => string;
    work: (key: string, messages: readonly Message[], receives: number) => Promise<void>;
  },
): WorkerHandler => {
  const { telemetry, parse, keyOf, work } = options;
  return worker(telemetry, async (records) => {
    type Group = readonly { record: SQSRecord; message: Message }[];
    const unread: SQSRecord[] = [];
    const groups = new Map<string, Group>();
    for (const record of records) {
      try {
        const message = parse(record.body);
        const group = groups.get(keyOf(message)) ?? [];
        groups.set(keyOf(message), [...group, { record, message }]);
      } catch (error) {
        await putOff(options, record, error);
        unread.push(record);
      }
    }
    const workOnAll = (key: string, group: Group): Promise<SQSRecord[]> => {
      const together = group.map(({ record }) => record);
      const messages = group.map(({ message }) => message);
      return attempt(
        options,
        together,
        () => work(key, messages, Math.max(...together.map(receivesOf))),
        async () => {
          const failed: SQSRecord[] = [];
          for (const one of group) failed.push(...(await workOnAll(key, [one])));
          return failed;
        },
      );
    };
    const failed = await Promise.all([...groups].map(([key, group]) => workOnAll(key, group)));
    return [...unread, ...failed.flat()];
  });
};
