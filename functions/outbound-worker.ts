import * as z from 'zod/mini';
import { handoffStore } from '../lib/aws/handoff-store.ts';
import { sqsClient } from '../lib/aws/queue.ts';
import { table } from '../lib/aws/table.ts';
import { comeAgain } from '../lib/aws/visibility.ts';
import { whetherHandedOver } from '../lib/inbound/standing.ts';
import { entry } from '../lib/lambda/entry.ts';
import { messageIn, queueWorker } from '../lib/lambda/pipelines/queue-worker.ts';
import { callsCampaign, campaignPorts } from '../lib/lambda/wiring/campaigns.ts';
import { now, TELEMETRY, telemetryFor } from '../lib/lambda/wiring/handoffs.ts';
import { DIALLING, dialPorts } from '../lib/lambda/wiring/outbound.ts';
import { VAPI_API } from '../lib/lambda/wiring/vapi.ts';
import { outboundMessageSchema } from '../lib/outbound/call/events.ts';
import { workOffOutbound } from '../lib/outbound/call/run.ts';
import { campaignMessageSchema } from '../lib/outbound/campaign/message.ts';
import { workOffCampaign } from '../lib/outbound/campaign/run.ts';
import { type Env, readSettings } from '../lib/settings/read.ts';

export const needs = { ...TELEMETRY, ...DIALLING, ...VAPI_API };

const messageSchema = z.union([campaignMessageSchema, outboundMessageSchema]);

/** Begins the calls of campaigns, dials, and follows each call to its end: the worker of the outbound queue. */
export const create = (env: Env) => {
  const settings = readSettings(env, needs);
  const telemetry = telemetryFor('outbound-worker', settings);
  const campaigns = campaignPorts(settings, telemetry);
  const ports = dialPorts(
    settings,
    {
      whetherHandedOver: whetherHandedOver(handoffStore(table(settings.TABLE_NAME), now, undefined)),
      campaigns: callsCampaign(campaigns),
    },
    telemetry,
  );
  return queueWorker({
    telemetry,
    comeAgain: comeAgain(sqsClient(), settings.OUTBOUND_QUEUE_URL),
    work(record) {
      const message = messageIn(messageSchema, record.body);
      return 'campaign' in message ? workOffCampaign(message, campaigns) : workOffOutbound(message, ports);
    },
  });
};

export const handler = entry(create, needs);
