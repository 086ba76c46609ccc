import type { Changed, Configuration } from './configuration.ts';
import type { Kind, Shelves } from './rules.ts';
import type { Body, Saved } from './shelf.ts';

/** Somebody at Vapi's dashboard: what they do is not among the requests. */
export type Console = {
  /** Makes one, and gives its id. Throws at what Vapi would refuse, as the others do. */
  add(kind: Kind, body: Body): string;
  rename(kind: Kind, id: string, name: string): void;
  /** Merged at the top; a null takes a setting away. */
  change(kind: Kind, id: string, changes: Body): void;
  remove(kind: Kind, id: string): void;
};

export function createConsole(shelves: Shelves, configuration: Configuration): Console {
  const done = (changed: Changed): Saved => {
    if (changed.is === 'refused') throw new Error(String(changed.message));
    return changed.saved;
  };
  const change = (kind: Kind, id: string, changes: Body) => {
    const before = shelves[kind].get(id);
    if (before === undefined) throw new Error(`there is no ${kind} ${id}`);
    done(configuration.change(kind, before, changes, Object.keys(changes)));
  };
  return {
    add: (kind, body) => done(configuration.create(kind, body)).id,
    rename: (kind, id, name) => change(kind, id, { name }),
    change,
    remove(kind, id) {
      if (shelves[kind].get(id) === undefined) throw new Error(`there is no ${kind} ${id}`);
      shelves[kind].remove(id);
    },
  };
}
