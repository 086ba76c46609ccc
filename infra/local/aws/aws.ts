import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';

export const REGION = 'us-west-2';
/** Emulators take any credentials; these are valid nowhere. */
export const CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' };
/** Marks the system's own requests (setting up, looking on), which are not counted. */
export const OWN_USER_AGENT = 'local-system';

/** `own` for requests that no function or poller of the cloud would make. */
export const sqsClient = (endpoint: string, own = false): SQSClient =>
  new SQSClient({ endpoint, region: REGION, credentials: CREDENTIALS, ...(own && markedOwn) });

export const dynamoClient = (endpoint: string, own = false): DynamoDBClient =>
  new DynamoDBClient({ endpoint, region: REGION, credentials: CREDENTIALS, ...(own && markedOwn) });

const markedOwn = { customUserAgent: OWN_USER_AGENT };
