import { describe, expect, it } from 'vitest';
import { SERVICE_SETTINGS } from '../../../lib/lambda/settings.ts';
import { readSettings } from '../../../lib/settings/read.ts';
import { only } from '../../../lib/settings/setting.ts';

const languageOf = (given?: string) =>
  readSettings({ LANGUAGE: given }, only(SERVICE_SETTINGS, 'LANGUAGE')).LANGUAGE;

describe('LANGUAGE', () => {
  it('is English where none is chosen', () => {
    expect(languageOf()).toBe('en');
    expect(languageOf(' ')).toBe('en');
  });

  it.each([
    ['es', 'es'],
    ['de-AT', 'de'],
    ['French', 'fr'],
    ['en_US:en', 'en'],
    ['pt_BR:pt:es:en', 'es'],
  ])('given as %s is %s', (given, code) => {
    expect(languageOf(given)).toBe(code);
  });

  it.each(['it', 'xx', 'multi', ':'])('is refused where it is none of ours: %s', (given) => {
    expect(() => languageOf(given)).toThrow('LANGUAGE is none of en, es, de, fr');
  });
});
