import type { Platform } from './arguments.ts';
import { hasTwilioKey } from './key-check.ts';

type Values = Readonly<Record<string, string>>;

function twilioFaults(settings: Values): string[] {
  const { TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_API_KEY, TWILIO_API_KEY_SECRET } = settings;
  const faults = TWILIO_ACCOUNT_SID === undefined ? ['TWILIO_ACCOUNT_SID is not set'] : [];
  if (hasTwilioKey(settings) || TWILIO_AUTH_TOKEN !== undefined) return faults;
  if (TWILIO_API_KEY !== undefined) return [...faults, 'TWILIO_API_KEY_SECRET is not set'];
  if (TWILIO_API_KEY_SECRET !== undefined) return [...faults, 'TWILIO_API_KEY is not set'];
  return [...faults, 'TWILIO_AUTH_TOKEN is not set (or TWILIO_API_KEY and TWILIO_API_KEY_SECRET)'];
}

/** Returns what is missing to ask the platforms; what set-up itself finds out may be. */
export function faultsOf(settings: Values, only: Platform | undefined): string[] {
  const isMeant = (platform: Platform) => only === undefined || only === platform;
  return [
    ...(isMeant('twilio') ? twilioFaults(settings) : []),
    ...(isMeant('vapi') && settings.VAPI_API_KEY === undefined ? ['VAPI_API_KEY is not set'] : []),
  ];
}
