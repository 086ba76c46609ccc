import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { describe, expect, it } from 'vitest';
import { runSetup } from '../../../infra/setup/command.ts';
import { SetupFailed } from '../../../infra/setup/plan.ts';
import type { WalkOptions } from '../../../infra/setup/walks.ts';
import { temporaryFolder } from './folder.ts';
import { GIVEN, row, TEAM, walkOf, worldOf, writeTeam } from './world.ts';

const at = temporaryFolder();
let folders = 0;
/** A folder with the team's file, as a checkout has it. */
const checkout = (team: unknown = TEAM): string => {
  folders += 1;
  const folder = at(`checkout-${folders}`);
  mkdirSync(folder);
  writeTeam(folder, team);
  return folder;
};

const WORKSPACE = row('twilio.workspace', 'voice-handoff:dev', 'create', { fields: { callback: 'none' } });
const ASSISTANT = row('vapi.assistant', 'billing', 'change', { fields: { model: { from: 'a', to: 'b' } } });
const SECRET = row('aws.secret', 'VAPI_API_KEY', 'same');
const kept = { TWILIO_WORKSPACE_SID: 'WS0123456789' };
const platforms = () => ({
  twilio: walkOf('Twilio', [WORKSPACE], { keeps: kept }),
  vapi: walkOf('Vapi', [ASSISTANT]),
  aws: walkOf('AWS', [SECRET]),
});

