import type { ToolCall } from '../base/call-facts.ts';
import { isObject } from '../base/json.ts';
import { list, part, SHORT, textOf } from './loose.ts';
import { readArguments } from './tool-arguments.ts';

const LONGEST_ID = 1_000;

const idOf = (value: unknown): string | undefined =>
  textOf(Number.isSafeInteger(value) ? String(value) : value, LONGEST_ID);

/** Of a longer name its beginning, which is no tool's either. */
const nameOf = (value: unknown): string =>
  textOf(typeof value === 'string' ? value.slice(0, SHORT) : value) ?? '';

/**
 * `{function: {name, arguments}}`, or flattened `{name, arguments | parameters}`; both were seen. One without a name is
 * of no tool, and has the name '' if it has an id: it is answered all the same (Vapi: one result for each id).
 */
const readCall = (value: unknown, nameBeside?: unknown): ToolCall | undefined => {
  if (!isObject(value)) return undefined;
  const inner = isObject(value.function) ? value.function : value;
  const name = nameOf(inner.name ?? value.name ?? nameBeside);
  const id = idOf(value.id ?? value.toolCallId ?? inner.id);
  if (name === '' && id === undefined) return undefined;
  return {
    ...(id !== undefined && { id }),
    name,
    arguments: readArguments(inner.arguments ?? inner.parameters),
  };
};

/** More than this in one message is no conversation: none of the others is done. */
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

/** The tool calls of a message, from every place where Vapi puts them; each id once. Those that are too many have no name. */
export const readToolCalls = (message: Record<string, unknown>): ToolCall[] => {
  const listed = [...list(message.toolCallList), ...list(message.toolCalls)].flatMap(
    (value) => readCall(value) ?? [],
  );
  const withTools = list(message.toolWithToolCallList).flatMap((value) => {
    const tool = part(value);
    // Some samples name the tool only beside the call.
    return readCall(tool.toolCall, part(tool.function).name ?? tool.name) ?? [];
  });
  const unique = new Map<string, ToolCall>();
  for (const call of [...listed, ...withTools]) {
    const key = call.id ?? `${call.name} without id`;
    const before = unique.get(key);
    if (before === undefined || (before.name === '' && call.name !== '')) unique.set(key, call);
  }
  return [...unique.values()]
    .filter(({ id }, at) => at < MOST || id !== undefined)
    .map((call, at) => (at < MOST ? call : { ...call, name: '' }));
};
