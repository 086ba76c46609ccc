import type { Account } from './account.ts';
import type { Kind, Thing } from './things.ts';
import { storedAssistants, type Wish } from './wanted.ts';

/** What Vapi holds. */
export type There = {
  /** Undefined where the key cannot look. */
  credentials: readonly Thing[] | undefined;
  assistants: readonly Thing[];
  squads: readonly Thing[];
  numbers: readonly Thing[];
};

/**
 * A list that does not show what the settings name is not believed before it has been asked for by its id. Undefined
 * where the key may not look at it.
 */
async function listed(
  account: Account,
  kind: Kind,
  stored: readonly (string | undefined)[],
): Promise<Thing[] | undefined> {
  const all = await account.list(kind);
  if (all === undefined) return undefined;
  const missing = new Set(stored.filter((id) => id !== undefined && all.every((thing) => thing.id !== id)));
  for (const id of missing) {
    if (id === undefined) continue;
    const found = await account.look(kind, id);
    if (found.is === 'hidden') return undefined;
    if (found.is === 'there') all.push(found.thing);
  }
  return all;
}

/** Reads all that the decisions need. Throws `SetupFailed`. */
export async function readThere(account: Account, { settings }: Wish): Promise<There> {
  const assistants = Object.values(storedAssistants(settings));
  return {
    credentials: await listed(account, 'credential', [settings.VAPI_CREDENTIAL_ID]),
    assistants: (await listed(account, 'assistant', assistants)) ?? [],
    squads: (await listed(account, 'squad', [settings.VAPI_SQUAD_ID])) ?? [],
    numbers: (await listed(account, 'phone-number', [settings.VAPI_PHONE_NUMBER_ID])) ?? [],
  };
}
