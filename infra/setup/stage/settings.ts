import type { Env } from '../../../lib/settings/read.ts';
import { namesInEnvironment } from '../../setting-names.ts';
import { missingBeside, wrongIn } from '../../setting-problems.ts';
import { about, isSettingName } from '../../settings.ts';
import { readSettingsFile, settingsGiven } from '../../settings-file.ts';

export type StageSettings = {
  /** What is given, by setting name; never what a deployment sets itself. */
  values: Readonly<Record<string, string>>;
  /** Names that are no setting, and values that none can have; never a value. */
  problems: readonly string[];
  /** What is needed beside what is given. A deployment may have it from elsewhere. */
  missing: readonly string[];
};

/** Reads the settings of a stage: the environment goes before the file, and either may lack any of them. */
export function stageSettings(file: string, env: Env): StageSettings {
  const read = readSettingsFile(file);
  const values: Record<string, string> = {};
  for (const [name, value] of Object.entries(settingsGiven(read.values, env))) {
    const text = value?.trim();
    if (text && isSettingName(name) && !about(name).isProvided) values[name] = text;
  }
  const misspelt = namesInEnvironment(Object.keys(env).filter((name) => env[name]?.trim()));
  const problems = [...new Set([...read.problems, ...misspelt, ...wrongIn(values)])];
  return { values, problems, missing: missingBeside(values) };
}
