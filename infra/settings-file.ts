import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import type { Env } from '../lib/settings/read.ts';
import { languageNamed } from '../lib/speech/index.ts';
import { isKnownName, namesInFile } from './setting-names.ts';
import { linesOf, withoutMark } from './setup/stage/lines.ts';

export type SettingsFile = {
  values: Readonly<Record<string, string>>;
  /** Names that are no setting, and lines that say nothing to a reader of the file; never a value. */
  problems: readonly string[];
};

/** A name at the beginning of a line without `=`: written as in YAML, or the sign was forgotten. */
const WITHOUT_SIGN = /^\s*(?:export\s+)?([A-Z][A-Z0-9_]*)\s*(?::.*|\s[^=]*)?$/;
/** A single word is a name only where we have one like it. */
const isName = (text: string): boolean => /^[A-Z0-9]+(?:_[A-Z0-9]+)+$/.test(text) || isKnownName(text);

/** A file of settings (`NAME=value`, as Node reads it); one that is not there holds nothing. */
export function readSettingsFile(path: string): SettingsFile {
  const { text, problem } = settingsText(path);
  const values: Record<string, string> = {};
  for (const [name, value] of Object.entries(parseEnv(text))) if (value !== undefined) values[name] = value;
  const given = Object.keys(values).filter((name) => values[name]?.trim());
  const unsigned = linesOf(text)
    .filter(({ defines }) => defines === undefined)
    .flatMap((line) => WITHOUT_SIGN.exec(line.text)?.[1] ?? [])
    .filter((name) => isName(name) && values[name] === undefined);
  return {
    values,
    problems: [
      ...(problem === undefined ? [] : [problem]),
      ...namesInFile(given),
      ...unsigned.map((name) => `${name} has no "=" behind it`),
    ],
  };
}

/** As a desktop writes it (GNU gettext), and nobody a setting: `de_AT:de:en`, `C.UTF-8`. */
const OF_DESKTOP = /[_:.]|^(?:C|POSIX)$/;

/**
 * Returns what is set: the environment goes before the file, an empty variable of it counts as none. But a desktop has a `LANGUAGE` of its own: it counts after
 * the file's, and not at all where it is none of ours.
 */
export function settingsGiven(file: SettingsFile['values'], environment: Env): Env {
  const given: Env = Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim()));
  const { LANGUAGE: spoken = '', ...others } = given;
  if (!OF_DESKTOP.test(spoken.trim())) return { ...file, ...given };
  const isOurs = spoken.split(':').some((one) => languageNamed(one) !== undefined);
  return { ...(isOurs && { LANGUAGE: spoken }), ...file, ...others };
}

/** Returns the text of a file of settings, or why it cannot be read. */
export function settingsText(path: string): { text: string; problem?: string } {
  try {
    return { text: withoutMark(readFileSync(path, 'utf8')) };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
    if (code === undefined) throw error;
    return { text: '', ...(code !== 'ENOENT' && { problem: `${path} cannot be read (${code})` }) };
  }
}
