import { readCall } from '../lib/aws/call-store.ts';
import { messageQueue, sqsClient } from '../lib/aws/queue.ts';
import { table } from '../lib/aws/table.ts';
import { comeAgain } from '../lib/aws/visibility.ts';
import type { CallMessage } from '../lib/conversation/events.ts';
import { CONVERSATION_SETTINGS } from '../lib/conversation/settings.ts';
import { standingOf } from '../lib/inbound/standing.ts';
import { tellFailedTools } from '../lib/inbound/vapi-conversation.ts';
import { entry } from '../lib/lambda/entry.ts';
import { messageIn, queueWorker } from '../lib/lambda/pipelines/queue-worker.ts';
import { now, TELEMETRY, telemetryFor } from '../lib/lambda/wiring/handoffs.ts';
import { TOOLS, toolPorts } from '../lib/lambda/wiring/tools.ts';
import { callsAtVapi, VAPI_API } from '../lib/lambda/wiring/vapi.ts';
import { type Env, readSettings } from '../lib/settings/read.ts';
import { only } from '../lib/settings/setting.ts';
import { toolMessageSchema } from '../lib/tools/run/message.ts';
import type { RunKey } from '../lib/tools/run/ports.ts';
import { workOffTool } from '../lib/tools/run/run.ts';

export const needs = {
  ...TELEMETRY,
  ...TOOLS,
  ...VAPI_API,
  ...only(CONVERSATION_SETTINGS, 'CALL_EVENTS_QUEUE_URL'),
};

/** Goes on with tool calls that take longer than a caller waits in silence: the worker of the tools queue. */
export const create = (env: Env) => {
  const settings = readSettings(env, needs);
  const telemetry = telemetryFor('tools-worker', settings);
  const events = messageQueue<CallMessage>(sqsClient(), settings.CALL_EVENTS_QUEUE_URL);
  const ports = {
    ...toolPorts(settings, telemetry),
    calls: callsAtVapi(settings),
    standingOf: standingOf(readCall(table(settings.TABLE_NAME), now)),
    tellFailed: ({ callId, toolCallId }: RunKey) =>
      tellFailedTools({ callId, messages: [] }, [toolCallId], { events, clock: now }),
  };
  return queueWorker({
    telemetry,
    comeAgain: comeAgain(sqsClient(), settings.TOOLS_QUEUE_URL),
    work: (record) => workOffTool(messageIn(toolMessageSchema, record.body), ports),
  });
};

export const handler = entry(create, needs);
