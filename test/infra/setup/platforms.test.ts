import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { BASE, checkNamed, NUMBERS, openPlatforms, TEAM, writes } from './simulated-platforms.ts';

type Opened = Awaited<ReturnType<typeof openPlatforms>>;
const opened: Opened[] = [];
const open = async (...given: Parameters<typeof openPlatforms>): Promise<Opened> => {
  const one = await openPlatforms(...given);
  opened.push(one);
  return one;
};
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

const FALLBACK = 'HUMAN_AGENT_NUMBER=+14155550166';
const withoutSales = {
  ...TEAM,
  departments: { support: {}, billing: {} },
  agents: TEAM.agents.map((agent) => ({ ...agent, departments: ['support', 'billing'] })),
};

describe('a key that is in use and not in this checkout', () => {
  const OUTPUTS = {
    'voice-handoff-dev-data': { SecretName: 'stage', SecretConsoleUrl: 'https://us-west-2.console.example/' },
    'voice-handoff-dev-service': {},
  };
  it.each([
    [['--only', 'vapi']],
    [[]],
  ])('is not replaced at Vapi, and nothing is written: %j', async (only) => {
    const at = await open(TEAM, FALLBACK, '.env.dev');
    const stage = ['--apply', '--stage', 'dev'];
    expect((await at.setUp(stage)).code).toBe(0);
    const before = at.vapi.saved('credential');
    at.write(at.file().replace(/^VAPI_SERVER_SECRET=.*\n/m, ''));
    if (only.length > 0) writeFileSync(join(at.folder, 'cdk-outputs.dev.json'), JSON.stringify(OUTPUTS));
    const again = await at.setUp([...stage, ...only]);
    expect(again.code).toBe(2);
    expect(again.plan.find(({ action }) => action === 'refuse')).toMatchObject({
      what: 'vapi.credential',
      why: expect.stringContaining('--adopt writes a new one'),
    });
    expect(at.vapi.saved('credential')).toEqual(before);
    expect(at.file()).not.toContain('VAPI_SERVER_SECRET');
  });

  it('is replaced with --adopt', async () => {
    const at = await open();
    await at.setUp(['--apply']);
    const before = at.vapi.saved('credential');
    at.write(at.file().replace(/^VAPI_SERVER_SECRET=.*\n/m, ''));
    expect((await at.setUp(['--apply', '--only', 'vapi', '--adopt'])).code).toBe(0);
    expect(at.vapi.saved('credential')).not.toEqual(before);
  });

  it('is not made for a credential that somebody has made by hand', async () => {
    const at = await open(TEAM, 'VAPI_CREDENTIAL_ID=9e8d7c6b-5a49-4838-b726-150403f2e1d0');
    at.vapi.accountAnswers({ credentialReads: 'forbidden', credentialWrites: 'forbidden' });
    const { code, plan } = await at.setUp(['--apply', '--only', 'vapi']);
    expect(code).toBe(2);
    expect(plan.find(({ what }) => what === 'vapi.credential')?.why).toContain(
      'Put the one in use into the file',
    );
  });
});

describe('a key of the file', () => {
  it('stays though the environment has an empty variable of its name', async () => {
    const keys = ['VAPI_SERVER_SECRET=my-own-secret-9sdf8sdf7', 'LINK_SIGNING_KEY=my-own-link-key-234234sdf'];
    const at = await open(TEAM, keys.join('\n'));
    const empty = { VAPI_SERVER_SECRET: '', LINK_SIGNING_KEY: '' };
    await at.setUp(['--apply'], { PUBLIC_BASE_URL: BASE, ...empty });
    for (const line of keys) expect(at.file()).toContain(`${line}\n`);
  });
});

describe('settings that lack something beside them', () => {
  it.each([
    'HELP_DESK=zendesk',
    'CALENDAR=google',
    'CRM_HOOK_URL=https://crm.example.com/x',
  ])('stop set-up before it asks anybody, and the doctor says so: %s', async (line) => {
    const at = await open(TEAM, line);
    expect((await at.setUp(['--apply'])).code).toBe(2);
    expect(at.vapi.saved('assistant')).toEqual([]);
    expect(checkNamed(await at.doctor(), 'settings').status).toBe('fail');
  });
});

describe('a file of settings that is a folder', () => {
  it('is told by its name, and nobody is asked', async () => {
    const at = await open();
    mkdirSync(join(at.folder, '.env.folder'));
    const refused = await at.setUp(['--apply', '--stage', 'folder'], {});
    expect(refused.code).toBe(2);
    expect(JSON.stringify(refused)).toContain('.env.folder cannot be read (EISDIR)');
  });
});

describe('TaskRouter that cannot be reached', () => {
  it('makes the doctor fail, and what depends on it is skipped', async () => {
    const at = await open();
    await at.setUp(['--apply']);
    at.write(at.file().replace(/TWILIO_TASKROUTER_URL=.*/, 'TWILIO_TASKROUTER_URL=http://127.0.0.1:1'));
    const said = await at.doctor();
    expect(said.code).toBe(1);
    const of = (id: string) => checkNamed(said, id).status;
    expect(of('twilio.workspace')).toBe('fail');
    for (const id of ['twilio.activities', 'twilio.queue:sales', 'twilio.capacity:amara.osei'])
      expect(of(id)).toBe('skipped');
  });
});

