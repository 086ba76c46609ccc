import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { createColors } from 'picocolors';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTwilioSimulator, type TwilioSimulator } from '../../infra/local/simulators/twilio/twilio.ts';
import { startVapiSimulator, type VapiSimulator } from '../../infra/local/simulators/vapi/vapi.ts';
import { type System, startSystem } from '../../infra/local/system.ts';
import { runSetup } from '../../infra/setup/command.ts';
import { runDoctor } from '../../infra/setup/doctor/command.ts';
import { ports } from '../../infra/setup/doctor/platforms.ts';
import { walks } from '../../infra/setup/platforms.ts';
import { printedVapi } from '../../infra/setup/printed.ts';

const GIVEN = {
  TWILIO_ACCOUNT_SID: `AC${'0'.repeat(31)}7`,
  TWILIO_AUTH_TOKEN: 'q7-Zk4mNp2vRx8Lw3',
  VAPI_API_KEY: 'k9-Tb6hYd1sQf5Jc2',
};
const AGENT = '+14155550177';
const NUMBER = '+14155550199';
const TEAM = {
  company: 'Example Energy',
  departments: { support: { about: 'faults, orders' }, billing: { about: 'invoices, payments' } },
  agents: [
    { name: 'amara.osei', contact: AGENT, departments: ['billing'], languages: ['en', 'es'] },
    { name: 'lee.park', contact: '+14155550178', departments: ['support'], languages: ['en'] },
  ],
  numbers: [{ number: NUMBER, answeredBy: 'vapi' }],
};

let folder: string;
let twilio: TwilioSimulator;
let vapi: VapiSimulator;
let system: System | undefined;
let port: number;

