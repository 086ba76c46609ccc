import { describe, expect, it } from 'vitest';
import { assistantChange, assistantRow } from '../../../../infra/setup/vapi/assistants.ts';
import { dashboardSteps, planCredential, wantedCredential } from '../../../../infra/setup/vapi/credential.ts';
import { planNumber, twilioAccess, wantedNumber } from '../../../../infra/setup/vapi/number.ts';
import { type Found, ours, type Search } from '../../../../infra/setup/vapi/ours.ts';
import { squadChange } from '../../../../infra/setup/vapi/squad.ts';
import type { Thing } from '../../../../infra/setup/vapi/things.ts';
import type { Wish } from '../../../../infra/setup/vapi/wanted.ts';
import { BASE_URL, GIVEN, TEAM } from './world.ts';

const NAME = 'voice-handoff:dev:support';
const thing = (id: string, name: string, stage?: string): Thing => ({
  id,
  name,
  body: { id, name, ...(stage && { metadata: { managedBy: 'voice-handoff', stage } }) },
});
const markOf = ({ body: { metadata } }: Thing): string | undefined => {
  const stage =
    typeof metadata === 'object' && metadata !== null && 'stage' in metadata ? metadata.stage : undefined;
  return typeof stage === 'string' ? stage : undefined;
};
const wishOf = (settings: Record<string, string> = {}, more: Partial<Wish> = {}): Wish => ({
  stage: 'dev',
  team: TEAM,
  baseUrl: BASE_URL,
  settings: { ...GIVEN, ...settings },
  ...more,
});

describe('whose something is', () => {
  const search = (all: Thing[], stored?: string, adopt = false): Search => ({
    stage: 'dev',
    all,
    name: NAME,
    stored,
    setting: 'VAPI_ASSISTANTS',
    marked: markOf,
    adopt,
  });
  const shortOf = (found: Found) => (found.is === 'ours' ? found.thing.id : found.is);

  it.each<[string, Search, string]>([
    ['nobody’s, where there is none', search([]), 'none'],
    ['nobody’s, where the stored one is gone', search([], 'a'), 'none'],
    ['ours by id, name and mark', search([thing('a', NAME, 'dev')], 'a'), 'a'],
    ['ours by id and name, though the mark is gone', search([thing('a', NAME)], 'a'), 'a'],
    ['ours by id and mark, though it was renamed', search([thing('a', 'x', 'dev')], 'a'), 'a'],
    ['theirs by id alone', search([thing('a', 'x')], 'a'), 'refused'],
    ['ours by id alone, taken over', search([thing('a', 'x')], 'a', true), 'a'],
    ['ours by name and mark', search([thing('a', NAME, 'dev')]), 'a'],
    ['theirs by name alone', search([thing('a', NAME)]), 'refused'],
    ['ours by name alone, taken over', search([thing('a', NAME)], undefined, true), 'a'],
    ['anybody’s, of two', search([thing('a', NAME, 'dev'), thing('b', NAME, 'dev')]), 'refused'],
    [
      'anybody’s, of two, not taken over either',
      search([thing('a', NAME), thing('b', NAME)], undefined, true),
      'refused',
    ],
    ['ours by id, of two', search([thing('a', NAME, 'dev'), thing('b', NAME, 'dev')], 'b'), 'b'],
    [
      'another stage’s by id: there is none',
      search([thing('a', 'voice-handoff:prod:support', 'prod')], 'a', true),
      'none',
    ],
    [
      'another stage’s by its name alone',
      search([thing('a', 'voice-handoff:prod:support')], 'a', true),
      'none',
    ],
    [
      'another stage’s by id, and ours by name',
      search([thing('a', 'voice-handoff:prod:support', 'prod'), thing('b', NAME, 'dev')], 'a'),
      'b',
    ],
    ['another stage’s under our name', search([thing('a', NAME, 'prod')]), 'refused'],
  ])('is %s', (_what, given, wanted) => {
    expect(shortOf(ours(given))).toBe(wanted);
  });
});

