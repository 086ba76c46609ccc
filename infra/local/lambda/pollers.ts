import { setTimeout as sleep } from 'node:timers/promises';
import {
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { type FunctionName, type QueueName, queueNames } from '../../topology/index.ts';
import { sqsClient } from '../aws/aws.ts';
import { type Topology, type WorkerHandlers, topology as wholeTopology } from '../functions.ts';
import { type Invocation, invoke } from './invoke.ts';
import { failedOf, sqsEvent } from './sqs-event.ts';

/** SQS gives ten at most, and waits for twenty seconds at most. */
const MAX_RECEIVED = 10;
const WAIT_SECONDS = 20;
/** An answer that has not come by then never comes. */
const LONGEST_RECEIVE_MS = 25_000;
/** A queue that holds messages is looked at less and less often: it may hold them for minutes. */
const IDLE_LOOK_MS = { first: 20, longest: 400, growth: 1.3 };
const AFTER_ERROR_MS = 200;
/**
 * Messages that the invocations of one worker have at one time, for the reason that the gateway has: one process is all
 * of them. One invocation that waits holds up no queue.
 */
const AT_ONCE = 8;
const LEAST_INVOCATIONS = 2;
/** How long `stop` lets running invocations finish. */
const STOP_GRACE_MS = 1000;

export type PollerFailure =
  | {
      kind: 'threw' | 'timed-out' | 'messages-failed';
      queue: QueueName;
      worker: FunctionName;
      messageIds: string[];
      error?: unknown;
    }
  /** SQS itself could not be asked; it is asked again. */
  | { kind: 'queue-unreachable'; queue: QueueName; error: unknown };

export type PollerOptions = {
  sqsUrl: string;
  queueUrls: Record<QueueName, string>;
  workers: WorkerHandlers;
  topology?: Topology;
  onFailure?: (failure: PollerFailure) => void;
};

export type Pollers = {
  /**
   * Resolves when no worker runs and no queue holds a message that is visible or in flight (a failed one is,
   * until its visibility ends), nor a delayed one with `delayed: true`. Never rejects on its own.
   */
  idle(what?: { delayed?: boolean }): Promise<void>;
  /** Ends every long poll at once; running invocations get one second to finish. */
  stop(): Promise<void>;
};

/** Feeds each queue to its worker with the semantics of Lambda's event source for SQS. */
export function startPollers(options: PollerOptions): Pollers {
  const { functions, queues } = options.topology ?? wholeTopology;
  const stopping = new AbortController();
  const client = sqsClient(options.sqsUrl);
  const looking = sqsClient(options.sqsUrl, true);
  const running = new Set<Promise<void>>();
  let batches = 0;

  const report = (failure: PollerFailure) => options.onFailure?.(failure);

  const runBatch = async (queue: QueueName, messages: readonly Message[]): Promise<void> => {
    const { worker } = queues[queue];
    const event = sqsEvent(queue, messages);
    const invocation = await invoke(worker, functions[worker], options.workers[worker], event);
    const failed = invocation.is === 'returned' ? failedOf(invocation.value, messages) : messages;
    if (failed.length > 0) {
      const messageIds = failed.map((message) => message.MessageId ?? '');
      report({ ...whyFailed(invocation), queue, worker, messageIds });
    }
    try {
      const done = messages.filter((message) => !failed.includes(message));
      await remove(client, options.queueUrls[queue], done);
    } catch (error) {
      report({ kind: 'queue-unreachable', queue, error });
    }
  };

  const poll = async (queue: QueueName): Promise<void> => {
    const { batchSize } = queues[queue];
    const atOnce = Math.max(LEAST_INVOCATIONS, Math.floor(AT_ONCE / batchSize));
    const maxConcurrency = Math.min(queues[queue].maxConcurrency, atOnce);
    const mine = new Set<Promise<void>>();
    while (!stopping.signal.aborted) {
      const free = maxConcurrency - mine.size;
      if (free === 0) {
        await Promise.race(mine);
        continue;
      }
      const limit = Math.min(MAX_RECEIVED, free * batchSize);
      let messages: Message[];
      try {
        messages = await receive(client, options.queueUrls[queue], limit, stopping.signal);
      } catch (error) {
        if (stopping.signal.aborted) return;
        report({ kind: 'queue-unreachable', queue, error });
        await sleep(AFTER_ERROR_MS, undefined, { signal: stopping.signal }).catch(() => {});
        continue;
      }
      for (let i = 0; i < messages.length; i += batchSize) {
        batches += 1;
        const batch = runBatch(queue, messages.slice(i, i + batchSize)).finally(() => {
          mine.delete(batch);
          running.delete(batch);
        });
        mine.add(batch);
        running.add(batch);
      }
    }
  };
  const polls = queueNames.map((queue) => poll(queue));

  /** A queue that holds messages; the one that did before is asked alone as long as it does. */
  const whichHolds = async (before: QueueName | undefined, delayed: boolean) => {
    const heldBy = (queue: QueueName) => heldIn(looking, options.queueUrls[queue], delayed);
    if (before !== undefined && (await heldBy(before)) > 0) return before;
    const held = await Promise.all(queueNames.map(heldBy));
    return queueNames.find((_, i) => held[i] !== 0);
  };

  return {
    async idle({ delayed = false } = {}) {
      const { first, longest, growth } = IDLE_LOOK_MS;
      let holding: QueueName | undefined;
      for (let between = first; ; between = Math.min(longest, between * growth)) {
        // The queues are asked only where the answer can be yes: under load the asking would be a part of it.
        while (running.size > 0) await sleep(first);
        const before = batches;
        holding = await whichHolds(holding, delayed);
        // A batch that began or ended meanwhile may have filled a queue that was already looked at.
        if (holding === undefined && running.size === 0 && batches === before) return;
        await sleep(between);
      }
    },
    async stop() {
      stopping.abort();
      await Promise.all(polls);
      const grace = new AbortController();
      await Promise.race([
        Promise.allSettled(running),
        sleep(STOP_GRACE_MS, undefined, { signal: grace.signal }).catch(() => {}),
      ]);
      grace.abort();
      client.destroy();
      looking.destroy();
    },
  };
}

function whyFailed(invocation: Invocation) {
  if (invocation.is === 'threw') return { kind: 'threw', error: invocation.error } as const;
  return { kind: invocation.is === 'timed-out' ? 'timed-out' : 'messages-failed' } as const;
}

async function receive(
  client: SQSClient,
  QueueUrl: string,
  MaxNumberOfMessages: number,
  abortSignal: AbortSignal,
): Promise<Message[]> {
  const command = new ReceiveMessageCommand({
    QueueUrl,
    MaxNumberOfMessages,
    WaitTimeSeconds: WAIT_SECONDS,
    MessageSystemAttributeNames: ['All'],
    MessageAttributeNames: ['All'],
  });
  const inTime = AbortSignal.any([abortSignal, AbortSignal.timeout(LONGEST_RECEIVE_MS)]);
  const { Messages } = await client.send(command, { abortSignal: inTime });
  return Messages ?? [];
}

async function remove(client: SQSClient, QueueUrl: string, messages: readonly Message[]): Promise<void> {
  const [first, ...others] = messages;
  if (!first) return;
  if (others.length === 0) {
    await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: first.ReceiptHandle }));
    return;
  }
  const Entries = messages.map(({ ReceiptHandle }, i) => ({ Id: String(i), ReceiptHandle }));
  for (let i = 0; i < Entries.length; i += MAX_RECEIVED) {
    await client.send(
      new DeleteMessageBatchCommand({ QueueUrl, Entries: Entries.slice(i, i + MAX_RECEIVED) }),
    );
  }
}

async function heldIn(client: SQSClient, QueueUrl: string, delayed: boolean): Promise<number> {
  const { Attributes } = await client.send(
    new GetQueueAttributesCommand({
      QueueUrl,
      AttributeNames: [
        'ApproximateNumberOfMessages',
        'ApproximateNumberOfMessagesNotVisible',
        'ApproximateNumberOfMessagesDelayed',
      ],
    }),
  );
  return (
    Number(Attributes?.ApproximateNumberOfMessages ?? 0) +
    Number(Attributes?.ApproximateNumberOfMessagesNotVisible ?? 0) +
    (delayed ? Number(Attributes?.ApproximateNumberOfMessagesDelayed ?? 0) : 0)
  );
}
