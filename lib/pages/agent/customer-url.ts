import { receiverUrlProblem } from '../../http/receiver.ts';
import { isText } from '../kit/text.ts';

/** What is known of a customer that can stand in the address of their record. */
export type CustomerKeys = { customerId?: string | undefined; number?: string | undefined };

const NAMES = ['customerId', 'number'] as const;
const isName = (text: string): text is keyof CustomerKeys => NAMES.some((name) => name === text);

const PLACEHOLDER = /\{([^{}]*)\}/g;
const LONGEST = 500;
/** Longer ids are none, and longer addresses would take the room of what was said. */
const LONGEST_VALUE = 200;
const LONGEST_HREF = 800;

const namesIn = (template: string): string[] =>
  [...template.matchAll(PLACEHOLDER)].map(([, name = '']) => name);

const filled = (template: string, value: string): string => template.replace(PLACEHOLDER, () => value);

/** What is wrong with the address of the customers' records; undefined for one that can be used. Never quotes it. */
export function customerUrlProblem(template: string): string | undefined {
  if (template.length > LONGEST) return `is longer than ${LONGEST} characters`;
  const names = namesIn(template);
  const rest = filled(template, '');
  if (!names.every(isName) || /[{}]/.test(rest)) {
    return 'holds a placeholder that is neither {customerId} nor {number}';
  }
  if (names.length === 0) return 'holds neither {customerId} nor {number}';
  const problem = receiverUrlProblem(filled(template, '1'));
  if (problem !== undefined) return problem;
  // Who could write into the host could lead the agent anywhere.
  const hosts = ['1', '2'].map((value) => URL.parse(filled(template, value))?.origin);
  return hosts[0] === hosts[1] ? undefined : 'has a placeholder before its path';
}

/** Whether the address is made of the customer's id. */
export function needsId(template: string): boolean {
  return namesIn(template).includes('customerId');
}

/** A value as it can stand in an address; undefined where none is known, or none that could be an id. */
const encoded = (value: string | undefined): string | undefined => {
  const text = value?.trim();
  if (!isText(text) || text.length > LONGEST_VALUE || /\p{Cc}/u.test(text)) return undefined;
  // Two dots are a way up, also when they are escaped (WHATWG URL: double-dot segment).
  return /^\.+$/.test(text) ? undefined : encodeURIComponent(text.toWellFormed());
};

/** Returns where the record of this customer is; undefined where a value that the address needs is not known. */
export function customerHref(template: string, keys: CustomerKeys): string | undefined {
  const values = new Map(NAMES.map((name) => [`{${name}}`, encoded(keys[name])]));
  const missing = namesIn(template).some((name) => values.get(`{${name}}`) === undefined);
  if (missing) return undefined;
  const href = template.replace(PLACEHOLDER, (placeholder) => values.get(placeholder) ?? '');
  return href.length > LONGEST_HREF ? undefined : href;
}
