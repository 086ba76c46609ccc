import * as z from 'zod/mini';
import { E164 } from '../../../lib/base/e164.ts';
import { e164Of } from '../../../lib/base/phone-number.ts';
import { FRONT_DESK, OUTBOUND } from '../../../lib/desk/assistants.ts';
import { problemOfWords, teamWordOf } from '../../../lib/handoff/briefing/team-words.ts';
import { ALL, SQUAD } from '../../assistants/names.ts';
import { meant } from '../../setting-names.ts';
import { pathOf } from './paths.ts';

/** As much of the file as can be read: a fault elsewhere hides none of those below. */
const textOrNone = z.catch(z.optional(z.string()), undefined);
const looseTeam = z.object({
  departments: z.catch(z.record(z.string(), z.unknown()), {}),
  agents: z.catch(
    z.array(
      z.catch(
        z.object({
          name: textOrNone,
          contact: textOrNone,
          departments: z.catch(z.array(z.catch(z.string(), '')), []),
        }),
        { name: undefined, contact: undefined, departments: [] },
      ),
    ),
    [],
  ),
  numbers: z.catch(z.array(z.catch(z.object({ number: textOrNone }), { number: undefined })), []),
});
type LooseTeam = z.infer<typeof looseTeam>;

type Placed = { text: string; path: string };

function placed(list: readonly Record<string, unknown>[], room: string, key: string): Placed[] {
  return list.flatMap((one, at) => {
    const text = one[key];
    return typeof text === 'string' ? [{ text, path: pathOf([room, at, key]) }] : [];
  });
}

/** What is named a second time. Numbers are not quoted: they are people's. */
function twice(all: readonly Placed[], alike: (text: string) => string): string[] {
  return all.flatMap(({ text, path }, at) => {
    const first = all.slice(0, at).find((other) => alike(other.text) === alike(text));
    return first === undefined ? [] : [`${path} is the same as ${first.path}`];
  });
}

/** What the settings and routing expressions could not carry, and what is the name of something else. */
function departmentProblems({ departments }: LooseTeam): string[] {
  const names = Object.keys(departments);
  if (names.length === 0) return ['departments holds none: everybody would be asked for everything'];
  const each = names.flatMap((name) => {
    const path = pathOf(['departments', name]);
    if (name.includes(',')) return [`${path} has a comma in its name`];
    if (/["'\\]/.test(name)) return [`${path} has a quotation mark or a backslash in its name`];
    if (name.trim() !== name) return [`${path} has a name that begins or ends with a blank`];
    const taken = teamWordOf(name, [FRONT_DESK, OUTBOUND, SQUAD, ALL]);
    if (taken !== undefined) return [`${path} has a name that is taken: ${taken} is something else here`];
    const alone = problemOfWords([name]);
    return alone === undefined ? [] : [`${path} ${alone.replace(/^holds a value/, 'has a name')}`];
  });
  return [...each, ...alike(names)];
}

/** Each that cannot be told from one before it by who hears it. */
function alike(names: readonly string[]): string[] {
  const heard = names.filter((name) => problemOfWords([name]) === undefined);
  return heard.flatMap((name, at) => {
    const first = heard.slice(0, at).find((other) => problemOfWords([other, name]) !== undefined);
    if (first === undefined) return [];
    return [`${pathOf(['departments', name])} sounds like ${pathOf(['departments', first])}`];
  });
}

function unknownDepartments({ agents, departments }: LooseTeam): string[] {
  const known = Object.keys(departments);
  return agents.flatMap((agent, at) =>
    agent.departments.flatMap((name, nth) => {
      if (name === '' || known.length === 0 || known.includes(name)) return [];
      const near = meant(name, known);
      const hint = near === undefined ? `there are ${known.join(', ')}` : `did you mean ${near}?`;
      return [`${pathOf(['agents', at, 'departments', nth])} is no department of this team; ${hint}`];
    }),
  );
}

/** E.164 has room for more than the plan of a number's country. */
function impossible(all: readonly Placed[]): string[] {
  return all
    .filter(({ text }) => E164.test(text) && e164Of(text) !== text)
    .map(({ path }) => `${path} is no number that its country can have`);
}

function loops(contacts: readonly Placed[], numbers: readonly Placed[]): string[] {
  return contacts.flatMap(({ text, path }) => {
    const own = numbers.find((number) => number.text === text);
    return own === undefined
      ? []
      : [`${path} is the team's own ${own.path}: the call would come round again`];
  });
}

/** Returns what is wrong between the values of a team's file. */
export function besideProblems(given: unknown): string[] {
  const read = looseTeam.safeParse(given);
  if (!read.success) return [];
  const { agents, numbers } = read.data;
  const contacts = placed(agents, 'agents', 'contact');
  const own = placed(numbers, 'numbers', 'number');
  return [
    ...departmentProblems(read.data),
    ...unknownDepartments(read.data),
    ...twice(placed(agents, 'agents', 'name'), (name) => name.toLowerCase()),
    ...twice(own, (number) => number),
    ...impossible([...contacts, ...own]),
    ...loops(contacts, own),
  ];
}
