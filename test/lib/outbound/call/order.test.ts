import { describe, expect, it } from 'vitest';
import { readOrder } from '../../../../lib/outbound/call/order.ts';

const NUMBER = '+14155550123';
const consent = { kind: 'express' };
const asking = (customer: object, more: object = {}) => ({
  customer: { number: NUMBER, ...customer },
  consent,
  ...more,
});
const many = Object.fromEntries(Array.from({ length: 51 }, (_, number) => [`key${number}`, 'word']));
const LONG = 'x'.repeat(201);

describe('A request for an outbound call', () => {
  it('needs no more than a number and a consent', async () => {
    expect(await readOrder(asking({}))).toEqual({
      is: 'order',
      order: { number: NUMBER, consent },
      notBefore: 0,
    });
  });

  it('may say who is called, where, by whom, about what, with whose consent, and when', async () => {
    const words = { offer: 'spring', visits: 3, member: true };
    const given = { kind: 'written', reference: 'form-7', at: '2026-11-01T10:00:00Z' };
    const read = await readOrder({
      customer: {
        number: '+1 (415) 555-0123',
        id: 'c-7',
        name: 'Ada',
        timeZone: 'America/Denver',
        state: 'CO',
      },
      ...{ assistant: 'sales', consent: given, variables: words, metadata: { source: 'crm' } },
      notBefore: '1970-01-01T02:00:01+02:00',
    });
    expect(read).toEqual({
      is: 'order',
      order: {
        ...{
          number: NUMBER,
          customerId: 'c-7',
          customerName: 'Ada',
          timeZone: 'America/Denver',
          state: 'CO',
        },
        ...{ assistant: 'sales', consent: given, metadata: { source: 'crm' } },
        variables: { offer: 'spring', visits: '3', member: 'true' },
      },
      notBefore: 1_000,
    });
  });

  it.each([
    ['no object', 'call', 'body', 'is not an object'],
    ['nothing', undefined, 'body', 'is missing'],
    ['no customer', { consent }, 'customer', 'is missing'],
    ['a customer that is a text', { customer: NUMBER, consent }, 'customer', 'is not an object'],
    ['no number', { customer: {}, consent }, 'customer.number', 'is missing'],
    ['a number that is no text', asking({ number: 14155550123 }), 'customer.number', 'is not a text'],
    ['an empty id', asking({ id: '' }), 'customer.id', 'is empty'],
    ['a name of 201 letters', asking({ name: LONG }), 'customer.name', 'is too long'],
    [
      'a zone that is none',
      asking({ timeZone: 'Mars' }),
      'customer.timeZone',
      'is not a time zone like Europe/Berlin',
    ],
    ['a state in words', asking({ state: 'California' }), 'customer.state', 'is not a state like CA'],
    ['a word of the customer that is not known', asking({ phone: '1' }), 'customer.phone', 'is not known'],
    ['a word that is not known', asking({}, { retries: 3 }), 'retries', 'is not known'],
    ['an assistant that is no text', asking({}, { assistant: 7 }), 'assistant', 'is not a text'],
    ['a consent that is a text', asking({}, { consent: 'express' }), 'consent', 'is not an object'],
    [
      'a consent of another kind',
      asking({}, { consent: { kind: 'oral' } }),
      'consent.kind',
      'is none of none, express, written',
    ],
    [
      'a consent without a kind',
      asking({}, { consent: {} }),
      'consent.kind',
      // Zod tells a value that is missing and one that is another apart only for types.
      'is none of none, express, written',
    ],
    [
      'a reference that is too long',
      asking({}, { consent: { kind: 'express', reference: LONG } }),
      'consent.reference',
      'is too long',
    ],
    [
      'a consent of no time',
      asking({}, { consent: { kind: 'express', at: 'yesterday' } }),
      'consent.at',
      'is not a time with an offset like 2026-12-01T09:00:00-08:00',
    ],
    ['variables that are a list', asking({}, { variables: ['a'] }), 'variables', 'is not an object'],
    [
      'a variable that is an object',
      asking({}, { variables: { offer: {} } }),
      'variables.offer',
      'is not a text',
    ],
    [
      'a variable of 1,001 letters',
      asking({}, { variables: { offer: 'x'.repeat(1_001) } }),
      'variables.offer',
      'is too long',
    ],
    ['more than 50 variables', asking({}, { variables: many }), 'variables', 'has more than 50 entries'],
    ['more than 50 metadata', asking({}, { metadata: many }), 'metadata', 'has more than 50 entries'],
    [
      'a time without an offset',
      asking({}, { notBefore: '2026-12-01T09:00:00' }),
      'notBefore',
      'is not a time with an offset like 2026-12-01T09:00:00-08:00',
    ],
  ])('with %s is refused, and told the field', async (_name, body, field, message) => {
    expect(await readOrder(body)).toEqual({
      is: 'refused',
      code: 'invalid',
      field,
      message: `${field} ${message}.`,
    });
  });

  it.each(['4155550123', '+1415', 'anonymous', ''])('with the number "%s" is refused', async (number) => {
    expect(await readOrder(asking({ number }))).toMatchObject({
      ...{ is: 'refused', code: 'number_invalid', field: 'customer.number' },
      message: 'customer.number is no phone number in E.164 form like +14155550123.',
    });
  });

  it.each([undefined, { kind: 'none' }])('with the consent %o is refused', async (without) => {
    expect(await readOrder({ customer: { number: NUMBER }, consent: without })).toEqual({
      ...{ is: 'refused', code: 'no_consent', field: 'consent' },
      message: 'consent must be express or written.',
    });
  });
});
