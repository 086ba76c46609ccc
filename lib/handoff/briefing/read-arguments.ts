import type { CallFacts } from '../../base/call-facts.ts';
import { clip, cutText } from '../../base/clip.ts';
import { type Customer, type CustomerField, customerOf, saidOf } from '../../base/customer.ts';
import { isObject, parsedJson } from '../../base/json.ts';
import { withoutUndefined } from '../../base/without-undefined.ts';
import { redacted, redactedFields } from '../../language/secrets/redaction.ts';
import type { HandoffContext } from '../record/handoff.ts';

/** What leaves the webhook for the queue stays far under 64 KB, however long the call was. */
const KEPT = { messages: 12, message: 600, long: 2000, short: 200, name: 80, items: 12 };

/** Of a longer text, no more than this is read. */
const READ = 16_000;
/** As much as the webhook takes of a message of the talk: one of this length may have been cut. */
const READ_MESSAGE = 4_000;
/** More than any single secret takes: one that is cut in two at the end of what is read must not stay. */
const CUT_SECRET = 250;
/** How deep models' objects are read. */
const DEPTH = 4;

/** Without what must not be stored (card numbers, passwords ...), before anything is cut off. */
const safe = (text: string): string =>
  text.length <= READ ? redacted(text) : redactedBeginning(text.slice(0, READ));
const redactedBeginning = (text: string): string => redacted(text).slice(0, -CUT_SECRET);
const safeMessage = (text: string): string =>
  text.length < READ_MESSAGE ? redacted(text) : redactedBeginning(text.slice(0, READ_MESSAGE));

/** Models send an object or a list as JSON in a string, too. */
const unpacked = (value: unknown): unknown => {
  if (typeof value !== 'string' || value.length > READ || !/^\s*[[{]/.test(value)) return value;
  const inside = parsedJson(value);
  return typeof inside === 'object' && inside !== null ? inside : value;
};

/** Every text in a value, with the names that lead to it. */
const leavesOf = function* (
  value: unknown,
  path: readonly string[],
): Generator<[path: string[], text: string]> {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    const text = String(value).trim();
    if (text !== '') yield [[...path], text];
    return;
  }
  if (path.length >= DEPTH) return;
  if (Array.isArray(value)) {
    for (const item of value) yield* leavesOf(item, [...path, '']);
    return;
  }
  if (!isObject(value)) return;
  for (const [name, field] of Object.entries(value)) {
    if (name !== '__proto__') yield* leavesOf(field, [...path, name]);
  }
};

const firstOf = <T>(items: Iterable<T>, most: number): T[] => {
  const taken: T[] = [];
  for (const item of items) {
    if (taken.push(item) >= most) break;
  }
  return taken;
};

/** As one text, whatever holds it. */
const joinedOf = (value: unknown): string =>
  firstOf(leavesOf(unpacked(value), []), KEPT.items)
    .map(([, text], at, { length }) =>
      at === length - 1 ? text : `${text}${/[.!?]$/.test(text) ? ' ' : ', '}`,
    )
    .join('');

const textOf = (value: unknown, bytes: number): string | undefined =>
  cutText(safe(joinedOf(value)), bytes) || undefined;

/** An id, as it is. A cut one would be another id. */
const idOf = (value: unknown): string | undefined => {
  const id = joinedOf(value);
  return id === '' || id.length > KEPT.short ? undefined : id;
};

/** An id that the model gives may be what the caller read out: a card number is none. */
const saidIdOf = (value: unknown): string | undefined => {
  const id = idOf(value);
  return id === undefined || redacted(id) !== id ? undefined : id;
};

/** The commas of amounts do not part a list; the marks before its items are no part of them. */
const BETWEEN_ITEMS = /[;\n]|,(?!\d)/;
const MARK = /^\s*(?:[-*•]|\d{1,2}[.)])\s/;

/** A list, or one text with commas or lines: models send both. */
const listOf = (given: unknown): string[] | undefined => {
  const value = unpacked(given);
  const items: unknown[] = Array.isArray(value)
    ? value
    : typeof value === 'string'
      ? safe(value).split(BETWEEN_ITEMS)
      : [value];
  const texts = items
    .slice(0, 4 * KEPT.items)
    .flatMap((item) => textOf(typeof item === 'string' ? item.replace(MARK, '') : item, KEPT.short) ?? []);
  return texts.length === 0 ? undefined : texts.slice(0, KEPT.items);
};

