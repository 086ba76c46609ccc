import { loadCallback } from '../lib/aws/callback-store.ts';
import { dueBetween } from '../lib/aws/due-list.ts';
import { messageQueue, sqsClient } from '../lib/aws/queue.ts';
import { loadReview } from '../lib/aws/review-store.ts';
import { table } from '../lib/aws/table.ts';
import type { CallMessage } from '../lib/conversation/events.ts';
import { CONVERSATION_SETTINGS } from '../lib/conversation/settings.ts';
import type { ReviewMessage } from '../lib/followup/review-task.ts';
import { FOLLOWUP_SETTINGS } from '../lib/followup/settings.ts';
import type { CallbackMessage } from '../lib/handoff/record/callback-request.ts';
import type { HandoffMessage } from '../lib/handoff/record/events.ts';
import { HANDOFF_SETTINGS } from '../lib/handoff/settings.ts';
import { entry } from '../lib/lambda/entry.ts';
import { scheduled } from '../lib/lambda/pipelines/schedule.ts';
import { SERVICE_SETTINGS } from '../lib/lambda/settings.ts';
import { now, TELEMETRY, telemetryFor } from '../lib/lambda/wiring/handoffs.ts';
import { wakeOverdue } from '../lib/lambda/wiring/overdue.ts';
import type { OutboundMessage } from '../lib/outbound/call/events.ts';
import type { CampaignMessage } from '../lib/outbound/campaign/message.ts';
import { OUTBOUND_SETTINGS } from '../lib/outbound/settings.ts';
import { sweeper } from '../lib/outbox/sweep.ts';
import { type Env, readSettings } from '../lib/settings/read.ts';
import { only } from '../lib/settings/setting.ts';
import type { ToolMessage } from '../lib/tools/run/message.ts';
import { TOOL_SETTINGS } from '../lib/tools/settings.ts';

export const needs = {
  ...TELEMETRY,
  ...only(SERVICE_SETTINGS, 'TABLE_NAME'),
  ...only(HANDOFF_SETTINGS, 'HANDOFF_QUEUE_URL'),
  ...only(CONVERSATION_SETTINGS, 'CALL_EVENTS_QUEUE_URL'),
  ...only(FOLLOWUP_SETTINGS, 'FOLLOWUP_QUEUE_URL'),
  ...only(TOOL_SETTINGS, 'TOOLS_QUEUE_URL'),
  ...only(OUTBOUND_SETTINGS, 'OUTBOUND_QUEUE_URL'),
};

/** Puts back on its queue what is overdue: a lost message costs seconds, not the call. */
export const create = (env: Env) => {
  const settings = readSettings(env, needs);
  const telemetry = telemetryFor('sweeper', settings);
  const sqs = sqsClient();
  const queues = {
    handoffs: messageQueue<HandoffMessage>(sqs, settings.HANDOFF_QUEUE_URL),
    calls: messageQueue<CallMessage>(sqs, settings.CALL_EVENTS_QUEUE_URL),
    followups: messageQueue<CallbackMessage | ReviewMessage>(sqs, settings.FOLLOWUP_QUEUE_URL),
    outbound: messageQueue<OutboundMessage | CampaignMessage>(sqs, settings.OUTBOUND_QUEUE_URL),
    tools: messageQueue<ToolMessage>(sqs, settings.TOOLS_QUEUE_URL),
  };
  const records = table(settings.TABLE_NAME);
  const kept = { callback: loadCallback(records, now), review: loadReview(records, now) };
  const wake = wakeOverdue(queues, kept);
  return scheduled({
    telemetry,
    pass: sweeper({ dueBetween: dueBetween(records), wake, clock: now, ...telemetry }),
  });
};

export const handler = entry(create, needs);
