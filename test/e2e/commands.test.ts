import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';

/** The demo's people do things at their times, whether or not the machine keeps up. */
const IN_SIMULATED_TIME = new URL('../simulated-time/in-process.ts', import.meta.url).pathname;

const running: ChildProcess[] = [];
afterEach(async () => {
  for (const child of running.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
});

const run = (
  file: string,
  env: Record<string, string> = {},
  nodeOptions: readonly string[] = [],
  options: readonly string[] = [],
) => {
  const script = new URL(`../../infra/local/${file}`, import.meta.url).pathname;
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, [...nodeOptions, script, ...options], {
    env: { PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.push(child);
  const output = { out: '', err: '' };
  child.stdout.on('data', (data) => {
    output.out += data;
  });
  child.stderr.on('data', (data) => {
    output.err += data;
  });
  return { child, output };
};

/** Comes back when the command has printed this, however long the machine takes; not if the command is over before. */
const printed = async ({ child, output }: ReturnType<typeof run>, text: string) => {
  while (!output.out.includes(text)) {
    const heard = new AbortController();
    const { signal } = heard;
    const [code] = await Promise.race([
      once(child.stdout, 'data', { signal }).then(() => []),
      once(child, 'exit', { signal }),
    ]).finally(() => heard.abort());
    if (code !== undefined) throw new Error(`it is over: ${output.err}`);
  }
};

describe('The commands of the README', () => {
  it('npm run demo plays seven calls, one of them in Spanish, one through an outage of the table, and ends well', async () => {
    const { child, output } = run('demo/demo.ts', {}, ['--import', IN_SIMULATED_TIME]);
    const [code] = await once(child, 'exit');
    expect(output.err).toBe('');
    expect(output.out).toContain('7 of 7 calls ended as they should.');
    for (const outcome of ['completed', 'no_agent', 'caller_left'])
      expect(output.out).toContain(`outcome ${outcome}`);
    expect(code).toBe(0);
  });

  it('npm start says when it serves, answers, and stops when it is told to', async () => {
    const started = run('start.ts', { PORT: '0' });
    const { child, output } = started;
    await printed(started, 'ready http://');
    const url = /ready (http:\/\/\S+)/.exec(output.out)?.[1] ?? '';
    const health = await fetch(`${url}/health`);
    expect(health.status).toBe(200);
    expect(await health.json()).toMatchObject({ status: 'healthy' });
    const page = await fetch(url);
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(await page.text()).toContain('Calls to place');
    expect(output.err).toContain('Vapi is simulated');
    expect(output.err).toContain('Twilio is simulated');
    child.kill('SIGTERM');
    const [code] = await once(child, 'exit');
    expect(code).toBe(0);
  });

  it.each([
    [[]],
    [['--json']],
  ])('npm start writes nothing but JSON lines into a pipe: %j', async (options) => {
    const started = run('start.ts', { PORT: '0' }, [], options);
    const { child, output } = started;
    await printed(started, 'ready http://');
    const url = /ready (http:\/\/\S+)/.exec(output.out)?.[1] ?? '';
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    await fetch(`${url}/local/calls`, { method: 'POST', headers, body: 'kind=leaves', redirect: 'manual' });
    await printed(started, '"outcome":"caller_left"');
    child.kill('SIGTERM');
    const [code] = await once(child, 'exit');
    expect(code).toBe(0);
    const lines = output.out.trimEnd().split('\n');
    expect(lines.length).toBeGreaterThan(5);
    for (const line of lines) expect(JSON.parse(line)).toMatchObject({ level: expect.any(String) });
    expect(output.err).not.toContain('Error');
  });

  it('npm start refuses an option that it does not know', async () => {
    const { child, output } = run('start.ts', { PORT: '0' }, [], ['--jsn']);
    const [code] = await once(child, 'exit');
    expect(code).toBe(1);
    expect(output.err).toContain("'--jsn'");
    expect(output.err).not.toContain(' at ');
  });

  it('npm start refuses wrong settings and names all of them', async () => {
    const { child, output } = run('start.ts', { PORT: '0', VAPI_API_KEY: 'key', TWILIO_AUTH_TOKEN: 'token' });
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
    expect(output.err).not.toContain(' at ');
  });
});
