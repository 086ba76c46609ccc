import * as z from 'zod';
import type { Shelf } from './account/shelf.ts';
import { ASSISTANT_NAME, DEFAULT_MEMBER } from './call.ts';
import type { Order } from './orders.ts';
import { ASSISTANT, complaints, HANDOFF_TOOL, SQUAD } from './published/published.ts';

/** An assistant as it stands in a call: every override is in its settings. */
export type Member = {
  /** None of one that only this call has. */
  id?: string;
  name: string;
  settings: Settings;
  /** Where it may hand the caller on to inside its squad. */
  destinations: readonly Handoff[];
};

/** Where messages go, and what they are signed with. */
export const serverSchema = z.looseObject({
  url: z.string().optional(),
  timeoutSeconds: z.number().optional(),
  credentialId: z.string().optional(),
});

export const settingsSchema = z.looseObject({
  name: z.string().optional(),
  firstMessage: z.string().optional(),
  firstMessageMode: z.string().optional(),
  serverMessages: z.array(z.string()).optional(),
  server: serverSchema.optional(),
  variableValues: z.record(z.string(), z.unknown()).optional(),
  metadata: z.record(z.string(), z.unknown()).optional(),
});
export type Settings = z.infer<typeof settingsSchema>;

/** A destination inside the call, by whichever of its names is given. */
export const handoffSchema = z.looseObject({
  type: z.literal('assistant'),
  assistantName: z.string().optional(),
  assistantId: z.string().optional(),
  assistant: settingsSchema.optional(),
  assistantOverrides: settingsSchema.optional(),
});
export type Handoff = z.infer<typeof handoffSchema>;

const squadSchema = z.looseObject({
  name: z.string().optional(),
  members: z
    .array(
      z.looseObject({
        assistantId: z.string().optional(),
        assistant: settingsSchema.optional(),
        assistantOverrides: settingsSchema.optional(),
        assistantDestinations: z.array(handoffSchema).optional(),
      }),
    )
    .min(1),
  membersOverrides: settingsSchema.optional(),
});
type Squad = z.infer<typeof squadSchema>;

export type Cast = { is: 'cast'; members: [Member, ...Member[]] } | { is: 'missing'; why: string };

export type Assistants = ReturnType<typeof createAssistants>;

/** As Vapi says that there is none of this id. */
export const missing = (what: 'Assistant' | 'Squad' | 'Workflow', id: string): string =>
  `Couldn't Get ${what}. \`${what.toLowerCase()}Id\` ${id} Does Not Exist.`;

