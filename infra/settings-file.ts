import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import type { Env } from '../lib/settings/read.ts';
import { languageNamed } from '../lib/speech/index.ts';
import { namesInFile } from './setting-names.ts';

export type SettingsFile = {
  values: Readonly<Record<string, string>>;
  /** Names that are no setting, and lines that say nothing to a reader of the file; never a value. */
  problems: readonly string[];
};

/** A name at the beginning of a line without `=`: written as in YAML, or the sign was forgotten. */
const WITHOUT_SIGN = /^\s*(?:export\s+)?([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)\s*(?::.*|\s[^=]*)?$/;

/** A file of settings (`NAME=value`, as Node reads it); one that is not there holds nothing. */
export function readSettingsFile(path: string): SettingsFile {
  const text = textOf(path);
  const values: Record<string, string> = {};
  for (const [name, value] of Object.entries(parseEnv(text))) if (value !== undefined) values[name] = value;
  const given = Object.keys(values).filter((name) => values[name]?.trim());
  const unsigned = text
    .split(/\r?\n/)
    .flatMap((line) => WITHOUT_SIGN.exec(line)?.[1] ?? [])
    .filter((name) => values[name] === undefined);
  return {
    values,
    problems: [...namesInFile(given), ...unsigned.map((name) => `${name} has no "=" behind it`)],
  };
}

/** As a desktop writes it (GNU gettext), and nobody a setting: `de_AT:de:en`, `C.UTF-8`. */
const OF_DESKTOP = /[_:.]|^(?:C|POSIX)$/;

/**
 * Returns what is set: the environment goes before the file. But a desktop has a `LANGUAGE` of its own: it counts after
 * the file's, and not at all where it is none of ours.
 */
export function settingsGiven(file: SettingsFile['values'], environment: Env): Env {
  const { LANGUAGE: spoken = '', ...others } = environment;
  if (!OF_DESKTOP.test(spoken.trim())) return { ...file, ...environment };
  const isOurs = spoken.split(':').some((one) => languageNamed(one) !== undefined);
  return { ...(isOurs && { LANGUAGE: spoken }), ...file, ...others };
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}
