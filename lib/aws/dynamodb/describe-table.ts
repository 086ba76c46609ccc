import {
  DescribeTableCommand,
  type DescribeTableCommandInput,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { inTime } from '../client.ts';

export const send = (client: DynamoDBClient, input: DescribeTableCommandInput) =>
  client.send(new DescribeTableCommand(input), inTime());