describe('an assistant', () => {
  const metadata = { managedBy: 'voice-handoff', stage: 'dev', configHash: 'sha256:1' };
  const wanted = { name: NAME, model: { model: 'm', maxTokens: 500 }, server: { url: 'u' }, metadata };

  it.each([
    ['nothing, where all of it is there', { ...wanted, id: 'a', backgroundSound: 'off' }, undefined],
    [
      'the subtree that was changed',
      { ...wanted, model: { model: 'n', maxTokens: 500, fast: true } },
      { model: wanted.model },
    ],
    [
      'its mark',
      { ...wanted, metadata: { ...metadata, stage: 'x', own: 1 } },
      { metadata: { ...metadata, own: 1 } },
    ],
    [
      'everything, where other settings were sent',
      { ...wanted, metadata: { ...metadata, configHash: 'sha256:2' } },
      wanted,
    ],
    ['everything, where it has no mark', { name: 'x' }, wanted],
  ])('is sent %s', (_what, actual, body) => {
    expect(assistantChange(wanted, actual)?.body).toEqual(body);
  });

  it('whose settings alone are of another time is told by their hash', () => {
    const actual = { ...wanted, metadata: { ...metadata, configHash: 'sha256:2' } };
    const row = assistantRow('support', wanted, { is: 'ours', thing: { id: 'a', body: actual } }, false);
    expect(row).toMatchObject({
      action: 'change',
      fields: { 'metadata.configHash': { from: 'sha256:2', to: 'sha256:1' } },
    });
  });
});

it('a squad is sent what differs, and its members always', () => {
  const wanted = { name: 'n', members: [{ assistantId: 'a' }] };
  expect(squadChange(wanted, { ...wanted, id: 's' })).toBeUndefined();
  expect(squadChange(wanted, { ...wanted, name: 'x' })).toEqual(wanted);
  expect(squadChange(wanted, { ...wanted, members: [] })).toEqual({ members: wanted.members });
});

describe('the credential', () => {
  it.each([
    [{ VAPI_AUTH: 'hmac' }, { type: 'hmac', includeTimestamp: true, payloadFormat: '{timestamp}.{body}' }],
    [
      { VAPI_AUTH: 'hmac', VAPI_AUTH_OPTIONS: '{"includeTimestamp":false,"algorithm":"sha512"}' },
      { includeTimestamp: false, payloadFormat: '{body}', algorithm: 'sha512' },
    ],
    [
      { VAPI_AUTH: 'hmac-body' },
      { type: 'hmac', includeTimestamp: false, signatureHeader: 'x-vapi-signature' },
    ],
    [
      { VAPI_AUTH: 'bearer' },
      { type: 'bearer', token: GIVEN.VAPI_SERVER_SECRET, headerName: 'authorization' },
    ],
  ])('is what our webhook believes: %j', (settings, plan) => {
    expect(wantedCredential(wishOf(settings))?.body.authenticationPlan).toMatchObject(plan);
  });

  it('of a secret header is left to people', () => {
    expect(planCredential(wishOf({ VAPI_AUTH: 'secret' }), [])).toMatchObject({
      row: { action: 'same', why: expect.stringContaining('VAPI_AUTH=secret') },
      todo: { is: 'nothing' },
    });
  });

  it('is another name for another secret, and for another stage', () => {
    const nameOf = (wish: Wish) => wantedCredential(wish)?.open.name;
    const first = nameOf(wishOf());
    expect(nameOf(wishOf())).toBe(first);
    expect(nameOf(wishOf({ VAPI_SERVER_SECRET: 'm5-Jc9wEb2kYf6Tg8' }))).not.toBe(first);
    expect(String(first).slice(-6)).not.toBe(String(nameOf(wishOf({}, { stage: 'prod' }))).slice(-6));
  });

  it('is as it is, though Vapi shows nothing of it but its name', () => {
    const name = String(wantedCredential(wishOf())?.open.name);
    expect(planCredential(wishOf(), [thing('a', name)]).row.action).toBe('same');
  });

  it('is changed where a part that Vapi shows is another', () => {
    const name = String(wantedCredential(wishOf())?.open.name);
    const shown = { id: 'a', name, body: { name, authenticationPlan: { type: 'hmac', algorithm: 'sha1' } } };
    expect(planCredential(wishOf(), [shown]).row).toMatchObject({
      action: 'change',
      fields: { 'authenticationPlan.algorithm': { from: 'sha1', to: 'sha256' } },
    });
  });

  it('is none of two', () => {
    const two = ['a', 'b'].map((id) => thing(id, `voice-handoff:dev:key-00000${id}`));
    expect(planCredential(wishOf(), two).row.action).toBe('refuse');
    expect(planCredential(wishOf({ VAPI_CREDENTIAL_ID: 'b' }), two)).toMatchObject({
      row: { action: 'change' },
      todo: { is: 'change', id: 'b' },
    });
  });

  it('is made by hand by steps that hold no secret', () => {
    expect(dashboardSteps(GIVEN)).not.toContain(GIVEN.VAPI_SERVER_SECRET);
    expect(dashboardSteps(GIVEN)).toContain('timestampHeader x-timestamp');
  });
});

