import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Metafile } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import { type FunctionName, functionNames, queues } from '../../../infra/topology/index.ts';
import { toolWords } from '../../../lib/inbound/tools/index.ts';
import { readMetafile, type Synthesized, synthesize } from './synthesized.ts';

let made: Synthesized;
let metafile: Metafile;
beforeAll(async () => {
  made = await synthesize();
  metafile = await readMetafile(made);
});

const KB = 1000;
/** Nobody waits for their start. */
const WORKERS: FunctionName[] = [...Object.values(queues).map(({ worker }) => worker), 'doctor'];

/** What esbuild says of the files of a function's bundle. */
const outputsOf = (name: FunctionName) =>
  Object.entries(metafile.outputs).filter(([file]) => dirname(file).endsWith(`/${name}`));

/** The files that went into a function's bundle, or into some of its files, and left something there. */
const inputsOf = (name: FunctionName, among: (file: string) => boolean = () => true): string[] =>
  outputsOf(name)
    .filter(([file]) => among(basename(file)))
    .flatMap(([, { inputs }]) =>
      Object.entries(inputs).flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? [file] : [])),
    );

/** The files that a function reads while it loads: its entry, and what that imports at once. */
const loadedFirst = (name: FunctionName): string[] => {
  const outputs = new Map(outputsOf(name));
  const found = new Set([...outputs.keys()].filter((file) => basename(file) === 'index.mjs'));
  for (const file of found) {
    for (const { path, kind, external } of outputs.get(file)?.imports ?? []) {
      if (kind === 'import-statement' && !external) found.add(path);
    }
  }
  return [...found].map((file) => basename(file));
};
const sizeOf = async (name: FunctionName, files: readonly string[]): Promise<number> => {
  const all = await Promise.all(files.map((file) => stat(join(made.bundles, name, file))));
  return all.reduce((sum, { size }) => sum + size, 0);
};

/** The folder of the package that a file belongs to, by the package's name. */
const packageOf = (file: string): [name: string, folder: string] | undefined => {
  const match = /^(.*node_modules\/((?:@[^/]+\/)?[^/]+))\//.exec(file);
  return match?.[1] === undefined || match[2] === undefined ? undefined : [match[2], match[1]];
};

describe('The bundle of', () => {
  it.each(functionNames)('%s is small enough to start fast', async (name) => {
    const first = loadedFirst(name);
    expect(first.length).toBeGreaterThan(1);
    const size = await sizeOf(name, first);
    expect(size).toBeGreaterThan(10 * KB);
    expect(size).toBeLessThanOrEqual((WORKERS.includes(name) ? 800 : 460) * KB);
  });

  it.each(functionNames)('%s holds what it imports, and no file of another', async (name) => {
    const files = outputsOf(name).map(([file]) => basename(file));
    const held = await readdir(join(made.bundles, name));
    const code = held.filter((file) => !file.endsWith('.map'));
    expect(code.toSorted()).toEqual(files.toSorted());
    expect(await sizeOf(name, code)).toBeLessThanOrEqual(1000 * KB);
  });

  it('vapi-webhook loads the queue with itself, the table and the secret when it needs them', () => {
    const first = loadedFirst('vapi-webhook');
    const clientsOf = (inputs: readonly string[]) =>
      ['sqs', 'dynamodb', 'secrets-manager'].filter((service) =>
        inputs.some((file) => file.includes(`/@aws-sdk/client-${service}/`)),
      );
    expect(clientsOf(inputsOf('vapi-webhook', (file) => first.includes(file)))).toEqual(['sqs']);
    expect(clientsOf(inputsOf('vapi-webhook'))).toEqual(['sqs', 'dynamodb', 'secrets-manager']);
  });

  it.each(functionNames)('%s comes with source maps of what is ours, which no file names', async (name) => {
    const folder = join(made.bundles, name);
    const held = await readdir(folder);
    const read = (file: string) => readFile(join(folder, file), 'utf8');
    const maps = await Promise.all(
      held.filter((file) => file.endsWith('.map')).map(async (file) => JSON.parse(await read(file))),
    );
    const sources: string[] = maps.flatMap((map) => map.sources);
    const ours = inputsOf(name).filter((file) => /^(functions|lib)\//.test(file));
    expect(new Set(sources.map((source) => source.replace(/^.*?\/(?=(?:functions|lib)\/)/, '')))).toEqual(
      new Set(ours),
    );
    for (const file of held.filter((one) => one.endsWith('.mjs')))
      expect(await read(file)).not.toContain('//# sourceMappingURL');
  });

  it.each(functionNames)('%s holds no package twice', (name) => {
    const folders = new Map<string, Set<string>>();
    for (const file of inputsOf(name)) {
      const [of, folder] = packageOf(file) ?? [];
      if (of === undefined || folder === undefined) continue;
      folders.set(of, (folders.get(of) ?? new Set()).add(folder));
    }
    expect(folders.size).toBeGreaterThan(2);
    expect([...folders].filter(([, copies]) => copies.size > 1)).toEqual([]);
  });

  it.each(functionNames)("%s holds neither Twilio's whole SDK nor anything of infra or test", (name) => {
    const inputs = inputsOf(name);
    expect(inputs.some((file) => file.startsWith(`functions/${name}`))).toBe(true);
    expect(inputs.filter((file) => /^(infra|test)\//.test(file))).toEqual([]);
    expect(
      inputs.filter((file) => /node_modules\/twilio\/(lib\/)?(index|rest\/Twilio)\.js$/.test(file)),
    ).toEqual([]);
    expect(inputs.filter((file) => file.includes('node_modules/axios/'))).toEqual([]);
  });

  it.each(functionNames)('%s holds no word that only the assistant needs', async (name) => {
    const code = await readFile(join(made.bundles, name, 'index.mjs'), 'utf8');
    const words = toolWords({ departments: ['sales'], skills: [] }).map(({ description }) => description);
    expect(words.filter((one) => code.includes(one.slice(0, 40)))).toEqual([]);
  });

  it.each(functionNames)('%s needs nothing but Node itself', (name) => {
    expect(inputsOf(name)).toContain('builtin:node:crypto');
    const external = outputsOf(name)
      .flatMap(([, { imports }]) => imports)
      .filter((one) => one.external);
    expect(external).toEqual([]);
  });
});