/** `[{name, value}]` or `[{key, value}]`, as some models write an object. */
const asFields = (value: unknown): unknown => {
  if (!Array.isArray(value)) return value;
  const pairs = value.map((item: unknown) => {
    if (!isObject(item) || !('value' in item)) return undefined;
    const name = typeof item.name === 'string' ? item.name : item.key;
    return typeof name === 'string' ? [name, item.value] : undefined;
  });
  return pairs.every((one) => one !== undefined) ? Object.fromEntries(pairs) : value;
};

/** Where a text has no name of its own. */
const NOTE = 'note';

/** Named texts; what lies deeper is named by its whole path (`order.id`), and lists are one text. */
const fieldsOf = (value: unknown): Record<string, string> | undefined => {
  const texts = new Map<string, string>();
  for (const [path, text] of leavesOf(asFields(unpacked(value)), [])) {
    const name = clip(path.filter((part) => part !== '').join('.') || NOTE, KEPT.name);
    const known = texts.get(name);
    if (known === undefined && texts.size === KEPT.items) break;
    if (known !== undefined && known.length > KEPT.short) continue;
    texts.set(name, known === undefined ? text.slice(0, READ) : `${known}, ${text.slice(0, READ)}`);
  }
  if (texts.size === 0) return undefined;
  const fields = Object.entries(redactedFields(Object.fromEntries(texts)));
  return Object.fromEntries(fields.map(([name, text]) => [clip(name, KEPT.name), cutText(text, KEPT.short)]));
};

/** What is read under the first of several names that says something: models send the same thing under many. */
const first = <T>(
  values: Record<string, unknown>,
  read: (value: unknown) => T | undefined,
  ...names: string[]
): T | undefined => {
  for (const name of names) {
    const known = read(values[name]);
    if (known !== undefined) return known;
  }
  return undefined;
};

type KnownOfCall = Customer & Pick<CallFacts, 'messages'>;

/**
 * What the agent will know of the caller (H5): the arguments of the tool call and what the call itself carries.
 * What the call carries about the customer goes before what the model says, and each part of it keeps its source.
 * All that the caller or the model said is without card numbers, passwords and the like; the team's ids are as they came.
 */
export const contextOf = (values: Record<string, unknown>, call: KnownOfCall): HandoffContext => {
  const shortOf = (value: unknown) => textOf(value, KEPT.short);
  const short = (...names: string[]) => first(values, shortOf, ...names);
  const long = (...names: string[]) => first(values, (value) => textOf(value, KEPT.long), ...names);
  const list = (...names: string[]) => first(values, listOf, ...names);
  const context = {
    reason: long('reason', 'why'),
    department: short('department', 'team', 'queue'),
    skills: list('skills', 'requiredSkills', 'required_skills', 'skill'),
    language: short('language', 'locale'),
    urgency: short('urgency', 'priority'),
    summary: long('summary', 'conversationSummary', 'conversation_summary'),
    sentiment: short('sentiment', 'mood'),
    unresolvedTopics: list('unresolvedTopics', 'unresolved_topics', 'unresolved', 'openTopics', 'topics'),
    captured: first(
      values,
      fieldsOf,
      ...['captured', 'capturedData', 'captured_data', 'collectedData', 'collected_data', 'data'],
    ),
  };
  const carried = (field: CustomerField, read: (value: unknown) => string | undefined) => {
    const said = saidOf(call, field);
    const value = read(said?.value);
    return value === undefined ? undefined : { value, source: said?.source };
  };
  const filledIn = (value: string | undefined) =>
    value === undefined ? undefined : { value, source: 'assistant' as const };
  const customer = customerOf({
    customerName:
      carried('customerName', shortOf) ?? filledIn(short('customerName', 'customer_name', 'name')),
    customerId: carried('customerId', idOf) ?? filledIn(first(values, saidIdOf, 'customerId', 'customer_id')),
    accountStatus: carried('accountStatus', shortOf) ?? filledIn(short('accountStatus', 'account_status')),
  });
  const messages = call.messages
    .slice(-KEPT.messages)
    .map(({ role, text }) => ({ role, text: cutText(safeMessage(text), KEPT.message) }))
    .filter(({ text }) => text !== '');
  return { ...withoutUndefined(context), ...customer, messages };
};
