import { hash } from 'node:crypto';
import { isObject } from '../../../lib/base/json.ts';

/** The settings of something at Vapi, as JSON has them. */
export type Body = Readonly<Record<string, unknown>>;

/** Returns it as it goes over the wire: what is undefined is not there. */
export function bodyOf(value: object): Body {
  const plain: unknown = JSON.parse(JSON.stringify(value));
  if (!isObject(plain)) throw new TypeError('no JSON object');
  return plain;
}

/** The same text for the same settings, in whatever order their keys are. */
export function canonical(value: unknown): string {
  return JSON.stringify(inOrder(value));
}

/** Before it is made a text: a replacer, which is asked for every value, takes three times as long. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (!isObject(value)) return value;
  const keys = Object.keys(value).sort();
  return Object.fromEntries(keys.map((key) => [key, inOrder(value[key])]));
}

/** Returns by what a later run tells that other settings were sent. */
export function configHash(body: Body): string {
  return `sha256:${hash('sha256', canonical(body))}`;
}
