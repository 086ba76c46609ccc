import { teamWordOf } from '../../lib/handoff/briefing/team-words.ts';
import { billing } from './billing.ts';
import type { DeskOptions } from './choices.ts';
import { own } from './names.ts';
import { sales } from './sales.ts';
import { generic, type Specialist } from './specialist.ts';
import { support } from './support.ts';
import type { System } from './systems.ts';

/** Departments that have words of their own. Every other one has those of `generic`, with what it is for. */
const SPECIALISTS: Readonly<Record<string, Specialist>> = { sales, support, billing };

/** The words of a department, however the team spells its name. */
export function specialistFor(department: string, { choices }: Pick<DeskOptions, 'choices'>): Specialist {
  const known = teamWordOf(department, Object.keys(SPECIALISTS));
  const words = known === undefined ? undefined : SPECIALISTS[known];
  const about = own(choices?.about, department);
  if (words === undefined) return generic(about ?? `everything that ${department} is asked for`);
  return about === undefined ? words : { ...words, about };
}

/** What a department is for, as the router and the others read it. */
export function aboutOf(department: string, options: Pick<DeskOptions, 'choices'>): string {
  return specialistFor(department, options).about;
}

/** Where callers go who belong nowhere else, or cannot be asked. */
export function lastResortOf({
  teamWords: { departments },
}: Pick<DeskOptions, 'teamWords'>): string | undefined {
  return teamWordOf('support', departments) ?? departments[0];
}

/** The connected systems that a department asks. The last resort asks all: else nobody might ask one of them. */
export function systemsOf(department: string, options: DeskOptions): readonly System[] {
  const connected = options.teamTools?.systems ?? [];
  if (department === lastResortOf(options)) return connected;
  const { systems } = specialistFor(department, options);
  return connected.filter((one) => systems.includes(one));
}
