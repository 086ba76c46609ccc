import { expect, it } from 'vitest';
import { vapiObjects } from '../../../../infra/setup/vapi/objects.ts';
import { BadSettings } from '../../../../lib/settings/read.ts';
import { BASE_URL, GIVEN, TEAM } from './world.ts';

const wish = { stage: 'dev', team: TEAM, baseUrl: BASE_URL, settings: GIVEN };

it('shows what Vapi would get, with names for what has no id yet', () => {
  const { credential, assistants, squad, phoneNumbers } = vapiObjects(wish);
  expect(Object.keys(assistants)).toEqual(['front-desk', 'sales', 'support', 'billing', 'outbound']);
  expect(credential).toMatchObject({ provider: 'custom-credential', authenticationPlan: { type: 'hmac' } });
  expect(squad.members).toContainEqual({ assistantId: '(voice-handoff:dev:billing)' });
  expect(phoneNumbers).toMatchObject([{ number: '+14155550199', smsEnabled: false }]);
});

it('shows the ids that the settings have', () => {
  const settings = { ...GIVEN, VAPI_CREDENTIAL_ID: 'c1', VAPI_ASSISTANTS: '{"sales": "a1"}' };
  const { assistants, squad } = vapiObjects({ ...wish, settings });
  expect(assistants.sales).toMatchObject({ server: { credentialId: 'c1' } });
  expect(squad.members).toContainEqual({ assistantId: 'a1' });
});

it('shows no secret, and no whole number of a person', () => {
  const text = JSON.stringify(vapiObjects(wish));
  for (const secret of [
    GIVEN.VAPI_SERVER_SECRET,
    GIVEN.TWILIO_AUTH_TOKEN,
    GIVEN.VAPI_API_KEY,
    '4155550188',
  ]) {
    expect(text).not.toContain(secret);
  }
});

it('shows the assistants before a deployment too', () => {
  expect(JSON.stringify(vapiObjects({ ...wish, baseUrl: undefined }))).toContain(
    'after-the-deployment.invalid',
  );
});

it('refuses what cannot be made', () => {
  expect(() => vapiObjects({ ...wish, stage: 'a-stage-of-20-letters' })).toThrow(BadSettings);
});
