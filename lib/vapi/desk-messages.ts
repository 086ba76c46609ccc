import { list, part, roleOf, textOf } from './loose.ts';
import { readArguments } from './tool-arguments.ts';

export const ASSISTANT_REQUEST = 'assistant-request';
export const HANDOFF_REQUEST = 'handoff-destination-request';

/** What a model filled in with a handoff, however it is written (Vapi: handoff destination request). */
export function valuesOf(message: Record<string, unknown>): Record<string, unknown> {
  const { parameters, functionCall, toolCall } = message;
  const given = parameters ?? part(functionCall).parameters ?? part(part(toolCall).function).arguments;
  return readArguments(given).value;
}

/** Returns Vapi's id of the assistant who spoke last in a squad's call; undefined where no message names one. */
export function lastAssistantOf(message: Record<string, unknown>): string | undefined {
  const named = list(part(message.artifact).messages).flatMap((one) => {
    const { role, assistantId } = part(one);
    return roleOf(role) === 'assistant' ? (textOf(assistantId) ?? []) : [];
  });
  return named.at(-1);
}
