import { describe, expect, it } from 'vitest';
import { checkOf, examined, expected, TEAM } from '../examined.ts';
import { BASE, NUMBER, type Row } from '../twilio-account.ts';
import { ID, type Organisation, organisation, vapiWith } from '../vapi-organisation.ts';

const at = (id: string, change: (has: Organisation) => Partial<Organisation>) => {
  const has = organisation();
  return checkOf(id, { vapi: { ...has, ...change(has) } });
};

describe('Vapi', () => {
  it('fails when it refuses the key', async () => {
    expect(await at('vapi.key', () => ({ status: 401 }))).toEqual({
      id: 'vapi.key',
      status: 'fail',
      what: 'Vapi refuses the key: no caller can be moved to an agent, and nobody is called.',
      fix: "Check VAPI_API_KEY (the private key) and VAPI_API_URL (the organisation's region).",
    });
  });

  it('fails without the credential, or with one of another kind', async () => {
    expect(await at('vapi.credential', () => ({ credentials: [] }))).toMatchObject({
      status: 'fail',
      what: 'Vapi has no credential VAPI_CREDENTIAL_ID: its webhooks are unsigned, we answer 401, and no caller gets a colleague.',
    });
    const bearer = [{ id: ID.credential, authenticationPlan: { type: 'bearer' } }];
    expect(await at('vapi.credential', () => ({ credentials: bearer }))).toMatchObject({
      status: 'fail',
      what: 'The credential is "bearer", but VAPI_AUTH is hmac: we answer 401 to every webhook.',
    });
  });

  it('is asked for as many credentials as it gives', async () => {
    const { api, asked } = vapiWith(organisation());
    await examined({ ports: { vapi: api } });
    expect(asked.map(({ url }) => url).find((url) => url.includes('/credential'))).toContain('limit=1000');
  });

  it('need not have in the squad what somebody has put beside ours', async () => {
    const assistants = { 'front-desk': ID.frontDesk, support: ID.support, vip: 'v-1' };
    const ours = ['front-desk', 'support'].map((key) => [key, {}] as const);
    const of = (wanted: ReadonlyMap<string, Record<string, unknown>>) =>
      checkOf('vapi.squad', { expectations: expected({ VAPI_ASSISTANTS: assistants }, { wanted }) });
    expect((await of(new Map(ours))).status).toBe('ok');
    expect((await of(new Map([...ours, ['vip', {}]]))).what).toContain('vip is not in it');
  });

  it('is believed about the credential where the key may not list any', async () => {
    expect(await at('vapi.credential', () => ({ credentials: undefined }))).toMatchObject({
      status: 'skipped',
      what: 'This key may not list credentials; VAPI_CREDENTIAL_ID is believed.',
    });
  });

  it('fails without the squad, with another first member, or without a specialist', async () => {
    expect(await at('vapi.squad', () => ({ squads: {} }))).toMatchObject({
      status: 'fail',
      what: 'Vapi has no squad VAPI_SQUAD_ID: every caller hears an error and is cut off.',
    });
    const members = (...ids: string[]) =>
      at('vapi.squad', () => ({
        squads: { [ID.squad]: { members: ids.map((assistantId) => ({ assistantId })) } },
      }));
    expect(await members(ID.support, ID.frontDesk)).toMatchObject({
      status: 'fail',
      what: 'Its first member is not the front desk: every caller begins with somebody else.',
    });
    expect(await members(ID.frontDesk)).toMatchObject({
      status: 'fail',
      what: 'support is not in it: callers cannot be moved there.',
    });
  });

  it('fails when the squad sends the messages of all elsewhere', async () => {
    const members = [{ assistantId: ID.frontDesk }, { assistantId: ID.support }];
    const squad = { members, membersOverrides: { server: { url: 'https://hooks.example.com/vapi' } } };
    expect(await at('vapi.squad', () => ({ squads: { [ID.squad]: squad } }))).toMatchObject({
      status: 'fail',
      what: 'It sends the messages of all its members elsewhere: nobody fetches a colleague.',
    });
  });

  it('warns when more calls are let in than it takes, and when nobody counts', async () => {
    const vapi = organisation();
    expect(
      await checkOf('vapi.concurrency', { vapi, expectations: expected({ MAX_CALLS: 20 }) }),
    ).toMatchObject({
      status: 'warn',
      what: 'MAX_CALLS is 20, but Vapi allows 10: callers beyond them hear what Vapi says.',
      fix: 'Set MAX_CALLS to 10, or buy more lines from Vapi.',
    });
    expect(
      await checkOf('vapi.concurrency', { vapi, expectations: expected({ MAX_CALLS: undefined }) }),
    ).toMatchObject({ status: 'warn' });
    expect(await at('vapi.concurrency', () => ({ limits: { concurrencyLimit: 10 } }))).toMatchObject({
      status: 'ok',
    });
    expect(await at('vapi.concurrency', () => ({ limits: undefined }))).toMatchObject({
      status: 'skipped',
      what: 'Vapi does not tell this key how many calls it may have at one time.',
    });
  });
});

