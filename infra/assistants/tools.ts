import type { Vapi } from '@vapi-ai/server-sdk';
import type { TeamWords } from '../../lib/handoff/briefing/routing.ts';
import { toolWords } from '../../lib/inbound/tools/index.ts';
import { type LanguageCode, SPEECHES, type Speech } from '../../lib/speech/index.ts';
import type { ToolWords } from '../../lib/vapi/tool-words.ts';
import { ENGLISH } from './choices.ts';

/** A tool of the assistant that our server answers. It has no server of its own: the assistant's is asked. */
export type FunctionTool = Vapi.OpenAiModelToolsItem.Function & { function: Vapi.OpenAiFunction };

/**
 * What is said around a tool call. Our result holds the sentence for the caller, so the model is told to say just
 * that; a fixed sentence here would be a second one. The start has its own words because Vapi says "Hold on a sec" or
 * the like where there are none. `failed` is for a server that cannot be reached.
 */
const messages = (
  { moment, momentLonger }: Speech['assistant'],
  failed: string,
): NonNullable<FunctionTool['messages']> => [
  { type: 'request-start', content: moment, blocking: false },
  { type: 'request-response-delayed', content: momentLonger, timingMilliseconds: 4000 },
  {
    type: 'request-complete',
    role: 'system',
    content: 'Say the result of the tool to the caller as it stands, once, and add nothing to it.',
  },
  { type: 'request-failed', role: 'assistant', content: failed },
];

/** A tool as Vapi takes it, with what is said around it in one language. */
export function functionTool(described: ToolWords, language: LanguageCode): FunctionTool {
  const { assistant, tools } = SPEECHES[language];
  const { failed } = tools[described.name];
  return { type: 'function', async: false, function: described, messages: messages(assistant, failed) };
}

/** What the assistant can ask of our server: all that is registered. */
export const functionTools = (
  teamWords: TeamWords,
  language: LanguageCode = ENGLISH,
): readonly FunctionTool[] => toolWords(teamWords).map((words) => functionTool(words, language));
