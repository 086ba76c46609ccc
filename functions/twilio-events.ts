import { handoffQueue, sqsClient } from '../lib/aws/handoff-queue.ts';
import { handoffStore, table } from '../lib/aws/handoff-store.ts';
import { receive } from '../lib/handoff/receive.ts';
import { handoffMessageOf } from '../lib/handoff/task-events.ts';
import { entry } from '../lib/lambda/entry.ts';
import { now, telemetryFor } from '../lib/lambda/service.ts';
import { type Env, readSettings } from '../lib/lambda/settings.ts';
import { paramOf, TWILIO_SETTINGS, twilioWebhook } from '../lib/lambda/twilio-webhook.ts';
import { parseTaskEvent } from '../lib/twilio/callbacks.ts';

/** An event of the TaskRouter workspace: `POST /webhook/twilio/events`. Foreign ones are acknowledged too. */
export const create = (env: Env) => {
  const settings = readSettings(
    env,
    ...TWILIO_SETTINGS,
    'TABLE_NAME',
    'HANDOFF_QUEUE_URL',
    'TWILIO_WORKSPACE_SID',
  );
  const telemetry = telemetryFor('twilio-events', settings);
  const { log, count } = telemetry;
  const ports = {
    store: handoffStore(table(settings.TABLE_NAME), now),
    queue: handoffQueue(sqsClient(), settings.HANDOFF_QUEUE_URL),
    clock: now,
    log,
    count,
  };
  return twilioWebhook({
    settings,
    telemetry,
    now,
    parse: parseTaskEvent,
    async answer(event, params) {
      const foreign = paramOf(params, 'WorkspaceSid') !== settings.TWILIO_WORKSPACE_SID;
      const message = foreign || event.is === 'other' ? undefined : handoffMessageOf(event);
      count(foreign ? 'task_event_foreign' : `task_event_${event.is === 'other' ? 'other' : 'known'}`);
      if (message !== undefined) await receive(message, ports);
      return { status: 204 };
    },
  });
};

export const handler = entry(create);
