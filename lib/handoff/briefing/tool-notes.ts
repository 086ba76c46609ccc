import type { HandoffContext } from '../record/handoff.ts';

/** What a tool looked up or did during the call, in a few words. */
export type ToolNote = { label: string; text: string };

/** As many fields as are read of what a model has captured. */
const MOST_FIELDS = 12;

/**
 * Returns what is known with the notes of tools behind what was captured, which goes before a note of the same name. The
 * newest come first: where there is too little room, the oldest are left out. Notes of one label become one text.
 */
export function withToolNotes(context: HandoffContext, notes: readonly ToolNote[]): HandoffContext {
  if (notes.length === 0) return context;
  const byLabel = Map.groupBy(notes.toReversed(), ({ label }) => label);
  const noted = [...byLabel].map(([label, of]) => [label, of.map(({ text }) => text).join('; ')] as const);
  const fields = Object.entries(context.captured ?? {});
  const free = noted.filter(([label]) => fields.every(([name]) => name !== label));
  return { ...context, captured: Object.fromEntries([...fields, ...free].slice(0, MOST_FIELDS)) };
}
