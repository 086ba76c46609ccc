import { describe, expect, it } from 'vitest';
import { phraseAt, phraseBook } from '../../../../lib/language/text/phrases.ts';
import { spoken } from '../../../../lib/language/text/words.ts';

describe('Words', () => {
  it.each([
    ["I don't", ['i', 'dont']],
    ["l'agent d’accueil", ['l', 'agent', 'd', 'accueil']],
    ["quelqu'un", ['quelquun']],
    ['Möchte Straße œuvre', ['mochte', 'strasse', 'oeuvre']],
    ['passez-moi', ['passez', 'moi']],
    ['3.50 now', ['3.50', 'now']],
    ['  \n', []],
    ['?!', []],
  ])('of %j are compared without accents, capitals and apostrophes', (text, words) => {
    expect(spoken(text).words.map(({ word }) => word)).toEqual(words);
  });

  it.each([
    ['one two', 'none'],
    ['one, two', 'pause'],
    ['one - two', 'pause'],
    ['one... two', 'pause'],
    ['one. two', 'end'],
    ['one, ¿two', 'end'],
    ['one?! two', 'question'],
  ])('are parted by what stands between them: %s', (text, stop) => {
    expect(spoken(text).words[1]?.stop).toBe(stop);
  });

  it('know their place in the text', () => {
    const text = "Où est l'agent ?";
    expect(spoken(text).words.map(({ from, to }) => text.slice(from, to))).toEqual([
      'Où',
      'est',
      'l',
      'agent',
    ]);
    expect(spoken(text).asked).toBe(true);
  });

  it.each([
    ['he said "call me" twice', ['call', 'me']],
    ['he said “call me', ['call', 'me']],
    ["he said 'don't call' twice", ['dont', 'call']],
    ["the agents' hours aren't long", []],
  ])('know whether they are quoted: %s', (text, quoted) => {
    expect(
      spoken(text)
        .words.filter((word) => word.quoted)
        .map(({ word }) => word),
    ).toEqual(quoted);
  });
});

describe('Phrases', () => {
  const book = phraseBook([
    ['bill', ['my? bill', 'invoice|receipt']],
    ['cancel', ['cancel*', 'end my contract']],
    ['late', ['bill']],
  ] as const);
  const at = (text: string) => phraseAt(book, spoken(text).words, 0, (word) => word === 'um');

  it.each([
    ['my bill', { is: 'bill', to: 2 }],
    ['bill', { is: 'bill', to: 1 }],
    ['receipt', { is: 'bill', to: 1 }],
    ['cancelled', { is: 'cancel', to: 1 }],
    ['end um my um contract', { is: 'cancel', to: 5 }],
    ['my', undefined],
    ['end, my contract', undefined],
    ['end my um um um um um contract', undefined],
    ['bills', undefined],
  ])('are found: %s', (text, found) => {
    expect(at(text)).toEqual(found);
  });
});
