import { type DynamoDBClient, GetItemCommand, type GetItemCommandInput } from '@aws-sdk/client-dynamodb';

export const send = (client: DynamoDBClient, input: GetItemCommandInput) =>
  client.send(new GetItemCommand(input));
