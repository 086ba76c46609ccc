import * as z from 'zod/mini';
import type { Expectations } from '../expectations.ts';
import { ifSeen, notAsked, type Seen, type Source, see } from '../seen.ts';
import * as shapes from './shapes.ts';

/** Vapi's own limit on a list. */
const LIMIT = 1_000;

/** Everything that was read at Vapi. */
export type VapiSeen = {
  numbers: Seen<shapes.VapiNumber[]>;
  credentials: Seen<shapes.Credential[]>;
  /** By what they are called here. */
  assistants: ReadonlyMap<string, Seen<shapes.Assistant>>;
  /** Those that assistants only name; not asked for where none does. */
  tools: Seen<shapes.SavedTool[]>;
  squad: Seen<shapes.Squad>;
  limits: Seen<shapes.Limits>;
};

/** What the one assistant is called that answers where there is no desk. */
export const ONLY = 'assistant';

/** The assistants that are to be there, by what they are called here. */
export function namedAssistants({
  assistants,
  assistantId,
}: Expectations['vapi']): [key: string, id: string][] {
  const named = Object.entries(assistants);
  const isOther = assistantId !== undefined && !named.some(([, id]) => id === assistantId);
  return isOther ? [...named, [ONLY, assistantId]] : named;
}

/** Begins to read all of it, each thing once; the numbers can be waited for alone. */
export function readVapi(
  source: Source,
  { vapi }: Expectations,
): { numbers: Promise<VapiSeen['numbers']>; all: Promise<VapiSeen> } {
  const at = (path: string) => `${vapi.url}${path}`;
  const numbers = see(source, at(`/phone-number?limit=${LIMIT}`), z.array(shapes.numberShape));
  const assistants = Promise.all(
    namedAssistants(vapi).map(
      async ([key, id]): Promise<[string, Seen<shapes.Assistant>]> => [
        key,
        await see(source, at(`/assistant/${encodeURIComponent(id)}`), shapes.assistantShape),
      ],
    ),
  ).then((all) => new Map(all));
  const tools = assistants.then((all) =>
    [...all.values()].some((one) => (ifSeen(one)?.model?.toolIds ?? []).length > 0)
      ? see(source, at(`/tool?limit=${LIMIT}`), z.array(shapes.savedToolShape))
      : notAsked('No assistant names a saved tool'),
  );
  const limits = numbers.then(async (all): Promise<Seen<shapes.Limits>> => {
    if (all.is !== 'seen') return all;
    const orgId = all.value[0]?.orgId;
    return orgId
      ? see(source, at(`/org/${orgId}`), shapes.limitsShape)
      : notAsked('Without a number the organisation is not known');
  });
  const all = Promise.all([
    numbers,
    see(source, at(`/credential?limit=${LIMIT}`), z.array(shapes.credentialShape)),
    assistants,
    tools,
    vapi.squadId === undefined
      ? notAsked('VAPI_SQUAD_ID is not set')
      : see(source, at(`/squad/${encodeURIComponent(vapi.squadId)}`), shapes.squadShape),
    limits,
  ]).then(([listed, credentials, saved, savedTools, squad, known]) => ({
    numbers: listed,
    credentials,
    assistants: saved,
    tools: savedTools,
    squad,
    limits: known,
  }));
  return { numbers, all };
}
