import { describe, expect, it } from 'vitest';
import { SETTINGS } from '../../../../infra/settings.ts';
import { lenient } from '../../../../infra/setup/doctor/lenient.ts';
import { connectedSystems } from '../../../../infra/setup/doctor/systems.ts';

const connected = (values: Record<string, string>) =>
  connectedSystems({ values, settings: lenient(values, SETTINGS) });

describe("The team's systems, as the doctor asks them", () => {
  it('are none where none is set', () => {
    expect(connected({})).toEqual({ helpDesk: 'none', calendar: 'none' });
  });

  it('are those of the settings', () => {
    const { helpDesk, calendar } = connected({
      HELP_DESK: 'hubspot',
      HUBSPOT_TOKEN: 'pat-na1-5f2c-91d7-77aa',
    });
    expect(helpDesk).toMatchObject({ name: 'hubspot' });
    expect(calendar).toBe('none');
  });

  it('are not asked with settings that are not complete', () => {
    expect(connected({ HELP_DESK: 'zendesk' }).helpDesk).toEqual({
      missing: 'The settings of the tools are not complete; the check `settings` names them.',
    });
  });
});

describe('Settings of which some are wrong', () => {
  it('count as given as far as they can be read, and as their fallback otherwise', () => {
    const read = lenient(
      { HANDOFF_WINDOW_SECONDS: 'soon', TWILIO_NUMBER: '+14155550199', VAPI_AUTH: 'bearer' },
      SETTINGS,
    );
    expect(read.HANDOFF_WINDOW_SECONDS).toBe(30);
    expect(read.TWILIO_NUMBER).toBe('+14155550199');
    expect(read.VAPI_AUTH).toBe('bearer');
    expect(read.TWILIO_ACCOUNT_SID).toBeUndefined();
  });
});
