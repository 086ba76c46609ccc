import { readFileSync } from 'node:fs';
import type * as z from 'zod/mini';
import { withoutUndefined } from '../../../lib/base/without-undefined.ts';
import { meant } from '../../setting-names.ts';
import { besideProblems } from './beside.ts';
import { pathOf } from './paths.ts';
import { teamSchema } from './schema.ts';
import type { Team } from './team.ts';

/** Names everything that is wrong with the team's file, all at once. */
export class BadTeam extends Error {
  override name = 'BadTeam';
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

const KINDS: Partial<Record<string, string>> = {
  object: 'a JSON object',
  record: 'a JSON object',
  array: 'a list',
  string: 'a text',
};

const KEYS = ['company', 'departments', 'agents', 'numbers', 'assistants'];
const KEYS_WITHIN = ['about', 'name', 'contact', 'languages', 'number', 'answeredBy', 'model', 'language'];

/** For schemas that have no words of their own. */
function inWords(issue: z.core.$ZodRawIssue): string {
  if (issue.code !== 'invalid_type') return 'is not a value that it may have';
  return issue.input === undefined ? 'is missing' : `is not ${KINDS[issue.expected] ?? issue.expected}`;
}

function unknownKey(path: readonly PropertyKey[], key: string): string {
  const near = meant(key, path.length === 0 ? KEYS : [...KEYS_WITHIN, 'departments']);
  return `${pathOf([...path, key])} is not known here${near === undefined ? '' : `; did you mean ${near}?`}`;
}

function problemsOf(issue: z.core.$ZodIssue): string[] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(issue.path, key));
  return [`${pathOf(issue.path) || 'team.json'} ${issue.message}`];
}

/** Returns the team that was given. Throws `BadTeam`. */
export function teamOf(given: unknown): Team {
  const read = teamSchema.safeParse(given, { error: inWords });
  const problems = [...(read.error?.issues ?? []).flatMap(problemsOf), ...besideProblems(given)];
  if (!read.success || problems.length > 0) throw new BadTeam([...new Set(problems)]);
  const { company, departments, agents, numbers, assistants } = read.data;
  return {
    departments: Object.fromEntries(
      Object.entries(departments).map(([name, about]) => [name, withoutUndefined(about)]),
    ),
    agents,
    numbers,
    ...(company !== undefined && { company }),
    ...(assistants !== undefined && { assistants: withoutUndefined(assistants) }),
  };
}

/** Returns the team of a file. Throws `BadTeam`, which says how to begin where there is no file. */
export function readTeam(file: string): Team {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code !== 'ENOENT') throw new BadTeam([`${file} cannot be read (${code})`]);
    throw new BadTeam([
      `${file} is not there. Begin with an example: cp infra/setup/team.example.json ${file}`,
    ]);
  }
  return teamOf(jsonOf(file, text));
}

/** What the parser says quotes the text, so only the place is taken from it. */
function jsonOf(file: string, text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    const [place = ''] = (error instanceof SyntaxError && /line \d+ column \d+/.exec(error.message)) || [];
    throw new BadTeam([`${file} is not JSON${place === '' ? '' : ` (${place})`}`]);
  }
}
