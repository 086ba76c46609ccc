import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it as base, describe, expect } from 'vitest';

/** The demo's people do things at their times, whether or not the machine keeps up. */
const IN_SIMULATED_TIME = new URL('../simulated-time/in-process.ts', import.meta.url).pathname;

/** What a command sees of this process besides its own settings. */
const { PATH = '', NODE_COMPILE_CACHE = '' } = process.env;
const FROM_HERE = { PATH, NODE_COMPILE_CACHE };

type Options = { cwd?: string; nodeOptions?: string[]; options?: string[] };
type Command = { child: ChildProcess; output: { out: string; err: string } };

function started(program: string, args: string[], env: Record<string, string>, cwd?: string): Command {
  const child = spawn(program, args, {
    env: { ...FROM_HERE, ...env },
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { out: '', err: '' };
  child.stdout.on('data', (data) => {
    output.out += data;
  });
  child.stderr.on('data', (data) => {
    output.err += data;
  });
  return { child, output };
}

/** `run` starts one of our commands; it is stopped at the end of its test if it has not ended by itself. */
const it = base.extend<{ run(file: string, env?: Record<string, string>, options?: Options): Command }>({
  // biome-ignore lint/correctness/noEmptyPattern: what a fixture needs of others is read from this pattern
  run: async ({}, use) => {
    const running: ChildProcess[] = [];
    await use((file, env = {}, { cwd, nodeOptions = [], options = [] } = {}) => {
      const script = new URL(`../../infra/local/${file}`, import.meta.url).pathname;
      const command = started(process.execPath, [...nodeOptions, script, ...options], env, cwd);
      running.push(command.child);
      return command;
    });
    for (const child of running) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
  },
});

/** Comes back when the command has printed this, however long the machine takes; not if the command is over before. */
const printed = async ({ child, output }: Command, text: string, where: 'out' | 'err' = 'out') => {
  while (!output[where].includes(text)) {
    const heard = new AbortController();
    const { signal } = heard;
    const [code] = await Promise.race([
      once((where === 'out' ? child.stdout : child.stderr) ?? child, 'data', { signal }).then(() => []),
      once(child, 'exit', { signal }),
    ]).finally(() => heard.abort());
    if (code !== undefined) throw new Error(`it is over: ${output.err}`);
  }
};

/** Side by side: most of their time is that of people who speak, and of timers. */
describe.concurrent('The commands of the README', () => {
  it('npm run demo sets two empty accounts up and plays ten calls, one in Spanish, one that books an appointment while the calendar is slow, one routed after one question, one that finds all lines busy, one through an outage of the table, and a campaign of twelve contacts, and ends well', async ({
    run,
  }) => {
    const { child, output } = run('demo/demo.ts', {}, { nodeOptions: ['--import', IN_SIMULATED_TIME] });
    const [code] = await once(child, 'exit');
    expect(output.err).toBe('');
    expect(output.out).toMatch(/\+ twilio\.queue +sales, support, billing, all\n/);
    expect(output.out).toMatch(/Written: \d+ created, 1 changed; the doctor: 0 failed, 3 warnings/);
    expect(output.out).toContain('10 of 10 calls and 1 of 1 campaign ended as they should.');
    expect(output.out.match(/route_call: \w+/g)).toEqual(['route_call: ASK', 'route_call: GO']);
    expect(output.out).toContain('waits in the queue');
    for (const outcome of ['completed', 'no_agent', 'caller_left'])
      expect(output.out).toContain(`outcome ${outcome}`);
    expect(output.out).toContain('11 of 12 done · 0 talking · 0 dialing · 1 waiting');
    expect(output.out).toMatch(/calls …0143 in Denver again: no_answer/);
    expect(output.out).toMatch(/…0144, who waits until \d\d:\d\d in Honolulu/);
    expect(output.out).toContain('The page of the campaign: 200,');
    expect(output.out).not.toMatch(/555\d{4}/);
    expect(code).toBe(0);
  });

  it('npm start says when it serves, answers, and stops when it is told to', async ({ run }) => {
    const command = run('start.ts', { PORT: '0' });
    const { child, output } = command;
    await printed(command, 'ready http://');
    const url = /ready (http:\/\/\S+)/.exec(output.out)?.[1] ?? '';
    const health = await fetch(`${url}/health`);
    expect(health.status).toBe(200);
    expect(await health.json()).toMatchObject({ status: 'healthy' });
    const page = await fetch(url);
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(await page.text()).toContain('Calls to place');
    expect(output.err).toContain('Vapi: simulated (no VAPI_API_KEY)');
    expect(output.err).toContain('Twilio: simulated (no TWILIO_ACCOUNT_SID): nobody real will answer');
    expect(output.err).not.toContain('WARNING');
    child.kill('SIGTERM');
    const [code] = await once(child, 'exit');
    expect(code).toBe(0);
  });

  it.for<{ options: string[] }>([
    { options: [] },
    { options: ['--json'] },
  ])('npm start writes nothing but JSON lines into a pipe: $options', async ({ options }, { run }) => {
    const command = run('start.ts', { PORT: '0' }, { options });
    const { child, output } = command;
    await printed(command, 'ready http://');
    const url = /ready (http:\/\/\S+)/.exec(output.out)?.[1] ?? '';
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    await fetch(`${url}/local/calls`, { method: 'POST', headers, body: 'kind=leaves', redirect: 'manual' });
    await printed(command, '"outcome":"caller_left"');
    child.kill('SIGTERM');
    const [code] = await once(child, 'exit');
    expect(code).toBe(0);
    const lines = output.out.trimEnd().split('\n');
    expect(lines.length).toBeGreaterThan(5);
    for (const line of lines) expect(JSON.parse(line)).toMatchObject({ level: expect.any(String) });
    expect(output.err).not.toContain('Error');
  });

  it('npm start refuses an option that it does not know', async ({ run }) => {
    const { child, output } = run('start.ts', { PORT: '0' }, { options: ['--jsn'] });
    const [code] = await once(child, 'exit');
    expect(code).toBe(1);
    expect(output.err).toContain("'--jsn'");
    expect(output.err).not.toContain(' at ');
  });

  it('npm start refuses wrong settings and names all of them', async ({ run }) => {
    const { child, output } = run('start.ts', {
      PORT: '0',
      VAPI_API_KEY: 'k9-key-of-these-tests',
      TWILIO_AUTH_TOKEN: 'k9',
      VAPI_APIKEY: 'k9',
    });
    const [code] = await once(child, 'exit');
    expect(code).toBe(1);
    for (const name of [
      'VAPI_SERVER_SECRET',
      'TWILIO_ACCOUNT_SID',
      'TWILIO_WORKSPACE_SID',
      'TWILIO_WORKFLOW_SID',
    ]) {
      expect(output.err).toContain(`${name} is not set`);
    }
    expect(output.err).toContain('VAPI_APIKEY is no setting; did you mean VAPI_API_KEY?');
    expect(output.err).toContain('TWILIO_AUTH_TOKEN is shorter than 16 characters');
    expect(output.err).not.toMatch(/ at |k9/);
  });

  it('npm start warns loudly when real callers would meet simulated agents', async ({ run }) => {
    // Port 1 answers nobody: the check of the set-up stays on this machine.
    const vapi = {
      VAPI_API_KEY: 'k9-key-of-these-tests',
      VAPI_SERVER_SECRET: 'k9-secret-of-these-tests',
      VAPI_API_URL: 'http://127.0.0.1:1',
    };
    const command = run('start.ts', { PORT: '0', FORCE_COLOR: '1', ...vapi });
    await printed(command, 'ready http://');
    const red = `${String.fromCodePoint(27)}[31m`;
    expect(command.output.err).toContain(
      `${red}WARNING: Vapi is real, but Twilio is simulated: a real caller would wait for nobody`,
    );
    expect(command.output.err).toContain('WARNING: PUBLIC_BASE_URL is not set');
    await printed(command, 'Vapi does not answer', 'err');
    expect(command.output.err).not.toContain('k9');
  });

  it('npm start reads .env where it is run, and refuses names there that are no setting', async ({ run }) => {
    const folder = await mkdtemp(join(tmpdir(), 'voice-handoff-start-'));
    await writeFile(join(folder, '.env'), 'PORT=0\nTWILIO_TOKEN=k9\nVAPI_API_KEY=...\n');
    const { child, output } = run('start.ts', {}, { cwd: folder });
    const [code] = await once(child, 'exit');
    expect(code).toBe(1);
    expect(output.err).toContain('TWILIO_TOKEN is no setting; did you mean TWILIO_AUTH_TOKEN?');
    expect(output.err).toContain('VAPI_API_KEY is a placeholder');
    expect(output.err).toContain('VAPI_SERVER_SECRET is not set');
    await rm(folder, { recursive: true });
  });

  it('npm start names the port that is taken and how to choose another', async ({ run }) => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const address = taken.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const { child, output } = run('start.ts', { PORT: String(port) });
    const [code] = await once(child, 'exit');
    taken.close();
    expect(code).toBe(1);
    expect(output.err).toContain(
      `Port ${port} is taken. Choose another one: PORT=${Number(port) + 1} npm start`,
    );
    expect(output.err).not.toContain('EADDRINUSE');
  });

  it('npm start stops node and all it has started when npm itself is told to stop', async () => {
    const root = new URL('../..', import.meta.url).pathname;
    const npm = started('npm', ['start'], { PORT: '0' }, root);
    const { child } = npm;
    await printed(npm, 'ready http://');
    const urls = `${npm.output.out}${npm.output.err}`.match(/http:\/\/127\.0\.0\.1:\d+/g) ?? [];
    expect(new Set(urls).size).toBeGreaterThanOrEqual(3);
    child.kill('SIGTERM');
    // Node holds npm's output open until it has ended itself.
    await once(child, 'close');
    for (const url of urls) await expect(fetch(url)).rejects.toThrow();
  });
});
