import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readArguments } from '../../../lib/vapi/tool-arguments.ts';

const nested = (depth: number, inner = ''): string => `${'['.repeat(depth)}${inner}${']'.repeat(depth)}`;
const BILLING = { reason: 'billing' };

describe('The arguments of a tool call', () => {
  it('are the same as an object and as JSON text of it', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 })), (given) => {
        const plain: unknown = JSON.parse(JSON.stringify(given));
        expect(readArguments(JSON.stringify(plain))).toEqual(readArguments(plain));
        expect(readArguments(plain).is).toBe('object');
      }),
      { seed: 41, numRuns: 1_000 },
    );
  });

  it.each([
    ['JSON in JSON', JSON.stringify(JSON.stringify(BILLING))],
    ['a code fence', `\`\`\`json\n${JSON.stringify(BILLING)}\n\`\`\``],
    ['a list of one', [BILLING]],
    ['JSON text of such a list', JSON.stringify([BILLING])],
  ])('may be wrapped: %s', (_, given) => {
    expect(readArguments(given)).toEqual({ is: 'object', value: BILLING });
  });

  it.each([['"{}"'], [' '], ['[{}]'], ['``````']])('may say nothing: %j', (given) => {
    expect(readArguments(given)).toEqual({ is: 'object', value: {} });
  });

  const CUT = '{"reason":"Charged twice, on invoice 4471.","captured":{"name":"Ana","ids":[1,2';
  it.each<[given: unknown, problem: string, value: Record<string, unknown>]>([
    ['{"reason":', 'notJson', {}],
    ['{"reason":"billing","summary":"The cal', 'notJson', BILLING],
    [CUT, 'notJson', { reason: 'Charged twice, on invoice 4471.', captured: { name: 'Ana', ids: [1] } }],
    ['{"reason":"say \\"hi\\", {now}","x', 'notJson', { reason: 'say "hi", {now}' }],
    ['Here you are: {"reason":"billing"} Thank you.', 'notJson', BILLING],
    ['[{"reason":"billing"},{"reas', 'notJson', BILLING],
    ['{"reason":"billing",}', 'notJson', BILLING],
    ['{"reason":"billing", "topics": ["a", ], "x', 'notJson', { ...BILLING, topics: ['a'] }],
    ['{"reason":"Charged twice,\n] and angry."}', 'notJson', { reason: 'Charged twice, ] and angry.' }],
    ['reason: billing', 'notJson', { reason: 'reason: billing' }],
    ['A {caller} wants help', 'notJson', { reason: 'A {caller} wants help' }],
    ['undefined', 'notJson', { reason: 'undefined' }],
    ['"billing"', 'notJson', BILLING],
    [[], 'notAnObject', { reason: [] }],
    [['a refund', 'a call'], 'notAnObject', { reason: ['a refund', 'a call'] }],
    [0, 'notAnObject', {}],
    [false, 'notAnObject', {}],
  ])('%j are damaged, and what can be read is read', (given, problem, value) => {
    expect(readArguments(given)).toEqual({
      is: 'invalid',
      problem,
      value,
    });
  });

  it('that were cut off anywhere are read up to there', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 })), fc.nat(), (given, cut) => {
        const plain: Record<string, unknown> = JSON.parse(JSON.stringify(given));
        const text = JSON.stringify(plain);
        const read = readArguments(text.slice(0, 1 + (cut % text.length)));
        const whole = Object.entries(read.value).slice(0, -1);
        for (const [name, value] of whole) expect(value).toEqual(plain[name]);
      }),
      { seed: 43, numRuns: 1_000 },
    );
  });

  it('lose the keys of a prototype, whether given as text or as an object', () => {
    const text = '{"__proto__":{"a":1},"constructor":{"prototype":{"a":1}},"prototype":1,"reason":"billing"}';
    for (const given of [text, JSON.parse(text), text.slice(0, -1)]) {
      const read = readArguments(given);
      expect(Object.keys(read.value).filter((key) => key !== 'reason')).toEqual([]);
      expect(Object.getPrototypeOf(read.value)).toBe(Object.prototype);
    }
    expect('a' in {}).toBe(false);
  });

  it('may be nested a hundred thousand levels deep', () => {
    const deep = nested(100_000);
    expect(readArguments(deep)).toMatchObject({ is: 'invalid' });
    expect(readArguments(JSON.parse(deep))).toMatchObject({ is: 'invalid' });
    expect(readArguments(`{"reason":"billing","captured":${deep}}`).is).toBe('object');
    expect(readArguments(`{"reason":"billing","captured":${deep}`).is).toBe('invalid');
    expect(readArguments(nested(100_000, 'x'))).toMatchObject({ is: 'invalid' });
    expect(readArguments('{"a":'.repeat(100_000))).toMatchObject({ is: 'invalid' });
  });
});
