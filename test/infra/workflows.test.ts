import { execFile } from 'node:child_process';
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const run = promisify(execFile);

const FOLDER = new URL('../../.github/workflows/', import.meta.url);
const files = await readdir(FOLDER);

describe('The GitHub workflows', () => {
  it('are one for tests and one for deployments', () => {
    expect(files.toSorted()).toEqual(['deploy.yml', 'test.yml']);
  });

  it.each(
    files,
  )('%s pins every action to a commit and puts no expression into a shell line', async (file) => {
    const text = await readFile(new URL(file, FOLDER), 'utf8');
    for (const [, action = ''] of text.matchAll(/uses: (.+)/g)) {
      expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    }
    for (const [, script = ''] of text.matchAll(/run: (\|\n(?: {10}.*\n)+|.*)/g)) {
      expect(script).not.toContain('${{');
    }
    expect(text).toMatch(/^permissions:/m);
  });
});

describe('Whoever runs the tests', () => {
  it.each([
    '.ci/run',
    ...files.map((file) => `.github/workflows/${file}`),
  ])('%s sees to a browser first: the agent page is tested in a real one', async (file) => {
    const text = await readFile(new URL(`../../${file}`, import.meta.url), 'utf8');
    expect(text.indexOf('.ci/chromium\n')).toBeGreaterThan(0);
    expect(text.indexOf('.ci/chromium\n')).toBeLessThan(text.indexOf('npm test'));
  });

  /** What `.ci/chromium` does on a machine with nothing but these commands, each of which does nothing. */
  const asked = async (user: 'root' | 'runner', browser?: string): Promise<string[]> => {
    const folder = await mkdtemp(join(tmpdir(), 'voice-handoff-ci-'));
    const log = join(folder, 'log');
    const put = async (name: string, script: string) => {
      await writeFile(join(folder, name), `#!/bin/bash\n${script}\n`);
      await chmod(join(folder, name), 0o755);
    };
    await put('id', `echo ${user === 'root' ? 0 : 1000}`);
    await put('apt-get', `echo "apt-get $*" >> ${log}`);
    await put('sudo', `echo -n "sudo " >> ${log}; "$@"`);
    if (browser !== undefined) await put(browser, 'true');
    await writeFile(log, '');
    const script = fileURLToPath(new URL('../../.ci/chromium', import.meta.url));
    await run('/bin/bash', [script], { env: { PATH: folder } });
    const lines = (await readFile(log, 'utf8')).split('\n').filter(Boolean);
    await rm(folder, { recursive: true });
    return lines;
  };
  const INSTALLED = ['apt-get update', 'apt-get install -y --no-install-recommends chromium'];

  it('gets one from the distribution, as root or through sudo', async () => {
    expect(await asked('root')).toEqual(INSTALLED);
    expect(await asked('runner')).toEqual(INSTALLED.map((line) => `sudo ${line}`));
  });

  it.each([
    'chromium',
    'chromium-browser',
    'google-chrome',
  ])('keeps %s where it is there', async (browser) => {
    expect(await asked('runner', browser)).toEqual([]);
  });
});
