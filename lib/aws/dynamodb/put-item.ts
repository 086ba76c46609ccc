import { type DynamoDBClient, PutItemCommand, type PutItemCommandInput } from '@aws-sdk/client-dynamodb';

export const send = (client: DynamoDBClient, input: PutItemCommandInput) =>
  client.send(new PutItemCommand(input));
