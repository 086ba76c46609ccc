import * as z from 'zod/mini';
import type { Clock } from '../../base/clock.ts';
import type { Attempt, HelpDesk, NoAnswer, Ticket } from '../ports.ts';
import { sameNumberAs } from '../same-number.ts';
import { hubspotApi } from './hubspot-api.ts';
import { hubspotStages, type Stage } from './hubspot-stages.ts';

export type HubspotOptions = {
  /** Of a private app, or a service key: it does not end by itself. */
  token: string;
  /** Another host than HubSpot's own, with or without `/crm/v3`. */
  url?: string | undefined;
  clock: Clock;
};

/** More digits than any id has. */
const TICKET_NUMBER = /^\d{1,18}$/;
/** HubSpot takes five groups of filters in one search, and each contact is one. */
const MOST_CONTACTS = 5;

const TICKET_PROPERTIES = [
  'subject',
  'hs_pipeline',
  'hs_pipeline_stage',
  'hs_ticket_priority',
  'hs_lastmodifieddate',
];
const CONTACT_PROPERTIES = ['phone', 'mobilephone'];

/** What may be missing is not worth an answer that can be read without it. */
const textOrNone = z.catch(z.optional(z.string()), undefined);
const ticketSchema = z.object({
  id: z.string(),
  properties: z.object({
    subject: textOrNone,
    hs_pipeline: textOrNone,
    hs_pipeline_stage: z.string(),
    hs_ticket_priority: textOrNone,
    hs_lastmodifieddate: textOrNone,
  }),
});
const shownTicket = z.extend(ticketSchema, {
  associations: z.optional(
    z.object({ contacts: z.optional(z.object({ results: z.array(z.object({ id: z.string() })) })) }),
  ),
});
const contactSchema = z.object({
  id: z.string(),
  properties: z.object({ phone: textOrNone, mobilephone: textOrNone }),
});
const foundContacts = z.object({ results: z.array(contactSchema) });
const foundTickets = z.object({ results: z.array(ticketSchema) });

type Found = { is: 'ticket'; ticket: Ticket } | { is: 'not-found' } | NoAnswer;

/**
 * HubSpot's tickets as help desk. It answers everything about every ticket, so that we leave out. A ticket is that of
 * each contact who is associated with it. A caller waits for two requests, one after the other; without a ticket's number
 * both are searches, of which an account has five a second.
 */
