import type { ToolCall } from '../base/call-facts.ts';
import { isObject, parsedJson } from '../base/json.ts';

type Values = Record<string, unknown>;

const FENCE = /^\s*```\w*\s*(.*?)\s*(?:```\s*)?$/s;

/** Of damaged arguments no more is read, and no deeper. */
const DAMAGED = { text: 16_000, depth: 32 };

/**
 * Arguments come as an object, as JSON text of one (in a string, in a list or in a code fence, too), or not at all.
 * Anything else is the model's mistake: `value` is what can be read of it all the same.
 */
export function readArguments(given: unknown): ToolCall['arguments'] {
  let value = given;
  for (let layer = 0; layer < 2 && typeof value === 'string'; layer += 1) {
    const text = value.replace(FENCE, '$1').trim();
    value = text === '' ? undefined : parsedJson(text);
    if (value === undefined && text !== '') {
      return { is: 'invalid', problem: 'notJson', value: remainsOf(text) };
    }
  }
  if (value === undefined || value === null) return { is: 'object', value: {} };
  if (Array.isArray(value) && value.length === 1) value = value[0];
  if (isObject(value)) return { is: 'object', value: withoutPrototypeKeys(value) };
  const remains = typeof value === 'string' || Array.isArray(value) ? { reason: value } : {};
  return { is: 'invalid', problem: 'notAnObject', value: remains };
}

/** What came whole of an object that was cut off, else the words as the reason. */
function remainsOf(text: string): Values {
  const short = text.slice(0, DAMAGED.text);
  const closed = closedAgain(short);
  // A line that ends inside of a text, and a comma behind the last value, are no JSON either.
  const oneLine = closed.replace(/\p{Cc}/gu, ' ');
  const whole =
    parsedJson(closed) ?? parsedJson(oneLine) ?? parsedJson(oneLine.replace(/,(?=\s*[}\]])/g, ''));
  return isObject(whole) ? withoutPrototypeKeys(whole) : { reason: short };
}

/** Returns the first object in a text, up to the last value in it that is whole, with all that is open closed. */
function closedAgain(text: string): string {
  const from = text.indexOf('{');
  if (from < 0) return '';
  let open = '';
  let whole = { end: from, closing: '' };
  let inText = false;
  for (let at = from; at < text.length; at += 1) {
    const sign = text[at];
    if (inText) {
      if (sign === '\\') at += 1;
      else if (sign === '"') inText = false;
      continue;
    }
    if (sign === '"') inText = true;
    else if (sign === ',') whole = { end: at, closing: open };
    else if (sign === '{' || sign === '[') {
      open = (sign === '{' ? '}' : ']') + open;
      if (open.length > DAMAGED.depth) break;
      whole = { end: at + 1, closing: open };
    } else if (sign === '}' || sign === ']') {
      open = open.slice(1);
      whole = { end: at + 1, closing: open };
      if (open === '') break;
    }
  }
  return text.slice(from, whole.end) + whole.closing;
}

const PROTOTYPE_KEYS: readonly string[] = ['__proto__', 'constructor', 'prototype'];

function withoutPrototypeKeys(values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([key]) => !PROTOTYPE_KEYS.includes(key)));
}