describe('npm run setup', () => {
  it('shows the plan and writes nothing: no file, no key', async () => {
    const folder = checkout();
    const modes: string[] = [];
    const twilio = walkOf('Twilio', [WORKSPACE], { keeps: kept, onWalk: ({ mode }) => modes.push(mode) });
    const { world, heard } = worldOf(folder, { ...platforms(), twilio });
    expect(await runSetup(['--stage', 'dev'], world)).toBe(0);
    expect(heard.out).toContain('Settings\n  + key VAPI_SERVER_SECRET\n');
    expect(heard.out).toContain('Twilio\n  + workspace voice-handoff:dev\n      callback: none\n');
    expect(heard.out).toContain('Vapi\n  ~ assistant billing\n      model: a -> b\n');
    expect(heard.out).toContain('AWS\n  = secret VAPI_API_KEY\n');
    expect(heard.out).toMatch(
      /4 to create, 1 to change, 1 as they are\. Nothing was written yet\. Next: npm run setup -- --stage dev --apply\n$/,
    );
    expect(modes).toEqual(['plan']);
    expect(existsSync(`${folder}/.env.dev`)).toBe(false);
  });

  it('with --apply keeps new keys before it writes anywhere, then what was made', async () => {
    const folder = checkout();
    const seen: string[] = [];
    const look = ({ mode }: WalkOptions) => {
      if (mode === 'apply') seen.push(readFileSync(`${folder}/.env.dev`, 'utf8'));
    };
    const vapi = walkOf('Vapi', [ASSISTANT], { keeps: kept, onWalk: look });
    const twilio = walkOf('Twilio', [WORKSPACE], { onWalk: look });
    const { world, heard } = worldOf(folder, { ...platforms(), twilio, vapi });
    expect(await runSetup(['--stage', 'dev', '--apply'], world)).toBe(0);
    const [first = '', second = ''] = seen;
    for (const name of ['VAPI_SERVER_SECRET', 'LINK_SIGNING_KEY', 'OUTBOUND_API_KEY']) {
      expect(parseEnv(first)[name]).toMatch(/^[0-9a-f]{64}$/);
      expect(`${heard.out}${heard.said}`).not.toContain(parseEnv(first)[name]);
    }
    expect(parseEnv(second).TWILIO_WORKSPACE_SID).toBe('WS0123456789');
    expect(statSync(`${folder}/.env.dev`).mode & 0o777).toBe(0o600);
    expect(heard.out).toContain('4 created, 1 changed, 1 as they were.');
  });

  it('plans nothing more right after it has been applied', async () => {
    const folder = checkout({ ...TEAM, departments: { billing: {}, returns: {} } });
    await runSetup(['--stage', 'dev', '--apply'], worldOf(folder, {}).world);
    const { world, heard } = worldOf(folder, {});
    expect(await runSetup(['--stage', 'dev', '--apply', '--json'], world)).toBe(0);
    const { plan, applied } = JSON.parse(heard.out);
    expect(applied).toBe(true);
    expect(plan.map(({ name, action }: { name: string; action: string }) => [name, action])).toEqual([
      ['VAPI_SERVER_SECRET', 'same'],
      ['LINK_SIGNING_KEY', 'same'],
      ['OUTBOUND_API_KEY', 'same'],
      ['DEPARTMENTS', 'same'],
    ]);
  });

  it('gives each platform the settings, new keys among them, and what those before have kept', async () => {
    const settings: [string, WalkOptions['settings']][] = [];
    const onWalk = ({ mode, settings: given }: WalkOptions) => settings.push([mode, given]);
    const vapi = walkOf('Vapi', [], { keeps: kept });
    const walks = { ...platforms(), vapi, twilio: walkOf('Twilio', [], { onWalk }) };
    const { world } = worldOf(checkout(), walks, { ...GIVEN, HOME: '/root', MAX_CALLS: '5' });
    await runSetup(['--apply'], world);
    const [planned, applied] = settings;
    expect(planned).toEqual(['plan', { ...GIVEN, MAX_CALLS: '5', ...newKeys }]);
    expect(applied).toEqual(['apply', { ...planned?.[1], ...kept }]);
  });

  it('writes nothing at all when one thing is refused, says why, and ends with 2', async () => {
    const folder = checkout();
    const modes: string[] = [];
    const twilio = walkOf('Twilio', [WORKSPACE], { keeps: kept, onWalk: ({ mode }) => modes.push(mode) });
    const foreign = row('vapi.number', '+1415…0199', 'refuse', { why: 'It is another system’s: --adopt.' });
    const { world, heard } = worldOf(folder, { twilio, vapi: walkOf('Vapi', [foreign]) });
    expect(await runSetup(['--stage', 'dev', '--apply'], world)).toBe(2);
    expect(modes).toEqual(['plan']);
    expect(existsSync(`${folder}/.env.dev`)).toBe(false);
    expect(heard.out).toContain('  ! number +1415…0199\n      It is another system’s: --adopt.\n');
    expect(heard.out).toMatch(/1 refused\. Nothing was written\./);
  });

  it('prints JSON alone where it is asked for', async () => {
    const { world, heard } = worldOf(checkout(), platforms());
    expect(await runSetup(['--stage', 'dev', '--only', 'twilio', '--json'], world)).toBe(0);
    expect(JSON.parse(heard.out)).toEqual({ plan: [WORKSPACE], applied: false });
  });

  it('stops at the first failure, says what was done and what was not, and ends with 1', async () => {
    const folder = checkout();
    const queue = row('twilio.queue', 'billing', 'create');
    const twilio = {
      name: 'Twilio',
      walk: async ({ mode, tell, keep }: WalkOptions) => {
        tell(WORKSPACE);
        await keep(kept);
        tell(queue);
        if (mode === 'apply')
          throw new SetupFailed('twilio.queue billing', 'Twilio does not answer', 'Wait.');
      },
    };
    const walks = { ...platforms(), twilio };
    const { world, heard } = worldOf(folder, walks);
    expect(await runSetup(['--stage', 'dev', '--only', 'twilio', '--apply', '--json'], world)).toBe(1);
    expect(JSON.parse(heard.out)).toEqual({
      plan: [WORKSPACE, queue],
      applied: false,
      failed: {
        what: 'twilio.queue billing',
        why: 'Twilio does not answer',
        remedy: 'Wait.',
        done: ['twilio.workspace voice-handoff:dev'],
        begun: 'twilio.queue billing',
        notDone: [],
      },
    });
    expect(readFileSync(`${folder}/.env.dev`, 'utf8')).toContain('TWILIO_WORKSPACE_SID=WS0123456789');

    const inWords = worldOf(checkout(), walks);
    expect(await runSetup(['--stage', 'dev', '--apply'], inWords.world)).toBe(1);
    expect(inWords.heard.said).toContain('twilio.queue billing: Twilio does not answer\n');
    expect(inWords.heard.said).toContain('  Begun, perhaps done: twilio.queue billing\n');
    expect(inWords.heard.said).toContain('vapi.assistant billing');
    expect(inWords.heard.said).toContain('  Wait. What was done stays; it is safe to run it again.\n');
    expect(inWords.heard.said).not.toContain('    at ');
  });

  it('says what turns out only while it is done, and nothing twice', async () => {
    const known = row('vapi.number', 'x', 'same', { why: 'Known before.' });
    const news = row('vapi.credential', 'webhooks', 'same', { why: 'This key may not make one.' });
    const vapi = {
      name: 'Vapi',
      walk: async ({ mode, tell }: WalkOptions) => {
        tell(known);
        if (mode === 'apply') tell(news);
      },
    };
    const { world, heard } = worldOf(checkout(), { vapi });
    expect(await runSetup(['--stage', 'dev', '--apply'], world)).toBe(0);
    expect(heard.said).toContain('vapi.credential webhooks: This key may not make one.\n');
    expect(heard.said).not.toContain('Known before.');
  });

  it('writes no further when something is refused that the plan had not shown', async () => {
    const twilio = {
      name: 'Twilio',
      walk: async ({ mode, tell }: WalkOptions) => {
        tell(
          mode === 'plan' ? WORKSPACE : { ...WORKSPACE, action: 'refuse' as const, why: 'There are two.' },
        );
      },
    };
    const { world, heard } = worldOf(checkout(), { ...platforms(), twilio });
    expect(await runSetup(['--stage', 'dev', '--apply'], world)).toBe(1);
    expect(heard.said).toContain('twilio.workspace voice-handoff:dev: There are two.');
  });

  it('names everything that is wrong before it asks anybody, and ends with 2', async () => {
    const folder = checkout({ ...TEAM, agents: [{ name: 'jonas' }] });
    writeFileSync(`${folder}/.env.dev`, 'VAPI_APIKEY=q7-hush\nHANDOFF_WINDOW_SECONDS=0\n');
    writeFileSync(`${folder}/cdk-outputs.dev.json`, '{');
    const { world, heard } = worldOf(folder, platforms(), {});
    expect(await runSetup(['--stage', 'dev', '--json'], world)).toBe(2);
    const { failed, ...rest } = JSON.parse(heard.out);
    expect(rest).toEqual({ plan: [], applied: false });
    expect(failed.problems).toEqual([
      'VAPI_APIKEY is no setting; did you mean VAPI_API_KEY?',
      'HANDOFF_WINDOW_SECONDS is less than 1',
      'TWILIO_ACCOUNT_SID is not set',
      'TWILIO_AUTH_TOKEN is not set (or TWILIO_API_KEY and TWILIO_API_KEY_SECRET)',
      'VAPI_API_KEY is not set',
      'agents[0].contact is missing',
      'agents[0].departments is missing',
      expect.stringMatching(/cdk-outputs\.dev\.json does not hold the outputs of a deployment/),
    ]);
    expect(heard.contexts).toEqual([]);
    expect(heard.said).toContain('  VAPI_API_KEY is not set\n');
  });

  it('asks for no key of a platform that it leaves out, and takes an API key in place of the token', async () => {
    const { TWILIO_AUTH_TOKEN: _, VAPI_API_KEY: __, ...account } = GIVEN;
    const apiKey = { TWILIO_API_KEY: 'SK0q7Zk4mNp2vRx8Lw3', TWILIO_API_KEY_SECRET: 'q7-Zk4mNp2vRx8Lw3' };
    const { world } = worldOf(checkout(), {}, { ...account, ...apiKey });
    expect(await runSetup(['--only', 'twilio'], world)).toBe(0);
    const half = worldOf(checkout(), {}, { ...account, TWILIO_API_KEY: apiKey.TWILIO_API_KEY });
    expect(await runSetup(['--only', 'twilio'], half.world)).toBe(2);
    expect(half.heard.said).toContain('TWILIO_API_KEY_SECRET is not set');
    expect(await runSetup(['--only', 'aws'], worldOf(checkout(), {}, {}).world)).toBe(0);
  });

  it.each([
    [['--aply'], "Unknown option '--aply'"],
    [['--only', 'gcp'], '--only is none of twilio, vapi, aws'],
    [['--print', 'aws'], '--print is none of vapi'],
    [['dev'], "Unexpected argument 'dev'"],
    [['--print', 'vapi', '--apply'], '--print writes nothing'],
  ])('answers what it does not know with its usage, and ends with 2: %j', async (args, told) => {
    const { world, heard } = worldOf(checkout(), {});
    expect(await runSetup(args, world)).toBe(2);
    expect(heard.said).toContain(told);
    expect(heard.said).toContain('Usage: npm run setup');
    expect(heard.out).toBe('');
  });

  it('refuses a stage that cannot be one', async () => {
    const { world, heard } = worldOf(checkout(), {});
    expect(await runSetup(['--stage', '../dev'], world)).toBe(2);
    expect(heard.said).toContain('--stage is not a name');
  });

  it('reads the team of TEAM_FILE, and says how to begin where there is none', async () => {
    const folder = checkout();
    const { world, heard } = worldOf(folder, {}, { ...GIVEN, TEAM_FILE: 'night.json' });
    expect(await runSetup([], world)).toBe(2);
    expect(heard.said).toMatch(
      /night\.json is not there\. Begin with an example: cp infra\/setup\/team\.example\.json/,
    );
    writeFileSync(`${folder}/night.json`, JSON.stringify({ ...TEAM, company: 'Night' }));
    expect(await runSetup([], world)).toBe(0);
    expect(heard.contexts[0]?.team.company).toBe('Night');
  });

  it('prints what Vapi would get, without a key and without asking anybody', async () => {
    const { world, heard } = worldOf(checkout(), {}, { PUBLIC_BASE_URL: 'https://voice.example.com' });
    expect(await runSetup(['--print', 'vapi'], world)).toBe(0);
    expect(JSON.parse(heard.out)).toEqual({ baseUrl: 'https://voice.example.com' });
    expect(heard.contexts).toEqual([]);
  });

  it('knows the address of the deployment, and warns of one that no platform should be told', async () => {
    const folder = checkout();
    const outputs = {
      'voice-handoff-dev-service': { VapiServerUrl: 'https://api.example.com/webhook/vapi' },
    };
    writeFileSync(`${folder}/cdk-outputs.dev.json`, JSON.stringify(outputs));
    const { world, heard } = worldOf(folder, {});
    await runSetup(['--stage', 'dev'], world);
    expect(heard.contexts[0]?.baseUrl).toBe('https://api.example.com');
    expect(heard.said).not.toContain('Warning');
    const local = worldOf(folder, {}, { ...GIVEN, PUBLIC_BASE_URL: 'http://localhost:3000' });
    expect(await runSetup(['--stage', 'dev'], local.world)).toBe(0);
    expect(local.heard.said).toContain('Warning: PUBLIC_BASE_URL is an address of this machine');
  });

  it('says what comes next: a deployment where there is no address or it has to know more, else the doctor', async () => {
    const folder = checkout();
    const next = async (args: string[], env: Record<string, string>, walks = {}) => {
      const { world, heard } = worldOf(folder, walks, { ...GIVEN, ...env });
      await runSetup(args, world);
      return heard.out.trimEnd().split('Next: ')[1];
    };
    const url = { PUBLIC_BASE_URL: 'https://voice.example.com' };
    const dev = ['--stage', 'dev', '--apply'];
    expect(await next(dev, {})).toBe(
      'npm run deploy -- --stage dev, then npm run setup -- --stage dev --apply',
    );
    expect(await next(dev, url)).toBe('npm run doctor -- --stage dev');
    expect(await next(dev, url, { twilio: walkOf('Twilio', [], { keeps: kept }) })).toBe(
      'npm run deploy -- --stage dev, then npm run doctor -- --stage dev',
    );
    expect(await next(['--apply'], {})).toMatch(/^give PUBLIC_BASE_URL in \.env, or work with a stage/);
    const notDeployed = { aws: walkOf('AWS', [row('aws.secret', 'secret', 'create', { later: true })]) };
    expect(await next(['--apply'], url, notDeployed)).toBe('npm run doctor');
    expect(await next(dev, url, notDeployed)).toMatch(/^npm run deploy -- --stage dev, then npm run setup/);
  });

  it('refuses departments in the settings that are not the team’s, and writes them where none are given', async () => {
    const folder = checkout({ ...TEAM, departments: { billing: {}, returns: {} } });
    const other = worldOf(folder, {}, { ...GIVEN, DEPARTMENTS: 'billing,sales' });
    expect(await runSetup(['--stage', 'dev', '--apply'], other.world)).toBe(2);
    expect(other.heard.out).toContain(
      '  ! value DEPARTMENTS\n      value: billing,sales -> billing,returns\n',
    );
    const same = worldOf(folder, {}, { ...GIVEN, DEPARTMENTS: 'returns, billing' });
    expect(await runSetup(['--stage', 'dev'], same.world)).toBe(0);
    await runSetup(['--stage', 'dev', '--apply'], worldOf(folder, {}).world);
    expect(parseEnv(readFileSync(`${folder}/.env.dev`, 'utf8')).DEPARTMENTS).toBe('billing,returns');
  });
});

const newKeys = {
  VAPI_SERVER_SECRET: expect.stringMatching(/^[0-9a-f]{64}$/),
  LINK_SIGNING_KEY: expect.stringMatching(/^[0-9a-f]{64}$/),
  OUTBOUND_API_KEY: expect.stringMatching(/^[0-9a-f]{64}$/),
};
