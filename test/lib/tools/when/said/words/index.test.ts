import { describe, expect, it } from 'vitest';
import { folded } from '../../../../../../lib/language/text/folded.ts';
import { WORDS } from '../../../../../../lib/tools/when/said/words/index.ts';

describe.each(Object.entries(WORDS))('The words of dates and times (%s)', (_code, { when }) => {
  const single = (lists: readonly string[]) => lists.flatMap((list) => list.match(/\S+/g) ?? []);
  const phrases = [
    ...Object.values(when.phrases).flat(),
    ...single([...when.weekdays, ...when.months, when.one, when.nothing]),
    ...Object.keys(when.ordinals),
  ];

  it('are written as they are compared', () => {
    const other = phrases.filter((phrase) => folded(phrase) !== phrase || !/^[a-z]+( [a-z]+)*$/.test(phrase));
    expect(other).toEqual([]);
  });

  it('have one meaning each', () => {
    expect(phrases.filter((phrase, at) => phrases.indexOf(phrase) !== at)).toEqual([]);
  });
});
