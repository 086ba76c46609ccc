import { isSettingName, type SettingName } from '../../lib/lambda/settings.ts';
import { entryFile } from '../bundling.ts';
import { byFunction, type FunctionName, functionNames, functions } from '../topology.ts';

/** The settings that the code of each function reads, by its own word (`needs`). */
export type Needs = Record<FunctionName, readonly SettingName[]>;

const isNeeds = (value: unknown): value is readonly SettingName[] =>
  Array.isArray(value) && value.every((name) => typeof name === 'string' && isSettingName(name));

/** Asks every function's module. Throws when one does not say what it needs. */
export const loadNeeds = async (): Promise<Needs> => {
  const known = new Map<FunctionName, readonly SettingName[]>();
  await Promise.all(
    functionNames.map(async (name) => {
      const { entry } = functions[name];
      const module: { needs?: unknown } = await import(/* @vite-ignore */ entryFile(entry));
      if (!isNeeds(module.needs)) throw new Error(`functions/${entry}.ts exports no \`needs\``);
      known.set(name, [...new Set(module.needs)]);
    }),
  );
  return byFunction((name) => known.get(name) ?? []);
};
