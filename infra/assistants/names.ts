import { FRONT_DESK, OUTBOUND } from '../../lib/desk/assistants.ts';
import { teamWordOf } from '../../lib/handoff/briefing/team-words.ts';
import type { DeskOptions } from './choices.ts';

/** What `npm run assistant` prints besides assistants. */
export const SQUAD = 'squad';
export const ALL = 'all';
const TAKEN = [FRONT_DESK, OUTBOUND, SQUAD, ALL];

/** In characters (Vapi). */
const LONGEST_NAME = 40;

/** The departments or choices cannot become assistants. */
export class BadDesk extends Error {
  override name = 'BadDesk';
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(`The assistants cannot be made:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}

/** Returns what stands under a name that a team has chosen; never what every object has, like `constructor`. */
export function own<V>(values: Readonly<Record<string, V>> | undefined, name: string): V | undefined {
  return values !== undefined && Object.hasOwn(values, name) ? values[name] : undefined;
}

/** The router, and whoever is behind it: each is called what the desk answers after `GO`. */
export function deskKeys({ teamWords }: Pick<DeskOptions, 'teamWords'>): string[] {
  return [FRONT_DESK, ...teamWords.departments];
}

/** The name at Vapi, by which members of a squad find each other. */
export function nameAtVapi(key: string, { namePrefix = '' }: Pick<DeskOptions, 'namePrefix'>): string {
  return `${namePrefix}${key}`;
}

/** Throws `BadDesk`, which names everything that is wrong. */
export function checkDesk(options: DeskOptions): void {
  const { departments } = options.teamWords;
  const taken = departments.filter((one) => teamWordOf(one, TAKEN) !== undefined);
  const strange = Object.keys(options.choices?.about ?? {}).filter((key) => !departments.includes(key));
  const problems = [
    ...(departments.length === 0 ? ['There is no department'] : []),
    ...taken.map((one) => `A department cannot be called "${one}": that is the name of something else here`),
    ...tooLong(deskKeys(options), options),
    ...strange.map((key) => `\`about\` speaks of "${key}", which is none of the departments`),
  ];
  if (problems.length > 0) throw new BadDesk(problems);
}

/** The same of the assistant that calls people: whoever is called must hear at once who calls, and that it is an AI. */
export function checkOutbound(options: DeskOptions): void {
  const { company, disclosure } = options.choices ?? {};
  const problems = [
    ...tooLong([OUTBOUND], options),
    ...(company === undefined && disclosure === undefined
      ? [
          'Whoever is called must hear at once who calls and that it is an AI: ASSISTANT_OPTIONS names `company`, or says both in `disclosure`',
        ]
      : []),
  ];
  if (problems.length > 0) throw new BadDesk(problems);
}

function tooLong(keys: readonly string[], options: Pick<DeskOptions, 'namePrefix'>): string[] {
  return keys
    .map((key) => nameAtVapi(key, options))
    .filter((name) => name.length > LONGEST_NAME)
    .map((name) => `The name "${name}" is longer than the ${LONGEST_NAME} characters that Vapi allows`);
}

/** As much of a department's name as a tool's may hold, with its verb, in 64 characters. */
const LONGEST_WORD = 48;

/** The tool that moves a caller to each department: `handoff_to_billing`. Names of tools are ASCII. */
export function handoffToolNames(departments: readonly string[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const department of departments) {
    const taken = new Set(names.values());
    const word = wordOf(department);
    let name = `handoff_to_${word}`;
    for (let number = 2; taken.has(name); number += 1) name = `handoff_to_${word}_${number}`;
    names.set(department, name);
  }
  return names;
}

function wordOf(department: string): string {
  const word = department
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .slice(0, LONGEST_WORD)
    .replace(/^_+|_+$/g, '');
  return word === '' ? 'department' : word;
}
