import { type DynamoDBClient, GetItemCommand, type GetItemCommandInput } from '@aws-sdk/client-dynamodb';
import { inTime } from '../client.ts';

export const send = (client: DynamoDBClient, input: GetItemCommandInput) =>
  client.send(new GetItemCommand(input), inTime());
