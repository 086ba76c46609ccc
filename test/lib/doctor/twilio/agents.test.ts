import { describe, expect, it } from 'vitest';
import type { Expectations } from '../../../../lib/doctor/expectations.ts';
import { checkOf, expected, inOrder, TEAM, withTwilio } from '../examined.ts';
import { NUMBER, type Row, SID } from '../twilio-account.ts';

const ID = 'twilio.worker:amara.osei';
const GOOD = { contact_uri: '+14155550177', departments: ['support'], languages: [] };
const withoutTeam = { team: undefined } satisfies { team: Expectations['team'] };

const agent = (attributes: unknown, settings: Parameters<typeof expected>[0] = {}) => {
  const has = inOrder();
  const text = typeof attributes === 'string' ? attributes : JSON.stringify(attributes);
  return checkOf(ID, {
    expectations: expected(settings, withoutTeam),
    twilio: { ...has, workers: has.workers.map((one) => ({ ...one, attributes: text })) },
  });
};

describe('An agent', () => {
  it('is told by a number that nobody else can ring', async () => {
    expect(await agent(GOOD)).toEqual({ id: ID, status: 'ok', what: 'Rings at +1415…0177.' });
  });

  it('fails without an address, and with one that cannot be rung', async () => {
    expect(await agent({ departments: ['support'] })).toMatchObject({
      status: 'fail',
      what: 'Has no `contact_uri`: every caller whom they are offered is taken from them again.',
    });
    expect(await agent({ ...GOOD, contact_uri: '555-0177' })).toMatchObject({
      status: 'fail',
      what: 'The `contact_uri` cannot be rung: every caller whom they are offered waits in vain.',
    });
    expect(await agent({ ...GOOD, contact_uri: 'sip:amara' })).toMatchObject({
      status: 'fail',
      what: 'The sip address is not complete: it cannot be rung.',
    });
  });

  it('needs no address in Flex', async () => {
    expect(await agent({ departments: ['support'] }, { TWILIO_FLEX_WORKFLOW: true })).toMatchObject({
      status: 'ok',
      what: 'Works in Flex.',
    });
  });

  it('fails at a client where Vapi moves the callers, and is fine where we ring', async () => {
    const client = { ...GOOD, contact_uri: 'client:amara' };
    expect(await agent(client, { BRIDGE: 'vapi-transfer' })).toMatchObject({
      status: 'fail',
      what: 'A client address cannot be rung by Vapi, which moves the callers here (BRIDGE=vapi-transfer).',
    });
    expect(await agent(client, { BRIDGE: 'conference' })).toMatchObject({ status: 'ok' });
  });

  it('fails at a number of the business, where callers would ring themselves', async () => {
    expect(await agent({ ...GOOD, contact_uri: NUMBER })).toMatchObject({
      status: 'fail',
      what: 'Is rung at a number of the business itself: the caller would ring themselves.',
    });
  });

  it('fails when the attributes are not JSON, or departments no list', async () => {
    expect(await agent('{contact_uri')).toMatchObject({
      status: 'fail',
      what: 'The attributes are no JSON object: nobody can be rung by them.',
    });
    expect(await agent({ ...GOOD, departments: 'support' })).toMatchObject({
      status: 'fail',
      what: '`departments` is a text, not a list: `HAS` never finds them.',
    });
  });

  it('warns of a hyphen in an attribute', async () => {
    expect(await agent({ ...GOOD, 'contact-uri': '+14155550188' })).toMatchObject({
      status: 'warn',
      what: 'Attributes with a hyphen (contact-uri) cannot stand in any expression.',
    });
  });

  it('warns when two share a telephone', async () => {
    const check = await withTwilio(ID, ({ workers }) => ({
      workers: [...workers, { ...workers[0], sid: `WK${'8'.repeat(32)}`, friendly_name: 'kim.lee' }],
    }));
    expect(check).toMatchObject({
      status: 'warn',
      what: 'amara.osei and kim.lee share one telephone: while one talks, the other is offered callers in vain.',
    });
  });

  it('warns when the team wants them otherwise, without a whole number', async () => {
    const team = {
      ...TEAM,
      agents: [{ ...GOOD, name: 'Amara.Osei', contact: '+14155550161', departments: ['billing'] }],
    };
    const check = await checkOf(ID, { expectations: expected({}, { team }) });
    expect(check).toMatchObject({
      status: 'warn',
      what: 'Differs from team.json: contact, departments. Other callers reach them than the team wants.',
    });
  });

  it('warns when one has stood aside since a missed offer', async () => {
    const check = await withTwilio(ID, ({ workers }) => ({
      workers: workers.map((one) => ({
        ...one,
        activity_sid: SID.unavailable,
        activity_name: 'Unavailable',
        date_status_changed: '2026-11-29T11:15:00Z',
      })),
    }));
    expect(check).toMatchObject({
      status: 'warn',
      what: 'Has been in "Unavailable" for 45 min, since a missed offer: no caller reaches them.',
    });
  });
});

