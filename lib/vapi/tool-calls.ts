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

/** Of a talk that is longer only the end is read. */
const LOOKED = 1_000;

/**
 * The names of the tools that a talk shows as called before these, each once. A talk shows these as well; of calls
 * with one id, which models give again, only the last is one of these.
 */
export const toolsCalledBefore = (message: Record<string, unknown>, these: readonly ToolCall[]): string[] => {
  const { messages, messagesOpenAIFormatted } = part(message.artifact);
  const names = new Set<string>();
  for (const talk of [messages, messagesOpenAIFormatted]) {
    const left = new Set(these.flatMap(({ id }) => id ?? []));
    for (const entry of list(talk).slice(-LOOKED).toReversed()) {
      const { toolCalls, tool_calls: openAi } = part(entry);
      for (const called of [...entries(toolCalls), ...entries(openAi)]) {
        const { id, name, function: inner } = part(called);
        const known = textOf(part(inner).name ?? name);
        if (known !== undefined && !(typeof id === 'string' && left.delete(id))) names.add(known);
      }
    }
  }
  return [...names];
};

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
