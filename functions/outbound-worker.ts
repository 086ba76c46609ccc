import { handoffStore } from '../lib/aws/handoff-store.ts';
import { sqsClient } from '../lib/aws/queue.ts';
import { table } from '../lib/aws/table.ts';
import { comeAgain } from '../lib/aws/visibility.ts';
import { whetherHandedOver } from '../lib/inbound/standing.ts';
import { entry } from '../lib/lambda/entry.ts';
import { messageIn, queueWorker } from '../lib/lambda/pipelines/queue-worker.ts';
import { now, TELEMETRY, telemetryFor } from '../lib/lambda/wiring/handoffs.ts';
import { DIALLING, dialPorts } from '../lib/lambda/wiring/outbound.ts';
import { VAPI_API } from '../lib/lambda/wiring/vapi.ts';
import { outboundMessageSchema } from '../lib/outbound/call/events.ts';
import { workOffOutbound } from '../lib/outbound/call/run.ts';
import { type Env, readSettings } from '../lib/settings/read.ts';

export const needs = { ...TELEMETRY, ...DIALLING, ...VAPI_API };

/** Dials outbound calls, and follows them to their end: the worker of the outbound queue. */
export const create = (env: Env) => {
  const settings = readSettings(env, needs);
  const telemetry = telemetryFor('outbound-worker', settings);
  const ports = dialPorts(
    settings,
    whetherHandedOver(handoffStore(table(settings.TABLE_NAME), now)),
    telemetry,
  );
  return queueWorker({
    telemetry,
    comeAgain: comeAgain(sqsClient(), settings.OUTBOUND_QUEUE_URL),
    work: (record) => workOffOutbound(messageIn(outboundMessageSchema, record.body), ports),
  });
};

export const handler = entry(create, needs);
