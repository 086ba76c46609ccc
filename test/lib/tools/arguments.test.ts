import { describe, expect, it } from 'vitest';
import { emailOf, isNothing, lineOf, quoted, textOf } from '../../../lib/tools/arguments.ts';

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
