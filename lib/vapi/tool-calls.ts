import type { ToolCall } from '../base/call-facts.ts';
import { isObject } from '../base/json.ts';
import { list, part, textOf } from './loose.ts';
import { readArguments } from './tool-arguments.ts';

/** `{function: {name, arguments}}`, or flattened `{name, arguments | parameters}`; both were seen. */
const readCall = (value: unknown, nameBeside?: unknown): ToolCall | undefined => {
  if (!isObject(value)) return undefined;
  const inner = isObject(value.function) ? value.function : value;
  const name = textOf(inner.name ?? value.name ?? nameBeside);
  if (name === undefined) return undefined;
  const id = textOf(value.id ?? value.toolCallId ?? inner.id);
  return {
    ...(id !== undefined && { id }),
    name,
    arguments: readArguments(inner.arguments ?? inner.parameters),
  };
};

/** More than this in one message is no conversation. */
const MOST = 32;

const entries = (value: unknown): unknown[] => list(value).slice(0, MOST);

/** The tool calls of a message, from every place where Vapi puts them; each id once. */
export const readToolCalls = (message: Record<string, unknown>): ToolCall[] => {
  const listed = [...entries(message.toolCallList), ...entries(message.toolCalls)].flatMap(
    (value) => readCall(value) ?? [],
  );
  const withTools = entries(message.toolWithToolCallList).flatMap((value) => {
    const tool = part(value);
    // Some samples name the tool only beside the call.
    return readCall(tool.toolCall, part(tool.function).name ?? tool.name) ?? [];
  });
  const unique = new Map<string, ToolCall>();
  for (const call of [...listed, ...withTools]) {
    const key = call.id ?? `${call.name} without id`;
    if (!unique.has(key)) unique.set(key, call);
  }
  return [...unique.values()];
};
