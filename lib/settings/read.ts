import * as z from 'zod/mini';
import type { Declared, SettingsOf } from './setting.ts';

export type Env = Record<string, string | undefined>;

/** Names every setting that is missing or wrong, never its value: it may be a secret. */
export class BadSettings extends Error {
  override name = 'BadSettings';
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(`Settings are missing or wrong:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}

const KINDS: Partial<Record<string, string>> = {
  object: 'a JSON object',
  boolean: 'true or false',
};

/** For schemas that have no words of their own: zod/mini says "Invalid input" of everything. */
const inWords = (issue: z.core.$ZodRawIssue): string => {
  switch (issue.code) {
    case 'unrecognized_keys':
      return `has no option ${issue.keys.join(', ')}`;
    case 'invalid_type':
      return `is not ${KINDS[issue.expected] ?? issue.expected}`;
    default:
      return 'is not a value that it may have';
  }
};

/** Reads the declared settings. An empty value counts as not set. Throws `BadSettings` for all faults at once. */
export function readSettings<D extends Declared>(env: Env, declared: D): SettingsOf<D> {
  const given: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    const trimmed = value?.trim();
    if (trimmed) given[name] = trimmed;
  }
  const schemas = Object.entries(declared).map(([name, { schema }]) => [name, schema()]);
  const parsed = z.object(Object.fromEntries(schemas)).safeParse(given, { error: inWords });
  const problems = (parsed.error?.issues ?? []).map(({ path, message }) => {
    const name = String(path[0]);
    return name in given ? `${path.join('.')} ${message}` : `${name} is not set`;
  });
  for (const [name, { beside }] of Object.entries(declared)) {
    const problem = beside?.(given[name], given);
    if (problem !== undefined) problems.push(`${name} ${problem}`);
  }
  if (parsed.success && problems.length === 0) return parsed.data as SettingsOf<D>;
  throw new BadSettings([...new Set(problems)]);
}

/** The names of those that are keys of the stage's secret. */
export function secretsOf(declared: Declared): string[] {
  return Object.keys(declared).filter((name) => declared[name]?.isSecret);
}

/** The names of those that have to be given. */
export function requiredOf(declared: Declared): string[] {
  return Object.keys(declared).filter((name) => !declared[name]?.schema().safeParse(undefined).success);
}
