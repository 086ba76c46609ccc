import { BadSettings } from '../../settings/read.ts';
import { only, type SettingsOf } from '../../settings/setting.ts';
import { vapiAuthentication } from '../../vapi/authentication.ts';
import { parseServerMessage, type ServerMessage } from '../../vapi/server-message.ts';
import { VAPI_SETTINGS } from '../../vapi/settings.ts';
import { SERVICE_SETTINGS } from '../settings.ts';
import type { Telemetry } from '../telemetry.ts';
import { TELEMETRY } from '../wiring/handoffs.ts';
import { jsonBody } from './bodies.ts';
import { Refusal } from './refusal.ts';
import { type Answer, type WebhookHandler, webhook } from './webhook.ts';

/** Vapi's bodies reach megabytes; Lambda takes 6 MB with API Gateway's envelope around them. */
const MAX_BYTES = 5 * 1024 * 1024;

export const VAPI_WEBHOOK = {
  ...TELEMETRY,
  ...only(SERVICE_SETTINGS, 'PUBLIC_BASE_URL'),
  ...only(VAPI_SETTINGS, 'VAPI_AUTH', 'VAPI_AUTH_OPTIONS', 'VAPI_SERVER_SECRET'),
};

/** A webhook that only Vapi may call (H1): 401 for anybody else, before anything is parsed. */
export const vapiWebhook = (options: {
  settings: SettingsOf<typeof VAPI_WEBHOOK>;
  telemetry: Telemetry;
  now: () => number;
  answer: (message: ServerMessage) => Promise<Answer>;
}): WebhookHandler => {
  const { settings, telemetry, now, answer } = options;
  const authentication = vapiAuthentication(settings.VAPI_AUTH, settings.VAPI_AUTH_OPTIONS);
  if (authentication.is === 'invalid') throw new BadSettings([`VAPI_AUTH_OPTIONS ${authentication.problem}`]);
  const base = settings.PUBLIC_BASE_URL.replace(/\/+$/, '');
  return webhook({
    maxBytes: MAX_BYTES,
    telemetry,
    now,
    async authenticate(request) {
      const query = request.rawQueryString === '' ? '' : `?${request.rawQueryString}`;
      const signed = { ...request, url: `${base}${request.path}${query}` };
      const verdict = authentication.verify(signed, settings.VAPI_SERVER_SECRET, now());
      if (verdict.is === 'refused') {
        throw new Refusal('unauthorized', 'The credential is not valid.', verdict.reason);
      }
    },
    parse(request) {
      const parsed = parseServerMessage(jsonBody(request));
      if (parsed.is === 'message') return parsed.message;
      throw new Refusal('invalid', `${parsed.field} ${parsed.problem}.`, `${parsed.field} ${parsed.problem}`);
    },
    answer,
  });
};
