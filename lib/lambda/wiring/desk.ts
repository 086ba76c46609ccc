import { callerMemory } from '../../aws/caller-memory.ts';
import { placeStore } from '../../aws/place-store.ts';
import { table } from '../../aws/table.ts';
import type { Places } from '../../capacity/places.ts';
import type { DeskSetup } from '../../desk/assistants.ts';
import type { CallerMemory } from '../../desk/ports.ts';
import { DESK_SETTINGS } from '../../desk/settings.ts';
import { only, type SettingsOf } from '../../settings/setting.ts';
import { SERVICE_SETTINGS } from '../settings.ts';
import { now } from './handoffs.ts';

/** How many calls there are at one time. */
export const PLACES = {
  ...only(SERVICE_SETTINGS, 'TABLE_NAME'),
  ...only(DESK_SETTINGS, 'MAX_CALLS', 'RESERVED_FOR_INBOUND', 'MAX_CALL_SECONDS'),
};

/** None where the team has set no limit. */
export function placesOf(settings: SettingsOf<typeof PLACES>): Places | undefined {
  const { MAX_CALLS: maxCalls, RESERVED_FOR_INBOUND: reservedForInbound } = settings;
  if (maxCalls === undefined) return undefined;
  const longestCallMs = settings.MAX_CALL_SECONDS * 1_000;
  return placeStore(table(settings.TABLE_NAME), now, { maxCalls, reservedForInbound }, longestCallMs);
}

/** Who answers calls, how many at one time, and who is picked up where they were cut off. */
export const DESK = {
  ...PLACES,
  ...only(DESK_SETTINGS, 'VAPI_SQUAD_ID', 'VAPI_ASSISTANTS', 'VAPI_ASSISTANT_ID', 'RESUME_MINUTES'),
};

type DeskSettings = SettingsOf<typeof DESK>;

export function deskSetupOf(settings: DeskSettings): DeskSetup {
  return {
    squadId: settings.VAPI_SQUAD_ID,
    assistants: settings.VAPI_ASSISTANTS,
    assistantId: settings.VAPI_ASSISTANT_ID,
  };
}

/** The table as the desk sees it. */
export function deskPorts(settings: DeskSettings): { memory: CallerMemory; places: Places | undefined } {
  const memory = callerMemory(table(settings.TABLE_NAME), now, settings.RESUME_MINUTES * 60);
  return { memory, places: placesOf(settings) };
}
