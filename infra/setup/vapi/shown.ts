import { isObject } from '../../../lib/base/json.ts';
import { hidden } from '../../../lib/doctor/hidden.ts';
import type { Difference } from '../../../lib/vapi/differences.ts';
import type { PlanRow } from '../plan.ts';
import { canonical } from './body.ts';

type Fields = PlanRow['fields'];

const LONGEST = 80;
const MOST = 12;
/** What stands before the first letter that differs. */
const LEAD = 20;

/** Numbers are people's; what stands behind the `?` of a URL, or before its host, is often a key. */
export function withoutSecrets(text: string): string {
  return text
    .replace(/\+\d{8,15}\b/g, (number) => hidden(number))
    .replace(/(https?:\/\/)[^\s/@]*@/g, '$1…@')
    .replace(/(https?:\/\/[^\s?"]*)\?[^\s"]*/g, '$1?…');
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return '(none)';
  if (value === '') return '(empty)';
  if (Array.isArray(value)) {
    return value.some(isObject) ? `(${value.length} entries)` : value.map(String).join(', ') || '(none)';
  }
  return withoutSecrets(typeof value === 'object' ? canonical(value) : String(value)).replace(/\s+/g, ' ');
}

function clipped(text: string, from: number): string {
  const start = text.length <= LONGEST ? 0 : Math.max(0, Math.min(from - LEAD, text.length - LONGEST));
  const end = start + LONGEST;
  return `${start > 0 ? '…' : ''}${text.slice(start, end)}${end < text.length ? '…' : ''}`;
}

/** Returns both values for people; of long ones what is around the first letter that differs. */
export function change(before: unknown, after: unknown): { from: string; to: string } {
  const [from, to] = [textOf(before), textOf(after)];
  let at = 0;
  while (at < from.length && from[at] === to[at]) at += 1;
  return { from: clipped(from, at), to: clipped(to, at) };
}

/** Returns the fields of a row that tells these differences, the first ones of many. */
export function fieldsOf(found: readonly Difference[]): Fields {
  const told = found.slice(0, MOST).map(({ path, from, to }) => [path, change(from, to)] as const);
  const rest = found.length - told.length;
  return { ...Object.fromEntries(told), ...(rest > 0 && { '…': `and ${rest} more` }) };
}
