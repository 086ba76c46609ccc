import type { TeamWords } from '../../lib/handoff/briefing/routing.ts';
import { filled, type LanguageCode, SPEECHES } from '../../lib/speech/index.ts';
import type { Choices } from './settings.ts';
import type { TeamTools } from './systems.ts';

/** A model, voice or transcriber, with whatever else Vapi knows of it. */
export type Provided = { provider: string; [more: string]: unknown };
export type ModelChoice = Provided & { model: string };

export type DeskOptions = {
  /** The URL of our webhook for Vapi. */
  serverUrl: string;
  /** Vapi's id of the credential that signs the webhooks; without one, ours answers 401 to all of them. */
  credentialId?: string;
  /** The team's departments, each with an assistant of its own, and its skills. */
  teamWords: TeamWords;
  /** Tickets and appointments; without it there are none. */
  teamTools?: TeamTools;
  choices?: Choices;
  /** In which callers are greeted; they are answered in their own. */
  language?: LanguageCode;
  /** Vapi's ids of those that are saved there, by what they are called here. */
  saved?: Readonly<Record<string, string>>;
  /** Stands before the name of each at Vapi. */
  namePrefix?: string;
  /** The longest call, the time with an agent included. */
  maxCallSeconds?: number;
};

export const ENGLISH: LanguageCode = 'en';

export const DEFAULTS = {
  model: { provider: 'openai', model: 'gpt-4.1', fallbackModels: ['gpt-4o'] } satisfies ModelChoice,
  // Speaks whatever language its text is in.
  voice: {
    provider: '11labs',
    voiceId: 'sarah',
    model: 'eleven_flash_v2_5',
    fallbackPlan: { voices: [{ provider: 'openai', voiceId: 'nova', model: 'gpt-4o-mini-tts' }] },
  } satisfies Provided,
  // Understands a caller in any language, also one who changes it.
  transcriber: {
    provider: 'deepgram',
    model: 'nova-3',
    language: 'multi',
    // Vapi's 10 ms loses answers of one word.
    endpointing: 150,
    fallbackPlan: { transcribers: [{ provider: 'assembly-ai', language: 'multi' }] },
  } satisfies Provided,
};

const PROVIDERS = [
  ['claude-', 'anthropic'],
  ['gemini-', 'google'],
  ['grok-', 'xai'],
] as const;

/** Returns the model as Vapi takes it; of a name alone its beginning tells whose it is. */
export function modelOf({ model = DEFAULTS.model }: Choices): ModelChoice {
  if (typeof model !== 'string') return model;
  const [, provider = 'openai'] = PROVIDERS.find(([beginning]) => model.startsWith(beginning)) ?? [];
  return { provider, model };
}

/** Returns the transcriber, told the words that it would not guess where it can be told any. */
export function transcriberOf({ transcriber, company, keyTerms = [] }: Choices): Provided {
  const chosen: Provided = transcriber ?? DEFAULTS.transcriber;
  const terms = [...new Set([...(company === undefined ? [] : [company]), ...keyTerms])];
  const field = fieldOfTerms(chosen);
  return terms.length === 0 || field === undefined ? chosen : { [field]: terms, ...chosen };
}

function fieldOfTerms({ provider, model }: Provided): string | undefined {
  if (provider === 'deepgram') return /^(?:nova-3|flux)/.test(String(model)) ? 'keyterm' : undefined;
  return provider === 'assembly-ai' ? 'keytermsPrompt' : undefined;
}

/** What callers are told before anything else; undefined where nothing has to be said. */
export function disclosureOf({ choices = {}, language = ENGLISH }: DeskOptions): string | undefined {
  const { disclosure, recording } = choices;
  return disclosure ?? (recording === true ? SPEECHES[language].assistant.mayBeRecorded : undefined);
}

/** The first words to a caller, with the company where it is known. */
export function greetingOf({ choices: { company } = {}, language = ENGLISH }: DeskOptions): string {
  const { greeting, greetingOf: ofCompany } = SPEECHES[language].assistant;
  return company ? filled(ofCompany, { company }) : greeting;
}
