import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Table } from './handoff-store.ts';

export type Dependency = { name: 'table' | 'queue'; healthy: boolean };

const works = async (name: Dependency['name'], ask: Promise<unknown>): Promise<Dependency> =>
  ask.then(
    () => ({ name, healthy: true }),
    () => ({ name, healthy: false }),
  );

/** Asks the table and the queue whether they are there. */
export const dependencies = (table: Table, sqs: SQSClient, queueUrl: string): Promise<Dependency[]> =>
  Promise.all([
    works('table', table.client.send(new DescribeTableCommand({ TableName: table.name }))),
    works(
      'queue',
      sqs.send(new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['QueueArn'] })),
    ),
  ]);
