import { only, type SettingsOf } from '../../settings/setting.ts';
import { TWILIO_SETTINGS } from '../../twilio/settings.ts';
import { now } from './handoffs.ts';

export const ACCOUNT = only(TWILIO_SETTINGS, 'TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN');

/** Our Twilio account. The first token is the one in force; the others only verify webhooks while rotating. */
export const twilioAccount = (settings: SettingsOf<typeof ACCOUNT>) => ({
  accountSid: settings.TWILIO_ACCOUNT_SID,
  authToken: async () => settings.TWILIO_AUTH_TOKEN[0] ?? '',
  clock: now,
});
