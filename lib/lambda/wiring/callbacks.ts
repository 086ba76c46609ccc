import { admitCallback } from '../../aws/callback-store.ts';
import { table } from '../../aws/table.ts';
import { withoutUndefined } from '../../base/without-undefined.ts';
import { admitCaller } from '../../followup/admit-caller.ts';
import { FOLLOWUP_SETTINGS } from '../../followup/settings.ts';
import type { AdmitCaller } from '../../handoff/record/callback-request.ts';
import { HANDOFF_SETTINGS } from '../../handoff/settings.ts';
import { only, type SettingsOf } from '../../settings/setting.ts';
import { SERVICE_SETTINGS } from '../settings.ts';
import { now } from './handoffs.ts';

/** Who is called back without having asked for it in words. */
export const ADMITTING = {
  ...only(SERVICE_SETTINGS, 'TABLE_NAME'),
  ...only(HANDOFF_SETTINGS, 'OPENING_HOURS'),
  ...only(FOLLOWUP_SETTINGS, 'CALLBACK_COUNTRIES'),
};

export function admitting(settings: SettingsOf<typeof ADMITTING>): { admitCallback: AdmitCaller } {
  const { TABLE_NAME, OPENING_HOURS, CALLBACK_COUNTRIES: countries } = settings;
  const admit = admitCallback(table(TABLE_NAME), now, OPENING_HOURS?.timeZone);
  return { admitCallback: admitCaller(withoutUndefined({ countries }), admit) };
}
