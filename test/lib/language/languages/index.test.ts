import { describe, expect, it } from 'vitest';
import * as LANGUAGES from '../../../../lib/language/languages/index.ts';
import * as SECRETS from '../../../../lib/language/languages/secrets.ts';
import { folded } from '../../../../lib/language/text/folded.ts';

describe.each(Object.entries(LANGUAGES))('%s', (name, { elided, namesOfTexts, question, secrets }) => {
  it('has its single words written as they are compared', () => {
    const { questionWords, askingPairs, measures, emptyWords, endings } = question;
    const words = [elided, namesOfTexts, questionWords, ...askingPairs, measures, emptyWords, endings];
    expect(words).toEqual(words.map(folded));
  });

  it('is in the list of secrets with its own words', () => {
    expect(new Map(Object.entries(SECRETS)).get(name)).toBe(secrets);
  });

  it('names no secret by nothing', () => {
    for (const names of [...Object.values(secrets.names), ...Object.values(secrets.fields)]) {
      if (names !== '') expect(new RegExp(`^(?:${names})$`).test('')).toBe(false);
    }
  });
});
