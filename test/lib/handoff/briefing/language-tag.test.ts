import { describe, expect, it } from 'vitest';
import { languageTagOf } from '../../../../lib/handoff/briefing/language-tag.ts';

describe('A language that a model names', () => {
  it.each([
    ['es', 'es'],
    ['ES', 'es'],
    [' de ', 'de'],
    ['en-us', 'en-US'],
    ['pt_BR', 'pt-BR'],
    ['zh-hant', 'zh-Hant'],
    ['spa', 'es'],
    ['yue', 'yue'],
    ['Spanish', 'es'],
    ['español', 'es'],
    ['Deutsch', 'de'],
    ['französisch', 'fr'],
    ['allemand', 'de'],
    ['VIETNAMESE', 'vi'],
    ['Espanol', 'es'],
    ['francais', 'fr'],
    ['Spanish (Mexico)', 'es'],
    ['Brazilian Portuguese', 'pt'],
    ['Mandarin', 'zh'],
    ['castellano', 'es'],
    ['Polski', 'pl'],
    ['Tiếng Việt', 'vi'],
    ['Spanish from Mexico', 'es'],
  ])('is a code: %j', (said, code) => {
    expect(languageTagOf(said)).toBe(code);
  });

  it.each([
    'Klingon',
    'zzz',
    'x-private',
    'en-US-x-attack',
    "es' OR 1 == 1",
    'a',
    '',
    'the language of the caller',
    'whatever you have instead of Spanish',
    'not English',
    'Spanish or English',
    'Spanish / English',
    '__proto__',
    'e'.repeat(10_000),
  ])('is none: %j', (said) => {
    expect(languageTagOf(said)).toBeUndefined();
  });
});
