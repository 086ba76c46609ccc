import { readFile, rm, writeFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, type Metafile, type Plugin } from 'esbuild';
import { ownLines } from './source-map.ts';
import { type FunctionName, functionNames } from './topology/index.ts';

const file = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const BUILTIN = new RegExp(`^(?:node:)?(?:${builtinModules.join('|')})$`);
/**
 * Node's own modules without `import`: that would also load what they load later, and of `node:http` that is all of
 * undici.
 */
const builtinsAsTheyAre: Plugin = {
  name: 'builtins-as-they-are',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: BUILTIN }, ({ path }) => ({ path, namespace: 'builtin' }));
    onLoad({ filter: /^/, namespace: 'builtin' }, ({ path }) => ({
      contents: `module.exports=process.getBuiltinModule('${path}')`,
    }));
  },
};

/** How every function is bundled, as options of esbuild. */
const bundling = {
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  // What is behind an `import()` is in a file of its own, and read when it is needed.
  splitting: true,
  plugins: [builtinsAsTheyAre],
  outExtension: { '.js': '.mjs' },
  mainFields: ['module', 'main'],
  // Lambda gives credentials in the environment: the SDK's search of every other place is left out.
  alias: { '@aws-sdk/credential-provider-node': file('../lib/aws/credentials.ts') },
  sourcemap: 'external',
  sourcesContent: false,
} satisfies BuildOptions;

/** What Lambda is told to run: `handler` of `index.mjs`. */
export const HANDLER = 'index.handler';

/** The file of a function. */
export const entryFile = (name: FunctionName): string => file(`../functions/${name}.ts`);

/** What `from` imports, now or later. esbuild also writes files that are imported only by code that it leaves out. */
const reachedFrom = (
  from: string,
  outputs: Metafile['outputs'],
  reached = new Set<string>(),
): Set<string> => {
  reached.add(from);
  for (const { path, external } of outputs[from]?.imports ?? []) {
    if (!external && !reached.has(path)) reachedFrom(path, outputs, reached);
  }
  return reached;
};

/** No file names its map: Node would read it at each start, and only what goes wrong asks for it (`thrownAt`). */
const keepOwnLines = async (path: string): Promise<void> => {
  const map = ownLines(await readFile(path, 'utf8'));
  await (map === undefined ? rm(path) : writeFile(path, map));
};

/** Bundles one function in a build of its own, so that it shares no file with another. */
const bundleFunction = async (name: FunctionName, outdir: string): Promise<Metafile> => {
  // What an earlier build left would be uploaded too.
  await rm(outdir, { recursive: true, force: true });
  const entryPoints = [{ in: entryFile(name), out: 'index' }];
  const { metafile } = await build({ ...bundling, entryPoints, outdir, metafile: true });
  const code = Object.entries(metafile.outputs).filter(([path]) => path.endsWith('.mjs'));
  const entry = relative(process.cwd(), join(outdir, 'index.mjs'));
  const reached = reachedFrom(entry, metafile.outputs);
  const unused = code.map(([path]) => path).filter((path) => !reached.has(path));
  await Promise.all([...unused, ...unused.map((path) => `${path}.map`)].map((path) => rm(path)));
  await Promise.all([...reached].map((path) => keepOwnLines(`${path}.map`)));
  return { ...metafile, outputs: Object.fromEntries(code.filter(([path]) => reached.has(path))) };
};

/** Bundles every function into a folder of its own under `folder`: `<function>/index.mjs`, its map, and what it imports. */
export const bundleFunctions = async (folder: string): Promise<Metafile> => {
  const bundles = await Promise.all(functionNames.map((name) => bundleFunction(name, join(folder, name))));
  return {
    inputs: Object.fromEntries(bundles.flatMap(({ inputs }) => Object.entries(inputs))),
    outputs: Object.fromEntries(bundles.flatMap(({ outputs }) => Object.entries(outputs))),
  };
};
