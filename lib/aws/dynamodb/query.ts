import { type DynamoDBClient, QueryCommand, type QueryCommandInput } from '@aws-sdk/client-dynamodb';

export const send = (client: DynamoDBClient, input: QueryCommandInput) =>
  client.send(new QueryCommand(input));
