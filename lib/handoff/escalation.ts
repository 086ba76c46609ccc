import * as z from 'zod/mini';
import { clip } from './context.ts';
import type { HandoffContext } from './handoff.ts';

/** What leaves the webhook for the queue stays far under 64 KB, however long the call was. */
const KEPT = { messages: 12, message: 600, long: 2000, short: 200, items: 12 };

const asText = z.pipe(
  z.union([z.string(), z.number(), z.boolean()]),
  z.transform((value: string | number | boolean) => String(value).trim()),
);

const textOf = (value: unknown, bytes: number): string | undefined => {
  const read = asText.safeParse(value);
  return read.success && read.data !== '' ? clip(read.data, bytes) : undefined;
};

/** A list, or one text with commas: models send both. */
const listOf = (value: unknown): string[] | undefined => {
  const items: unknown[] = Array.isArray(value) ? value : typeof value === 'string' ? value.split(',') : [];
  const texts = items.slice(0, KEPT.items).flatMap((item) => textOf(item, KEPT.short) ?? []);
  return texts.length === 0 ? undefined : texts;
};

const object = z.record(z.string(), z.unknown());

const fieldsOf = (value: unknown): Record<string, string> | undefined => {
  const read = object.safeParse(value);
  if (!read.success) return undefined;
  const entries = Object.entries(read.data)
    .slice(0, KEPT.items)
    .flatMap(([name, field]) => {
      const text = textOf(field, KEPT.short);
      return text === undefined ? [] : [[clip(name, 80), text] as const];
    });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
};

/** The first of several names under which models send the same thing. */
const first = (values: Record<string, unknown>, ...names: string[]): unknown =>
  names.map((name) => values[name]).find((value) => value !== undefined && value !== null);

export type KnownOfCall = {
  customerName?: string;
  customerId?: string;
  accountStatus?: string;
  messages: readonly { role: 'assistant' | 'caller'; text: string }[];
};

/**
 * What the agent will know of the caller (H5): the arguments of the tool call and what the call itself carries.
 * What the call carries about the customer comes from the team's own systems and goes before what the model says.
 */
export const contextOf = (values: Record<string, unknown>, call: KnownOfCall): HandoffContext => {
  const short = (...names: string[]) => textOf(first(values, ...names), KEPT.short);
  const long = (...names: string[]) => textOf(first(values, ...names), KEPT.long);
  const context = {
    reason: long('reason', 'why'),
    department: short('department', 'team', 'queue'),
    skills: listOf(first(values, 'skills', 'requiredSkills', 'required_skills', 'skill')),
    language: short('language', 'locale'),
    urgency: short('urgency', 'priority'),
    summary: long('summary', 'conversationSummary', 'conversation_summary'),
    sentiment: short('sentiment', 'mood'),
    unresolvedTopics: listOf(
      first(values, 'unresolvedTopics', 'unresolved_topics', 'unresolved', 'openTopics', 'topics'),
    ),
    captured: fieldsOf(
      first(values, 'captured', 'capturedData', 'captured_data', 'collectedData', 'collected_data', 'data'),
    ),
    customerName: textOf(call.customerName, KEPT.short) ?? short('customerName', 'customer_name', 'name'),
    customerId: textOf(call.customerId, KEPT.short) ?? short('customerId', 'customer_id'),
    accountStatus: textOf(call.accountStatus, KEPT.short) ?? short('accountStatus', 'account_status'),
  };
  const messages = call.messages
    .slice(-KEPT.messages)
    .map(({ role, text }) => ({ role, text: clip(text, KEPT.message) }))
    .filter(({ text }) => text !== '');
  const known = Object.fromEntries(Object.entries(context).filter(([, value]) => value !== undefined));
  return { ...known, messages };
};
