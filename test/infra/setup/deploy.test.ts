import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from './folder.ts';
import { GIVEN } from './world.ts';

const at = temporaryFolder();
const script = (name: string): string => new URL(`../../../infra/setup/${name}`, import.meta.url).pathname;

/** Runs one of our commands in a folder of its own, where `cdk` is a program that writes down what it is told. */
const run = async (name: string, args: string[], exitCode = 0) => {
  mkdirSync(at('bin'), { recursive: true });
  const cdk = `#!/bin/sh\nprintf '%s\\n' "$@" > told\nenv > environment\nexit ${exitCode}\n`;
  writeFileSync(at('bin/cdk'), cdk, { mode: 0o755 });
  const env = { PATH: `${at('bin')}:${process.env.PATH ?? ''}` };
  const child = spawn(process.execPath, [script(name), ...args], {
    cwd: at(),
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [[code], said] = await Promise.all([once(child, 'exit'), text(child.stderr)]);
  return { code, said };
};

describe('The deployment of a stage', () => {
  it('is CDK’s, whose exit code it has, with the stage’s settings and none of its secrets', async () => {
    const lines = Object.entries(GIVEN).map(([name, value]) => `${name}=${value}\n`);
    writeFileSync(at('.env.dev'), lines.join(''));
    expect(await run('deploy.ts', ['--stage', 'dev', '--hotswap'], 3)).toMatchObject({ code: 3 });
    expect(readFileSync(at('told'), 'utf8').trimEnd().split('\n')).toEqual([
      'deploy',
      '--all',
      '-c',
      'stage=dev',
      '-c',
      `TWILIO_ACCOUNT_SID=${GIVEN.TWILIO_ACCOUNT_SID}`,
      '--outputs-file',
      'cdk-outputs.dev.json',
      '--hotswap',
    ]);
    const environment = readFileSync(at('environment'), 'utf8');
    for (const secret of [GIVEN.TWILIO_AUTH_TOKEN, GIVEN.VAPI_API_KEY])
      expect(environment).not.toContain(secret);
  });

  it('does not begin with a stage that cannot be one: one message, and 2', async () => {
    const { code, said } = await run('deploy.ts', ['--stage', 'Prod']);
    expect(said).toBe('--stage is not a name of lower-case letters, digits and dashes (at most 20)\n');
    expect(code).toBe(2);
  });
});

describe('The launch of a stage', () => {
  it('does nothing without a terminal and without --yes', async () => {
    const { code, said } = await run('launch.ts', ['--stage', 'dev']);
    expect(said).toContain('There is no terminal to ask on');
    expect(code).toBe(2);
  });

  it('answers what it does not know with its usage', async () => {
    const { code, said } = await run('launch.ts', ['--jes']);
    expect(said).toBe(
      "Unknown option '--jes'\nUsage: npm run launch -- [--stage dev] [--yes] [-c name=value ...]\n",
    );
    expect(code).toBe(2);
  });
});
