import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FunctionName, functionNames, queues } from '../../../infra/topology/index.ts';
import { toolWords } from '../../../lib/inbound/tools/index.ts';
import { type Synthesized, synthesize } from './synthesized.ts';

let made: Synthesized & { remove(): Promise<void> };
beforeAll(async () => {
  made = await synthesize();
});
afterAll(() => made.remove());

const KB = 1000;
/** Nobody waits for their start. */
const WORKERS: FunctionName[] = Object.values(queues).map(({ worker }) => worker);

/** What esbuild says of a function's bundle. */
const outputOf = (name: FunctionName) => {
  const [, output] =
    Object.entries(made.metafile.outputs).find(([file]) => file.endsWith(`/${name}/index.mjs`)) ?? [];
  if (output === undefined) throw new Error(`no bundle of ${name}`);
  return output;
};

/** The files that went into a function's bundle and left something in it. */
const inputsOf = (name: FunctionName): string[] =>
  Object.entries(outputOf(name).inputs).flatMap(([file, { bytesInOutput }]) =>
    bytesInOutput > 0 ? [file] : [],
  );

/** The folder of the package that a file belongs to, by the package's name. */
const packageOf = (file: string): [name: string, folder: string] | undefined => {
  const match = /^(.*node_modules\/((?:@[^/]+\/)?[^/]+))\//.exec(file);
  return match?.[1] === undefined || match[2] === undefined ? undefined : [match[2], match[1]];
};

describe('The bundle of', () => {
  it.each(functionNames)('%s is small enough to start fast', async (name) => {
    const { size } = await stat(join(made.bundles, name, 'index.mjs'));
    expect(size).toBeGreaterThan(10 * KB);
    expect(size).toBeLessThanOrEqual((WORKERS.includes(name) ? 800 : 400) * KB);
  });

  it.each(functionNames)('%s comes with its source map', async (name) => {
    expect((await stat(join(made.bundles, name, 'index.mjs.map'))).size).toBeGreaterThan(10 * KB);
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
    const words = toolWords.flatMap(({ description, failed }) => [description, failed]);
    expect(words.filter((one) => code.includes(one.slice(0, 40)))).toEqual([]);
  });

  it.each(functionNames)('%s needs nothing but Node itself', (name) => {
    const external = outputOf(name)
      .imports.filter((one) => one.external)
      .map((one) => one.path);
    expect(external.filter((path) => !/^(node:)?[a-z_]+(\/[a-z]+)?$/.test(path))).toEqual([]);
  });
});
