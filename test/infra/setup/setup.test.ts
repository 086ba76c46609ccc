import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from './folder.ts';
import { GIVEN, writeTeam } from './world.ts';

const at = temporaryFolder();
const SCRIPT = new URL('../../../infra/setup/setup.ts', import.meta.url).pathname;

/** Twilio and Vapi as whoever has no key of theirs sees them. */
const platforms = createServer((_, response) => {
  const body = { code: 20_003, message: 'Authenticate', status: 401 };
  response.writeHead(401, { 'content-type': 'application/json' }).end(JSON.stringify(body));
});
let url = '';
beforeAll(async () => {
  writeTeam(at());
  await new Promise<void>((resolve) => platforms.listen(0, '127.0.0.1', resolve));
  const address = platforms.address();
  url = typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}` : '';
});
afterAll(() => new Promise((resolve) => platforms.close(resolve)));

/** Where nobody listens any more. */
const nowhere = async (): Promise<string> => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}` : '';
};

const run = async (args: string[], given: Record<string, string> = {}) => {
  const { PATH = '', NODE_COMPILE_CACHE = '' } = process.env;
  const hosts = { TWILIO_API_URL: url, TWILIO_TASKROUTER_URL: url, VAPI_API_URL: url };
  const child = spawn(process.execPath, [SCRIPT, ...args], {
    cwd: at(),
    env: { PATH, NODE_COMPILE_CACHE, ...GIVEN, ...hosts, ...given },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [[code], out, said] = await Promise.all([
    once(child, 'exit'),
    text(child.stdout),
    text(child.stderr),
  ]);
  return { code, out, said };
};

describe('npm run setup, as a command', () => {
  it('says in one message that a key does not let it in, and ends with 1', async () => {
    const { code, out, said } = await run(['--stage', 'dev', '--only', 'twilio', '--json']);
    const { failed, applied } = JSON.parse(out);
    expect(applied).toBe(false);
    expect(failed.what).toBe('Twilio');
    expect(failed.why).toMatch(/^TWILIO_AUTH_TOKEN is not in force for TWILIO_ACCOUNT_SID/);
    expect(said).toBe('Settings: looking at what is there ...\nTwilio: looking at what is there ...\n');
    expect(code).toBe(1);
  });

  it('says in one message that there is no network, and ends with 1', async () => {
    const { code, said } = await run(['--only', 'vapi'], { VAPI_API_URL: await nowhere() });
    expect(said).toMatch(/Vapi: 127\.0\.0\.1:\d+ cannot be reached \(vapi-[a-z-]+\)\n {2}Is there a network/);
    expect(said).not.toContain('    at ');
    expect(code).toBe(1);
  });

  it('plans AWS without asking AWS as long as nothing is deployed', async () => {
    const { code, out, said } = await run(['--stage', 'dev', '--only', 'aws']);
    expect(out).toContain('AWS\n  + secret secret (after the deployment)\n');
    expect(said).not.toContain('\u001b[');
    expect(code).toBe(0);
  });

  it('tells what is wrong by 2, and prints what Vapi would get without a key', async () => {
    expect(await run(['--only', 'aws'], { VAPI_APIKEY: 'x' })).toMatchObject({ code: 2, out: '' });
    const printed = await run(['--print', 'vapi'], { PUBLIC_BASE_URL: 'https://voice.example.com' });
    expect(Object.keys(JSON.parse(printed.out))).toEqual([
      'credential',
      'assistants',
      'squad',
      'phoneNumbers',
    ]);
    expect(printed.code).toBe(0);
  });
});