describe('a department that the team has no more', () => {
  it('leaves VAPI_ASSISTANTS, and the doctor is content', async () => {
    const at = await open();
    await at.setUp(['--apply']);
    at.twilio.console.setWorker('amara.osei', { activity: 'Available' });
    at.setTeam(withoutSales);
    const brought = await at.setUp(['--apply']);
    expect(brought.code).toBe(0);
    expect(at.file()).not.toMatch(/^VAPI_ASSISTANTS=.*sales/m);
    expect(at.vapi.saved('assistant')).toHaveLength(5);
    expect(writes(await at.setUp(['--apply']))).toEqual([]);
    const { checks } = await at.doctor();
    expect(checks.filter(({ status }) => status === 'fail')).toEqual([]);
  });

  it('is brought along in DEPARTMENTS where set-up itself has written that line', async () => {
    const at = await open({ ...TEAM, departments: { ...TEAM.departments, returns: {} } });
    await at.setUp(['--apply']);
    at.setTeam({ ...TEAM, departments: { ...TEAM.departments, returns: {}, vip: {} } });
    const more = await at.setUp(['--apply']);
    expect(more.plan.find(({ name }) => name === 'DEPARTMENTS')?.action).toBe('change');
    expect(at.file()).toMatch(/^DEPARTMENTS=sales,support,billing,returns,vip$/m);
    at.write(
      at
        .file()
        .replace(/^DEPARTMENTS=.*\n/m, '')
        .concat('\n# mine\nDEPARTMENTS=sales\n'),
    );
    expect((await at.setUp(['--apply'])).code).toBe(2);
  });
});

describe('the voice URL of a number', () => {
  it('that Vapi has already is mended where it leads to Twilio’s demonstration', async () => {
    const at = await open();
    await at.setUp(['--apply']);
    const id = `twilio.number:${NUMBERS.vapi}`;
    at.twilio.console.setNumber(NUMBERS.vapi, { voiceUrl: 'https://demo.twilio.com/welcome/voice/' });
    expect(checkNamed(await at.doctor(), id)).toMatchObject({ status: 'fail' });
    await at.setUp(['--apply']);
    expect(checkNamed(await at.doctor(), id).status).toBe('ok');
  });

  it('that we answer comes back to us after an import, without a walk over Twilio too', async () => {
    const at = await open({ ...TEAM, numbers: TEAM.numbers.slice(1) });
    await at.setUp(['--apply', '--only', 'twilio']);
    expect((await at.setUp(['--apply', '--only', 'vapi'])).code).toBe(0);
    expect(at.voiceUrlOf(NUMBERS.us)).toBe(`${BASE}/webhook/twilio/voice`);
  });

  it('that leads to somebody else is not taken by an import of --only vapi', async () => {
    const at = await open();
    const theirs = 'https://pbx.example.com/voice';
    at.twilio.console.setNumber(NUMBERS.vapi, { voiceUrl: theirs });
    const { code, plan } = await at.setUp(['--apply', '--only', 'vapi']);
    expect(code).toBe(2);
    expect(plan.find(({ action }) => action === 'refuse')?.why).toContain('leads to somebody else: --adopt');
    expect(at.voiceUrlOf(NUMBERS.vapi)).toBe(theirs);
    expect((await at.setUp(['--apply', '--only', 'vapi', '--adopt'])).code).toBe(0);
  });

  it('leads its status callback to us by POST, or the doctor says so', async () => {
    const at = await open(TEAM, FALLBACK);
    await at.setUp(['--apply']);
    at.twilio.console.setNumber(NUMBERS.us, { statusCallbackMethod: 'GET' });
    expect(checkNamed(await at.doctor(), `twilio.number:${NUMBERS.us}`)).toMatchObject({ status: 'warn' });
  });
});

describe('the fallback of a number', () => {
  it('goes with HUMAN_AGENT_NUMBER', async () => {
    const at = await open(TEAM, FALLBACK);
    await at.setUp(['--apply']);
    at.write(at.file().replace(/^HUMAN_AGENT.*\n/m, ''));
    await at.setUp(['--apply']);
    expect(JSON.stringify(at.vapi.saved('phone-number'))).not.toContain('+14155550166');
    expect(writes(await at.setUp(['--apply']))).toEqual([]);
  });
});

describe('the doctor', () => {
  it('has every id, also where a list cannot be read', async () => {
    const at = await open();
    const said = await at.doctor({});
    for (const id of ['twilio.queue:sales', 'twilio.capacity:amara.osei', 'vapi.assistant:front-desk']) {
      expect(checkNamed(said, id).status).toBe('skipped');
    }
  });

  it('tells what mends a timeout activity in somebody else’s workspace', async () => {
    const at = await open();
    const { sid } = at.twilio.console.addWorkspace('Flex');
    at.write(`${at.file()}\nTWILIO_WORKSPACE_SID=${sid}\n`);
    await at.setUp(['--apply']);
    expect(checkNamed(await at.doctor(), 'twilio.timeout-activity').fix).toContain('--adopt');
  });

  it('sends nobody to set-up for what set-up itself has written: a window of 10 s', async () => {
    const at = await open(TEAM, 'HANDOFF_WINDOW_SECONDS=10');
    await at.setUp(['--apply']);
    const { fix } = checkNamed(await at.doctor(), 'twilio.reservation-timeout');
    expect(fix).toContain('HANDOFF_WINDOW_SECONDS');
    expect(fix).not.toContain('npm run setup');
  });
});

describe('a department whose queue can have no name', () => {
  it('is refused in the plan, and nothing is made', async () => {
    const departments = { ['d'.repeat(60)]: {} };
    const at = await open({ departments, agents: [], numbers: [] });
    expect((await at.setUp(['--apply', '--only', 'twilio'])).code).toBe(2);
    expect(at.twilio.state().workspaces).toEqual([]);
  });
});
