import { isOneOf } from '../../base/same-secret.ts';
import { OUTBOUND_SETTINGS } from '../../outbound/settings.ts';
import { only, type SettingsOf } from '../../settings/setting.ts';
import type { Telemetry } from '../telemetry.ts';
import { TELEMETRY } from '../wiring/handoffs.ts';
import { Refusal } from './refusal.ts';
import { type Answer, type RawRequest, type WebhookHandler, webhook } from './webhook.ts';

/** Ten thousand numbers are 200 kB. */
const MAX_BYTES = 1024 * 1024;

export const KEY_API = { ...TELEMETRY, ...only(OUTBOUND_SETTINGS, 'OUTBOUND_API_KEY') };

/** The key of a request, in either of two headers. */
function keyIn({ headers }: RawRequest): string | undefined {
  const bearer = /^bearer +(\S.*)$/i.exec(headers.authorization ?? '')?.[1];
  return bearer ?? headers['x-api-key'];
}

/** Routes that only the team's own systems may call: 401 for anybody else, before anything is read. */
export const keyApi = (options: {
  settings: SettingsOf<typeof KEY_API>;
  telemetry: Telemetry;
  now: () => number;
  /** The largest body. */
  maxBytes?: number;
  answer: (request: RawRequest) => Promise<Answer>;
}): WebhookHandler => {
  const { settings, telemetry, now, answer, maxBytes = MAX_BYTES } = options;
  const { OUTBOUND_API_KEY: keys = [] } = settings;
  return webhook({
    // Who has no key is told nothing of sizes: API Gateway has its own limit, ours comes after the key.
    maxBytes: Number.POSITIVE_INFINITY,
    telemetry,
    now,
    async authenticate(request) {
      const given = keyIn(request);
      if (given === undefined || !isOneOf(given, keys)) {
        throw new Refusal('unauthorized', 'The key is not valid.', given === undefined ? 'no-key' : 'key');
      }
    },
    parse(request) {
      if (request.rawBody.length > maxBytes) {
        throw new Refusal('too_large', `The body is larger than ${maxBytes} bytes.`);
      }
      return request;
    },
    answer,
  });
};
