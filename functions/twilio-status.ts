import {
  isVoiceRefTooLong,
  LONGEST_VOICE_REF,
  readVoiceRef,
  VOICE_REF_PARAM,
} from '../lib/handoff/ports/voice-links.ts';
import { receiveConferenceEvent, receiveLegStatus } from '../lib/inbound/leg-status.ts';
import { entry } from '../lib/lambda/entry.ts';
import { Refusal } from '../lib/lambda/pipelines/refusal.ts';
import { TWILIO_WEBHOOK, twilioWebhook } from '../lib/lambda/pipelines/twilio-webhook.ts';
import { PLACES, placesOf } from '../lib/lambda/wiring/desk.ts';
import { HANDOFF_SERVICE, handoffService, now } from '../lib/lambda/wiring/handoffs.ts';
import { type Env, readSettings } from '../lib/settings/read.ts';
import { parseVoiceStatus } from '../lib/twilio/callbacks.ts';
import { parseConferenceEvent } from '../lib/twilio/voice-callbacks.ts';

export const needs = { ...TWILIO_WEBHOOK, ...HANDOFF_SERVICE, ...PLACES };

/**
 * What becomes of legs and conferences in our Twilio account: `POST /webhook/twilio/status`. Callers' legs come from
 * the number's own callback; agents' legs and conferences name their handoff in the address.
 */
export const create = (env: Env) => {
  const settings = readSettings(env, needs);
  const { telemetry, ports } = handoffService('twilio-status', settings, undefined);
  const places = placesOf(settings);
  return twilioWebhook({
    settings,
    telemetry,
    now,
    parse: (params) =>
      params.ConferenceSid === undefined ? parseVoiceStatus(params) : parseConferenceEvent(params),
    async answer(input, { rawQueryString }) {
      if (isVoiceRefTooLong(rawQueryString)) {
        const problem = `is longer than ${LONGEST_VOICE_REF} characters`;
        throw new Refusal('invalid', `${VOICE_REF_PARAM} ${problem}.`, `${VOICE_REF_PARAM} ${problem}`);
      }
      const ref = readVoiceRef(rawQueryString);
      if (input.is === 'voice-status') await receiveLegStatus(input, ref, { ...ports, places });
      else if (input.is === 'conference-event' && ref !== undefined) {
        await receiveConferenceEvent(input, ref, ports);
      }
      return { status: 204 };
    },
  });
};

export const handler = entry(create, needs);
