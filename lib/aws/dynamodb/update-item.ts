import {
  type DynamoDBClient,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';

export const send = (client: DynamoDBClient, input: UpdateItemCommandInput) =>
  client.send(new UpdateItemCommand(input));