describe('a number', () => {
  const number = { number: '+14155550199', answeredBy: 'vapi' } as const;
  const plan = (more: object | undefined, wish = wishOf(), adopt = false) => {
    const wanted = wantedNumber(number, wish, 'credential');
    const account = { twilioAccountSid: GIVEN.TWILIO_ACCOUNT_SID };
    const name = more !== undefined && 'name' in more ? String(more.name) : undefined;
    const actual = { id: 'n', ...(name && { name }), body: { ...wanted, ...account, ...more } };
    return planNumber({ number, wish, wanted, all: more === undefined ? [] : [actual], adopt });
  };
  const OURS = { name: 'voice-handoff:dev:0199' };
  const elsewhere = { server: { url: 'https://elsewhere.example.com' } };

  it.each<[string, ReturnType<typeof plan>, string]>([
    ['is imported', plan(undefined), 'create'],
    ['is as it is', plan(OURS), 'same'],
    ['is mended where it is ours', plan({ ...OURS, ...elsewhere, squadId: 's' }), 'change'],
    ['is not taken from somebody whom it leads to', plan({ name: 'Main', ...elsewhere }), 'refuse'],
    ['is not taken from another assistant', plan({ name: 'Main', assistantId: 'a' }), 'refuse'],
    ['is not taken from another stage', plan({ name: 'voice-handoff:prod:0199', ...elsewhere }), 'refuse'],
    ['is taken over', plan({ name: 'Main', ...elsewhere }, wishOf(), true), 'change'],
    ['is taken where it leads nowhere', plan({ name: 'Main', server: undefined }), 'change'],
    ['is none of another carrier', plan({ ...OURS, provider: 'vonage' }, wishOf(), true), 'refuse'],
    ['is none of another account', plan({ ...OURS, twilioAccountSid: 'AC1' }, wishOf(), true), 'refuse'],
    ['waits for the deployment', plan(undefined, wishOf({}, { baseUrl: undefined })), 'create'],
  ])('%s', (_what, { row }, action) => {
    expect(row.action).toBe(action);
  });

  it('is sent its provider, what differs, and a null for whoever answers it', () => {
    expect(plan({ ...OURS, smsEnabled: true, assistantId: 'a' }).change).toEqual({
      provider: 'twilio',
      smsEnabled: false,
      assistantId: null,
    });
  });

  it('is imported by the token in force, or by an API key alone', () => {
    expect(twilioAccess({ ...GIVEN, TWILIO_AUTH_TOKEN: 'first-token-1234, second' })).toEqual({
      twilioAccountSid: GIVEN.TWILIO_ACCOUNT_SID,
      twilioAuthToken: 'first-token-1234',
    });
    expect(twilioAccess({ ...GIVEN, TWILIO_API_KEY: 'SK1', TWILIO_API_KEY_SECRET: 's' })).toEqual({
      twilioAccountSid: GIVEN.TWILIO_ACCOUNT_SID,
      twilioApiKey: 'SK1',
      twilioApiSecret: 's',
    });
    const { TWILIO_AUTH_TOKEN: _token, ...without } = GIVEN;
    const refused = plan(undefined, { ...wishOf(), settings: without });
    expect(refused.row).toMatchObject({
      action: 'refuse',
      why: expect.stringContaining('TWILIO_AUTH_TOKEN'),
    });
  });

  it('says where callers go whom we cannot answer', () => {
    const { HUMAN_AGENT_NUMBER: _number, ...without } = GIVEN;
    expect(plan(undefined, { ...wishOf(), settings: without }).row.why).toContain('HUMAN_AGENT_NUMBER');
  });
});
