import type { WalkOptions } from '../walks.ts';
import type { Account } from './account.ts';
import { assistantChange, stageOfAssistant } from './assistants.ts';
import type { Body } from './body.ts';
import { idsOf, type Plan, type Step } from './plan.ts';
import { notKept, titleOf } from './rows.ts';
import type { Thing } from './things.ts';
import { assistantName, type Ids, storedAssistants, wantedAssistants } from './wanted.ts';

/**
 * Makes and changes the assistants; returns all their ids. Those that are new name each other by their names, until all
 * have an id: only then are they told whom they can move callers to. Throws `SetupFailed`.
 */
export async function carryOutAssistants(
  { assistants: steps, left }: Plan,
  account: Account,
  options: WalkOptions,
  credentialId: string | undefined,
): Promise<Ids['assistants']> {
  const { tell, keep, stage, settings } = options;
  const stored = storedAssistants(settings);
  const ids = idsOf(new Map(steps.map(({ key, found }) => [key, found] as const)));
  const bodies = () => wantedAssistants(options, { credentialId, assistants: ids }).bodies;
  const others = Object.fromEntries(Object.entries(stored).filter(([, id]) => !left.includes(id)));
  const isOther = Object.entries(ids).some(([key, id]) => stored[key] !== id);
  if (isOther || Object.keys(others).length < Object.keys(stored).length) await keep(kept(others, ids));

  const made = new Map<string, Thing>();
  const withNames = bodies();
  for (const { key, found, row } of steps) {
    const body = withNames.get(key);
    if (found.is !== 'none' || body === undefined) continue;
    tell(row);
    const thing = await create(body, { account, what: titleOf(row), name: assistantName(key, stage), stage });
    made.set(key, thing);
    ids[key] = thing.id;
    await keep(kept(others, ids));
  }

  const withIds = bodies();
  for (const step of steps) {
    const { key, found, row } = step;
    if (found.is === 'ours') tell(row);
    const [thing, body] = [found.is === 'ours' ? found.thing : made.get(key), withIds.get(key)];
    if (thing === undefined || body === undefined) continue;
    if (!(await brought(thing, body, step, account))) tell(notKept(row));
  }
  return ids;
}

async function create(
  body: Body,
  { account, what, name, stage }: { account: Account; what: string; name: string; stage: string },
): Promise<Thing> {
  const again = (all: readonly Thing[]) =>
    all.filter((thing) => thing.name === name && stageOfAssistant(thing) === stage);
  const made = await account.create('assistant', body, { what, again });
  if (made.is === 'refused') throw account.refused(what, made);
  return made.thing;
}

/** Returns whether Vapi has all of it now. */
async function brought(thing: Thing, body: Body, { row }: Step, account: Account): Promise<boolean> {
  const changed = assistantChange(body, thing.body);
  if (changed === undefined) return true;
  const holds = (now: Thing) => assistantChange(body, now.body) === undefined;
  return account.change('assistant', thing.id, changed.body, titleOf(row), holds);
}

/** What else stands in the setting stays; a name that is written in another way is the same. */
function kept(stored: Ids['assistants'], ids: Ids['assistants']): { VAPI_ASSISTANTS: string } {
  const names = new Set(Object.keys(ids).map((key) => key.toLowerCase()));
  const others = Object.entries(stored).filter(
    ([key]) => !names.has(key.toLowerCase()) || Object.hasOwn(ids, key),
  );
  return { VAPI_ASSISTANTS: JSON.stringify({ ...Object.fromEntries(others), ...ids }) };
}
