import { BadSettings, readSettings } from '../lib/settings/read.ts';
import { only } from '../lib/settings/setting.ts';
import { about, isSettingName, SETTING_NAMES, SETTINGS } from './settings.ts';

type Values = Readonly<Record<string, string>>;

/** Returns what is wrong with values that are given. What is not given is nobody's fault here. */
export function wrongIn(values: Values): readonly string[] {
  try {
    readSettings({ ...values }, only(SETTINGS, ...Object.keys(values).filter(isSettingName)));
    return [];
  } catch (error) {
    if (error instanceof BadSettings) return error.problems;
    throw error;
  }
}

/**
 * Returns what is not given and needed beside what is: a help desk without its keys. `inSecret`: secrets stand somewhere
 * else, so that nothing is said of them.
 */
export function missingBeside(values: Values, { inSecret = false } = {}): readonly string[] {
  return SETTING_NAMES.flatMap((name) => {
    const { beside, isProvided, isSecret } = about(name);
    if (values[name] !== undefined || isProvided || (inSecret && isSecret)) return [];
    const problem = beside?.(undefined, values);
    return problem === undefined ? [] : [`${name} ${problem}`];
  });
}
