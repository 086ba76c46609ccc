import type { Vapi } from '@vapi-ai/server-sdk';
import type { TeamWords } from '../../lib/handoff/briefing/routing.ts';
import { toolWords } from '../../lib/inbound/tools/index.ts';
import { type LanguageCode, SPEECHES } from '../../lib/speech/index.ts';
import type { ToolWords } from '../../lib/vapi/tool-words.ts';
import { ENGLISH } from './choices.ts';
import type { ServerSettings } from './server.ts';

/** A tool of the assistant that our server answers. Without a server of its own, the assistant's is asked. */
export type FunctionTool = Omit<Vapi.OpenAiModelToolsItem.Function, 'server'> & {
  function: Vapi.OpenAiFunction;
  server?: ServerSettings;
};

/** Whichever of our rooms answers a tool: all that an assistant has to know of it. */
export type DescribedTool = {
  words: ToolWords<string>;
  /** What the caller hears where our server cannot be reached. */
  failed(language: LanguageCode): string;
  /** What the model is told to do with the result. */
  onResult: string;
  server?: ServerSettings;
};

/** How a sentence is given to Vapi: in one language, or in each. */
export type Saying = (
  sentence: (language: LanguageCode) => string,
) => Pick<Vapi.ToolMessageStart, 'content' | 'contents'>;

/** Has everything said in one language. */
export function sayingIn(language: LanguageCode): Saying {
  return (sentence) => ({ content: sentence(language) });
}

/**
 * A tool as Vapi takes it, with what is said around it. Our result holds the sentence for the caller, so the model is
 * told to say just that; a fixed sentence here would be a second one. The start has its own words because Vapi says
 * "Hold on a sec" or the like where there are none.
 */
export function functionTool({ words, failed, onResult, server }: DescribedTool, said: Saying): FunctionTool {
  const { name, description, parameters } = words;
  return {
    type: 'function',
    async: false,
    function: { name, description, parameters },
    messages: [
      {
        type: 'request-start',
        ...said((language) => SPEECHES[language].assistant.moment),
        blocking: false,
      },
      {
        type: 'request-response-delayed',
        ...said((language) => SPEECHES[language].assistant.momentLonger),
        timingMilliseconds: 4000,
      },
      { type: 'request-complete', role: 'system', content: onResult },
      { type: 'request-failed', role: 'assistant', ...said(failed) },
    ],
    ...(server !== undefined && { server }),
  };
}

/** What every assistant can ask of our server: all that is registered there. */
export function registeredTools(teamWords: TeamWords): readonly DescribedTool[] {
  return toolWords(teamWords).map((words) => ({
    words,
    failed: (language) => SPEECHES[language].tools[words.name].failed,
    onResult: 'Say the result of the tool to the caller as it stands, once, and add nothing to it.',
  }));
}

/** The same as the one assistant takes them, in one language. */
export const functionTools = (
  teamWords: TeamWords,
  language: LanguageCode = ENGLISH,
): readonly FunctionTool[] =>
  registeredTools(teamWords).map((tool) => functionTool(tool, sayingIn(language)));
