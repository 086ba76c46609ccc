import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { bundleFunctions } from '../../infra/bundling.ts';
import { functionNames } from '../../infra/topology/index.ts';

export type BundleFigure = { function: string; kB: number; gzipKB: number };

/** Bundles every function as a deployment does and measures what is uploaded. */
export const measureBundles = async (): Promise<BundleFigure[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'voice-handoff-bench-'));
  try {
    await bundleFunctions(folder);
    return await Promise.all(
      functionNames.map(async (name) => {
        const code = await readFile(join(folder, name, 'index.mjs'));
        return { function: name, kB: code.length / 1000, gzipKB: gzipSync(code).length / 1000 };
      }),
    );
  } finally {
    await rm(folder, { recursive: true });
  }
};
