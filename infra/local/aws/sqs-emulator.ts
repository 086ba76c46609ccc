import type { Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { buildApp } from 'fauxqs';
import * as z from 'zod/mini';
import { REGION } from './aws.ts';
import { count, EMPTY_RECEIVE, operationOf } from './counting.ts';
import type { Emulator } from './dynamo-emulator.ts';

const receiveRequest = z.object({ QueueUrl: z.string() });
const receiveAnswer = z.object({ Messages: z.optional(z.array(z.object({ ReceiptHandle: z.string() }))) });

/** SQS in this process, in memory, on a loopback port; 0 takes any free one. */
export async function startSqs(counts: Record<string, number>, port = 0): Promise<Emulator> {
  const app = buildApp({ logger: false, defaultRegion: REGION });
  // Longer than any client keeps an idle connection, so that the client is the one who closes it.
  app.server.keepAliveTimeout = 120_000;

  app.addHook('onSend', async (request, _reply, payload) => {
    const target = request.headers['x-amz-target'];
    const operation = operationOf(request.headers);
    const receipts = target === 'AmazonSQS.ReceiveMessage' ? receiptsIn(payload) : undefined;
    if (operation) count(counts, receipts?.length === 0 ? EMPTY_RECEIVE : operation);

    // It does not notice that a long poll was given up: what it would hand out into the void goes back.
    const asked = receiveRequest.safeParse(request.body);
    if (receipts && receipts.length > 0 && asked.success && (await hasLeft(request.socket))) {
      await app.inject({
        method: 'POST',
        url: '/',
        headers: {
          'content-type': 'application/x-amz-json-1.0',
          'x-amz-target': 'AmazonSQS.ChangeMessageVisibilityBatch',
        },
        payload: JSON.stringify({
          QueueUrl: asked.data.QueueUrl,
          Entries: receipts.map((ReceiptHandle, i) => ({
            Id: String(i),
            ReceiptHandle,
            VisibilityTimeout: 0,
          })),
        }),
      });
    }
    return payload;
  });

  const url = await app.listen({ port, host: '127.0.0.1' });
  return { url, stop: () => app.close() };
}

/** Looks after the events that are due, one of which may be the end of the connection. */
async function hasLeft(socket: Socket): Promise<boolean> {
  await setImmediate();
  return socket.destroyed || socket.readableEnded;
}

function receiptsIn(payload: unknown): string[] {
  if (typeof payload !== 'string') return [];
  const parsed = receiveAnswer.safeParse(JSON.parse(payload));
  return parsed.success ? (parsed.data.Messages ?? []).map((message) => message.ReceiptHandle) : [];
}
