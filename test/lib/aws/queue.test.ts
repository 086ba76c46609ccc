import { createHash } from 'node:crypto';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sqsClient } from '../../../infra/local/aws/aws.ts';
import { type Emulators, startEmulators } from '../../../infra/local/aws/emulators.ts';
import { serve } from '../../../infra/local/lambda/http.ts';
import { settingsFor } from '../../../lib/aws/client.ts';
import { messageQueue } from '../../../lib/aws/queue.ts';
import { Unavailable } from '../../../lib/base/trouble.ts';
import { handoffMessageSchema } from '../../../lib/handoff/record/events.ts';

let emulators: Emulators;
let onlooker: SQSClient;

const clientAt = (endpoint: string) => new SQSClient(settingsFor(endpoint));

beforeAll(async () => {
  emulators = await startEmulators();
  onlooker = sqsClient(emulators.sqsUrl);
});

afterAll(async () => {
  onlooker.destroy();
  await emulators.stop();
});

const resume = (callId: string) => ({ callId, event: { type: 'resume' } }) as const;

describe('The handoff queue', () => {
  it('takes messages with their delays in one request and gives them back when they are due', async () => {
    const url = emulators.queueUrls.handoff;
    const before = emulators.counts().sqs.SendMessageBatch ?? 0;
    await messageQueue(clientAt(emulators.sqsUrl), url).send([
      { message: resume('now'), delaySeconds: 0 },
      { message: resume('later'), delaySeconds: 900 },
    ]);
    const received = await onlooker.send(
      new ReceiveMessageCommand({ QueueUrl: url, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }),
    );
    const bodies = (received.Messages ?? []).map(({ Body }) =>
      handoffMessageSchema.parse(JSON.parse(Body ?? '')),
    );
    expect(bodies).toEqual([resume('now')]);
    expect((emulators.counts().sqs.SendMessageBatch ?? 0) - before).toBeLessThanOrEqual(1);
  });

  it('throws when it takes one message and refuses the other', async () => {
    const server = await serve(async (_request, response) => {
      const MD5OfMessageBody = createHash('md5')
        .update(JSON.stringify(resume('taken')))
        .digest('hex');
      const taken = { Id: '0', MessageId: 'm-0', MD5OfMessageBody };
      const refused = { Id: '1', Code: 'InternalError', SenderFault: false };
      response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' });
      response.end(JSON.stringify({ Successful: [taken], Failed: [refused] }));
    });
    const half = clientAt(server.url);
    const sent = messageQueue(half, `${server.url}/000000000000/handoff`).send([
      { message: resume('taken'), delaySeconds: 0 },
      { message: resume('refused'), delaySeconds: 30 },
    ]);
    await expect(sent).rejects.toThrow(Unavailable);
    await expect(sent).rejects.toMatchObject({ cause: '1 of 2 refused' });
    half.destroy();
    await server.stop();
  });

  it('says that the queue is unavailable when nobody answers', async () => {
    const gone = clientAt('http://127.0.0.1:1');
    const queue = messageQueue(gone, 'http://127.0.0.1:1/000000000000/handoff');
    await expect(queue.send([{ message: resume('x'), delaySeconds: 0 }])).rejects.toThrow(
      'the queue is unavailable',
    );
    gone.destroy();
  });
});
