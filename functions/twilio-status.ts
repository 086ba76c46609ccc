import { handoffQueue, sqsClient } from '../lib/aws/handoff-queue.ts';
import { handoffStore, table } from '../lib/aws/handoff-store.ts';
import { receiveLegStatus } from '../lib/handoff/leg-status.ts';
import { entry } from '../lib/lambda/entry.ts';
import { now, telemetryFor } from '../lib/lambda/service.ts';
import { type Env, readSettings } from '../lib/lambda/settings.ts';
import { TWILIO_SETTINGS, twilioWebhook } from '../lib/lambda/twilio-webhook.ts';
import { parseVoiceStatus } from '../lib/twilio/callbacks.ts';

/** The status of a call's leg in our Twilio account: `POST /webhook/twilio/status`. */
export const create = (env: Env) => {
  const settings = readSettings(env, ...TWILIO_SETTINGS, 'TABLE_NAME', 'HANDOFF_QUEUE_URL');
  const telemetry = telemetryFor('twilio-status', settings);
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
    parse: parseVoiceStatus,
    async answer(status) {
      if (status.is === 'voice-status') await receiveLegStatus(status, ports);
      return { status: 204 };
    },
  });
};

export const handler = entry(create);
