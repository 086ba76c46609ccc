import type { CallFacts, Source } from './call-facts.ts';

/** What is said of who the caller is. */
export const CUSTOMER_FIELDS = ['customerName', 'customerId', 'accountStatus'] as const;

export type CustomerField = (typeof CUSTOMER_FIELDS)[number];

export type Customer = Pick<CallFacts, CustomerField | 'sources'>;

/** Something that is said of the caller; without a source it was kept before sources were. */
export type Said = { value: string; source?: Source | undefined };

/** A claim without a source is no better than the caller's own. */
const RANK: Record<Source, number> = { team: 0, caller: 1, assistant: 2 };

const rankOf = ({ source = 'caller' }: Said): number => RANK[source];

/** Returns the best founded of what is said: the team's word, else the caller's, else the assistant's. */
export function bestFounded(all: readonly (Said | undefined)[]): Said | undefined {
  let best: Said | undefined;
  for (const said of all) {
    if (said !== undefined && (best === undefined || rankOf(said) < rankOf(best))) best = said;
  }
  return best;
}

/** Returns one part of what is said of a customer, with its source. */
export function saidOf(customer: Customer, field: CustomerField): Said | undefined {
  const value = customer[field];
  return value === undefined ? undefined : { value, source: customer.sources?.[field] };
}

/** Returns a customer of the parts that are said; no part keeps a source without its value. */
export function customerOf(said: Partial<Record<CustomerField, Said | undefined>>): Customer {
  const customer: Customer = {};
  const sources: NonNullable<Customer['sources']> = {};
  for (const field of CUSTOMER_FIELDS) {
    const one = said[field];
    if (one === undefined) continue;
    customer[field] = one.value;
    if (one.source !== undefined) sources[field] = one.source;
  }
  return Object.keys(sources).length === 0 ? customer : { ...customer, sources };
}

/** Joins what two messages say of one customer: the better founded, and of two alike the first. */
export function mergedCustomer(first: Customer, second: Customer): Customer {
  const best = (field: CustomerField) => bestFounded([saidOf(first, field), saidOf(second, field)]);
  return customerOf({
    customerName: best('customerName'),
    customerId: best('customerId'),
    accountStatus: best('accountStatus'),
  });
}
