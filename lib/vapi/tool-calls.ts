import * as z from 'zod/mini';
import type { ToolCall } from '../base/call-facts.ts';
import { readArguments } from './tool-arguments.ts';

const object = z.record(z.string(), z.unknown());

const list = z.array(z.unknown());

const name = z.string().check(z.minLength(1), z.maxLength(200));

const id = z.string().check(z.minLength(1), z.maxLength(200));

const asObject = (value: unknown): Record<string, unknown> | undefined => object.safeParse(value).data;

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
