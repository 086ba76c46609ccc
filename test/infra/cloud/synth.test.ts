import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { functionNames } from '../../../infra/topology/index.ts';

const run = promisify(execFile);
const ROOT = new URL('../../../', import.meta.url);
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'voice-handoff-cli-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** As on a machine that has never heard of AWS. */
const npm = (...given: string[]) => {
  const { PATH = '' } = process.env;
  const env = { PATH, HOME: folder, NO_COLOR: '1', CI: 'true', AWS_EC2_METADATA_DISABLED: 'true' };
  return run('npm', ['run', 'synth', '--', '--output', join(folder, 'out'), ...given], { cwd: ROOT, env });
};

describe('npm run synth', () => {
  it('needs no account, no credentials and no Docker, and says what the deployment will ask for', async () => {
    const { stdout, stderr } = await npm();
    expect(stdout + stderr).toMatch(/the deployment asks for it: .*TWILIO_WORKFLOW_SID/);
    const files = await readdir(join(folder, 'out'));
    expect(files).toEqual(
      expect.arrayContaining([
        'voice-handoff-dev-data.template.json',
        'voice-handoff-dev-service.template.json',
      ]),
    );
    const template = JSON.parse(
      await readFile(join(folder, 'out', 'voice-handoff-dev-service.template.json'), 'utf8'),
    );
    const resources: { Metadata?: Record<string, string> }[] = Object.values(template.Resources);
    for (const name of functionNames) {
      const [found] = resources.filter(({ Metadata }) => Metadata?.SamResourceId === name);
      const asset = await readdir(join(folder, 'out', found?.Metadata?.['aws:asset:path'] ?? 'none'));
      expect(asset).toEqual(expect.arrayContaining(['index.mjs', 'index.mjs.map']));
      const others = asset.filter((file) => !file.startsWith('index.mjs'));
      expect(others.filter((file) => !/^[\w-]+-[\dA-Z]{8}\.mjs$/.test(file))).toEqual([]);
    }
  });

  it('stops at bad context with one message that names all of it', async () => {
    const failed = npm('-c', 'stage=prod', '-c', 'TWILIO_ACCOUNT_SID=1', '-c', 'HANDOFF_WINDOW=30');
    await expect(failed).rejects.toMatchObject({
      stderr: expect.stringContaining(
        'Context values are missing or wrong:\n  HANDOFF_WINDOW is no setting\n  TWILIO_ACCOUNT_SID does not look like AC...',
      ),
    });
  });
});
