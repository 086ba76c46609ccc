import { sqsClient } from '../lib/aws/queue.ts';
import { comeAgain } from '../lib/aws/visibility.ts';
import { callMessageSchema } from '../lib/conversation/events.ts';
import { handleCall } from '../lib/conversation/run.ts';
import { entry } from '../lib/lambda/entry.ts';
import { messageIn, queueWorkerByKey } from '../lib/lambda/pipelines/queue-worker.ts';
import { CALL_SERVICE, callService } from '../lib/lambda/wiring/conversations.ts';
import { type Env, readSettings } from '../lib/settings/read.ts';

export const needs = CALL_SERVICE;

/** What Vapi tells about conversations, the events of a call together: the worker of the queue of call events. */
export const create = (env: Env) => {
  const settings = readSettings(env, needs);
  const { telemetry, listening, ports } = callService(settings);
  const queueUrl = settings.CALL_EVENTS_QUEUE_URL;
  return queueWorkerByKey({
    telemetry,
    comeAgain: comeAgain(sqsClient(), queueUrl),
    parse: (body) => messageIn(callMessageSchema, body),
    keyOf: ({ callId }) => callId,
    work: (callId, messages, receives) =>
      handleCall(
        callId,
        messages.flatMap(({ event }) => (event === undefined ? [] : [event])),
        listening,
        ports,
        receives,
      ),
  });
};

export const handler = entry(create, needs);
