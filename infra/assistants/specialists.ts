import { teamWordOf } from '../../lib/handoff/briefing/team-words.ts';
import { billing } from './billing.ts';
import type { DeskOptions } from './choices.ts';
import { own } from './names.ts';
import { sales } from './sales.ts';
import { generic, type Specialist } from './specialist.ts';
import { support } from './support.ts';

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
