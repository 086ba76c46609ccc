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

/** Who answers calls, how many at one time, and who is picked up where they were cut off. */
export const DESK = {
  ...only(SERVICE_SETTINGS, 'TABLE_NAME'),
  ...only(
    DESK_SETTINGS,
    'VAPI_SQUAD_ID',
    'VAPI_ASSISTANTS',
    'VAPI_ASSISTANT_ID',
    'RESUME_MINUTES',
    'MAX_CALLS',
    'RESERVED_FOR_INBOUND',
    'MAX_CALL_SECONDS',
  ),
};

type DeskSettings = SettingsOf<typeof DESK>;

export function deskSetupOf(settings: DeskSettings): DeskSetup {
  return {
    squadId: settings.VAPI_SQUAD_ID,
    assistants: settings.VAPI_ASSISTANTS,
    assistantId: settings.VAPI_ASSISTANT_ID,
  };
}

/** The table as the desk sees it; no places where the team has set no limit. */
export function deskPorts(settings: DeskSettings): { memory: CallerMemory; places?: Places } {
  const records = table(settings.TABLE_NAME);
  const memory = callerMemory(records, now, settings.RESUME_MINUTES * 60);
  if (settings.MAX_CALLS === undefined) return { memory };
  const rules = { maxCalls: settings.MAX_CALLS, reservedForInbound: settings.RESERVED_FOR_INBOUND };
  return { memory, places: placeStore(records, now, rules, settings.MAX_CALL_SECONDS * 1_000) };
}
