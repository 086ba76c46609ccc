import { isDeepStrictEqual } from 'node:util';
import { isObject, parsedJson } from '../../../lib/base/json.ts';
import { hidden } from '../../../lib/doctor/hidden.ts';
import type { Agent } from '../team/team.ts';
import { NONE, type Property } from './planned.ts';

/** What set-up looks after in the attributes of a worker; everything else there stays. */
type Ours = {
  contact_uri: string;
  departments: readonly string[];
  languages: readonly string[];
  managed_by: string;
};

/** Returns the attributes of a worker; nothing at all where they are no object. */
export function attributesOf(text: string | null | undefined): Record<string, unknown> {
  const read = parsedJson(text ?? '');
  return isObject(read) ? read : {};
}

/** A text or a number in JSON. */
const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
/** Marks a number that JavaScript would write in another way, an id of twenty digits among them. */
const MARKED = /"\\u0000number:([-+.\dEe]+)"/g;

/** The attributes of a worker with some of them changed: what stays, stays to the last digit. */
function changed(text: string | null | undefined, ours: Ours): string {
  const marked = (text ?? '').replace(TOKEN, (token) =>
    token.startsWith('"') || String(Number(token)) === token ? token : `"\\u0000number:${token}"`,
  );
  return JSON.stringify({ ...attributesOf(marked), ...ours }).replace(MARKED, '$1');
}

/** Returns who looks after a worker; undefined for nobody. */
export function managerOf(text: string | null | undefined): string | undefined {
  const { managed_by: manager } = attributesOf(text);
  return typeof manager === 'string' ? manager : undefined;
}

function shown(field: keyof Ours, value: unknown): string {
  if (value === undefined || value === null) return NONE;
  if (field === 'contact_uri') return typeof value === 'string' ? hidden(value) : '…';
  if (Array.isArray(value)) return value.length === 0 ? NONE : value.map(String).join(', ');
  return String(value);
}

const FIELDS = ['contact_uri', 'departments', 'languages', 'managed_by'] as const;

/** Returns the attributes of an agent's worker as they are and as they are to be. */
export function attributeProperties(
  { contact, departments, languages }: Agent,
  manager: string,
  actual: string | null | undefined,
): Property[] {
  const ours: Ours = { contact_uri: contact, departments, languages, managed_by: manager };
  const has = attributesOf(actual);
  const form = { Attributes: changed(actual, ours) };
  return FIELDS.map((field) => ({
    field,
    from: shown(field, has[field]),
    to: shown(field, ours[field]),
    isSame: isDeepStrictEqual(has[field], ours[field]),
    form,
  }));
}
