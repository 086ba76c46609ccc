import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { onePerContainer } from '../client.ts';

export const dynamoDbClient = onePerContainer(
  'DYNAMODB',
  (settings) =>
    new DynamoDBClient({ ...settings, accountIdEndpointMode: 'disabled', endpointDiscoveryEnabled: false }),
);
