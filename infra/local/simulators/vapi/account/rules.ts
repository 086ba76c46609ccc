import type { Schema } from '../published/schema.ts';
import type { Body, Saved, Shelf } from './shelf.ts';

/** What an account can hold, by its name in the paths of the API. */
export const KINDS = ['assistant', 'squad', 'phone-number', 'tool', 'credential'] as const;
export type Kind = (typeof KINDS)[number];
export type Shelves = Readonly<Record<Kind, Shelf>>;

/** What differs from kind to kind. */
export type Rules = {
  toCreate: Schema;
  toUpdate: (saved: Saved) => Schema;
  /** What is wrong with the whole of it, as it is to be: a sentence, or several as of its fields. */
  wrong?: (body: Body, before: Saved | undefined) => string | string[] | undefined;
  /** Where a null in a change takes away what was there; everywhere else it does nothing. */
  cleared?: () => readonly string[];
  shown: (saved: Saved) => Body;
  /** Why it cannot be deleted. */
  pinned?: (id: string) => { error: string; message: string } | undefined;
  created?: (saved: Saved) => void;
};
