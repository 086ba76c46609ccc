import { SOURCES, type Source } from '../base/call-facts.ts';
import { bestFounded, type Customer, type CustomerField, customerOf, type Said } from '../base/customer.ts';
import { redacted } from '../language/secrets/redaction.ts';
import { part, textOf } from './loose.ts';
import { isTelephone, notesOf, overridesOf, SOURCE_NAMES } from './own-call.ts';

/** Somewhere in a message where words about the customer stand, and whose they are. */
type Place = { words: Record<string, unknown>; source: Source };

const NAMES: Record<CustomerField, readonly string[]> = {
  customerName: ['customerName', 'customer_name'],
  customerId: ['customerId', 'customer_id'],
  accountStatus: ['accountStatus', 'account_status'],
};

/**
 * Whether somebody has dialled in by SIP. Nobody has to register for that, and the headers of their call become its
 * variables and their display name the customer's (Vapi: SIP).
 */
export function isDialledBySip(call: Record<string, unknown>, customer: Record<string, unknown>): boolean {
  const { provider } = part(call.transport);
  const sip =
    provider === 'vapi.sip' || call.phoneCallTransport === 'sip' || textOf(customer.sipUri) !== undefined;
  return sip && call.type !== 'outboundPhoneCall';
}

const asText = (value: unknown): string | undefined => {
  const text = typeof value === 'number' ? String(value) : textOf(value);
  return text?.trim() === '' ? undefined : text;
};

/** The first text under one of the names of a field; an account's status may stand inside `account`. */
function wordOf(field: CustomerField, { words, source }: Place): Said | undefined {
  const values = NAMES[field].map((name) => asText(words[name]));
  if (field === 'accountStatus') values.push(asText(part(words.account).status));
  const value = values.find((one) => one !== undefined);
  return value === undefined ? undefined : { value, source };
}

/** What somebody may have dictated: no card number goes on with it. An id that holds one is none. */
function withoutSecrets(field: CustomerField, said: Said | undefined): Said | undefined {
  if (said === undefined) return undefined;
  if (field === 'customerId') {
    return said.source === 'team' || redacted(said.value) === said.value ? said : undefined;
  }
  return { ...said, value: redacted(said.value) };
}

/**
 * A call that we opened to give a caller back carries what we knew, and in its metadata who said it: what was the
 * assistant's word in the call before does not become the team's.
 */
function repeated(field: CustomerField, said: Said | undefined, ours: Record<string, unknown>) {
  if (said?.source !== 'team' || textOf(ours.handoffPreviousCallId) === undefined) return said;
  const source = SOURCES.find((one) => one === ours[SOURCE_NAMES[field]]);
  return { value: said.value, ...(source && { source }) };
}

/**
 * Who the caller is said to be, each part with its source. On a telephone call what the call itself carries comes from
 * the team: from whoever placed it, or answered the request for an assistant. On any other call the person who started
 * it wrote that. The variables of the talk hold what the model took down as well: what stands there alone is its word.
 */
export function readCustomer(message: Record<string, unknown>): Customer {
  const call = part(message.call);
  const persons = [part(message.customer), part(call.customer)];
  const ofCall: Source = isTelephone(call) ? 'team' : 'caller';
  const ofDialler: Source = persons.some((one) => isDialledBySip(call, one)) ? 'caller' : ofCall;
  const overrides = overridesOf(call);
  const places: Place[] = [
    ...overrides.map(({ metadata }) => ({ words: part(metadata), source: ofCall })),
    { words: part(call.metadata), source: ofCall },
    { words: part(part(call.assistant).metadata), source: ofCall },
    ...overrides.map(({ variableValues }) => ({ words: part(variableValues), source: ofDialler })),
    { words: part(part(message.artifact).variableValues), source: 'assistant' },
  ];
  const ours = notesOf(call);
  const read = (
    field: CustomerField,
    ofPersons: { first?: readonly unknown[]; last?: readonly unknown[]; source: Source },
  ) => {
    const { first = [], last = [], source } = ofPersons;
    const named = (values: readonly unknown[]) =>
      values.flatMap((value): Said[] => {
        const text = asText(value);
        return text === undefined ? [] : [{ value: text, source }];
      });
    const all = [...named(first), ...places.map((place) => wordOf(field, place)), ...named(last)];
    return bestFounded(all.map((said) => withoutSecrets(field, repeated(field, said, ours))));
  };
  return customerOf({
    customerName: read('customerName', { first: persons.map(({ name }) => name), source: ofDialler }),
    customerId: read('customerId', { last: persons.map(({ externalId }) => externalId), source: ofCall }),
    accountStatus: read('accountStatus', { source: ofCall }),
  });
}
