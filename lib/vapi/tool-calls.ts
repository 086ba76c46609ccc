import * as z from 'zod/mini';
import type { ToolCall } from '../base/call-facts.ts';

const object = z.record(z.string(), z.unknown());

const list = z.array(z.unknown());

const name = z.string().check(z.minLength(1), z.maxLength(200));

const id = z.string().check(z.minLength(1), z.maxLength(200));

const asObject = (value: unknown): Record<string, unknown> | undefined => object.safeParse(value).data;

/** Arguments come as an object, as JSON text of one, or not at all; anything else is the model's mistake. */
export const readArguments = (given: unknown): ToolCall['arguments'] => {
  if (given === undefined || given === null || given === '') return { is: 'object', value: {} };
  let value = given;
  if (typeof given === 'string') {
    try {
      value = JSON.parse(given);
    } catch {
      return { is: 'invalid', problem: 'The arguments are not JSON.' };
    }
  }
  if (value === null) return { is: 'object', value: {} };
  if (Array.isArray(value)) return { is: 'invalid', problem: 'The arguments are not an object.' };
  const read = asObject(value);
  return read === undefined
    ? { is: 'invalid', problem: 'The arguments are not an object.' }
    : { is: 'object', value: withoutPrototypeKeys(read) };
};

const PROTOTYPE_KEYS: readonly string[] = ['__proto__', 'constructor', 'prototype'];

const withoutPrototypeKeys = (values: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).filter(([key]) => !PROTOTYPE_KEYS.includes(key)));

/** `{function: {name, arguments}}`, or flattened `{name, arguments | parameters}`; both were seen. */
const readCall = (value: unknown, nameBeside?: unknown): ToolCall | undefined => {
  const call = asObject(value);
  if (call === undefined) return undefined;
  const inner = asObject(call.function) ?? call;
  const named = name.safeParse(inner.name ?? call.name ?? nameBeside);
  if (!named.success) return undefined;
  const known = id.safeParse(call.id ?? call.toolCallId ?? inner.id);
  return {
    ...(known.success && { id: known.data }),
    name: named.data,
    arguments: readArguments(inner.arguments ?? inner.parameters),
  };
};

/** More than this in one message is no conversation. */
const MOST = 32;

const entries = (value: unknown): unknown[] => (list.safeParse(value).data ?? []).slice(0, MOST);

/** The tool calls of a message, from every place where Vapi puts them; each id once. */
export const readToolCalls = (message: Record<string, unknown>): ToolCall[] => {
  const listed = [...entries(message.toolCallList), ...entries(message.toolCalls)].flatMap(
    (value) => readCall(value) ?? [],
  );
  const withTools = entries(message.toolWithToolCallList).flatMap((value) => {
    const tool = asObject(value);
    // Some samples name the tool only beside the call.
    return readCall(tool?.toolCall, asObject(tool?.function)?.name ?? tool?.name) ?? [];
  });
  const unique = new Map<string, ToolCall>();
  for (const call of [...listed, ...withTools]) {
    const key = call.id ?? `${call.name} without id`;
    if (!unique.has(key)) unique.set(key, call);
  }
  return [...unique.values()];
};
