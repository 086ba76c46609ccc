import { LANGUAGES, type LanguageCode } from '../speech.ts';
import { toolSpeech as english } from './english.ts';
import { toolSpeech as french } from './french.ts';
import { toolSpeech as german } from './german.ts';
import { toolSpeech as spanish } from './spanish.ts';
import type { ToolSpeech } from './tool-speech.ts';

export type { ToolSpeech } from './tool-speech.ts';

/** What we say about tickets and appointments in each language that we speak. */
export const TOOL_SPEECHES: Readonly<Record<LanguageCode, ToolSpeech>> = {
  en: english,
  es: spanish,
  de: german,
  fr: french,
};

/** Returns what we say about them in a language; English for a code that a record does not have. */
export function toolSpeechOf(language: string | undefined): ToolSpeech {
  return TOOL_SPEECHES[LANGUAGES.find((one) => one === language) ?? 'en'];
}
