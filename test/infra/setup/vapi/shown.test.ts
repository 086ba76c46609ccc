import { describe, expect, it } from 'vitest';
import { change, fieldsOf, withoutSecrets } from '../../../../infra/setup/vapi/shown.ts';

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
