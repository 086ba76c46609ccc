import {
  DescribeTableCommand,
  type DescribeTableCommandInput,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';

export const send = (client: DynamoDBClient, input: DescribeTableCommandInput) =>
  client.send(new DescribeTableCommand(input));
