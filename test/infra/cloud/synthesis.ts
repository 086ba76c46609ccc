import { execFile } from 'node:child_process';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** A folder of this run: what `npm run synth` makes is in `out`, what it says in `said.json`, once it has ended. */
    synthesis: string;
  }
}

export type Said = { failed: boolean; stdout: string; stderr: string };

/** `npm run synth` into `out` of a folder, as on a machine that has never heard of AWS. */
export function npmRunSynth(folder: string, ...given: string[]): Promise<Said> {
  const { PATH = '', NODE_COMPILE_CACHE = '' } = process.env;
  const machine = { PATH, HOME: folder, NO_COLOR: '1', CI: 'true', AWS_EC2_METADATA_DISABLED: 'true' };
  // Of 37 s of CPU the check takes 7 and fails none (vitest.config.ts), compiling anew takes 3, and so does how often
  // esbuild collects its garbage.
  const env = { ...machine, NODE_COMPILE_CACHE, CDK_VALIDATION: 'false', GOGC: '400' };
  const command = ['run', 'synth', '--', '--output', join(folder, 'out'), ...given];
  return new Promise((resolve) => {
    execFile('npm', command, { env }, (error, stdout, stderr) =>
      resolve({ failed: error !== null, stdout, stderr }),
    );
  });
}

/** Starts `npm run synth`, once for all tests and while others run. What it returns removes everything after them. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'voice-handoff-synth-'));
  project.provide('synthesis', folder);
  const synthesized = npmRunSynth(folder).then(async (said) => {
    await writeFile(join(folder, 'saying.json'), JSON.stringify(said));
    // Those who wait for it see the whole of it or nothing.
    await rename(join(folder, 'saying.json'), join(folder, 'said.json'));
  });
  return async () => {
    await synthesized;
    await rm(folder, { recursive: true });
  };
}
