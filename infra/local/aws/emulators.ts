import {
  CreateTableCommand,
  type DynamoDBClient,
  ResourceInUseException,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  QueueDoesNotExist,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import {
  type QueueName,
  type QueueSpec,
  queueNames,
  RETENTION_SECONDS,
  table,
} from '../../topology/index.ts';
import { type Topology, topology as wholeTopology } from '../functions.ts';
import { onPort } from '../kit/on-port.ts';
import { dynamoClient, sqsClient } from './aws.ts';
import type { RequestCounts } from './counting.ts';
import { type Emulator, startDynamo } from './dynamo-emulator.ts';
import { startSqs } from './sqs-emulator.ts';

export const TABLE_NAME = 'voice-handoff';

export type EmulatorOptions = {
  topology?: Topology;
  /** Emulators that run already, used in place of our own; what is missing is created there. */
  external?: { dynamoUrl?: string; sqsUrl?: string };
  /** Any free ones where none are given, or they are taken. */
  ports?: { dynamodb: number; sqs: number };
};

export type Emulators = {
  dynamoUrl: string;
  sqsUrl: string;
  tableName: string;
  queueUrls: Record<QueueName, string>;
  deadLetterUrls: Record<QueueName, string>;
  /** What was asked of our own emulators so far; an external one is not counted. */
  counts(): RequestCounts;
  stop(): Promise<void>;
};

/** DynamoDB with the table and SQS with every queue and its dead-letter queue, ready to use. */
export async function startEmulators(options: EmulatorOptions = {}): Promise<Emulators> {
  const { queues } = options.topology ?? wholeTopology;
  const counts: RequestCounts = { sqs: {}, dynamodb: {} };
  const [dynamo, sqs] = await Promise.all([
    external(options.external?.dynamoUrl) ??
      onPort(options.ports?.dynamodb ?? 0, (port) => startDynamo(counts.dynamodb, port)),
    external(options.external?.sqsUrl) ??
      onPort(options.ports?.sqs ?? 0, (port) => startSqs(counts.sqs, port)),
  ]);
  const stop = async () => {
    await Promise.all([dynamo.stop(), sqs.stop()]);
  };
  const clients = { dynamo: dynamoClient(dynamo.url, true), sqs: sqsClient(sqs.url, true) };
  try {
    const [made] = await Promise.all([
      createQueues(clients.sqs, sqs.url, queues, options.external?.sqsUrl === undefined),
      createTable(clients.dynamo),
    ]);
    return {
      dynamoUrl: dynamo.url,
      sqsUrl: sqs.url,
      tableName: TABLE_NAME,
      ...made,
      counts: () => structuredClone(counts),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  } finally {
    clients.dynamo.destroy();
    clients.sqs.destroy();
  }
}

function external(url: string | undefined): Emulator | undefined {
  return url === undefined ? undefined : { url, stop: async () => {} };
}

/** Without the time to live: the emulator does not know it, and expiry is checked in code anyway. */
async function createTable(client: DynamoDBClient): Promise<void> {
  try {
    await client.send(
      new CreateTableCommand({
        TableName: TABLE_NAME,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [
          { AttributeName: table.partitionKey, AttributeType: 'S' },
          { AttributeName: table.sortKey, AttributeType: 'S' },
          { AttributeName: table.index.partitionKey, AttributeType: 'S' },
          { AttributeName: table.index.sortKey, AttributeType: 'N' },
        ],
        GlobalSecondaryIndexes: [
          {
            IndexName: table.index.name,
            KeySchema: [
              { AttributeName: table.index.partitionKey, KeyType: 'HASH' },
              { AttributeName: table.index.sortKey, KeyType: 'RANGE' },
            ],
            Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: [...table.index.shown] },
          },
        ],
        KeySchema: [
          { AttributeName: table.partitionKey, KeyType: 'HASH' },
          { AttributeName: table.sortKey, KeyType: 'RANGE' },
        ],
      }),
    );
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
  }
  await waitUntilTableExists({ client, maxWaitTime: 10, minDelay: 1 }, { TableName: TABLE_NAME });
}

/** `areNew`: where the emulator has just been started no queue is looked for, which is a third of what it is asked then. */
async function createQueues(
  client: SQSClient,
  sqsUrl: string,
  queues: Record<QueueName, QueueSpec>,
  areNew: boolean,
) {
  const urlOf = (name: string) => (areNew ? undefined : existing(client, name));
  const created = await Promise.all(
    queueNames.map(async (name) => {
      const spec = queues[name];
      const deadLetterName = `${name}-dead-letters`;
      const deadLetterUrl = await createQueue(client, sqsUrl, deadLetterName, await urlOf(deadLetterName), {
        MessageRetentionPeriod: String(RETENTION_SECONDS.deadLetters),
      });
      const { Attributes } = await client.send(
        new GetQueueAttributesCommand({ QueueUrl: deadLetterUrl, AttributeNames: ['QueueArn'] }),
      );
      const url = await createQueue(client, sqsUrl, name, await urlOf(name), {
        VisibilityTimeout: String(spec.visibilitySeconds),
        MessageRetentionPeriod: String(RETENTION_SECONDS.queue),
        RedrivePolicy: JSON.stringify({
          deadLetterTargetArn: Attributes?.QueueArn,
          maxReceiveCount: spec.maxReceives,
        }),
      });
      return { name, url, deadLetterUrl };
    }),
  );
  const byName = (field: 'url' | 'deadLetterUrl') => {
    const urls: Partial<Record<QueueName, string>> = {};
    for (const one of created) urls[one.name] = one[field];
    if (!hasEvery(urls)) throw new Error('a queue of the topology was not created');
    return urls;
  };
  return { queueUrls: byName('url'), deadLetterUrls: byName('deadLetterUrl') };
}

function hasEvery(urls: Partial<Record<QueueName, string>>): urls is Record<QueueName, string> {
  return queueNames.every((name) => urls[name] !== undefined);
}

async function existing(client: SQSClient, QueueName: string): Promise<string | undefined> {
  const found = await client.send(new GetQueueUrlCommand({ QueueName })).catch((error: unknown) => {
    if (error instanceof QueueDoesNotExist) return undefined;
    throw error;
  });
  return found?.QueueUrl;
}

/** A queue that exists keeps its attributes. Its URL is given the endpoint's own host, which is reachable. */
async function createQueue(
  client: SQSClient,
  sqsUrl: string,
  QueueName: string,
  known: string | undefined,
  Attributes: Record<string, string>,
): Promise<string> {
  const QueueUrl = known ?? (await client.send(new CreateQueueCommand({ QueueName, Attributes }))).QueueUrl;
  if (QueueUrl === undefined) throw new Error(`queue ${QueueName} has no URL`);
  return new URL(new URL(QueueUrl).pathname, sqsUrl).href;
}
