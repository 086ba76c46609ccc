import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** An operation of DynamoDB, by AWS's own name; its command is loaded when it is first sent. */
export type Operation<Input, Output> = {
  name: string;
  load(): Promise<{ send(client: DynamoDBClient, input: Input): Promise<Output> }>;
};

// Each in a file of its own, so that a bundle holds the commands that its function sends and no other.
export const GetItem = { name: 'GetItem', load: () => import('./get-item.ts') };
export const BatchGetItem = { name: 'BatchGetItem', load: () => import('./batch-get-item.ts') };
export const Query = { name: 'Query', load: () => import('./query.ts') };
export const PutItem = { name: 'PutItem', load: () => import('./put-item.ts') };
export const UpdateItem = { name: 'UpdateItem', load: () => import('./update-item.ts') };
export const DescribeTable = { name: 'DescribeTable', load: () => import('./describe-table.ts') };

/** DynamoDB, as far as it is asked for anything here. */
export type DynamoDb = {
  send<Input, Output>(operation: Operation<Input, Output>, input: Input): Promise<Output>;
};

/** Over a client of the SDK, which is loaded with the first operation. */
export const dynamoDb = (load: () => Promise<DynamoDBClient>): DynamoDb => ({
  async send(operation, input) {
    const [client, { send }] = await Promise.all([load(), operation.load()]);
    return send(client, input);
  },
});

/** Loads the SDK's part for DynamoDB, and makes the client of this container. */
export const loadDynamoDb = async (): Promise<DynamoDBClient> =>
  (await import('./client.ts')).dynamoDbClient();
