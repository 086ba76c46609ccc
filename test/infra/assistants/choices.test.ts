import { Vapi } from '@vapi-ai/server-sdk';
import { describe, expect, it } from 'vitest';
import { DEFAULTS, greetingOf, modelOf, transcriberOf } from '../../../infra/assistants/choices.ts';
import { ASSISTANT_SETTINGS } from '../../../infra/assistants/settings.ts';
import { startSpeaking, stopSpeaking } from '../../../infra/assistants/speaking.ts';
import { readSettings } from '../../../lib/settings/read.ts';
import { LANGUAGES, SPEECHES } from '../../../lib/speech/index.ts';
import { assistantOf, choosing, options } from './options.ts';

const read = (ASSISTANT_OPTIONS: string) =>
  readSettings({ ASSISTANT_OPTIONS }, ASSISTANT_SETTINGS).ASSISTANT_OPTIONS;

describe('The model of the assistants', () => {
  it.each([
    ['gpt-5-chat-latest', 'openai'],
    ['claude-sonnet-5', 'anthropic'],
    ['gemini-3.5-flash', 'google'],
    ['grok-4.3', 'xai'],
    ['a-name-of-next-month', 'openai'],
  ])('%s is one of %s', (model, provider) => {
    expect(modelOf({ model })).toEqual({ provider, model });
  });

  it('is where nothing is chosen one that Vapi knows, and so is the one that stands in for it', () => {
    const known: string[] = Object.values(Vapi.OpenAiModelModel);
    expect(known).toEqual(expect.arrayContaining([DEFAULTS.model.model, ...DEFAULTS.model.fallbackModels]));
  });

  it('has everything else that a team gives it, before what we would', () => {
    const model = { provider: 'groq', model: 'llama-3.3-70b-versatile', temperature: 0, maxTokens: 900 };
    expect(assistantOf('sales', choosing({ model })).model).toMatchObject(model);
    expect(assistantOf('sales').model).toMatchObject({ temperature: 0.3, maxTokens: 500 });
  });
});

describe('The transcriber of the assistants', () => {
  const terms = { company: 'Example Energy', keyTerms: ['Voltara', 'Example Energy'] };

  it('understands every language, and is told the company and its products', () => {
    expect(transcriberOf(terms)).toMatchObject({
      provider: 'deepgram',
      model: 'nova-3',
      language: 'multi',
      keyterm: ['Example Energy', 'Voltara'],
    });
    expect(transcriberOf({})).not.toHaveProperty('keyterm');
  });

  it.each([
    [{ provider: 'deepgram', model: 'flux-general-en' }, 'keyterm'],
    [{ provider: 'assembly-ai' }, 'keytermsPrompt'],
  ])('%j is told them as %s', (transcriber, field) => {
    expect(transcriberOf({ ...terms, transcriber })).toHaveProperty(field, ['Example Energy', 'Voltara']);
  });

  it.each([
    { provider: 'deepgram', model: 'nova-2' },
    { provider: 'deepgram' },
    { provider: 'soniox', model: 'stt-rt-v5' },
    { provider: 'deepgram', model: 'nova-3', keyterm: ['mine'] },
  ])('%j stays as it is', (transcriber) => {
    expect(transcriberOf({ ...terms, transcriber })).toEqual(transcriber);
  });
});

