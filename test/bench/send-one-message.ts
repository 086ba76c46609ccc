import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';

/** The least that a webhook behind a queue can do: what our own start-up is held against. */
const client = new SQSClient({});

export const handler = async (event: { body?: string }) => {
  await client.send(
    new SendMessageCommand({ QueueUrl: process.env.HANDOFF_QUEUE_URL, MessageBody: event.body ?? '' }),
  );
  return { statusCode: 200 };
};
