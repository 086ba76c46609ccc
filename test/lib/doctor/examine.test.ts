import { describe, expect, it } from 'vitest';
import { asFound, checkOf, examined, expected, inOrder, TEAM } from './examined.ts';
import { NUMBER, TOKEN, twilioWith } from './twilio-account.ts';
import { organisation, vapiWith } from './vapi-organisation.ts';

const FIXED = [
  'twilio.account',
  'twilio.signing-token',
  'twilio.trial',
  'twilio.balance',
  'twilio.workspace',
  'twilio.multi-tasking',
  'twilio.timeout-activity',
  'twilio.event-callback',
  'twilio.events-filter',
  'twilio.activities',
  'twilio.workflow-callbacks',
  'twilio.reservation-timeout',
  'twilio.workflow-targets',
  'twilio.queue:support',
  'twilio.queue:all',
  'twilio.worker:amara.osei',
  'twilio.capacity:amara.osei',
  'twilio.stuck-tasks',
  `twilio.number:${NUMBER}`,
  'twilio.caller-id',
  'twilio.geo:US',
  'twilio.customer-profile',
  'twilio.shaken',
  'twilio.alerts',
  'vapi.key',
  'vapi.credential',
  'vapi.assistant:front-desk',
  'vapi.assistant:support',
  'vapi.squad',
  'vapi.concurrency',
  `vapi.number:${NUMBER}`,
  'ours.health',
  'ours.webhook',
  'tools.help-desk',
  'tools.calendar',
];

