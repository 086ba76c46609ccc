import type { AwsClient } from './client.ts';
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
  sqs: AwsClient,
  queueUrls: readonly string[],
): Promise<Dependency[]> =>
  Promise.all([
    works('table', table.client.call('DescribeTable', { TableName: table.name })),
    works(
      'queue',
      Promise.all(
        queueUrls.map((QueueUrl) =>
          sqs.call('GetQueueAttributes', { QueueUrl, AttributeNames: ['QueueArn'] }),
        ),
      ),
    ),
  ]);
