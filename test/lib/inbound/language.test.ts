import { describe, expect, it } from 'vitest';
import type { CallFacts } from '../../../lib/base/call-facts.ts';
import { Unavailable } from '../../../lib/base/trouble.ts';
import { languageIn } from '../../../lib/inbound/language.ts';
import type { LanguageCode } from '../../../lib/speech/index.ts';

const world = (
  call: Partial<CallFacts> & { said?: string[] } = {},
  record: () => Promise<LanguageCode | undefined> = async () => undefined,
) => {
  const { said = [], ...facts } = call;
  const reads: string[] = [];
  const lastHeard = (callId: string) => {
    reads.push(callId);
    return record();
  };
  const messages = said.map((text) => ({ role: 'caller' as const, text }));
  return {
    reads,
    of: languageIn({ callId: 'call-1', messages, ...facts }, { language: 'en' }, { lastHeard }),
  };
};

const SPANISH = ['Quiero hablar con una persona.'];

describe('The language in which a call is answered', () => {
  it.each([
    'de',
    'de-AT',
    'German',
    'alemán',
  ])('is what the assistant tells, before anything else: %s', async (told) => {
    const { of, reads } = world({ said: SPANISH, assistantLanguage: 'fr' });
    expect(await of({ language: told })).toBe('de');
    expect(await of({ locale: told })).toBe('de');
    expect(reads).toEqual([]);
  });

  it.each([
    'multi',
    '',
    'pt-BR',
    7,
    null,
    { code: 'de' },
  ])('is not what the assistant tells of a language that we do not speak: %j', async (told) => {
    const { of } = world({ said: SPANISH });
    expect(await of({ language: told })).toBe('es');
    expect(await of({ language: told, locale: 'fr_CA' })).toBe('fr');
  });

  it.each([
    [SPANISH, 'es'],
    [['I was charged twice.'], 'en'],
  ])('is that of the words in the message, without a look at the table: %j', async (said, code) => {
    const { of, reads } = world({ said, assistantLanguage: 'fr' });
    expect(await of({})).toBe(code);
    expect(await of()).toBe(code);
    expect(reads).toEqual([]);
  });

  it('is that of the record where the last words show none, whatever was said before them', async () => {
    const { of } = world({ said: ['I was charged twice.', 'Sí, 4711.'] }, async () => 'es');
    expect(await of({})).toBe('es');
    const unknown = world({ said: ['I was charged twice.', '4711.'], assistantLanguage: 'fr' });
    expect(await unknown.of({})).toBe('en');
  });

  it('is that of the conversation’s record where the words show none, read once for a message', async () => {
    const { of, reads } = world({ said: ['Okay.'], assistantLanguage: 'fr' }, async () => 'de');
    expect([await of({}), await of({ language: 'xx' })]).toEqual(['de', 'de']);
    expect(reads).toEqual(['call-1']);
  });

  it.each([
    ['knows none', async () => undefined],
    ['cannot be read', async () => Promise.reject(new Unavailable('table', 'down'))],
    ['never answers', () => new Promise<undefined>(() => undefined)],
  ])('is the assistant’s own where the record %s', async (_what, record) => {
    expect(await world({ assistantLanguage: 'fr' }, record).of({})).toBe('fr');
  });

  it('is the team’s where nothing tells', async () => {
    expect(await world().of({})).toBe('en');
    expect(await world({ assistantLanguage: 'multi' }).of({})).toBe('en');
  });
});
