import { isPassing, RefusedForGood } from '../../base/trouble.ts';
import {
  isVoiceRefTooLong,
  readVoiceRef,
  type VoiceRef,
  voiceLinks,
} from '../../handoff/ports/voice-links.ts';
import type { VoicePorts } from '../../inbound/agent-call.ts';
import { type Env, readSettings } from '../../settings/read.ts';
import { only } from '../../settings/setting.ts';
import { speechOf } from '../../speech/index.ts';
import type { Invalid } from '../../twilio/callbacks.ts';
import type { FormParams } from '../../twilio/signature.ts';
import { goodbye } from '../../twilio/twiml.ts';
import { SERVICE_SETTINGS } from '../settings.ts';
import { HANDOFF_SERVICE, handoffService, now } from '../wiring/handoffs.ts';
import { TWILIO_WEBHOOK, twilioWebhook } from './twilio-webhook.ts';
import type { WebhookHandler } from './webhook.ts';

export const TWIML_WEBHOOK = {
  ...TWILIO_WEBHOOK,
  ...HANDOFF_SERVICE,
  ...only(SERVICE_SETTINGS, 'LANGUAGE'),
};

/**
 * A webhook in which a leg at Twilio asks for instructions. It always gets some: a status other than 200 would end
 * the leg with Twilio's own error message. `whenDown` is for a moment in which the record cannot be read; an address
 * that is not one of ours, or expired, is told so and hung up on.
 */
export const twimlWebhook = <Call extends { is: string }>(
  service: string,
  env: Env,
  options: {
    parse: (params: FormParams) => Call | Invalid;
    answer: (ref: VoiceRef, call: Call, ports: VoicePorts) => Promise<string>;
    whenDown: (ref: VoiceRef, ports: VoicePorts) => string;
  },
): WebhookHandler => {
  const { parse, answer, whenDown } = options;
  const settings = readSettings(env, TWIML_WEBHOOK);
  const { telemetry, ports: handoffPorts } = handoffService(service, settings, undefined);
  const ports = { ...handoffPorts, links: voiceLinks(settings.PUBLIC_BASE_URL) };
  const expired = (language: string | undefined) => ({
    status: 200,
    twiml: goodbye(speechOf(language).toCaller.expired, language),
  });
  return twilioWebhook({
    settings,
    telemetry,
    now,
    parse,
    async answer(call, { rawQueryString }) {
      const ref = readVoiceRef(rawQueryString);
      ports.count('twiml_down', 0);
      if (ref === undefined) {
        const reason = isVoiceRefTooLong(rawQueryString) ? 'at is too long' : 'at is none of ours';
        ports.log.warn('no instructions', { reason });
        return expired(settings.LANGUAGE);
      }
      try {
        return { status: 200, twiml: await answer(ref, call, ports) };
      } catch (error) {
        const { callId, handoffId } = ref;
        if (error instanceof RefusedForGood) {
          ports.log.error('no instructions', { callId, handoffId, reason: error.reason });
          return expired(ref.language);
        }
        if (!isPassing(error)) throw error;
        ports.log.error('no instructions', { callId, handoffId, reason: error.name });
        ports.count('twiml_down');
        return { status: 200, twiml: whenDown(ref, ports) };
      }
    },
  });
};
