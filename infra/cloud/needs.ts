import type { Declared } from '../../lib/settings/setting.ts';
import { entryFile } from '../bundling.ts';
import { SETTINGS } from '../settings.ts';
import { byFunction, type FunctionName, functionNames } from '../topology/index.ts';

/** The settings that the code of each function reads, by its own word (`needs`). */
export type Needs = Record<FunctionName, Declared>;

const isNeeds = (value: unknown): value is Declared =>
  typeof value === 'object' && value !== null && Object.keys(value).every((name) => name in SETTINGS);

/** Asks every function's module. Throws when one does not say what it needs. */
export const loadNeeds = async (): Promise<Needs> => {
  const known = new Map<FunctionName, Declared>();
  await Promise.all(
    functionNames.map(async (name) => {
      const module: { needs?: unknown } = await import(/* @vite-ignore */ entryFile(name));
      if (!isNeeds(module.needs)) throw new Error(`functions/${name}.ts exports no \`needs\``);
      known.set(name, module.needs);
    }),
  );
  return byFunction((name) => known.get(name) ?? {});
};
