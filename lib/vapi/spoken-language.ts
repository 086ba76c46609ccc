import { type LanguageCode, languageNamed } from '../speech/index.ts';
import { part } from './loose.ts';
import { overridesOf } from './own-call.ts';

/**
 * Returns the language that the assistant of a call was given: by a variable, else by what its transcriber listens
 * for. `multi` tells nothing.
 */
export function assistantLanguageOf(message: Record<string, unknown>): LanguageCode | undefined {
  const call = part(message.call);
  const overrides = overridesOf(call);
  const variables = [message.artifact, ...overrides].map((one) => part(part(one).variableValues));
  const ears = [...overrides, call.assistant, message.assistant].map((one) => part(part(one).transcriber));
  return [...variables, ...ears]
    .map(({ language }) => languageNamed(language))
    .find((one) => one !== undefined);
}

/** Vapi's name for the event in which its transcriber has noticed another language (Vapi: server messages). */
export const LANGUAGE_CHANGED = 'language-change-detected';
