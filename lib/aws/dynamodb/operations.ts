import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** An operation of DynamoDB, by AWS's own name; its command is loaded when it is first sent. */
export type Operation<Input, Output> = {
  name: string;
  load(): Promise<{ send(client: DynamoDBClient, input: Input): Promise<Output> }>;
};

/**
 * An `import()` of what is loaded already still takes its way through the loader, at every request. Marked, so that a
 * bundle leaves out what its function does not send.
 */
/* @__NO_SIDE_EFFECTS__ */
const once = <Module>(load: () => Promise<Module>): (() => Promise<Module>) => {
  let loaded: Promise<Module> | undefined;
  return () => {
    loaded ??= load();
    return loaded;
  };
};

// Each in a file of its own, so that a bundle holds the commands that its function sends and no other.
export const GetItem = { name: 'GetItem', load: once(() => import('./get-item.ts')) };
export const BatchGetItem = { name: 'BatchGetItem', load: once(() => import('./batch-get-item.ts')) };
export const BatchWriteItem = { name: 'BatchWriteItem', load: once(() => import('./batch-write-item.ts')) };
export const Query = { name: 'Query', load: once(() => import('./query.ts')) };
export const PutItem = { name: 'PutItem', load: once(() => import('./put-item.ts')) };
export const UpdateItem = { name: 'UpdateItem', load: once(() => import('./update-item.ts')) };
export const DescribeTable = { name: 'DescribeTable', load: once(() => import('./describe-table.ts')) };

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

const loadClient = once(() => import('./client.ts'));

/** Loads the SDK's part for DynamoDB, and makes the client of this container. */
export const loadDynamoDb = async (): Promise<DynamoDBClient> => (await loadClient()).dynamoDbClient();