export function hubspot({ token, url, clock }: HubspotOptions): HelpDesk {
  const read = hubspotApi(token, hostOf(url ?? 'https://api.hubapi.com'), clock);
  const stages = hubspotStages(read, clock);

  /** A contact that is not there any more has no number. */
  async function numbersOf(contacts: readonly string[], signal: AbortSignal) {
    const path = (id: string) =>
      `objects/contacts/${encodeURIComponent(id)}?properties=${CONTACT_PROPERTIES.join()}`;
    const shown = await Promise.all(contacts.map((id) => read(path(id), contactSchema, signal)));
    const numbers: string[] = [];
    for (const contact of shown) {
      if (contact.is === 'no-answer') return contact;
      if (contact.is === 'read') numbers.push(...numbersIn(contact.value));
    }
    return { is: 'numbers' as const, numbers };
  }

  async function byNumber(number: string, { asker, signal }: Attempt): Promise<Found> {
    if (!TICKET_NUMBER.test(number)) return { is: 'not-found' };
    const path = `objects/tickets/${number}?properties=${TICKET_PROPERTIES.join()}&associations=contacts`;
    const [nameOf, shown] = await Promise.all([stages(signal), read(path, shownTicket, signal)]);
    if (shown.is !== 'read') return shown;
    // Nobody's number is compared with that of a caller who has none.
    const contacts = asker.caller === undefined ? [] : (shown.value.associations?.contacts?.results ?? []);
    // Once for each kind of association.
    const ids = [...new Set(contacts.map(({ id }) => id))].slice(0, MOST_CONTACTS);
    const requester = await numbersOf(ids, signal);
    return requester.is === 'no-answer' ? requester : ticketOf(shown.value, nameOf, requester.numbers);
  }

  async function latestOf(caller: string, signal: AbortSignal): Promise<Found> {
    const filterGroups = await phoneFilters(caller);
    const search = { filterGroups, properties: CONTACT_PROPERTIES, limit: 20 };
    const [nameOf, contacts] = await Promise.all([
      stages(signal),
      read('objects/contacts/search', foundContacts, signal, search),
    ]);
    if (contacts.is !== 'read') return contacts;
    // The search also finds the same number of another country.
    const isSame = await sameNumberAs(caller);
    const callers = contacts.value.results
      .filter((contact) => numbersIn(contact).some(isSame))
      .slice(0, MOST_CONTACTS);
    if (callers.length === 0) return { is: 'not-found' };
    const tickets = await read('objects/tickets/search', foundTickets, signal, {
      filterGroups: callers.map(({ id }) => only('associations.contact', 'EQ', { value: id })),
      sorts: [{ propertyName: 'hs_lastmodifieddate', direction: 'DESCENDING' }],
      properties: TICKET_PROPERTIES,
      limit: 1,
    });
    if (tickets.is !== 'read') return tickets;
    const [latest] = tickets.value.results;
    return latest === undefined ? { is: 'not-found' } : ticketOf(latest, nameOf, callers.flatMap(numbersIn));
  }

  return {
    name: 'hubspot',
    whoDecides: 'us',
    async ticket({ ticket }, attempt) {
      if (ticket !== undefined) return byNumber(ticket, attempt);
      const { caller } = attempt.asker;
      return caller === undefined ? { is: 'not-found' } : latestOf(caller, attempt.signal);
    },
  };
}

function hostOf(url: string): string {
  return url.replace(/\/+$/, '').replace(/\/crm(\/v3)?$/, '');
}

function ticketOf(
  { id, properties }: z.infer<typeof ticketSchema>,
  nameOf: (stage: Stage) => string,
  requesterNumbers: readonly string[],
): Found {
  const { hs_pipeline: pipeline, hs_pipeline_stage: stage } = properties;
  return {
    is: 'ticket',
    ticket: {
      id,
      subject: properties.subject,
      status: nameOf({ pipeline, stage }),
      priority: properties.hs_ticket_priority,
      updatedAt: properties.hs_lastmodifieddate,
      requesterNumbers,
    },
  };
}

function numbersIn({ properties: { phone, mobilephone } }: z.infer<typeof contactSchema>): string[] {
  return [phone, mobilephone].flatMap((number) => number || []);
}

/** Tells whether two ways to write a number are the same one: `+1 (415) 555-0134` is +14155550134. */
function digitsOf(phone: string): string {
  return phone.replace(/\D/g, '');
}

function only(propertyName: string, operator: 'EQ' | 'IN', values: { value: string } | { values: string[] }) {
  return { filters: [{ propertyName, operator, ...values }] };
}

/**
 * A contact's number is found as it was typed, or by what HubSpot makes of it: the digits without the country's code,
 * whatever stands between them.
 */
async function phoneFilters(caller: string) {
  // Loaded for those who need it: every country's numbers are in it.
  const { parsePhoneNumberFromString } = await import('libphonenumber-js/max');
  const typed = { values: [caller, digitsOf(caller)] };
  const filters = [only('phone', 'IN', typed), only('mobilephone', 'IN', typed)];
  const national = parsePhoneNumberFromString(caller)?.nationalNumber;
  if (national === undefined) return filters;
  return [
    ...filters,
    only('hs_searchable_calculated_phone_number', 'EQ', { value: national }),
    only('hs_searchable_calculated_mobile_number', 'EQ', { value: national }),
  ];
}
