import { describe, expect, it } from 'vitest';
import { HANDOFF_SETTINGS } from '../../../lib/handoff/settings.ts';
import { BadSettings, readSettings } from '../../../lib/settings/read.ts';
import { only } from '../../../lib/settings/setting.ts';

const read = (BUSINESS_TIME_ZONE?: string) =>
  readSettings({ BUSINESS_TIME_ZONE }, only(HANDOFF_SETTINGS, 'BUSINESS_TIME_ZONE')).BUSINESS_TIME_ZONE;

describe('The time zone of the business', () => {
  it.each(['America/Los_Angeles', 'Europe/Berlin', 'UTC', 'Asia/Kathmandu'])('may be %s', (zone) => {
    expect(read(zone)).toBe(zone);
  });

  it('may be left to the opening hours', () => {
    expect(read()).toBeUndefined();
    expect(read(' ')).toBeUndefined();
  });

  it.each(['Berlin', 'Europe/Springfield', 'America/', '9'])('may not be %s, which is none', (zone) => {
    expect(() => read(zone)).toThrow(BadSettings);
    expect(() => read(zone)).toThrow('BUSINESS_TIME_ZONE is not a time zone like Europe/Berlin');
  });
});
