import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { functionNames } from '../../../infra/topology/index.ts';
import { npmRunSynth } from './synthesis.ts';
import { synthesis } from './synthesized.ts';

describe('npm run synth', () => {
  it('needs no account, no credentials and no Docker, and says what the deployment will ask for', async () => {
    const { stdout, stderr, output } = await synthesis();
    expect(stdout + stderr).toMatch(/the deployment asks for it: .*TWILIO_WORKFLOW_SID/);
    const files = await readdir(output);
    expect(files).toEqual(
      expect.arrayContaining([
        'voice-handoff-dev-data.template.json',
        'voice-handoff-dev-service.template.json',
      ]),
    );
    const template = JSON.parse(
      await readFile(join(output, 'voice-handoff-dev-service.template.json'), 'utf8'),
    );
    const resources: { Metadata?: Record<string, string> }[] = Object.values(template.Resources);
    for (const name of functionNames) {
      const [found] = resources.filter(({ Metadata }) => Metadata?.SamResourceId === name);
      const asset = await readdir(join(output, found?.Metadata?.['aws:asset:path'] ?? 'none'));
      expect(asset).toEqual(expect.arrayContaining(['index.mjs', 'index.mjs.map']));
      const others = asset.filter((file) => !file.startsWith('index.mjs'));
      expect(others.filter((file) => !/^[\w-]+-[\dA-Z]{8}\.mjs(\.map)?$/.test(file))).toEqual([]);
    }
  });

  it('stops at bad context with one message that names all of it', async () => {
    const folder = await mkdtemp(join(inject('synthesis'), 'bad-context-'));
    const bad = ['-c', 'stage=prod', '-c', 'TWILIO_ACCOUNT_SID=1', '-c', 'HANDOFF_WINDOW=30'];
    const { failed, stderr } = await npmRunSynth(folder, ...bad);
    expect(failed).toBe(true);
    expect(stderr).toContain(
      'Context values are missing or wrong:\n  HANDOFF_WINDOW is no setting; did you mean HANDOFF_WINDOW_SECONDS?\n  TWILIO_ACCOUNT_SID does not look like AC...',
    );
  });
});
