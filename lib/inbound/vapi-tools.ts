import type { CallFacts, ToolCall } from '../base/call-facts.ts';
import { RefusedForGood } from '../base/trouble.ts';
import { tools } from './tools/index.ts';
import type { Answered, Tool, ToolOptions, ToolPorts } from './tools/tool.ts';

export type ToolResult = { name: string; toolCallId?: string } & Answered;

const UNKNOWN: Answered = { error: 'There is no tool of this name.' };

/** The model is told; a request that is refused for good need not come again. */
function refusal(error: unknown): Answered {
  if (error instanceof RefusedForGood) return { error: `This cannot be kept (${error.reason}).` };
  throw error;
}

/** Returns a result for every tool call, in their order (Vapi: one result for each id). */
export async function answerToolCalls(
  call: CallFacts,
  toolCalls: readonly ToolCall[],
  options: ToolOptions,
  ports: ToolPorts,
): Promise<ToolResult[]> {
  const results: ToolResult[] = [];
  const gaveResult = new Set<Tool>();
  for (const toolCall of toolCalls) {
    const { id, name } = toolCall;
    const tool = tools.find((one) => one.names(options).includes(name));
    const again = tool !== undefined && gaveResult.has(tool);
    const answered =
      (await tool?.answer({ call, toolCall, again }, ports, options).catch(refusal)) ?? UNKNOWN;
    if ('error' in answered) {
      ports.log.warn('tool call refused', { callId: call.callId, reason: answered.error });
    } else if (tool !== undefined) {
      gaveResult.add(tool);
    }
    ports.count('error' in answered ? 'tool_call_refused' : 'tool_call_taken');
    results.push({ name, ...(id === undefined ? {} : { toolCallId: id }), ...answered });
  }
  return results;
}
