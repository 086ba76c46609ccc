import { describe, expect, it } from 'vitest';
import { differences, subtrees } from '../../../lib/vapi/differences.ts';

describe('what differs', () => {
  it.each([
    ['nothing, in another order', { a: 1, b: { c: [1, 2] } }, { b: { c: [1, 2] }, a: 1 }, []],
    ['nothing, beside what Vapi fills in', { a: { b: 1 } }, { a: { b: 1, c: 2 }, d: 3, id: 'x' }, []],
    ['nothing, in the entries of a list either', { t: [{ n: 1 }] }, { t: [{ n: 1, async: false }] }, []],
    ['a value', { a: { b: 1 } }, { a: { b: 2 } }, ['a.b']],
    ['nothing, where nothing would be sent', { a: undefined }, { a: 1 }, []],
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
