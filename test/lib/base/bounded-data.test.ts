import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  beginningOf,
  boundedData,
  type JsonValue,
  STRUCTURED_LIMITS,
} from '../../../lib/base/bounded-data.ts';

const CARD = '4111 1111 1111 1111';
const asItIs = (text: string) => text;
const withoutCards = (text: string) => text.replace(/\d{4}(?: ?\d{4}){3}/g, '[card]');
const bounded = (fields: Record<string, unknown>) => boundedData(fields, withoutCards);

/** What is empty has no depth: nothing of it can be lost. */
const depthOf = (value: JsonValue): number =>
  typeof value === 'object' && value !== null && Object.keys(value).length > 0
    ? 1 + Math.max(0, ...Object.values(value).map((one) => depthOf(one)))
    : 0;
const widthOf = (value: JsonValue): number =>
  typeof value === 'object' && value !== null
    ? Math.max(Object.keys(value).length, ...Object.values(value).map((one) => widthOf(one)))
    : 0;

describe('Structured data of a call', () => {
  it('stays as it is where it is small and tells nothing secret', () => {
    const fields = {
      reason: 'duplicate charge',
      amount: 12.5,
      settled: false,
      agent: null,
      items: [{ id: 1 }, 'two', []],
      address: { city: 'Springfield', lines: {} },
    };
    expect(bounded(fields)).toEqual({ data: fields, cut: false });
  });

  it('is redacted at every depth, in names, in lists, and where a card is written as a number', () => {
    const { data, cut } = bounded({
      card: CARD,
      paid: 4111111111111111,
      amount: 4711,
      [CARD]: 'as a name',
      list: [`it is ${CARD}.`],
      inner: { inner: { card: CARD } },
    });
    expect(data).toEqual({
      card: '[card]',
      paid: '[card]',
      amount: 4711,
      '[card]': 'as a name',
      list: ['it is [card].'],
      inner: { inner: { card: '[card]' } },
    });
    expect(cut).toBe(false);
  });

  const tooMuch: [string, Record<string, unknown>, Record<string, JsonValue>][] = [
    ['a fifth level of objects', { a: { b: { c: { d: { e: 1 } } } } }, { a: { b: { c: { d: '…' } } } }],
    ['a fifth level of lists', { a: [[[[1]]]] }, { a: [[['…']]] }],
    [
      'more than 50 fields',
      Object.fromEntries(Array.from({ length: 51 }, (_, each) => [`f${each}`, each])),
      Object.fromEntries(Array.from({ length: 50 }, (_, each) => [`f${each}`, each])),
    ],
    ['more than 50 entries', { list: Array(51).fill(1) }, { list: Array(50).fill(1) }],
    ['a text of more than 4,000 characters', { text: 'x'.repeat(4_001) }, { text: `${'x'.repeat(3_999)}…` }],
  ];
  it.each(tooMuch)('loses %s, and says so', (_what, fields, data) => {
    expect(bounded(fields)).toEqual({ data, cut: true });
  });

  it('keeps what is empty on the fifth level: nothing of it is lost', () => {
    const fields = { a: { b: { c: { d: {}, e: [] } } } };
    expect(bounded(fields)).toEqual({ data: fields, cut: false });
  });

  it('leaves out what is no JSON, without a word', () => {
    const fields = { a: undefined, b: Number.NaN, c: () => 1, d: 1n, e: 'kept' };
    expect(bounded(fields)).toEqual({ data: { e: 'kept' }, cut: false });
  });

  it('keeps the first 16 KB, and the beginning of the text that crosses that line', () => {
    const fields = Object.fromEntries(
      Array.from({ length: 8 }, (_, each) => [`f${each}`, 'x'.repeat(3_000)]),
    );
    const { data, cut } = bounded(fields);
    expect(Object.keys(data)).toEqual(['f0', 'f1', 'f2', 'f3', 'f4', 'f5']);
    expect(data.f4).toHaveLength(3_000);
    expect(data.f5).toMatch(/^x{1000,1400}…$/);
    expect(Buffer.byteLength(JSON.stringify(data))).toBeGreaterThan(16_300);
    expect(cut).toBe(true);
  });

  it('takes names that objects have by themselves for names like any other', () => {
    const fields = JSON.parse('{"__proto__":{"polluted":true},"constructor":"x"}');
    const { data } = bounded(fields);
    expect(Object.keys(data).sort()).toEqual(['__proto__', 'constructor']);
    expect(Object.getPrototypeOf(data)).toBe(Object.prototype);
  });

  it('reads a tree of 100,000 levels without going down', () => {
    const deep = JSON.parse(`${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`);
    let list: unknown = 1;
    for (let level = 0; level < 100_000; level += 1) list = [list];
    expect(bounded({ deep, list }).data).toEqual({ deep: { a: { a: { a: '…' } } }, list: [[['…']]] });
  });

  it('stays within every limit whatever it is', () => {
    const odd = fc.constantFrom('"', '\\', '\u0001', 'ß', '人', '😀', '\ud800', ' ', '\n');
    const text = fc.oneof(
      fc.string({ maxLength: 30 }),
      fc.tuple(odd, fc.integer({ min: 0, max: 5_000 })).map(([unit, times]) => unit.repeat(times)),
    );
    const { value } = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 6 },
        fc.oneof(
          text,
          fc.double().map((number) => number + 0),
          fc.boolean(),
          fc.constant(null),
          fc.constant(undefined),
        ),
        fc.array(tie('value'), { maxLength: 6 }),
        fc.array(fc.integer(), { minLength: 40, maxLength: 60 }),
        fc.dictionary(text, tie('value'), { maxKeys: 6 }),
      ),
    }));
    let cuts = 0;
    fc.assert(
      fc.property(fc.dictionary(text, value, { maxKeys: 12 }), (fields) => {
        const { data, cut } = boundedData(fields, asItIs);
        const json = JSON.stringify(data);
        cuts += cut ? 1 : 0;
        expect(Buffer.byteLength(json)).toBeLessThanOrEqual(STRUCTURED_LIMITS.bytes);
        expect(json.isWellFormed()).toBe(true);
        expect(JSON.parse(json)).toEqual(data);
        expect(depthOf(data)).toBeLessThanOrEqual(STRUCTURED_LIMITS.depth);
        expect(widthOf(data)).toBeLessThanOrEqual(STRUCTURED_LIMITS.fields);
      }),
      { numRuns: 400, seed: 5 },
    );
    expect(cuts).toBeGreaterThan(20);
    expect(cuts).toBeLessThan(400);
  });
});

describe('The beginning of a text', () => {
  it('is the text itself where it fits', () => {
    expect(beginningOf(' a short text ', 20, asItIs)).toEqual({ text: 'a short text', cut: false });
  });

  it('never tells a part of a card number, wherever the limit cuts', () => {
    for (let at = 0; at < 900; at += 1) {
      const text = `${'x'.repeat(at)}${CARD}${'y'.repeat(1_200)}`;
      const { text: kept } = beginningOf(text, 400, withoutCards);
      expect(kept.length).toBeLessThanOrEqual(400);
      expect(kept).not.toMatch(/\d/);
    }
  });

  it('tells no part of a card number when what stood before it was redacted away', () => {
    for (let at = 0; at < 60; at += 1) {
      const text = `${'x'.repeat(at)}${`${CARD} `.repeat(200)}`;
      expect(beginningOf(text, 400, withoutCards).text).not.toMatch(/\d/);
    }
  });

  it('never ends in half a character', () => {
    const { text } = beginningOf('😀'.repeat(300), 400, asItIs);
    expect(text).toBe(`${'😀'.repeat(199)}…`);
  });
});
