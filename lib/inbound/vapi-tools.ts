import type { CallFacts, ToolCall } from '../base/call-facts.ts';
import { RefusedForGood } from '../base/trouble.ts';
import { filled, type LanguageCode, speechOf } from '../speech/index.ts';
import { languageIn } from './language.ts';
import { tools } from './tools/index.ts';
import type { Answered, Tool, ToolOptions, ToolPorts } from './tools/tool.ts';

export type ToolResult = { name: string; toolCallId?: string } & Answered;

/** The model is told; a request that is refused for good need not come again. */
function refusal(error: unknown, language: LanguageCode): Answered {
  if (!(error instanceof RefusedForGood)) throw error;
  return { error: filled(speechOf(language).toAssistant.cannotBeKept, { reason: error.reason }) };
}

/** Only what is asked at the wrong address costs the list of those tools. */
async function unknownTool(
  name: string,
  language: LanguageCode,
  { toolsUrl }: Pick<ToolOptions, 'toolsUrl'>,
): Promise<string> {
  const { toolNamed } = await import('../tools/index.ts');
  if (toolNamed(name) === undefined) return speechOf(language).toAssistant.unknownTool;
  const { toolSpeechOf } = await import('../speech/tools/index.ts');
  return filled(toolSpeechOf(language).toAssistant.elsewhere, { url: toolsUrl });
}

/** Returns a result for every tool call, in their order (Vapi: one result for each id). */
export async function answerToolCalls(
  call: CallFacts,
  toolCalls: readonly ToolCall[],
  options: ToolOptions,
  ports: ToolPorts,
  before?: readonly string[],
): Promise<ToolResult[]> {
  const results: ToolResult[] = [];
  const gaveResult = new Set<Tool>();
  const spoken = languageIn(call, options, ports);
  for (const toolCall of toolCalls) {
    const { id, name } = toolCall;
    const tool = tools.find((one) => one.names(options).includes(name));
    const again = tool !== undefined && gaveResult.has(tool);
    const language = await spoken(toolCall.arguments.value);
    const answered = (await tool
      ?.answer({ call, toolCall, again, ...(before && { before }) }, ports, { ...options, language })
      .catch((error: unknown) => refusal(error, language))) ?? {
      error: await unknownTool(name, language, options),
    };
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
