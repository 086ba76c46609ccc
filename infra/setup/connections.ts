import { setTimeout as wait } from 'node:timers/promises';
import { type PlatformApi, platformApi } from '../../lib/http/platform-api.ts';
import { hasTwilioKey } from './key-check.ts';

type Values = Readonly<Record<string, string>>;

const TIMEOUT_MS = 15_000;

const PATIENCE = {
  clock: Date.now,
  wait: (ms: number): Promise<void> => wait(ms),
  timeoutMs: TIMEOUT_MS,
  repeats: 5,
};

/** Twilio, asked with the API key where one is given, else with the token in force. */
export function twilioConnection(settings: Values): PlatformApi {
  const [token = ''] = (settings.TWILIO_AUTH_TOKEN ?? '').split(',').map((one) => one.trim());
  const pair = hasTwilioKey(settings)
    ? [settings.TWILIO_API_KEY, settings.TWILIO_API_KEY_SECRET]
    : [settings.TWILIO_ACCOUNT_SID, token];
  const authorization = `Basic ${Buffer.from(pair.join(':')).toString('base64')}`;
  return platformApi({ ...PATIENCE, platform: 'twilio', headers: { authorization }, atOnce: 5 });
}

/** Vapi, whose limit is one of the minute. */
export function vapiConnection(settings: Values): PlatformApi {
  const authorization = `Bearer ${settings.VAPI_API_KEY ?? ''}`;
  return platformApi({ ...PATIENCE, platform: 'vapi', headers: { authorization }, atOnce: 2 });
}
