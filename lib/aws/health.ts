import type { AwsClient } from './client.ts';
import type { Table } from './handoff-store.ts';

export type Dependency = { name: 'table' | 'queue'; healthy: boolean };

const works = async (name: Dependency['name'], ask: Promise<unknown>): Promise<Dependency> =>
  ask.then(
    () => ({ name, healthy: true }),
    () => ({ name, healthy: false }),
  );

/** Asks the table and the queue whether they are there. */
export const dependencies = (table: Table, sqs: AwsClient, queueUrl: string): Promise<Dependency[]> =>
  Promise.all([
    works('table', table.client.call('DescribeTable', { TableName: table.name })),
    works('queue', sqs.call('GetQueueAttributes', { QueueUrl: queueUrl, AttributeNames: ['QueueArn'] })),
  ]);
