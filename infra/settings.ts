import { CONVERSATION_SETTINGS } from '../lib/conversation/settings.ts';
import { CRM_SETTINGS } from '../lib/crm/settings.ts';
import { DESK_SETTINGS } from '../lib/desk/settings.ts';
import { FOLLOWUP_SETTINGS } from '../lib/followup/settings.ts';
import { HANDOFF_SETTINGS } from '../lib/handoff/settings.ts';
import { SERVICE_SETTINGS } from '../lib/lambda/settings.ts';
import { OUTBOUND_SETTINGS } from '../lib/outbound/settings.ts';
import { PAGES_SETTINGS } from '../lib/pages/settings.ts';
import { secretsOf } from '../lib/settings/read.ts';
import type { About, Declared } from '../lib/settings/setting.ts';
import { TOOL_SETTINGS } from '../lib/tools/settings.ts';
import { TWILIO_COMMAND_SETTINGS, TWILIO_SETTINGS } from '../lib/twilio/settings.ts';
import { VAPI_COMMAND_SETTINGS, VAPI_SETTINGS } from '../lib/vapi/settings.ts';
import { ASSISTANT_SETTINGS } from './assistants/settings.ts';
import { TEAM_SETTINGS } from './setup/team/settings.ts';

/** The settings of every room, in the order in which people read about them. */
export const ROOMS = {
  Service: SERVICE_SETTINGS,
  Vapi: { ...VAPI_SETTINGS, ...VAPI_COMMAND_SETTINGS },
  Twilio: { ...TWILIO_SETTINGS, ...TWILIO_COMMAND_SETTINGS },
  'Front desk': DESK_SETTINGS,
  'Tickets and appointments': TOOL_SETTINGS,
  'Outbound calls': OUTBOUND_SETTINGS,
  Handoffs: HANDOFF_SETTINGS,
  Conversations: CONVERSATION_SETTINGS,
  'Callbacks and reviews': FOLLOWUP_SETTINGS,
  CRM: CRM_SETTINGS,
  'The agent’s page': PAGES_SETTINGS,
  Assistants: ASSISTANT_SETTINGS,
  'Set-up': TEAM_SETTINGS,
} as const satisfies Record<string, Declared>;

const OF_FUNCTIONS = {
  ...SERVICE_SETTINGS,
  ...VAPI_SETTINGS,
  ...TWILIO_SETTINGS,
  ...DESK_SETTINGS,
  ...TOOL_SETTINGS,
  ...OUTBOUND_SETTINGS,
  ...HANDOFF_SETTINGS,
  ...CONVERSATION_SETTINGS,
  ...FOLLOWUP_SETTINGS,
  ...CRM_SETTINGS,
  ...PAGES_SETTINGS,
};
const OF_COMMANDS = {
  ...VAPI_COMMAND_SETTINGS,
  ...TWILIO_COMMAND_SETTINGS,
  ...ASSISTANT_SETTINGS,
  ...TEAM_SETTINGS,
};

/** Every setting by its name. */
export const SETTINGS = { ...OF_FUNCTIONS, ...OF_COMMANDS };

export type SettingName = keyof typeof SETTINGS;
export const isSettingName = (name: string): name is SettingName => Object.hasOwn(SETTINGS, name);
export const SETTING_NAMES: readonly SettingName[] = Object.keys(SETTINGS).filter(isSettingName);

/** What is said of a setting besides its schema. */
export const about = (name: SettingName): About & { fallback?: string } => SETTINGS[name];
export const isSecret = (name: string): boolean => isSettingName(name) && about(name).isSecret === true;

/** The keys of a stage's secret: what set-up and doctor alone have to know is not among them. */
export const STAGE_SECRETS: readonly SettingName[] = secretsOf(OF_FUNCTIONS).filter(isSettingName);
/** Whether a deployment has a use for it, or the commands of this checkout alone. */
export const isOfDeployment = (name: SettingName): boolean =>
  Object.hasOwn(OF_FUNCTIONS, name) && about(name).isProvided !== true && about(name).isSecret !== true;
