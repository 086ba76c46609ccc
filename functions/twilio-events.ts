import { takeCallback } from '../lib/aws/callback-store.ts';
import { takeReview } from '../lib/aws/review-store.ts';
import { table } from '../lib/aws/table.ts';
import { saveOrQueue } from '../lib/handoff/loop/take-in.ts';
import { agentsOwnTaskOver, handoffMessageOf } from '../lib/inbound/task-events.ts';
import { entry } from '../lib/lambda/entry.ts';
import { paramOf, TWILIO_WEBHOOK, twilioWebhook } from '../lib/lambda/pipelines/twilio-webhook.ts';
import { HANDOFF_SERVICE, handoffService, now } from '../lib/lambda/wiring/handoffs.ts';
import { type Env, readSettings } from '../lib/settings/read.ts';
import { only } from '../lib/settings/setting.ts';
import { callOfTask } from '../lib/twilio/attributes.ts';
import { parseTaskEvent } from '../lib/twilio/callbacks.ts';
import { TWILIO_SETTINGS } from '../lib/twilio/settings.ts';

export const needs = {
  ...TWILIO_WEBHOOK,
  ...HANDOFF_SERVICE,
  ...only(TWILIO_SETTINGS, 'TWILIO_WORKSPACE_SID'),
};

/** An event of the TaskRouter workspace: `POST /webhook/twilio/events`. Foreign ones are acknowledged too. */
export const create = (env: Env) => {
  const settings = readSettings(env, needs);
  const { telemetry, ports } = handoffService('twilio-events', settings, undefined);
  const records = table(settings.TABLE_NAME);
  const take = { callback: takeCallback(records, now), review: takeReview(records, now) };
  return twilioWebhook({
    settings,
    telemetry,
    now,
    parse: parseTaskEvent,
    async answer(event, { params }) {
      const foreign = paramOf(params, 'WorkspaceSid') !== settings.TWILIO_WORKSPACE_SID;
      const message = foreign || event.is === 'other' ? undefined : handoffMessageOf(event);
      ports.count(`task_event_${foreign ? 'foreign' : event.is === 'other' ? 'other' : 'known'}`);
      if (message !== undefined) await saveOrQueue(message, ports);
      const over = foreign || event.is === 'other' ? undefined : agentsOwnTaskOver(event);
      const callId = over && callOfTask(paramOf(params, 'TaskAttributes') ?? '');
      if (over !== undefined && callId !== undefined) await take[over](callId);
      return { status: 204 };
    },
  });
};

export const handler = entry(create, needs);
