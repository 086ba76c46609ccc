import { only, type SettingsOf } from '../../settings/setting.ts';
import { vapiCalls } from '../../vapi/calls.ts';
import { findLegCall } from '../../vapi/find-leg-call.ts';
import { openForLeg } from '../../vapi/open-leg.ts';
import { VAPI_SETTINGS } from '../../vapi/settings.ts';
import { now } from './handoffs.ts';

export const VAPI_API = only(VAPI_SETTINGS, 'VAPI_API_URL', 'VAPI_API_KEY', 'VAPI_CONTROL_HOSTS');

const reaching = (settings: SettingsOf<typeof VAPI_API>, timeoutMs: number) => ({
  apiUrl: settings.VAPI_API_URL,
  apiKey: async () => settings.VAPI_API_KEY,
  clock: now,
  timeoutMs,
});

/**
 * Calls at Vapi. A worker sends four requests one after the other at the most (read, speak, transfer, read), within
 * its 10 seconds.
 */
export const callsAtVapi = (settings: SettingsOf<typeof VAPI_API>) =>
  vapiCalls({ ...reaching(settings, 2000), controlHosts: settings.VAPI_CONTROL_HOSTS });

/** Opens calls at Vapi for legs that ask: within Twilio's 15 s, with time left for everything else (F1). */
export const legsAtVapi = (settings: SettingsOf<typeof VAPI_API>) => openForLeg(reaching(settings, 5000));

/** Vapi's API with so many ms for each request. */
export const vapiWithin = reaching;

/** Looks for calls whose answer was lost: a worker that looks does nothing else. */
export const legCallsAtVapi = (settings: SettingsOf<typeof VAPI_API>) =>
  findLegCall(reaching(settings, 5000));
