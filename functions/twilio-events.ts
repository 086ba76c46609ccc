import { saveOrQueue } from '../lib/handoff/loop/take-in.ts';
import { handoffMessageOf } from '../lib/inbound/task-events.ts';
import { entry } from '../lib/lambda/entry.ts';
import { paramOf, TWILIO_SETTINGS, twilioWebhook } from '../lib/lambda/pipelines/twilio-webhook.ts';
import { type Env, readSettings } from '../lib/lambda/settings.ts';
import { HANDOFF_SETTINGS, handoffService, now } from '../lib/lambda/wiring/handoffs.ts';
import { parseTaskEvent } from '../lib/twilio/callbacks.ts';

export const needs = [...TWILIO_SETTINGS, ...HANDOFF_SETTINGS, 'TWILIO_WORKSPACE_SID'] as const;

/** An event of the TaskRouter workspace: `POST /webhook/twilio/events`. Foreign ones are acknowledged too. */
export const create = (env: Env) => {
  const settings = readSettings(env, ...needs);
  const { telemetry, ports } = handoffService('twilio-events', settings);
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
      return { status: 204 };
    },
  });
};

export const handler = entry(create, needs);
