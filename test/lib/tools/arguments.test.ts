import { describe, expect, it } from 'vitest';
import { emailOf, isNothing, lineOf, nameOf, quoted, textOf } from '../../../lib/tools/arguments.ts';

describe('An argument', () => {
  it.each([
    [undefined],
    [null],
    [''],
    ['  '],
    ['null'],
    ['None'],
    ['N/A'],
    ['na'],
    ['unknown.'],
    ['not given'],
    [['']],
  ])('says nothing: %j', (given) => {
    expect(isNothing(given)).toBe(true);
    expect(lineOf(given, 80)).toBeUndefined();
    expect(textOf(given, 80)).toBeUndefined();
  });

  it.each([
    ['Nona'],
    ['Robin'],
    ['none of these'],
    [0],
    [false],
    [[]],
    [{}],
  ])('says something: %j', (given) => {
    expect(isNothing(given)).toBe(false);
  });

  it('is a text, a number, or one of these in a list', () => {
    for (const given of ['4711', 4711, ['4711'], [4711]]) expect(textOf(given, 80)).toBe('4711');
    for (const given of [true, {}, [], ['a', 'b'], [['a']], () => 'a'])
      expect(textOf(given, 80)).toBeUndefined();
  });

  it('is one line of so many characters, without what is no character', () => {
    expect(lineOf('\u0000 Robin \n\t Vale\u2028', 80)).toBe('Robin Vale');
    expect(lineOf('a\ud800b', 80)).toBe('a\ufffdb');
    expect(lineOf('abcdef', 3)).toBe('abc');
    expect(lineOf('ab😀', 3)).toBe('ab');
  });

  it('is kept without card numbers and the like', () => {
    expect(textOf('card 4111 1111 1111 1111', 80)).toBe('card [card number]');
    expect(lineOf('4111 1111 1111 1111', 80)).toBe('4111 1111 1111 1111');
  });

  it.each([
    ['a card number', '4111 1111 1111 1111', '4111'],
    ['one said digit by digit', `four ${'one '.repeat(15)}`.trim(), 'one one one'],
    ['a bank account', 'DE89 3704 0044 0532 0130 00', '0044'],
  ])('leaves nothing of %s behind, wherever it would be cut', (_what, secret, piece) => {
    for (let before = 0; before <= 90; before += 1) {
      const words = 'the caller says very much about it '.repeat(3).slice(0, before);
      for (const text of [`${words} ${secret}`, `${words} ${secret} ${'and more words'.repeat(60)}`]) {
        const kept = textOf(text, 80) ?? '';
        expect(kept.length).toBeLessThanOrEqual(80);
        expect(kept).not.toContain(piece);
      }
    }
  });

  it('is as long as it may be where nothing is taken out of it', () => {
    expect(textOf('x'.repeat(1_000), 400)).toBe('x'.repeat(400));
    expect(textOf(`${' '.repeat(2_000)}Robin`, 80)).toBe('Robin');
    expect(textOf(`${'x'.repeat(399)}😀`, 400)).toBe('x'.repeat(399));
    expect(textOf(`${'x'.repeat(400)} 4111 1111 1111 1111`, 400)).toBe('x'.repeat(400));
  });
});

describe('A name', () => {
  it.each([['Null'], ['Na'], ['None'], ['NULL'], ['Robin Null'], ['Robin']])('is %j', (given) => {
    expect(nameOf(given, 80)).toBe(given);
    expect(nameOf([given], 80)).toBe(given);
  });

  it.each<unknown>([
    ...['null', 'none', 'na', 'n/a', 'N/A', 'unknown', 'Unknown', 'undefined', '', 'not given'],
    ...['Not provided.', null, undefined, true, {}],
  ])('is not %j', (given) => {
    expect(nameOf(given, 80)).toBeUndefined();
  });

  it('is kept without card numbers, like any text', () => {
    expect(nameOf('Robin 4111 1111 1111 1111', 80)).toBe('Robin [card number]');
  });
});

describe('An e-mail address', () => {
  it.each([
    ['jo@example.com', 'jo@example.com'],
    [' Jo.Vale+calls@Mail.Example.COM ', 'jo.vale+calls@mail.example.com'],
    ['jo at example dot com', 'jo@example.com'],
    ['jo dot vale at example dot com', 'jo.vale@example.com'],
    ['jo arroba example punto com', 'jo@example.com'],
    ['jo ät example punkt com', 'jo@example.com'],
    ['jo arobase example point com', 'jo@example.com'],
    ['jo@example.com.', 'jo@example.com'],
    ['jo@bücher.example', 'jo@bücher.example'],
  ])('is read as it is said or written: %s', (given, email) => {
    expect(emailOf(given)).toBe(email);
  });

  it.each([
    [''],
    ['jo'],
    ['jo@'],
    ['@example.com'],
    ['jo@example'],
    ['a@b@example.com'],
    ['jo@example.c'],
    [7],
    [null],
  ])('is none: %j', (given) => {
    expect(emailOf(given)).toBeUndefined();
  });

  it('is none where it goes on and on', () => {
    expect(emailOf(`${'a'.repeat(250)}@example.com`)).toBeUndefined();
    expect(emailOf(' at '.repeat(1_000_000))).toBeUndefined();
  });
});

describe('What strangers wrote', () => {
  it('has no sign that could end a quotation, begin markup or stand for a blank', () => {
    expect(quoted('“a” „b“ «c» "d" {e} <f> `g`', 100)).toBe("'a' 'b' 'c' 'd' 'e' 'f' 'g'");
    expect(quoted('$& $1 \\ %', 100)).toBe('$& $1 \\ %');
  });
});