describe("An agent's line", () => {
  it('is skipped for whoever is in the team where no worker can be seen', async () => {
    const check = await withTwilio('twilio.capacity:amara.osei', () => ({
      refused: { '/Workers': { status: 403, code: 70051 } },
    }));
    expect(check).toMatchObject({ status: 'skipped', what: expect.stringContaining('list of workers') });
  });

  it('is set in TaskRouter where the agent is none of the team: set-up does not mend it', async () => {
    const has = inOrder();
    const off = has.channels.map((one) => ({ ...one, available: false }));
    const of = (agents: typeof TEAM.agents) =>
      checkOf('twilio.capacity:amara.osei', {
        twilio: { ...has, channels: off },
        expectations: expected({}, { team: { ...TEAM, agents } }),
      });
    expect((await of([])).fix).toContain('Not in team.json');
    expect((await of(TEAM.agents)).fix).toContain('npm run setup');
  });

  const LINE = 'twilio.capacity:amara.osei';
  const voice = (change: Row, more: { reservations?: Row[] } = {}) =>
    withTwilio(LINE, ({ channels }) => ({
      ...more,
      channels: channels.map((one) =>
        one.task_channel_unique_name === 'voice' ? { ...one, ...change } : one,
      ),
    }));

  it('fails without room, when it is off, and without a voice channel', async () => {
    expect(await voice({ configured_capacity: 0 })).toMatchObject({
      status: 'fail',
      what: 'Has no room for a caller: is never offered one.',
    });
    expect(await voice({ available: false })).toMatchObject({ status: 'fail' });
    expect(await voice({ task_channel_unique_name: 'chat' })).toMatchObject({
      status: 'fail',
      what: 'Has no voice channel: is never offered a caller.',
    });
  });

  it('warns of several callers on one telephone', async () => {
    expect(await voice({ configured_capacity: 3 })).toMatchObject({
      status: 'warn',
      what: 'Is offered 3 callers at once, with one telephone: the second hears it busy.',
    });
  });

  it('warns when it has been taken for longer than any call lasts', async () => {
    const held = (date_updated: string) =>
      voice({ assigned_tasks: 1 }, { reservations: [{ task_sid: 'WT1', date_updated }] });
    expect(await held('2026-11-29T09:55:00Z')).toMatchObject({
      status: 'warn',
      what: 'Their line has been taken for 2 h 5 min, longer than any call lasts (WT1): no caller reaches them.',
    });
    expect(await held('2026-11-29T11:30:00Z')).toMatchObject({ status: 'ok' });
  });

  it('warns of tasks that outlive their calls, and leaves callbacks alone', async () => {
    const task = (channel: string) =>
      withTwilio('twilio.stuck-tasks', () => ({
        tasks: [{ sid: 'WT1', age: 7300, task_channel_unique_name: channel }],
      }));
    expect(await task('voice')).toMatchObject({
      status: 'warn',
      what: 'Still assigned after more than 1 h 1 min: WT1. Their agents are offered nobody.',
    });
    expect(await task('default')).toMatchObject({ status: 'ok' });
  });
});
