import { clip } from '../../base/clip.ts';
import type { HandoffContext } from '../record/handoff.ts';
import { languageTagOf } from './language-tag.ts';
import { teamWordOf } from './team-words.ts';

/** What a team has: the words by which its workflow routes. */
export type TeamWords = { departments: readonly string[]; skills: readonly string[] };

const URGENCIES = ['low', 'normal', 'high'];

/** What a workflow routes on. */
type Routing = Pick<HandoffContext, 'department' | 'skills' | 'language' | 'urgency'>;

/** A routing field, and what was said in it that the team has not. */
export type Unknown = readonly (readonly [field: keyof Routing, said: string])[];

/**
 * Returns what was said with the routing words that the team has, in the team's spelling. What it has not is left
 * out, so that the task goes to everybody.
 */
export function withTeamWords<T extends Routing>(
  said: T,
  { departments, skills }: TeamWords,
): { known: T; unknown: Unknown } {
  const unknown: [keyof Routing, string][] = [];
  const { department, skills: askedSkills = [], language, urgency, ...rest } = said;
  const wordOf = (
    field: keyof Routing,
    given: string | undefined,
    read: (given: string) => string | undefined,
  ) => {
    const word = given === undefined ? undefined : read(given);
    if (given !== undefined && word === undefined) unknown.push([field, given]);
    return word;
  };
  const known: Routing = {};
  const itsDepartment = wordOf('department', department, (one) => teamWordOf(one, departments));
  if (itsDepartment !== undefined) known.department = itsDepartment;
  const itsSkills = askedSkills
    .flatMap((given) => skillsIn(given, skills))
    .flatMap((given) => wordOf('skills', given, (one) => teamWordOf(one, skills)) ?? []);
  if (itsSkills.length > 0) known.skills = [...new Set(itsSkills)];
  const tag = wordOf('language', language, languageTagOf);
  if (tag !== undefined) known.language = tag;
  const itsUrgency = wordOf('urgency', urgency, (one) => teamWordOf(one, URGENCIES));
  if (itsUrgency !== undefined) known.urgency = itsUrgency;
  return { known: { ...rest, ...known } as T, unknown };
}

/** Between the skills of one text: marks, or an "and" in one of our languages. */
const BETWEEN_SKILLS = /\s*[,;/|&+\n]\s*|\s+(?:and|y|e|und|et)\s+/iu;

/** Returns the skills in a text that names several of the team's, and nothing else; else the text itself. */
function skillsIn(given: string, skills: readonly string[]): string[] {
  if (teamWordOf(given, skills) !== undefined) return [given];
  const parts = given.split(BETWEEN_SKILLS).filter((part) => part !== '');
  return parts.every((part) => teamWordOf(part, skills) !== undefined) ? parts : [given];
}

/** As many fields as are read of what a model has captured. */
const MOST_FIELDS = 12;
const FIELD_BYTES = 200;

/** Keeps for the agent, among what was captured, what was left out of the routing. */
export function withUnknownWords(context: HandoffContext, unknown: Unknown): HandoffContext {
  if (unknown.length === 0) return context;
  const captured = { ...context.captured };
  for (const field of new Set(unknown.map(([one]) => one))) {
    const said = unknown.flatMap(([of, one]) => (of === field ? [one] : [])).join(', ');
    if (Object.keys(captured).length < MOST_FIELDS) captured[`wanted_${field}`] ??= clip(said, FIELD_BYTES);
  }
  return { ...context, captured };
}
