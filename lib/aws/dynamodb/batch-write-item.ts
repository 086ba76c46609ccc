import {
  BatchWriteItemCommand,
  type BatchWriteItemCommandInput,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';

export const send = (client: DynamoDBClient, input: BatchWriteItemCommandInput) =>
  client.send(new BatchWriteItemCommand(input));
