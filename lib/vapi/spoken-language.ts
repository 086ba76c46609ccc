import { type LanguageCode, languageNamed } from '../speech/index.ts';
import { part } from './loose.ts';

/**
 * Returns the language that the assistant of a call was given: by a variable, else by what its transcriber listens
 * for. `multi` tells nothing.
 */
export function assistantLanguageOf(message: Record<string, unknown>): LanguageCode | undefined {
  const call = part(message.call);
  const overrides = part(call.assistantOverrides);
  const told = [
    part(part(message.artifact).variableValues).language,
    part(overrides.variableValues).language,
    part(overrides.transcriber).language,
    part(part(call.assistant).transcriber).language,
    part(part(message.assistant).transcriber).language,
  ];
  return told.map(languageNamed).find((one) => one !== undefined);
}

/** Vapi's name for the event in which its transcriber has noticed another language (Vapi: server messages). */
export const LANGUAGE_CHANGED = 'language-change-detected';
