import { FOLLOWUP_SETTINGS } from '../../../lib/followup/settings.ts';
import { HANDOFF_SETTINGS } from '../../../lib/handoff/settings.ts';
import { readSettings } from '../../../lib/settings/read.ts';
import { only, optional, type SettingsOf } from '../../../lib/settings/setting.ts';
import { TWILIO_SETTINGS } from '../../../lib/twilio/settings.ts';
import { VAPI_SETTINGS } from '../../../lib/vapi/settings.ts';

const { TWILIO_WORKSPACE_SID, TWILIO_WORKFLOW_SID } = TWILIO_SETTINGS;

const READ = {
  ...only(
    TWILIO_SETTINGS,
    'TWILIO_ACCOUNT_SID',
    'TWILIO_UNAVAILABLE_ACTIVITY_SID',
    'TWILIO_TASKROUTER_URL',
    'TWILIO_API_URL',
  ),
  // Set-up itself is what finds these out.
  TWILIO_WORKSPACE_SID: optional(TWILIO_WORKSPACE_SID.schema, TWILIO_WORKSPACE_SID),
  TWILIO_WORKFLOW_SID: optional(TWILIO_WORKFLOW_SID.schema, TWILIO_WORKFLOW_SID),
  ...only(FOLLOWUP_SETTINGS, 'TWILIO_CALLBACK_WORKFLOW_SID', 'TWILIO_REVIEW_WORKFLOW_SID'),
  ...only(HANDOFF_SETTINGS, 'HANDOFF_WINDOW_SECONDS'),
  ...only(VAPI_SETTINGS, 'VAPI_API_URL'),
};

export type TwilioSettings = SettingsOf<typeof READ>;

/** The settings in which what was made is kept. */
export type KeptSid =
  | 'TWILIO_WORKSPACE_SID'
  | 'TWILIO_WORKFLOW_SID'
  | 'TWILIO_CALLBACK_WORKFLOW_SID'
  | 'TWILIO_REVIEW_WORKFLOW_SID'
  | 'TWILIO_UNAVAILABLE_ACTIVITY_SID';

/** Returns what set-up has to know of a stage's settings. Throws `BadSettings`. */
export function twilioSettings(given: Readonly<Record<string, string>>): TwilioSettings {
  return readSettings({ ...given }, READ);
}
