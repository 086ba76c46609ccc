import * as z from 'zod/mini';

const BARE = /^\S(?:.*\S)?$/;

/** Vapi's ids of the assistants, by what they are called here: `front-desk`, `billing`. */
export const assistantsSchema = z.record(
  z.string().check(z.regex(BARE, 'has a name that is empty, or begins or ends with a space')),
  z.string('is not the id of an assistant').check(z.regex(BARE, 'is empty, or begins or ends with a space')),
  'is not an object with the ids of assistants',
);

export type Assistants = z.infer<typeof assistantsSchema>;

export const FRONT_DESK = 'front-desk';
/** Who calls people (O1). */
export const OUTBOUND = 'outbound';

/** Who may answer a call, as the team has set it up. */
export type DeskSetup = {
  squadId?: string | undefined;
  assistants: Assistants;
  /** The one assistant of a team without a desk. */
  assistantId?: string | undefined;
};

export type Chosen =
  | { is: 'squad'; squadId: string }
  | { is: 'assistant'; assistantId: string }
  /** Nobody is set up. */
  | { is: 'none' };

/** Returns Vapi's id of whom the desk calls so: the names of departments are not always written alike. */
export function idOf(name: string, assistants: Assistants): string | undefined {
  if (Object.hasOwn(assistants, name)) return assistants[name];
  const alike = Object.keys(assistants).find((one) => one.toLowerCase() === name.toLowerCase());
  return alike === undefined ? undefined : assistants[alike];
}

/** Who answers: the specialist whose talk was cut off, else the squad, else the router, else the one assistant. */
export function chooseAssistant(
  { squadId, assistants, assistantId }: DeskSetup,
  specialist?: string,
): Chosen {
  const resumed = specialist === undefined ? undefined : idOf(specialist, assistants);
  if (resumed !== undefined) return { is: 'assistant', assistantId: resumed };
  if (squadId !== undefined) return { is: 'squad', squadId };
  const router = idOf(FRONT_DESK, assistants) ?? assistantId;
  return router === undefined ? { is: 'none' } : { is: 'assistant', assistantId: router };
}

/** What an assistant of Vapi's is called here; undefined for one that is not ours, and for the router. */
export function specialistOf(assistantId: string | undefined, { assistants }: DeskSetup): string | undefined {
  if (assistantId === undefined) return undefined;
  const name = Object.keys(assistants).find((one) => assistants[one] === assistantId);
  return name?.toLowerCase() === FRONT_DESK ? undefined : name;
}

/** The same in the fields that Vapi takes: of a squad the overrides go to its members, and never both kinds at once. */
export function answeredBy(
  chosen: Exclude<Chosen, { is: 'none' }>,
  overrides: { variableValues?: Record<string, string>; metadata?: Record<string, string> },
): Record<string, unknown> {
  const filled = Object.entries(overrides).filter(([, values]) => Object.keys(values ?? {}).length > 0);
  const given = filled.length === 0 ? undefined : Object.fromEntries(filled);
  return chosen.is === 'squad'
    ? { squadId: chosen.squadId, ...(given && { squadOverrides: given }) }
    : { assistantId: chosen.assistantId, ...(given && { assistantOverrides: given }) };
}
