import { decideRoute } from '../../desk/decide-route.ts';
import type { RoutingAnswer } from '../../desk/routing.ts';
import type { TeamWords } from '../../handoff/briefing/routing.ts';
import { speechOf } from '../../speech/index.ts';
import { LANGUAGE_FIELD, type ToolWords } from '../../vapi/tool-words.ts';
import { textIn } from './text-in.ts';
import {
  type Answered,
  type Asked,
  bothSpellings,
  momentOf,
  type Tool,
  type ToolOptions,
  type ToolPorts,
} from './tool.ts';

const NAME = 'route_call';

/** Intents beside the departments that callers have. */
const OTHER_INTENTS = ['technical', 'cancellation', 'unclear'];

/** What the model reads, with the departments that the team has. */
export const words = ({ departments }: Pick<TeamWords, 'departments'>): ToolWords => ({
  name: NAME,
  description:
    'Says who is right for the caller. Call it after every answer of the caller while it is not settled where they ' +
    'belong, also when it is not clear to you. The result is "ASK" with the one question that you may put to them, ' +
    'or "GO" with the name of the assistant to whom you hand the call over at once. Never ask on your own account ' +
    'what they want, and never say what the result was.',
  parameters: {
    type: 'object',
    properties: {
      intent: {
        type: 'string',
        description: 'What the caller wants; unclear when they have not said it yet.',
        enum: [...new Set([...departments, ...OTHER_INTENTS])],
      },
      question: {
        type: 'string',
        description:
          'If it is unclear: the one short question that would settle it, in the language of the caller.',
      },
      language: LANGUAGE_FIELD,
    },
    required: ['intent'],
  },
});

/** What the model reads: the question to put, or where to go. */
export function routeResult(answer: RoutingAnswer, language: ToolOptions['language']): string {
  return answer.is === 'go'
    ? `GO ${answer.assistant}`
    : `ASK ${answer.question ?? speechOf(language).desk.question}`;
}

async function answer(
  { call, toolCall: { id, name, arguments: given } }: Asked,
  ports: ToolPorts,
  { teamWords, language }: ToolOptions,
): Promise<Answered> {
  // Damaged arguments are as good as none: the caller is asked, or sent where help is.
  const asked = {
    id: id ?? momentOf(call, name),
    at: call.timestamp,
    intent: textIn(given.value, 'intent', 'department'),
    question: textIn(given.value, 'question'),
  };
  const decided = await decideRoute(call.callId, asked, teamWords.departments, ports);
  ports.log.info('routed', { callId: call.callId, event: decided.is });
  return { result: routeResult(decided, language) };
}

/** Sends a caller to the right assistant (F3): our count of the questions is the one that counts. */
export const tool: Tool = { names: () => bothSpellings(NAME), answer };
