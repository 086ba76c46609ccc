import { DESK_SETTINGS } from '../../lib/desk/settings.ts';
import { HANDOFF_SETTINGS } from '../../lib/handoff/settings.ts';
import { SERVICE_SETTINGS } from '../../lib/lambda/settings.ts';
import { only, type SettingsOf } from '../../lib/settings/setting.ts';
import { TOOL_SETTINGS } from '../../lib/tools/settings.ts';
import type { DeskOptions } from './choices.ts';
import { ASSISTANT_SETTINGS } from './settings.ts';
import { SYSTEMS, type TeamTools } from './systems.ts';

/** The departments and skills. */
const TEAM = only(HANDOFF_SETTINGS, 'DEPARTMENTS', 'SKILLS');
/** Which systems the team has connected, and how long they may take. */
const SYSTEMS_OF_TEAM = only(TOOL_SETTINGS, 'HELP_DESK', 'CALENDAR', 'TOOL_BUDGET_MS');
const LONGEST = only(DESK_SETTINGS, 'MAX_CALL_SECONDS');

/** What is chosen of any assistant. */
export const OF_EACH = { ...TEAM, ...SYSTEMS_OF_TEAM, ...LONGEST };
export const LANGUAGE = only(SERVICE_SETTINGS, 'LANGUAGE');
/** What is chosen of the assistants of the desk. */
export const OF_DESK = {
  ...OF_EACH,
  ...LANGUAGE,
  ...ASSISTANT_SETTINGS,
  ...only(DESK_SETTINGS, 'VAPI_ASSISTANTS'),
};

function teamToolsOf(
  { HELP_DESK, CALENDAR, TOOL_BUDGET_MS }: SettingsOf<typeof SYSTEMS_OF_TEAM>,
  url: string,
): TeamTools {
  const connected = { 'help-desk': HELP_DESK, calendar: CALENDAR };
  const systems = SYSTEMS.filter((one) => connected[one] !== undefined);
  return { url, budgetMs: TOOL_BUDGET_MS, systems };
}

/** Returns what the settings say of any assistant. */
export function eachChosen(
  settings: SettingsOf<typeof OF_EACH>,
  toolsUrl: string,
): Pick<DeskOptions, 'teamWords' | 'teamTools' | 'maxCallSeconds'> {
  return {
    teamWords: { departments: settings.DEPARTMENTS, skills: settings.SKILLS },
    teamTools: teamToolsOf(settings, toolsUrl),
    maxCallSeconds: settings.MAX_CALL_SECONDS,
  };
}

/** Returns what the settings say of the assistants of the desk. */
export function deskChosen(
  settings: SettingsOf<typeof OF_DESK>,
  toolsUrl: string,
): Omit<DeskOptions, 'serverUrl' | 'credentialId'> {
  return {
    ...eachChosen(settings, toolsUrl),
    choices: settings.ASSISTANT_OPTIONS ?? {},
    language: settings.LANGUAGE,
    saved: settings.VAPI_ASSISTANTS,
  };
}
