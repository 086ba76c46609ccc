import {
  BatchGetItemCommand,
  type BatchGetItemCommandInput,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';

export const send = (client: DynamoDBClient, input: BatchGetItemCommandInput) =>
  client.send(new BatchGetItemCommand(input));
