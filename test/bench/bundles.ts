import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { bundleFunctions } from '../../infra/bundling.ts';
import { functionNames } from '../../infra/topology/index.ts';

/** Of its entry, which is read at once, of all its code, and of that code packed. */
export type BundleFigure = { function: string; entryKB: number; kB: number; gzipKB: number };

/** Bundles every function as a deployment does and measures what is uploaded. */
export const measureBundles = async (): Promise<BundleFigure[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'voice-handoff-bench-'));
  try {
    await bundleFunctions(folder);
    return await Promise.all(
      functionNames.map(async (name) => {
        const files = (await readdir(join(folder, name))).filter((file) => file.endsWith('.mjs'));
        const code = await Promise.all(files.map((file) => readFile(join(folder, name, file))));
        const kB = (sizes: readonly number[]) => sizes.reduce((all, size) => all + size, 0) / 1000;
        return {
          function: name,
          entryKB: (await stat(join(folder, name, 'index.mjs'))).size / 1000,
          kB: kB(code.map((each) => each.length)),
          gzipKB: kB(code.map((each) => gzipSync(each).length)),
        };
      }),
    );
  } finally {
    await rm(folder, { recursive: true });
  }
};
