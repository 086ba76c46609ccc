import {
  type DynamoDBClient,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { inTime } from '../client.ts';

export const send = (client: DynamoDBClient, input: UpdateItemCommandInput) =>
  client.send(new UpdateItemCommand(input), inTime());
