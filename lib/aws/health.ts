import { GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { DescribeTable } from './dynamodb/operations.ts';
import type { Table } from './table.ts';

export type Dependency = { name: 'table' | 'queue'; healthy: boolean };

const works = async (name: Dependency['name'], ask: Promise<unknown>): Promise<Dependency> =>
  ask.then(
    () => ({ name, healthy: true }),
    () => ({ name, healthy: false }),
  );

/** Asks the table and the queues whether they are there; one queue that is not is reason enough. */
export const dependencies = (
  table: Table,
  sqs: SQSClient,
  queueUrls: readonly string[],
): Promise<Dependency[]> =>
  Promise.all([
    works('table', table.client.send(DescribeTable, { TableName: table.name })),
    works(
      'queue',
      Promise.all(
        queueUrls.map((QueueUrl) =>
          sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] })),
        ),
      ),
    ),
  ]);
