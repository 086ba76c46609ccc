import { describe, expect, it } from 'vitest';
import { canonical, configHash } from '../../../../infra/setup/vapi/body.ts';
import { differences, subtrees } from '../../../../infra/setup/vapi/differences.ts';
import { change, fieldsOf, withoutSecrets } from '../../../../infra/setup/vapi/shown.ts';

describe('what differs', () => {
  it.each([
    ['nothing, in another order', { a: 1, b: { c: [1, 2] } }, { b: { c: [1, 2] }, a: 1 }, []],
    ['nothing, beside what Vapi fills in', { a: { b: 1 } }, { a: { b: 1, c: 2 }, d: 3, id: 'x' }, []],
    ['nothing, in the entries of a list either', { t: [{ n: 1 }] }, { t: [{ n: 1, async: false }] }, []],
    ['a value', { a: { b: 1 } }, { a: { b: 2 } }, ['a.b']],
    ['what is missing', { a: { b: 1 } }, {}, ['a']],
    ['null for a value', { a: 1 }, { a: null }, ['a']],
    ['one entry of a list', { a: [{ b: 1 }, { b: 2 }] }, { a: [{ b: 1 }, { b: 3 }] }, ['a[1].b']],
    ['a list of another length', { a: [1, 2] }, { a: [1] }, ['a']],
    ['the order of a list', { a: ['x', 'y'] }, { a: ['y', 'x'] }, ['a[0]', 'a[1]']],
    ['an empty text', { a: '' }, { a: 'x' }, ['a']],
    ['another kind of value', { a: { b: 1 } }, { a: 'x' }, ['a']],
  ])('is %s', (_what, wanted, actual, paths) => {
    expect(differences(wanted, actual).map(({ path }) => path)).toEqual(paths);
  });

  it('is sent with the whole of the subtree that it is in', () => {
    const wanted = { model: { provider: 'openai', tools: [{ a: 1 }] }, server: { url: 'x' }, name: 'n' };
    const actual = { model: { provider: 'openai', tools: [{ a: 2 }] }, server: { url: 'x' }, name: 'm' };
    expect(subtrees(wanted, differences(wanted, actual))).toEqual({ model: wanted.model, name: 'n' });
  });
});

describe('settings that were sent', () => {
  it('are known by a hash, in whatever order their keys are', () => {
    expect(canonical({ b: [{ d: 1, c: 2 }], a: 1 })).toBe('{"a":1,"b":[{"c":2,"d":1}]}');
    expect(configHash({ b: 1, a: 2 })).toBe(configHash({ a: 2, b: 1 }));
    expect(configHash({ a: [1, 2] })).not.toBe(configHash({ a: [2, 1] }));
  });
});

describe('what people read', () => {
  it.each([
    [undefined, '(none)'],
    [null, '(none)'],
    ['', '(empty)'],
    [true, 'true'],
    [['a', 'b'], 'a, b'],
    [[], '(none)'],
    [[{}, {}], '(2 entries)'],
    [{ number: '+14155550177', type: 'number' }, '{"number":"+1415…0177","type":"number"}'],
    ['two\n lines', 'two lines'],
  ])('of %j is %s', (value, text) => {
    expect(change(value, 'x').from).toBe(text);
  });

  it('of two long texts is what is around the first difference', () => {
    const [from, to] = [`${'a'.repeat(500)}OLD${'b'.repeat(500)}`, `${'a'.repeat(500)}NEW${'b'.repeat(500)}`];
    const shown = change(from, to);
    expect([shown.from.indexOf('OLD'), shown.to.indexOf('NEW')]).toEqual([21, 21]);
    expect(shown.from.length).toBeLessThan(100);
  });

  it('is no whole number, and nothing of a URL that may be a key', () => {
    expect(withoutSecrets('https://user:pw@a.example.com/b?token=t1 and +14155550177')).toBe(
      'https://…@a.example.com/b?… and +1415…0177',
    );
  });

  it('of many differences are the first, and how many more', () => {
    const many = Array.from({ length: 20 }, (_, at) => ({ path: `p${at}`, from: 1, to: 2 }));
    const fields = fieldsOf(many);
    expect(Object.keys(fields)).toHaveLength(13);
    expect(fields['…']).toBe('and 8 more');
  });
});
