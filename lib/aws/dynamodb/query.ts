import { type DynamoDBClient, QueryCommand, type QueryCommandInput } from '@aws-sdk/client-dynamodb';
import { inTime } from '../client.ts';

export const send = (client: DynamoDBClient, input: QueryCommandInput) =>
  client.send(new QueryCommand(input), inTime());
