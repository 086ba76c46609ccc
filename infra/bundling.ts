import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, type Metafile } from 'esbuild';
import { type FunctionName, functionNames } from './topology/index.ts';

/** How every function is bundled, as options of esbuild. */
export const bundling = {
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  mainFields: ['module', 'main'],
  sourcemap: 'linked',
  // The lines are enough to find the place; the sources would triple what Node reads at a cold start.
  sourcesContent: false,
  banner: {
    // The twilio package is CommonJS and requires Node's own modules.
    js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);",
  },
} satisfies BuildOptions;

/** What Lambda is told to run: `handler` of `index.mjs`. */
export const HANDLER = 'index.handler';

/** The file of a function. */
export const entryFile = (name: FunctionName): string =>
  fileURLToPath(new URL(`../functions/${name}.ts`, import.meta.url));

/** Bundles every function into a folder of its own under `folder`: `<function>/index.mjs` and its map. */
export const bundleFunctions = async (folder: string): Promise<Metafile> => {
  const entryPoints = functionNames.map((name) => ({
    in: entryFile(name),
    out: join(name, 'index'),
  }));
  const { metafile } = await build({
    ...bundling,
    entryPoints,
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    metafile: true,
  });
  return metafile;
};
