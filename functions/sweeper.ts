import { dueBetween } from '../lib/aws/due-list.ts';
import { messageQueue, sqsClient } from '../lib/aws/queue.ts';
import { table } from '../lib/aws/table.ts';
import type { CallMessage } from '../lib/conversation/events.ts';
import { CONVERSATION_SETTINGS } from '../lib/conversation/settings.ts';
import type { HandoffMessage } from '../lib/handoff/record/events.ts';
import { HANDOFF_SETTINGS } from '../lib/handoff/settings.ts';
import { entry } from '../lib/lambda/entry.ts';
import { scheduled } from '../lib/lambda/pipelines/schedule.ts';
import { SERVICE_SETTINGS } from '../lib/lambda/settings.ts';
import { now, TELEMETRY, telemetryFor } from '../lib/lambda/wiring/handoffs.ts';
import { wakeOverdue } from '../lib/lambda/wiring/overdue.ts';
import { sweeper } from '../lib/outbox/sweep.ts';
import { type Env, readSettings } from '../lib/settings/read.ts';
import { only } from '../lib/settings/setting.ts';

export const needs = {
  ...TELEMETRY,
  ...only(SERVICE_SETTINGS, 'TABLE_NAME'),
  ...only(HANDOFF_SETTINGS, 'HANDOFF_QUEUE_URL'),
  ...only(CONVERSATION_SETTINGS, 'CALL_EVENTS_QUEUE_URL'),
};

/** Puts back on its queue what is overdue: a lost message costs seconds, not the call. */
export const create = (env: Env) => {
  const settings = readSettings(env, needs);
  const telemetry = telemetryFor('sweeper', settings);
  const handoffs = messageQueue<HandoffMessage>(sqsClient(), settings.HANDOFF_QUEUE_URL);
  const calls = messageQueue<CallMessage>(sqsClient(), settings.CALL_EVENTS_QUEUE_URL);
  const dueNow = dueBetween(table(settings.TABLE_NAME));
  return scheduled({
    telemetry,
    pass: sweeper({ dueBetween: dueNow, wake: wakeOverdue(handoffs, calls), clock: now, ...telemetry }),
  });
};

export const handler = entry(create, needs);
