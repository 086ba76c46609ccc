import { receiveLegStatus } from '../lib/handoff/leg-status.ts';
import { entry } from '../lib/lambda/entry.ts';
import { HANDOFF_SETTINGS, handoffService, now } from '../lib/lambda/service.ts';
import { type Env, readSettings } from '../lib/lambda/settings.ts';
import { TWILIO_SETTINGS, twilioWebhook } from '../lib/lambda/twilio-webhook.ts';
import { parseVoiceStatus } from '../lib/twilio/callbacks.ts';

export const needs = [...TWILIO_SETTINGS, ...HANDOFF_SETTINGS] as const;

/** The status of a call's leg in our Twilio account: `POST /webhook/twilio/status`. */
export const create = (env: Env) => {
  const settings = readSettings(env, ...needs);
  const { telemetry, ports } = handoffService('twilio-status', settings);
  return twilioWebhook({
    settings,
    telemetry,
    now,
    parse: parseVoiceStatus,
    async answer(status) {
      await receiveLegStatus(status, ports);
      return { status: 204 };
    },
  });
};

export const handler = entry(create, needs);