describe('A doctor', () => {
  it('has nothing to say against a set-up that is in order', async () => {
    const checks = await examined();
    expect(checks.map(({ id }) => id)).toEqual(FIXED);
    expect(checks.filter(({ status }) => status !== 'ok')).toEqual([]);
  });

  it('names every fault of the account in the fixtures at once', async () => {
    const checks = await examined({ twilio: asFound() });
    const failed = checks.filter(({ status }) => status === 'fail').map(({ id }) => id);
    const warned = checks.filter(({ status }) => status === 'warn').map(({ id }) => id);
    expect(failed).toEqual([
      'twilio.trial',
      'twilio.event-callback',
      'twilio.reservation-timeout',
      'twilio.workflow-targets',
      'twilio.queue:support',
      'twilio.queue:all',
      'twilio.worker:lee.park',
    ]);
    expect(warned).toEqual([
      'twilio.balance',
      'twilio.timeout-activity',
      'twilio.workflow-callbacks',
      'twilio.capacity:amara.osei',
      'twilio.capacity:lee.park',
      `twilio.number:${NUMBER}`,
      'twilio.customer-profile',
      'twilio.alerts',
    ]);
  });

  it('tells nothing secret and no whole number of an agent', async () => {
    const said = JSON.stringify(await examined({ twilio: asFound() }));
    for (const secret of [TOKEN, '+14155550177', '+14155550188', 'FAKE-twilio-api-secret', 'caller data']) {
      expect(said).not.toContain(secret);
    }
  });

  it('says what to do about everything that is not as it should be', async () => {
    const checks = await examined({ twilio: asFound() });
    const helpless = checks.filter(
      ({ status, fix }) => (status === 'fail' || status === 'warn') !== (fix !== undefined),
    );
    expect(helpless).toEqual([]);
  });

  it('only reads, and reads each thing once', async () => {
    const [twilio, vapi] = [twilioWith(asFound()), vapiWith(organisation())];
    await examined({ ports: { twilio: twilio.api, vapi: vapi.api } });
    const all = [...twilio.asked, ...vapi.asked];
    expect(new Set(all.map(({ method }) => method))).toEqual(new Set(['GET']));
    const urls = all.map(({ url }) => url);
    expect(urls.toSorted()).toEqual([...new Set(urls)].toSorted());
  });

  it('asks two questions for each agent, five at one time over both platforms', async () => {
    const one = inOrder();
    const crowd = (count: number) => ({
      ...one,
      workers: Array.from({ length: count }, (_, index) => ({
        ...one.workers[0],
        sid: `WK${String(index).padStart(32, '0')}`,
        friendly_name: `agent.${index}`,
      })),
    });
    const asked = async (count: number) => {
      const [twilio, vapi] = [twilioWith(crowd(count)), vapiWith(organisation())];
      let [running, most] = [0, 0];
      const counting =
        (api: typeof twilio.api): typeof twilio.api =>
        async (request) => {
          running += 1;
          most = Math.max(most, running);
          await new Promise((resolve) => setImmediate(resolve));
          running -= 1;
          return api(request);
        };
      await examined({ ports: { twilio: counting(twilio.api), vapi: counting(vapi.api) } });
      return { requests: twilio.asked.length + vapi.asked.length, most };
    };
    const [few, many] = [await asked(1), await asked(50)];
    expect(many.requests - few.requests).toBe(2 * 49);
    expect(many.requests).toBeLessThan(130);
    expect(many.most).toBe(5);
  });

  it('leaves agents beyond 250 alone, and says so', async () => {
    const one = inOrder();
    const workers = Array.from({ length: 252 }, (_, index) => ({
      ...one.workers[0],
      sid: `WK${String(index).padStart(32, '0')}`,
      friendly_name: `agent.${index}`,
    }));
    const check = await checkOf('twilio.worker:251-252', { twilio: { ...one, workers } });
    expect(check).toEqual({
      id: 'twilio.worker:251-252',
      status: 'skipped',
      what: "2 further agents not looked at: it would take callers' room at TaskRouter.",
    });
  });

  it('skips what it has no setting for, with the reason, and fails nothing of it', async () => {
    const checks = await examined({
      expectations: expected(
        {
          TWILIO_ACCOUNT_SID: undefined,
          TWILIO_WORKSPACE_SID: undefined,
          VAPI_SQUAD_ID: undefined,
          VAPI_CREDENTIAL_ID: undefined,
        },
        { baseUrl: undefined, team: undefined },
      ),
      ports: {
        twilio: { missing: 'TWILIO_ACCOUNT_SID is not set' },
        vapi: { missing: 'VAPI_API_KEY is not set' },
      },
    });
    expect(checks.filter(({ status }) => status === 'fail' || status === 'warn')).toEqual([]);
    const what = (id: string) => checks.find((one) => one.id === id)?.what;
    expect(what('twilio.account')).toBe('TWILIO_ACCOUNT_SID is not set.');
    expect(what('vapi.key')).toBe('VAPI_API_KEY is not set.');
    expect(what('ours.webhook')).toMatch(/^No deployment/);
  });

  it('knows the numbers without a team by what Vapi has of ours', async () => {
    const checks = await examined({ expectations: expected({}, { team: undefined }) });
    expect(checks.map(({ id }) => id)).toContain(`twilio.number:${NUMBER}`);
    expect(checks.map(({ id }) => id)).toContain(`vapi.number:${NUMBER}`);
  });

  it('counts the answers while it works', async () => {
    const heard: number[] = [];
    await examined({ ports: { onAnswer: (answers) => heard.push(answers) } });
    expect(heard).toEqual(heard.map((_, index) => index + 1));
    expect(heard.length).toBeGreaterThan(20);
  });

  it('misses an agent and a department of the team', async () => {
    const [agent] = TEAM.agents;
    const team = {
      ...TEAM,
      agents: [
        ...TEAM.agents,
        { ...agent, name: 'kim.lee', contact: '+14155550161', departments: [], languages: [] },
      ],
      departments: ['support', 'returns'],
    };
    const expectations = expected({}, { team });
    expect(await checkOf('twilio.worker:kim.lee', { expectations })).toMatchObject({
      status: 'fail',
      what: 'team.json has this agent, the workspace has not: nobody rings them.',
    });
    expect(await checkOf('twilio.queue:returns', { expectations })).toMatchObject({ status: 'fail' });
  });
});