describe('When an assistant speaks', () => {
  const plan = { waitSeconds: 0.4, smartEndpointingPlan: { provider: 'livekit' as const } };

  it.each([
    [{ provider: 'deepgram', model: 'nova-3', language: 'multi' }, 'vapi'],
    [{ provider: 'deepgram', model: 'nova-3', language: 'es' }, 'vapi'],
    [{ provider: 'soniox' }, 'vapi'],
    [{ provider: 'deepgram', model: 'nova-3', language: 'en-GB' }, 'livekit'],
    [{ provider: 'deepgram', model: 'nova-3', language: 'en' }, 'livekit'],
    [{ provider: 'deepgram', model: 'flux-general-multi' }, undefined],
  ])('after %j it is %s that hears the end of a turn', (transcriber, provider) => {
    expect(startSpeaking(plan, transcriber).smartEndpointingPlan?.provider).toBe(provider);
    expect(startSpeaking(plan, transcriber).waitSeconds).toBe(0.4);
  });

  it.each([
    ['What is your invoice number?', true],
    ['¿Me dice su número de cliente?', true],
    ['Wie lautet Ihre Kundennummer?', true],
    ['Quelle est votre adresse e-mail ?', true],
    ['¿En qué puedo ayudarle?', false],
    ['Ich habe Ihre Nummer. Noch etwas?', false],
  ])('after "%s" it waits for a caller who reads in parts: %s', (question, waits) => {
    const rules = assistantOf('billing').startSpeakingPlan?.customEndpointingRules ?? [];
    const fits = rules.some(
      (rule) => rule.type === 'assistant' && new RegExp(rule.regex, 'i').test(question),
    );
    expect(fits).toBe(waits);
  });

  it('stops for a "wait" in every language, and goes on after a "yes"', () => {
    const {
      acknowledgementPhrases = [],
      interruptionPhrases = [],
      numWords,
    } = assistantOf('sales').stopSpeakingPlan ?? {};
    expect(acknowledgementPhrases).toEqual(expect.arrayContaining(['okay', 'sí', 'ja', 'oui']));
    expect(interruptionPhrases).toEqual(expect.arrayContaining(['wait', 'espere', 'warten Sie', 'attendez']));
    expect(acknowledgementPhrases.filter((phrase) => interruptionPhrases.includes(phrase))).toEqual([]);
    expect(new Set(interruptionPhrases).size).toBe(interruptionPhrases.length);
    expect(numWords).toBe(0);
    expect(stopSpeaking({ numWords: 2 })).toMatchObject({ numWords: 2 });
  });
});

describe('What is said word for word', () => {
  it.each(
    LANGUAGES,
  )('in %s greets in the name of the company, and without one where none is told', (language) => {
    expect(greetingOf(options({ language }))).toBe(SPEECHES[language].assistant.greeting);
    const named = greetingOf(options({ language, choices: { company: 'Energy {company} $&' } }));
    expect(named).toContain(' Energy {company} $&');
    expect(named).toMatch(/[.] .*[?]$/);
    expect(greetingOf({ ...options(), choices: {} })).toBe('Thank you for calling. How can I help you?');
  });

  it('begins with the language of the team, which is translated where another is missing', () => {
    const tools = assistantOf('sales', options({ language: 'de' })).model.tools;
    const spoken = tools.flatMap(({ messages = [] }) =>
      messages.filter((one) => one.content !== '' && !('role' in one && one.role === 'system')),
    );
    // Of route_call one, of each tool of the registry three, and the goodbye.
    expect(spoken).toHaveLength(1 + 3 * 4 + 1);
    for (const { content, contents } of spoken) {
      expect(contents?.[0]).toEqual({ type: 'text', language: 'de', text: content });
      expect(contents?.map(({ language }) => language).toSorted()).toEqual([...LANGUAGES].toSorted());
    }
    const failed = spoken.flatMap(({ type, content }) => (type === 'request-failed' ? [content] : []));
    expect(failed).toContain(SPEECHES.de.tools.request_callback.failed);
  });
});

describe('What a team chooses', () => {
  it('is read as it is given', () => {
    const choices = {
      company: 'Example Energy',
      about: { sales: 'prices' },
      keyTerms: ['Voltara'],
      model: { provider: 'openai', model: 'gpt-4.1', temperature: 0 },
      voice: { provider: 'vapi', voiceId: 'Elliot' },
      transcriber: { provider: 'deepgram', model: 'nova-3' },
      recording: true,
      disclosure: 'We record.',
    };
    expect(read(JSON.stringify(choices))).toEqual(choices);
    expect(readSettings({}, ASSISTANT_SETTINGS).ASSISTANT_OPTIONS).toBeUndefined();
  });

  it.each([
    ['no JSON', '{', 'ASSISTANT_OPTIONS'],
    ['an option that there is not', '{"modell": "x"}', 'ASSISTANT_OPTIONS has no option modell'],
    ['a voice of nobody', '{"voice": {"voiceId": "x"}}', 'ASSISTANT_OPTIONS.voice.provider'],
    ['a model without a name', '{"model": {"provider": "openai"}}', 'ASSISTANT_OPTIONS.model'],
    ['recording by word', '{"recording": "yes"}', 'ASSISTANT_OPTIONS.recording is not true or false'],
    ['an empty company', '{"company": ""}', 'ASSISTANT_OPTIONS.company'],
  ])('is refused where it is %s', (_what, text, problem) => {
    expect(() => read(text)).toThrow(problem);
  });
});
