import {
  BatchGetItemCommand,
  type BatchGetItemCommandInput,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { inTime } from '../client.ts';

export const send = (client: DynamoDBClient, input: BatchGetItemCommandInput) =>
  client.send(new BatchGetItemCommand(input), inTime());
