import { SendMessageBatchCommand, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { SQSEvent } from 'aws-lambda';
import { afterEach, describe, expect, it } from 'vitest';
import { sqsClient } from '../../../../infra/local/aws/aws.ts';
import { readDeadLetters } from '../../../../infra/local/aws/dead-letters.ts';
import { type Emulators, startEmulators } from '../../../../infra/local/aws/emulators.ts';
import {
  type Topology,
  topology,
  type WorkerHandler,
  type WorkerHandlers,
} from '../../../../infra/local/functions.ts';
import { type PollerFailure, type Pollers, startPollers } from '../../../../infra/local/lambda/pollers.ts';
import type { QueueName } from '../../../../infra/topology/index.ts';
import { handoffQueueWith, queueWith, smallWorkers } from './small-functions.ts';

let emulators: Emulators | undefined;
let pollers: Pollers | undefined;
let client: SQSClient | undefined;
let failures: PollerFailure[] = [];
afterEach(async () => {
  await pollers?.stop();
  client?.destroy();
  await emulators?.stop();
  failures = [];
});

const start = async (topology: Topology, worker: WorkerHandler, others: Partial<WorkerHandlers> = {}) => {
  emulators = await startEmulators({ topology });
  client = sqsClient(emulators.sqsUrl);
  poll(topology, worker, others);
  return emulators;
};

const poll = (topology: Topology, worker: WorkerHandler, others: Partial<WorkerHandlers> = {}) => {
  if (!emulators) throw new Error('no emulators');
  pollers = startPollers({
    ...emulators,
    topology,
    workers: smallWorkers({ 'handoff-worker': worker, ...others }),
    onFailure: (failure) => failures.push(failure),
  });
};

const send = (bodies: string[], DelaySeconds = 0, queue: QueueName = 'handoff') =>
  client?.send(
    new SendMessageBatchCommand({
      QueueUrl: emulators?.queueUrls[queue],
      Entries: bodies.map((MessageBody, i) => ({ Id: String(i), MessageBody, DelaySeconds })),
    }),
  );

const unused: WorkerHandler = async () => {
  throw new Error('a message came to the wrong worker');
};

const bodiesOf = (event: SQSEvent) => event.Records.map((record) => record.body);

describe('the poller of a queue', () => {
  it('hands a message to the worker as a record of SQS and deletes it after a success', async () => {
    const events: SQSEvent[] = [];
    await start(handoffQueueWith({ visibilitySeconds: 1 }), async (event) => {
      events.push(event);
    });
    await client?.send(
      new SendMessageCommand({
        QueueUrl: emulators?.queueUrls.handoff,
        MessageBody: '{"callId":"c1"}',
        MessageAttributes: { trace: { DataType: 'String', StringValue: 't1' } },
      }),
    );
    await pollers?.idle();
    expect(events).toHaveLength(1);
    expect(events[0]?.Records).toMatchObject([
      {
        body: '{"callId":"c1"}',
        eventSource: 'aws:sqs',
        eventSourceARN: expect.stringMatching(/^arn:aws:sqs:us-west-2:\d+:handoff$/),
        awsRegion: 'us-west-2',
        attributes: { ApproximateReceiveCount: '1', SentTimestamp: expect.stringMatching(/^\d{13}$/) },
        messageAttributes: { trace: { dataType: 'String', stringValue: 't1' } },
      },
    ]);
    expect(failures).toEqual([]);
  });

  it('hands over a message with each invocation, though it receives many', async () => {
    const sizes: number[] = [];
    await start(handoffQueueWith({}), async (event) => {
      sizes.push(event.Records.length);
    });
    await send(['a', 'b', 'c', 'd']);
    await pollers?.idle();
    expect(sizes).toEqual([1, 1, 1, 1]);
  });

  it('leaves only the failed messages of a batch, and they come again after the visibility timeout', async () => {
    const batches: string[][] = [];
    const topology = handoffQueueWith({ batchSize: 3, visibilitySeconds: 1 });
    await start(topology, async (event) => {
      const first = batches.length === 0;
      batches.push(bodiesOf(event));
      const bad = event.Records.filter((record) => first && record.body === 'b');
      return { batchItemFailures: bad.map(({ messageId }) => ({ itemIdentifier: messageId })) };
    });
    await send(['a', 'b', 'c']);
    await pollers?.idle();
    expect(batches).toEqual([['a', 'b', 'c'], ['b']]);
    expect(failures).toMatchObject([{ kind: 'messages-failed', queue: 'handoff', worker: 'handoff-worker' }]);
  });

  it('fails the whole batch for a result that names a message which is not in it', async () => {
    const batches: string[][] = [];
    await start(handoffQueueWith({ batchSize: 2, visibilitySeconds: 1 }), async (event) => {
      batches.push(bodiesOf(event));
      return batches.length === 1 ? { batchItemFailures: [{ itemIdentifier: 'nobody' }] } : undefined;
    });
    await send(['a', 'b']);
    await pollers?.idle();
    expect(batches).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ]);
  });

  it('moves a message that fails every time to the dead-letter queue after its last receive', async () => {
    let times = 0;
    const { deadLetterUrls } = await start(
      handoffQueueWith({ visibilitySeconds: 1, maxReceives: 2 }),
      async () => {
        times += 1;
        throw new Error('poison');
      },
    );
    await send(['poison']);
    await pollers?.idle();
    expect(times).toBe(2);
    expect(failures.map((failure) => failure.kind)).toEqual(['threw', 'threw']);
    if (!client) throw new Error('no client');
    const letters = await readDeadLetters(client, 'handoff', deadLetterUrls.handoff);
    expect(letters).toMatchObject([{ queue: 'handoff', body: 'poison' }]);
    expect(await readDeadLetters(client, 'handoff', deadLetterUrls.handoff)).toEqual(letters);
  });

  it('fails an invocation that outlasts the timeout of the worker', async () => {
    let times = 0;
    await start(handoffQueueWith({ visibilitySeconds: 1 }, 0.1), () => {
      times += 1;
      return times === 1 ? new Promise(() => {}) : Promise.resolve();
    });
    await send(['slow']);
    await pollers?.idle();
    expect(times).toBe(2);
    expect(failures).toMatchObject([{ kind: 'timed-out' }]);
  });

  it('runs no more workers at a time than allowed, and all of those', async () => {
    let now = 0;
    let most = 0;
    const done: string[] = [];
    await start(handoffQueueWith({ maxConcurrency: 3 }), async (event) => {
      now += 1;
      most = Math.max(most, now);
      await new Promise((resolve) => setTimeout(resolve, 20));
      now -= 1;
      done.push(...bodiesOf(event));
    });
    const bodies = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10'];
    await send(bodies);
    await pollers?.idle();
    expect(most).toBe(3);
    expect(done.toSorted()).toEqual(bodies.toSorted());
  });

  it.each([
    ['one by one: eight at one time', 1, 8],
    ['in batches: two batches at one time', 10, 2],
  ])('gives a worker that gets its messages %s', async (_how, batchSize, expected) => {
    let now = 0;
    let most = 0;
    await start(handoffQueueWith({ batchSize, maxConcurrency: 50 }), async () => {
      now += 1;
      most = Math.max(most, now);
      await new Promise((resolve) => setTimeout(resolve, 50));
      now -= 1;
    });
    for (let batch = 0; batch < 4; batch += 1) {
      await send(Array.from({ length: 10 }, (_, number) => `${batch} ${number}`));
    }
    await pollers?.idle();
    expect(most).toBe(expected);
  });

  it('picks up a message that comes while it waits, and a delayed one when its time has come', async () => {
    const events: string[] = [];
    await start(handoffQueueWith({}), async (event) => {
      events.push(...bodiesOf(event));
    });
    await send(['later'], 1);
    await send(['now']);
    await pollers?.idle();
    expect(events).toEqual(['now']);
    await pollers?.idle({ delayed: true });
    expect(events).toEqual(['now', 'later']);
  });

  it('is not idle while a worker runs, nor when that worker has sent another message', async () => {
    const events: string[] = [];
    await start(handoffQueueWith({}), async (event) => {
      await new Promise((resolve) => setTimeout(resolve, 30));
      if (bodiesOf(event)[0] === 'first') await send(['second']);
      events.push(...bodiesOf(event));
    });
    await send(['first']);
    await pollers?.idle();
    expect(events).toEqual(['first', 'second']);
  });

  it('loses nothing to a long poll that was given up', async () => {
    const topology = handoffQueueWith({});
    const events: string[] = [];
    const worker: WorkerHandler = async (event) => {
      events.push(...bodiesOf(event));
    };
    await start(topology, worker);
    await send(['before']);
    await pollers?.idle();
    await pollers?.stop();
    await send(['between']);
    poll(topology, worker);
    await pollers?.idle();
    expect(events).toEqual(['before', 'between']);
  });

  it('stops within its second of grace, though a worker hangs', async () => {
    const { promise: begun, resolve } = Promise.withResolvers<void>();
    await start(handoffQueueWith({}), () => {
      resolve();
      return new Promise(() => {});
    });
    await send(['hanging']);
    await begun;
    await pollers?.stop();
    pollers = undefined;
    expect(failures).toEqual([]);
  });
});

