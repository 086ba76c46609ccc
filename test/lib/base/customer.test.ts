import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SOURCES } from '../../../lib/base/call-facts.ts';
import {
  bestFounded,
  CUSTOMER_FIELDS,
  type Customer,
  customerOf,
  mergedCustomer,
  saidOf,
} from '../../../lib/base/customer.ts';

const said = fc.option(fc.record({ value: fc.string(), source: fc.constantFrom(...SOURCES, undefined) }), {
  nil: undefined,
});
const customer: fc.Arbitrary<Customer> = fc
  .record({ customerName: said, customerId: said, accountStatus: said })
  .map(customerOf);

describe('What is said of a customer', () => {
  it('is believed from the team first, then from the caller, then from the assistant', () => {
    const team = { value: 't', source: 'team' } as const;
    const caller = { value: 'c', source: 'caller' } as const;
    const assistant = { value: 'a', source: 'assistant' } as const;
    expect(bestFounded([assistant, caller, undefined, team])).toBe(team);
    expect(bestFounded([assistant, caller])).toBe(caller);
    expect(bestFounded([undefined, assistant])).toBe(assistant);
    expect(bestFounded([undefined])).toBeUndefined();
  });

  it('is the first of two that are founded alike', () => {
    const first = { value: 'first', source: 'team' } as const;
    expect(bestFounded([first, { value: 'second', source: 'team' }])).toBe(first);
  });

  it('is no more than the caller’s word where nobody noted who said it', () => {
    const unknown = { value: 'kept before sources were' };
    expect(bestFounded([{ value: 'a', source: 'assistant' }, unknown])).toBe(unknown);
    expect(bestFounded([unknown, { value: 't', source: 'team' }])?.value).toBe('t');
  });

  it('never gets the team for its source by being joined with something else', () => {
    fc.assert(
      fc.property(customer, customer, (one, other) => {
        const both = mergedCustomer(one, other);
        for (const field of CUSTOMER_FIELDS) {
          const kept = saidOf(both, field);
          expect([saidOf(one, field), saidOf(other, field)]).toContainEqual(kept);
        }
        expect(Object.keys(both.sources ?? {}).every((field) => Object.hasOwn(both, field))).toBe(true);
      }),
    );
  });

  it('loses nothing of what the team says, whatever else is said later', () => {
    fc.assert(
      fc.property(customer, customer, (one, other) => {
        const both = mergedCustomer(other, one);
        for (const field of CUSTOMER_FIELDS) {
          if (saidOf(one, field)?.source === 'team') expect(saidOf(both, field)?.source).toBe('team');
        }
      }),
    );
  });
});