/** One that is free now: the deployment has its address before the product starts here. */
const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port: free } = server.address() as AddressInfo;
      server.close(() => resolve(free));
    });
  });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'voice-handoff-set-up-'));
  writeFileSync(join(folder, 'team.json'), JSON.stringify(TEAM));
  const lines = Object.entries(GIVEN).map(([name, value]) => `${name}=${value}`);
  writeFileSync(join(folder, '.env.dev'), `# What this stage is\n${lines.join('\n')}\n`);
  twilio = await startTwilioSimulator({
    accountSid: GIVEN.TWILIO_ACCOUNT_SID,
    authToken: GIVEN.TWILIO_AUTH_TOKEN,
    numbers: [NUMBER],
    agentPhones: () => 'takes',
  });
  vapi = await startVapiSimulator({ apiKey: GIVEN.VAPI_API_KEY, secret: 'nobody signs with this' });
  vapi.connectLegs(twilio.legs, GIVEN.TWILIO_ACCOUNT_SID);
  twilio.connectStreams(vapi.streams);
  vapi.onImport((number) => void twilio.console.setNumber(number, { voiceUrl: vapi.inboundUrl }));
  port = await freePort();
});
afterAll(async () => {
  await vapi.stop();
  await twilio.stop();
  await system?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const hosts = () => ({
  ...Object.fromEntries(
    ['TASKROUTER', 'API', 'MONITOR', 'VOICE', 'TRUSTHUB'].map((host) => [`TWILIO_${host}_URL`, twilio.url]),
  ),
  VAPI_API_URL: vapi.url,
});
const settings = () => parseEnv(readFileSync(join(folder, '.env.dev'), 'utf8'));

/** The commands as they are, without a process of their own. */
const setUp = async (args: string[], given: Record<string, string> = {}) => {
  const heard = { out: '', said: '' };
  const code = await runSetup(['--stage', 'dev', ...args], {
    env: { ...hosts(), ...given },
    folder,
    out: (text) => {
      heard.out += `${text}\n`;
    },
    say: (text) => {
      heard.said += `${text}\n`;
    },
    colors: createColors(false),
    walks,
    printed: printedVapi,
  });
  return { code, ...heard };
};
const doctor = async (given: Record<string, string> = {}) => {
  let out = '';
  const code = await runDoctor(['--stage', 'dev', '--json'], {
    env: { ...hosts(), ...given },
    folder,
    out: (text) => {
      out += text;
    },
    say: () => undefined,
    progress: () => undefined,
    colors: createColors(false),
    ports,
  });
  const { checks } = JSON.parse(out) as {
    checks: { id: string; status: string; what: string; fix?: string }[];
  };
  return { code, checks };
};

describe('From a folder with keys and a team to a handed-over call', () => {
  it('set-up shows what it would do, and does nothing', async () => {
    const before = JSON.stringify([twilio.state(), vapi.saved('assistant')]);
    const { code, out } = await setUp([]);
    expect(code).toBe(0);
    expect(out).toMatch(/\+ workspace voice-handoff:dev/);
    expect(out).toMatch(/\(after the deployment\)/);
    expect(out).toContain('Next: npm run setup -- --stage dev --apply');
    expect((await setUp(['--only', 'vapi', '--adopt'])).out).toContain(
      'Next: npm run setup -- --stage dev --only vapi --adopt --apply',
    );
    expect(out).not.toContain(GIVEN.TWILIO_AUTH_TOKEN);
    expect(out).not.toContain(AGENT);
    expect(JSON.stringify([twilio.state(), vapi.saved('assistant')])).toBe(before);
    expect(Object.keys(settings())).toEqual(Object.keys(GIVEN));
  });

  it('makes what needs no address, and after the deployment all the rest; then there is nothing left to do', async () => {
    expect((await setUp(['--apply'])).code).toBe(0);
    const first = settings();
    expect(first.TWILIO_WORKSPACE_SID).toMatch(/^WS/);
    const base = { PUBLIC_BASE_URL: `http://127.0.0.1:${port}` };
    expect(await setUp(['--apply'], base)).toMatchObject({ code: 0 });
    expect(settings()).toMatchObject({ ...GIVEN, ...first, VAPI_SQUAD_ID: expect.any(String) });
    const { code, out } = await setUp(['--apply', '--json'], base);
    const { plan } = JSON.parse(out) as { plan: { what: string; action: string; later?: true }[] };
    expect(code).toBe(0);
    expect(plan.filter(({ action, later }) => action !== 'same' && later !== true)).toEqual([]);
    expect(readFileSync(join(folder, '.env.dev'), 'utf8')).toContain('# What this stage is');
  });

  it('a caller of that number comes to an agent of their department', async () => {
    const env = { LOG_LEVEL: 'silent', ...settings(), ...hosts(), VAPI_CONTROL_HOSTS: '127.0.0.1' };
    system = await startSystem({
      port,
      env: Object.fromEntries(Object.entries(env).map(([name, value]) => [name, value ?? ''])),
    });
    twilio.console.setWorker('amara.osei', { activity: 'Available' });
    twilio.callIn({ to: NUMBER, from: '+14155550123' });
    await expect.poll(() => vapi.calls().at(-1)?.status, { timeout: 20_000 }).toBe('in-progress');
    const call = vapi.calls().at(-1);
    if (call === undefined) throw new Error('nobody answers');
    await call.askForHuman({ reason: 'billing was charged twice', department: 'billing' });
    await expect
      .poll(() => twilio.tasksOfCall(call.id).map(({ assignmentStatus }) => assignmentStatus), {
        timeout: 20_000,
      })
      .toEqual(['assigned']);
    const [task] = twilio.tasksOfCall(call.id);
    expect(task?.queue.name).toBe('voice-handoff:dev:billing');
  });

  it('the doctor finds nothing that would cost a caller anything', async () => {
    const { code, checks } = await doctor({ PUBLIC_BASE_URL: `http://127.0.0.1:${port}` });
    expect(checks.filter(({ status }) => status === 'fail')).toEqual([]);
    expect(code).toBe(0);
  });

  it('what somebody changes by hand is told by the doctor, and mended or refused by set-up', async () => {
    const base = { PUBLIC_BASE_URL: `http://127.0.0.1:${port}` };
    twilio.console.setChannel('amara.osei', 'voice', { capacity: 0 });
    twilio.console.setWorkspace({ isMultiTask: false });
    const { code, checks } = await doctor(base);
    expect(code).toBe(1);
    const failed = checks.filter(({ status }) => status === 'fail');
    expect(failed.map(({ id }) => id).toSorted()).toEqual([
      'twilio.capacity:amara.osei',
      'twilio.multi-tasking',
    ]);
    expect(failed.every(({ fix }) => fix !== undefined)).toBe(true);
    expect((await setUp(['--apply'], base)).code).toBe(0);
    expect((await doctor(base)).code).toBe(0);
    twilio.console.setWorkspace({ eventCallbackUrl: 'https://other.example.com/events' });
    const before = JSON.stringify(twilio.state());
    const refused = await setUp(['--apply'], base);
    expect(refused.code).toBe(2);
    expect(refused.out).toContain('other.example.com');
    expect(JSON.stringify(twilio.state())).toBe(before);
    expect((await setUp(['--apply', '--adopt'], base)).code).toBe(0);
    expect((await doctor(base)).code).toBe(0);
  });
});
