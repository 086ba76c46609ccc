import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { languageHeardIn, languageLastHeard } from '../../../../lib/language/heard/heard.ts';
import * as COMMON from '../../../../lib/language/languages/common.ts';
import * as LANGUAGES from '../../../../lib/language/languages/index.ts';
import { folded } from '../../../../lib/language/text/folded.ts';
import { listed } from '../../../../lib/language/text/listed.ts';
import { LANGUAGES as CODES } from '../../../../lib/speech/index.ts';
import { cpuCost } from '../../../cpu-time.ts';
import { ANY_UNIT } from '../../any-text.ts';

const labelled = <S extends z.ZodMiniType>(file: string, schema: S): z.output<S>[] => {
  const path = fileURLToPath(new URL(`../labelled/${file}.json`, import.meta.url));
  return z.array(schema).parse(JSON.parse(readFileSync(path, 'utf8')));
};

const spoken = labelled(
  'spoken',
  z.object({ text: z.string(), is: z.nullable(z.enum(CODES)), hard: z.optional(z.string()) }),
);
const caller = (text: string) => ({ role: 'caller' as const, text });
const assistant = (text: string) => ({ role: 'assistant' as const, text });

describe('The language in which somebody speaks', () => {
  it.each(spoken)('of "$text" is $is', ({ text, is }) => {
    expect(languageHeardIn(text) ?? null).toBe(is);
  });

  it('is labelled for many utterances, and for enough hard ones', () => {
    expect(spoken.length).toBeGreaterThanOrEqual(100);
    expect(spoken.filter(({ hard }) => hard !== undefined).length).toBeGreaterThanOrEqual(50);
  });

  it.each(
    CODES,
  )('is never taken for another one in what was labelled for something else, and mostly heard: %s', (code) => {
    const texts = labelled(code, z.object({ text: z.string() }));
    const heard = texts.map(({ text }) => languageHeardIn(text));
    expect(heard.filter((one) => one !== undefined && one !== code)).toEqual([]);
    expect(heard.filter((one) => one === code).length / texts.length).toBeGreaterThanOrEqual(0.93);
  });

  it('shows in the end of something long', () => {
    const names = 'García López, '.repeat(20_000);
    expect(languageHeardIn(`${names} no me funciona el teléfono, necesito ayuda`)).toBe('es');
    expect(languageHeardIn(names)).toBeUndefined();
  });

  it('takes no time for what is long or odd', () => {
    const odd = ["'".repeat(100_000), "a'".repeat(100_000), 'ñ'.repeat(100_000), '\u0301'.repeat(100_000)];
    for (const text of odd) expect(cpuCost(() => languageHeardIn(text), 50)).toBeLessThan(50);
  });

  it('is one of ours or none, whatever is said', () => {
    fc.assert(
      fc.property(fc.string({ unit: ANY_UNIT, maxLength: 400 }), (text) => {
        expect([undefined, ...CODES]).toContain(languageHeardIn(text));
      }),
    );
  });
});

describe('The language in which the caller was last heard', () => {
  it('is that of the newest words that show one', () => {
    const before = caller('I was charged twice.');
    const after = caller('Quiero hablar con una persona.');
    expect(languageLastHeard([before, assistant('Of course.'), after])).toBe('es');
    expect(languageLastHeard([after, before])).toBe('en');
  });

  it('is not changed by a yes, a name or a number', () => {
    const said = ['Me han cobrado dos veces.', 'Okay.', 'No.', 'Smith', '4471', 'Yes.'].map(caller);
    expect(languageLastHeard(said)).toBe('es');
  });

  it('is not that of the assistant', () => {
    expect(languageLastHeard([assistant('Hello, how can I help you today?')])).toBeUndefined();
    expect(languageLastHeard([])).toBeUndefined();
  });

  it('is forgotten after many words that show none', () => {
    expect(languageLastHeard([caller('Necesito ayuda.'), ...Array(6).fill(caller('Okay.'))])).toBeUndefined();
  });
});

describe('The words by which a language is heard', () => {
  it('are there for every language that is understood, one for each that we speak', () => {
    expect(Object.keys(COMMON).sort()).toEqual(Object.keys(LANGUAGES).sort());
    expect(
      Object.values(COMMON)
        .map(({ code }) => code)
        .sort(),
    ).toEqual([...CODES].sort());
  });

  it.each(Object.values(COMMON))('are written as they are compared: $code', ({ words, weak }) => {
    const all = [...listed(words), ...listed(weak)];
    expect(all.length).toBeGreaterThan(150);
    expect(all.filter((word) => folded(word) !== word || !/^'?[a-z]+'?$/.test(word))).toEqual([]);
    expect(listed(words).filter((word, at, list) => list.indexOf(word) !== at)).toEqual([]);
  });
});
