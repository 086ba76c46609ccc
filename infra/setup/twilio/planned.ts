import type { PlanRow } from '../plan.ts';

export type Form = Readonly<Record<string, string>>;

/** What is told of one thing, and what is sent for it; nothing where nothing is to be done. */
export type Planned = { row: PlanRow; form?: Form };

/** One property of a thing, as it is and as it is to be, in words that people may see. */
export type Property = { field: string; from: string; to: string; isSame: boolean; form: Form };

/** What people read where nothing is set. */
export const NONE = 'none';

/** A property whose text hides nothing. */
export function plain(
  field: string,
  parameter: string,
  wanted: string | number | boolean,
  actual: string | number | boolean | null | undefined,
): Property {
  const to = String(wanted);
  const from = actual === undefined || actual === null || actual === '' ? NONE : String(actual);
  return { field, from, to, isSame: from === to, form: { [parameter]: to } };
}

type Thing = { what: string; name: string; properties: readonly Property[]; why?: string };

const formOf = (properties: readonly Property[]): Form =>
  Object.assign({}, ...properties.map(({ form }) => form));

/** Plans a thing that is not there. */
export function created({ properties, ...thing }: Thing): Planned {
  const fields = Object.fromEntries(properties.map(({ field, to }) => [field, to]));
  return { row: { ...thing, action: 'create', fields }, form: formOf(properties) };
}

/** Plans a thing that is there: only what differs is told and sent. */
export function brought({ properties, ...thing }: Thing): Planned {
  const changed = properties.filter(({ isSame }) => !isSame);
  if (changed.length === 0) return { row: { ...thing, action: 'same', fields: {} } };
  const fields = Object.fromEntries(changed.map(({ field, from, to }) => [field, { from, to }]));
  return { row: { ...thing, action: 'change', fields }, form: formOf(changed) };
}

/** The same plan, refused: the fields still tell what differs. */
export function refused({ row: { what, name, fields } }: Planned, why: string): Planned {
  return { row: { what, name, action: 'refuse', fields, why } };
}

/** What waits for the address of a deployment. */
export function later({ what, name, fields }: Pick<PlanRow, 'what' | 'name' | 'fields'>): Planned {
  return { row: { what, name, action: 'create', fields, later: true } };
}

/** A thing that stays as it is, and what is to be known of it. */
export function left(what: string, name: string, why: string): Planned {
  return { row: { what, name, action: 'same', fields: {}, why } };
}
