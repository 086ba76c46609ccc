import { isObject } from '../../../../../lib/base/json.ts';
import { ORG_ID } from '../records.ts';
import { type Body, inColumnOrder, type Saved } from './shelf.ts';

/** What the account shows of something: what was given, and what Vapi itself knows of it. */
export function shown(saved: Saved, given: Body, managed: Body = {}): Body {
  return inColumnOrder({
    ...given,
    id: saved.id,
    orgId: ORG_ID,
    createdAt: new Date(saved.createdAt).toISOString(),
    updatedAt: new Date(saved.updatedAt).toISOString(),
    ...managed,
    // Vapi's answers grow: no document knows this one.
    retentionClass: 'standard',
  });
}

/** What stands where nothing was given; of an object inside, only where there is one. */
export type Defaults = { readonly [key: string]: string | number | boolean | Defaults };

export function filled(given: Body, defaults: Defaults): Body {
  const all: Record<string, unknown> = { ...given };
  for (const [key, value] of Object.entries(defaults)) {
    const inner = all[key];
    if (typeof value !== 'object') all[key] = inner ?? value;
    else if (isObject(inner)) all[key] = filled(inner, value);
  }
  return all;
}

const SERVER = { timeoutSeconds: 20, staticIpAddressesEnabled: false };

/** Published as defaults of `POST /assistant`. */
export const ASSISTANT_DEFAULTS: Defaults = {
  firstMessageMode: 'assistant-speaks-first',
  firstMessageInterruptionsEnabled: false,
  maxDurationSeconds: 600,
  backgroundSound: 'office',
  modelOutputInMessagesEnabled: false,
  voice: { cachingEnabled: true, speed: 1 },
  transcriber: { numerals: false, profanityFilter: false },
  startSpeakingPlan: { waitSeconds: 0.4 },
  stopSpeakingPlan: { numWords: 0, voiceSeconds: 0.2, backoffSeconds: 1 },
  artifactPlan: {
    recordingEnabled: true,
    recordingFormat: 'wav;l16',
    pcapEnabled: true,
    loggingEnabled: true,
  },
  monitorPlan: { listenEnabled: true, controlEnabled: true },
  server: SERVER,
};
export const TOOL_DEFAULTS: Defaults = { server: SERVER, function: { strict: false } };
export const FUNCTION_TOOL_DEFAULTS: Defaults = { ...TOOL_DEFAULTS, async: false };
export const PHONE_NUMBER_DEFAULTS: Defaults = { provider: 'twilio', smsEnabled: true, server: SERVER };
