import type { CallFacts } from '../base/call-facts.ts';
import { type Assistants, idOf } from '../desk/assistants.ts';
import { decideRoute, type RoutingPorts } from '../desk/decide-route.ts';
import { routeResult } from './tools/route-call.ts';
import { textIn } from './tools/text-in.ts';
import { momentOf, type ToolOptions } from './tools/tool.ts';

/**
 * Answers to whom an assistant hands a caller over, by the same rule and the same count as `route_call`. While a
 * question is left the model gets it, and nobody is moved. The message has no id: one that comes twice is known by its
 * time.
 */
export async function answerHandoffDestination(
  call: CallFacts,
  values: Readonly<Record<string, unknown>>,
  { teamWords, language }: Pick<ToolOptions, 'teamWords' | 'language'>,
  assistants: Assistants,
  ports: RoutingPorts,
): Promise<object> {
  const asked = {
    id: momentOf(call, 'handoff-destination-request'),
    intent: textIn(values, 'intent', 'department'),
    question: textIn(values, 'question'),
  };
  const decided = await decideRoute(call.callId, asked, teamWords.departments, ports);
  ports.log.info('routed', { callId: call.callId, event: decided.is });
  // Vapi wants a destination beside the error.
  if (decided.is === 'ask') return { destination: {}, error: routeResult(decided, language) };
  const { assistant } = decided;
  const id = idOf(assistant, assistants);
  return {
    destination: {
      type: 'assistant',
      ...(id === undefined ? { assistantName: assistant } : { assistantId: id }),
      contextEngineeringPlan: { type: 'all' },
    },
  };
}