describe('the pollers of the product', () => {
  it('hand call events over together, up to ten at a time, and to no other worker', async () => {
    const batches: string[][] = [];
    await start(topology, unused, {
      'call-events-worker': async (event) => {
        batches.push(bodiesOf(event));
      },
      'crm-worker': unused,
    });
    const bodies = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10'];
    await send(bodies, 0, 'call-events');
    await send(['11'], 0, 'call-events');
    await pollers?.idle();
    expect(batches.flat().toSorted()).toEqual([...bodies, '11'].toSorted());
    expect(batches.length).toBeLessThan(bodies.length);
    expect(Math.max(...batches.map((batch) => batch.length))).toBeLessThanOrEqual(10);
    expect(failures).toEqual([]);
  });

  it('hold nothing of one queue back for a worker of another that hangs', async () => {
    const events: string[] = [];
    await start(topology, async (event) => void events.push(...bodiesOf(event)), {
      'call-events-worker': () => new Promise(() => {}),
    });
    await send(['stuck'], 0, 'call-events');
    await send(['urgent']);
    await expect.poll(() => events).toEqual(['urgent']);
  });

  it('post a summary again until the CRM takes it, and keep it as a dead letter when it never does', async () => {
    const tries: string[] = [];
    const { deadLetterUrls } = await start(
      queueWith('crm', { visibilitySeconds: 1, maxReceives: 3 }),
      unused,
      {
        'crm-worker': async (event) => {
          const [body = ''] = bodiesOf(event);
          tries.push(body);
          if (body === 'never' || tries.length === 1) throw new Error('the CRM is down');
        },
      },
    );
    await send(['late'], 0, 'crm');
    await pollers?.idle();
    expect(tries).toEqual(['late', 'late']);
    await send(['never'], 0, 'crm');
    await pollers?.idle();
    expect(tries).toEqual(['late', 'late', 'never', 'never', 'never']);
    if (!client) throw new Error('no client');
    expect(await readDeadLetters(client, 'crm', deadLetterUrls.crm)).toMatchObject([{ body: 'never' }]);
  });
});