describe('A number of the business at Vapi', () => {
  const CHECK = `vapi.number:${NUMBER}`;
  const number = (change: Row) =>
    at(CHECK, ({ numbers }) => ({ numbers: numbers.map((one) => ({ ...one, ...change })) }));

  it('fails when Vapi does not know it, or has blocked it', async () => {
    expect(await at(CHECK, () => ({ numbers: [] }))).toMatchObject({
      status: 'fail',
      what: 'Vapi does not know the number: no assistant answers it, and none can call from it.',
    });
    expect(await number({ status: 'blocked' })).toMatchObject({
      status: 'fail',
      what: 'Vapi has blocked the number: no assistant answers it.',
    });
    expect(await number({ status: 'activating' })).toMatchObject({ status: 'warn' });
  });

  it('fails when it does not ask us, or signs nothing', async () => {
    expect(await number({ server: null })).toMatchObject({
      status: 'fail',
      what: 'It does not ask us who answers: callers hear an error and are cut off.',
    });
    expect(await number({ server: { url: `${BASE}/webhook/vapi` } })).toMatchObject({
      status: 'fail',
      what: 'The number signs nothing: we answer 401 to all that it sends, so that no caller gets a colleague.',
    });
  });

  it('warns when one assistant of ours always answers, and fails when it is somebody else’s', async () => {
    expect(await number({ assistantId: ID.support })).toMatchObject({
      status: 'warn',
      what: 'It always gives its callers to one assistant and does not ask us: who was cut off begins anew.',
    });
    expect(await number({ squadId: 'foreign' })).toMatchObject({
      status: 'fail',
      what: 'It gives its callers to an assistant that is none of ours.',
    });
  });

  it('warns without a fallback, and with one that leads to somebody else, whose number it hides', async () => {
    expect(await number({ fallbackDestination: null })).toMatchObject({
      status: 'warn',
      what: 'It has no fallback: if we do not answer in time, callers hear an error and are cut off.',
    });
    expect(await number({ fallbackDestination: { number: '+14155550161' } })).toMatchObject({
      status: 'warn',
      what: 'Its fallback (+1415…0161) is not HUMAN_AGENT_NUMBER: callers reach somebody else.',
    });
  });

  it('fails when we answer it and cannot open a call for it', async () => {
    const team = { ...TEAM, numbers: [{ number: NUMBER, answeredBy: 'us' as const }] };
    const expectations = expected({ VAPI_PHONE_NUMBER_ID: 'another' }, { team });
    expect(await checkOf(CHECK, { expectations })).toMatchObject({
      status: 'fail',
      what: 'VAPI_PHONE_NUMBER_ID is not this number: we can open no call for its callers, and they get the busy answer.',
    });
  });
});
