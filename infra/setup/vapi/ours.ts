import { stageNamed } from './names.ts';
import type { Thing } from './things.ts';

export type Found =
  | { is: 'none'; note?: string }
  | { is: 'ours'; thing: Thing; note?: string }
  | { is: 'refused'; why: string };

export type Search = {
  stage: string;
  /** Everything of the kind that nothing else of ours is. */
  all: readonly Thing[];
  /** The name at Vapi. */
  name: string;
  /** The id in the settings, and under which name. */
  stored: string | undefined;
  setting: string;
  /** The stage that it is marked with, of a kind that can be. */
  marked(thing: Thing): string | undefined;
  adopt: boolean;
};

const ADOPT = '--adopt takes it over';

/**
 * Returns what is ours: by the id in the settings, else by name and mark. What somebody else has made is never taken for
 * ours by itself, and of two nothing is chosen.
 */
export function ours(search: Search): Found {
  const { stored, all, setting } = search;
  const known = stored === undefined ? undefined : all.find(({ id }) => id === stored);
  if (known === undefined) return byName(search);
  const other = otherStage(known, search);
  if (other === undefined) return byId(known, search);
  const found = byName(search);
  const note = `${setting} had that of the stage ${other}, which is left as it is`;
  return found.is === 'refused' ? found : { ...found, note };
}

function otherStage(thing: Thing, { stage, marked }: Search): string | undefined {
  const found = marked(thing) ?? stageNamed(thing.name);
  return found === stage ? undefined : found;
}

function byId(thing: Thing, { name, setting, marked, adopt }: Search): Found {
  if (thing.name === name || marked(thing) !== undefined) return { is: 'ours', thing };
  if (adopt) return { is: 'ours', thing, note: 'taken over' };
  return {
    is: 'refused',
    why: `The one that ${setting} names was not made by set-up: ${ADOPT} and changes all of it. Or take it out of ${setting}.`,
  };
}

function byName({ stage, all, name, setting, marked, adopt }: Search): Found {
  const named = all.filter((thing) => thing.name === name);
  const [one, twin] = named;
  if (one === undefined) return { is: 'none' };
  if (twin !== undefined) {
    return {
      is: 'refused',
      why: `${named.length} at Vapi have the name "${name}": delete or rename all but one, or write the id of the right one into ${setting}.`,
    };
  }
  if (marked(one) === stage) return { is: 'ours', thing: one };
  if (adopt) return { is: 'ours', thing: one, note: 'taken over' };
  return {
    is: 'refused',
    why: `The one that is named "${name}" at Vapi was not made by set-up: ${ADOPT} and changes all of it. Or rename it there.`,
  };
}