/** Who talks in a call, out of what the account has saved. */
export function createAssistants(
  shelves: Readonly<Record<'assistant' | 'squad' | 'tool', Shelf>>,
  gone: ReadonlySet<string>,
) {
  const { assistant: assistants, squad: squads, tool: tools } = shelves;
  /** An account where nobody has ever saved anything has whomever it is asked for. */
  const isStrict = () => assistants.wasUsed() || squads.wasUsed();

  const saved = (id: string): Settings | undefined => {
    if (gone.has(id)) return undefined;
    const found = assistants.get(id);
    if (found !== undefined) return settingsSchema.parse(found.body);
    return isStrict() ? undefined : DEFAULT_MEMBER.settings;
  };

  const member = (
    base: { assistantId?: string | undefined; assistant?: Settings | undefined },
    overrides: (Settings | undefined)[],
    destinations: readonly Handoff[] = [],
  ): Member | string => {
    const { assistantId: id, assistant } = base;
    const found = id === undefined ? assistant : saved(id);
    if (found === undefined) return missing('Assistant', String(id));
    const settings = overridden(found, overrides);
    const name = found.name ?? ASSISTANT_NAME;
    return { ...(id !== undefined && { id }), name, settings, destinations };
  };

  const cast = (found: (Member | string)[]): Cast => {
    const wrong = found.find((one) => typeof one === 'string');
    if (wrong !== undefined) return { is: 'missing', why: wrong };
    const [first, ...others] = found.filter((one) => typeof one !== 'string');
    return first === undefined
      ? { is: 'missing', why: 'members should not be empty' }
      : { is: 'cast', members: [first, ...others] };
  };

  const ofSquad = ({ members, membersOverrides }: Squad, own: Settings | undefined): Cast => {
    const found = members.map(({ assistantOverrides, assistantDestinations, ...base }) =>
      member(base, [assistantOverrides, membersOverrides, own], assistantDestinations),
    );
    const names = found.flatMap((one) => (typeof one === 'string' ? [] : [one.name]));
    if (new Set(names).size < names.length) return { is: 'missing', why: 'Duplicate Assistant Name' };
    return cast(found);
  };

  /** Why such a squad cannot be saved. */
  const wrongSquad = (given: unknown): string | undefined => {
    const read = squadSchema.safeParse(given);
    if (!read.success) return 'members should not be empty';
    const found = ofSquad(read.data, undefined);
    return found.is === 'missing' ? found.why : undefined;
  };

  return {
    /** Throws at what Vapi would refuse. */
    save({ id, ...given }: { id?: string; [setting: string]: unknown }): string {
      demand(complaints(given, ASSISTANT));
      return assistants.put(given, id).id;
    },
    /** A handoff tool, for `toolIds`. */
    saveTool({ id, ...given }: { id?: string; [setting: string]: unknown }): string {
      demand(complaints(given, HANDOFF_TOOL));
      return tools.put(given, id).id;
    },
    tool: (id: string): unknown => tools.get(id)?.body,
    saveSquad({ id, ...given }: { id?: string; [setting: string]: unknown }): string {
      demand(complaints(given, SQUAD));
      const why = wrongSquad(given);
      if (why !== undefined) throw new Error(why);
      return squads.put(given, id).id;
    },
    wrongSquad,
    /** Who takes part in a call that is asked for like this; the first of them begins. */
    castOf(order: Order): Cast {
      const { assistantId, assistant, squadId, squad, assistantOverrides, squadOverrides } = order;
      if (squad !== undefined) {
        const read = squadSchema.safeParse(squad);
        if (!read.success) return { is: 'missing', why: 'squad.members should not be empty' };
        return ofSquad(read.data, squadOverrides);
      }
      if (squadId !== undefined) {
        const found = squads.get(squadId);
        if (found !== undefined) return ofSquad(squadSchema.parse(found.body), squadOverrides);
        if (isStrict()) return { is: 'missing', why: missing('Squad', squadId) };
        const settings = overridden(DEFAULT_MEMBER.settings, [assistantOverrides, squadOverrides]);
        return { is: 'cast', members: [{ ...DEFAULT_MEMBER, settings }] };
      }
      const own = assistant === undefined ? undefined : settingsSchema.parse(assistant);
      return cast([member({ assistantId, assistant: own }, [assistantOverrides])]);
    },
    /** Somebody of the cast, or a saved assistant, as a destination names them; nothing where nobody is meant. */
    enteringBy(handoff: Handoff, members: readonly Member[]): Member | undefined {
      const { assistantName, assistantId, assistant, assistantOverrides } = handoff;
      const known = members.find(
        ({ id, name }) =>
          (assistantId !== undefined && id === assistantId) ||
          (assistantId === undefined && assistantName !== undefined && name === assistantName),
      );
      if (known !== undefined) {
        return { ...known, settings: overridden(known.settings, [assistantOverrides]) };
      }
      if (assistantId === undefined && assistant === undefined) return undefined;
      const found = member({ assistantId, assistant }, [assistantOverrides]);
      return typeof found === 'string' ? undefined : found;
    },
  };
}

function demand(wrong: string[]): void {
  if (wrong.length > 0) throw new Error(wrong.join('; '));
}

/** The last word wins; a null is none. Variables and metadata come together. */
function overridden(base: Settings, overrides: (Settings | undefined)[]): Settings {
  const layers = [base, ...overrides.flatMap((one) => (one === undefined ? [] : [one]))];
  const given = layers.flatMap((layer) =>
    Object.entries(layer).filter(([, value]) => value !== null && value !== undefined),
  );
  const together = (of: 'variableValues' | 'metadata') => Object.assign({}, ...layers.map((one) => one[of]));
  return {
    ...Object.fromEntries(given),
    variableValues: together('variableValues'),
    metadata: together('metadata'),
  };
}
