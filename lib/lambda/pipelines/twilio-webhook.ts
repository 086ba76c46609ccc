import { only, type SettingsOf } from '../../settings/setting.ts';
import type { Invalid } from '../../twilio/callbacks.ts';
import { TWILIO_SETTINGS } from '../../twilio/settings.ts';
import { type FormParams, verifyTwilioSignature } from '../../twilio/signature.ts';
import { SERVICE_SETTINGS } from '../settings.ts';
import type { Telemetry } from '../telemetry.ts';
import { TELEMETRY } from '../wiring/handoffs.ts';
import { requireType } from './bodies.ts';
import { Refusal } from './refusal.ts';
import { type Answer, type WebhookHandler, webhook } from './webhook.ts';

/** Twilio's callbacks are forms of a few kilobytes: 4096 of task and 4096 of worker attributes, percent-encoded. */
const MAX_BYTES = 128 * 1024;

export const TWILIO_WEBHOOK = {
  ...TELEMETRY,
  ...only(SERVICE_SETTINGS, 'PUBLIC_BASE_URL'),
  ...only(TWILIO_SETTINGS, 'TWILIO_AUTH_TOKEN'),
};

/** A webhook that only Twilio may call (H2): 403 for anybody else. */
export const twilioWebhook = <Input extends { is: string }>(options: {
  settings: SettingsOf<typeof TWILIO_WEBHOOK>;
  telemetry: Telemetry;
  now: () => number;
  parse: (params: FormParams) => Input | Invalid;
  answer: (
    input: Input,
    request: { params: FormParams; path: string; rawQueryString: string },
  ) => Promise<Answer>;
}): WebhookHandler => {
  const { settings, telemetry, now, parse, answer } = options;
  return webhook({
    maxBytes: MAX_BYTES,
    telemetry,
    now,
    async authenticate(request) {
      const verified = verifyTwilioSignature(request, settings.PUBLIC_BASE_URL, settings.TWILIO_AUTH_TOKEN);
      if (verified.is === 'refused') {
        throw new Refusal('forbidden', 'The signature is not valid.', verified.reason);
      }
      return verified.params;
    },
    parse(request, params) {
      requireType(request, 'application/x-www-form-urlencoded');
      const input = parse(params);
      if (isInvalid(input)) {
        throw new Refusal(
          'invalid',
          `${input.field} is ${input.problem}.`,
          `${input.field} ${input.problem}`,
        );
      }
      const { path, rawQueryString } = request;
      return { input, asked: { params, path, rawQueryString } };
    },
    answer: ({ input, asked }) => answer(input, asked),
  });
};

const isInvalid = <Input extends { is: string }>(input: Input | Invalid): input is Invalid =>
  input.is === 'invalid';

/** The last value of a form parameter. */
export const paramOf = (params: FormParams, name: string): string | undefined => {
  const value = params[name];
  return typeof value === 'string' ? value : value?.at(-1);
};
