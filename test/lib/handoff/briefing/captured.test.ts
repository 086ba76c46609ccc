import { describe, expect, it } from 'vitest';
import { contextOf } from '../../../../lib/handoff/briefing/read-arguments.ts';

const NOTHING_KNOWN = { messages: [] };

describe('What the assistant has captured', () => {
  it.each([
    ['an object', { invoice: 'INV-7', paid: true }, { invoice: 'INV-7', paid: 'true' }],
    ['JSON in a string', '{"invoice": "INV-7", "paid": true}', { invoice: 'INV-7', paid: 'true' }],
    [
      'objects in it',
      { order: { id: 7, ship: { to: 'Berlin' } } },
      { 'order.id': '7', 'order.ship.to': 'Berlin' },
    ],
    ['lists in it', { items: ['a pump', { name: 'a hose' }] }, { items: 'a pump', 'items.name': 'a hose' }],
    ['a list in it', { items: ['a pump', 'a hose'] }, { items: 'a pump, a hose' }],
    [
      'names and values',
      [
        { name: 'invoice', value: 'INV-7' },
        { name: 'paid', value: true },
      ],
      { invoice: 'INV-7', paid: 'true' },
    ],
    ['keys and values', [{ key: 'invoice', value: 'INV-7' }], { invoice: 'INV-7' }],
    [
      'names and values among other things',
      [{ name: 'invoice', value: 'INV-7' }, 'paid'],
      { name: 'invoice', value: 'INV-7', note: 'paid' },
    ],
    ['values without a name', [{ value: 'INV-7' }], { value: 'INV-7' }],
    ['names without a value', [{ name: 'a pump' }, { name: 'a hose' }], { name: 'a pump, a hose' }],
    ['a list with gaps', [null, 'INV-7'], { note: 'INV-7' }],
    ['objects four deep', { a: { b: { c: { d: 'kept', e: { f: 'too deep' } } } } }, { 'a.b.c.d': 'kept' }],
    ['a text', 'invoice INV-7, paid', { note: 'invoice INV-7, paid' }],
    ['a list of texts', ['INV-7', 'paid'], { note: 'INV-7, paid' }],
    ['a text that only looks like JSON', '{invoice: INV-7', { note: '{invoice: INV-7' }],
    ['nulls in it', { a: null, b: 'kept', c: { d: null } }, { b: 'kept' }],
  ])('is read from %s', (_, captured, fields) => {
    expect(contextOf({ captured }, NOTHING_KNOWN).captured).toEqual(fields);
  });

  it('is twelve fields and no more, the last of them whole', () => {
    const eleven = Object.entries(Array.from({ length: 11 }, (_, at) => `value ${at}`));
    const captured = {
      ...Object.fromEntries(eleven.map(([at, text]) => [`k${at}`, text])),
      items: ['a', 'b'],
    };
    const known = contextOf({ captured: { ...captured, more: 'x' } }, NOTHING_KNOWN).captured;
    expect(known).toEqual({ ...captured, items: 'a, b' });
  });

  it('is no field whose name means something else to a program', () => {
    const captured = JSON.parse('{"__proto__": "INV-7", "month": "March"}');
    const known = contextOf({ captured }, NOTHING_KNOWN).captured ?? {};
    expect(Object.entries(known)).toEqual([['month', 'March']]);
  });
});
