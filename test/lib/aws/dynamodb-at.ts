import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { dynamoClient } from '../../../infra/local/aws/aws.ts';
import { settingsFor } from '../../../lib/aws/client.ts';
import { type DynamoDb, dynamoDb, type Operation } from '../../../lib/aws/dynamodb/operations.ts';

/** DynamoDB at an endpoint, asked as the product asks it. */
export const dynamoDbAt = (endpoint: string): DynamoDb => {
  const client = new DynamoDBClient(settingsFor(endpoint));
  return dynamoDb(async () => client);
};

/** The same without the product's time limits: for what many do at once in a process that also emulates the table. */
export const patientDynamoDbAt = (endpoint: string): DynamoDb => {
  const client = dynamoClient(endpoint);
  return dynamoDb(async () => client);
};

/** DynamoDB without the SDK: answers each operation, by its name, as the test says. */
export const scriptedDynamoDb = (answer: (operation: string, input: unknown) => unknown): DynamoDb => ({
  async send<Input, Output>(operation: Operation<Input, Output>, input: Input) {
    return (await answer(operation.name, input)) as Output;
  },
});
