import { randomUUID } from 'node:crypto';
import { isObject } from '../../../../../lib/base/json.ts';

export type Body = Readonly<Record<string, unknown>>;

/** One thing of the account as it was given, with every change; times in ms since 1970. */
export type Saved = {
  readonly id: string;
  readonly body: Body;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** 1, and one more with every change that changes something. */
  readonly version: number;
};

/** Everything of one kind. */
export type Shelf = {
  /** A new one, or one of this id in another form. */
  put(body: Body, id?: string): Saved;
  get(id: string): Saved | undefined;
  remove(id: string): void;
  /** What is there. */
  newestFirst(): Saved[];
  /** Whether anything was ever there. */
  wasUsed(): boolean;
};

/** Moments that never come twice, so that a list can go on from any of them. */
export function createMoments(): () => number {
  let last = 0;
  return () => {
    last = Math.max(Date.now(), last + 1);
    return last;
  };
}

/** Keys as a database keeps them that stores objects in a form of its own: the short ones first, then by letter. */
export function inColumnOrder(value: Body): Body {
  const keys = Object.keys(value).filter((key) => value[key] !== undefined);
  keys.sort((one, other) => one.length - other.length || (one < other ? -1 : 1));
  return Object.fromEntries(keys.map((key) => [key, ordered(value[key])]));
}

function ordered(inner: unknown): unknown {
  if (Array.isArray(inner)) return inner.map(ordered);
  return isObject(inner) ? inColumnOrder(inner) : inner;
}

export function createShelf(now: () => number): Shelf {
  const all = new Map<string, Saved>();
  let used = false;
  return {
    put(given, id = randomUUID()) {
      const at = now();
      const body = inColumnOrder(given);
      const before = all.get(id);
      const same = JSON.stringify(before?.body) === JSON.stringify(body);
      const saved: Saved = {
        id,
        body,
        createdAt: before?.createdAt ?? at,
        updatedAt: at,
        version: (before?.version ?? 0) + (same ? 0 : 1),
      };
      all.set(id, saved);
      used = true;
      return saved;
    },
    get: (id) => all.get(id),
    remove(id) {
      all.delete(id);
    },
    newestFirst: () => [...all.values()].sort((one, other) => other.createdAt - one.createdAt),
    wasUsed: () => used,
  };
}
