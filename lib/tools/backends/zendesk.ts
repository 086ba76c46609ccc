import * as z from 'zod/mini';
import type { Clock } from '../../base/clock.ts';
import type { Attempt, HelpDesk, NoAnswer, Ticket } from '../ports.ts';
import { sameNumberAs } from '../same-number.ts';
import { zendeskApi } from './zendesk-api.ts';
import type { ZendeskClient } from './zendesk-token.ts';

export type ZendeskOptions = ZendeskClient & {
  /** `acme` of acme.zendesk.com. */
  subdomain: string;
  /** Another host, with or without `/api/v2`. */
  url?: string | undefined;
  clock: Clock;
};

/** More digits than any id has; Zendesk answers 400 to what is no number. */
const TICKET_NUMBER = /^\d{1,18}$/;
/** Of people who share a number, as families and offices do: each costs a request, all at one time. */
const MOST_USERS = 5;

/** What may be missing is not worth an answer that can be read without it. */
const textOrNone = z.catch(z.optional(z.string()), undefined);
const ticketSchema = z.object({
  id: z.int(),
  status: z.string(),
  subject: textOrNone,
  priority: textOrNone,
  updated_at: textOrNone,
  requester_id: z.int(),
  assignee_id: z.nullish(z.int()),
});
const userSchema = z.object({ id: z.int(), name: textOrNone, phone: textOrNone });
const shownTicket = z.object({ ticket: ticketSchema });
const shownUser = z.object({ user: userSchema });
const foundUsers = z.object({ users: z.array(userSchema) });
const listedTickets = z.object({ tickets: z.array(ticketSchema) });

type ZendeskTicket = z.infer<typeof ticketSchema>;
type Person = { is: 'person'; name?: string | undefined; phone?: string | undefined };
type Found = { is: 'ticket'; ticket: Ticket } | { is: 'not-found' } | NoAnswer;

const NOBODY: Person = { is: 'person' };

/**
 * A Zendesk account as help desk. It answers everything about every ticket, so that we leave out. The OAuth client needs
 * the scopes `tickets:read` and `users:read`. Whose ticket it is, and the name of whoever works on it, cost a request
 * each: neither is asked for a caller without a number, who gets no details.
 */
export function zendesk({ subdomain, url, clock, ...client }: ZendeskOptions): HelpDesk {
  const read = zendeskApi(client, hostOf(url ?? `https://${subdomain}.zendesk.com`), clock);

  /** Somebody who is not there any more has neither a name nor a number. */
  async function person(id: number | null | undefined, signal: AbortSignal): Promise<Person | NoAnswer> {
    if (id === null || id === undefined) return NOBODY;
    const shown = await read(`users/${id}.json`, shownUser, signal);
    if (shown.is === 'no-answer') return shown;
    return shown.is === 'read' ? { ...shown.value.user, is: 'person' } : NOBODY;
  }

  async function byNumber(number: string, isDetailed: boolean, { asker, signal }: Attempt): Promise<Found> {
    if (!TICKET_NUMBER.test(number)) return { is: 'not-found' };
    const shown = await read(`tickets/${number}.json`, shownTicket, signal);
    if (shown.is !== 'read') return shown;
    const { ticket } = shown.value;
    const hasNumber = asker.caller !== undefined;
    const [requester, assignee] = await Promise.all([
      person(hasNumber ? ticket.requester_id : undefined, signal),
      person(hasNumber && isDetailed ? ticket.assignee_id : undefined, signal),
    ]);
    return ticketOf(ticket, requester, assignee);
  }

  async function latestOf(caller: string, isDetailed: boolean, signal: AbortSignal): Promise<Found> {
    const query = new URLSearchParams({ query: `phone:"${caller}"`, per_page: '20' });
    const users = await read(`users/search.json?${query}`, foundUsers, signal);
    if (users.is !== 'read') return users;
    // The search also finds who has these digits somewhere in a longer number.
    const isSame = await sameNumberAs(caller);
    const callers = users.value.users.filter(({ phone }) => isSame(phone));
    const lists = await Promise.all(
      callers.slice(0, MOST_USERS).map(async (user) => {
        const path = `users/${user.id}/tickets/requested.json`;
        // Only pages by number are sorted: with `page[size]` the order is not kept.
        const latest = 'sort_by=updated_at&sort_order=desc&per_page=1';
        return { user, listed: await read(`${path}?${latest}`, listedTickets, signal) };
      }),
    );
    const tickets = [];
    for (const { user, listed } of lists) {
      if (listed.is === 'no-answer') return listed;
      if (listed.is === 'read') tickets.push(...listed.value.tickets.map((ticket) => ({ ticket, user })));
    }
    const [latest] = tickets.sort((a, b) => momentOf(b.ticket) - momentOf(a.ticket));
    if (latest === undefined) return { is: 'not-found' };
    const assignee = await person(isDetailed ? latest.ticket.assignee_id : undefined, signal);
    return ticketOf(latest.ticket, { ...latest.user, is: 'person' }, assignee);
  }

  return {
    name: 'zendesk',
    whoDecides: 'us',
    async ticket({ tool, ticket }, attempt) {
      const isDetailed = tool === 'get_ticket_details';
      if (ticket !== undefined) return byNumber(ticket, isDetailed, attempt);
      const { caller } = attempt.asker;
      return caller === undefined ? { is: 'not-found' } : latestOf(caller, isDetailed, attempt.signal);
    },
  };
}

function hostOf(url: string): string {
  return url.replace(/\/+$/, '').replace(/\/api(\/v2)?$/, '');
}

function ticketOf(
  { id, status, subject, priority, updated_at: updatedAt }: ZendeskTicket,
  requester: Person | NoAnswer,
  assignee: Person | NoAnswer,
): Found {
  if (requester.is === 'no-answer') return requester;
  if (assignee.is === 'no-answer') return assignee;
  const requesterNumbers = requester.phone ? [requester.phone] : [];
  const people = { assignee: assignee.name, requesterNumbers };
  return { is: 'ticket', ticket: { id: String(id), status, subject, priority, updatedAt, ...people } };
}

/** What tells no time is the oldest. */
function momentOf({ updated_at: at }: ZendeskTicket): number {
  return Date.parse(at ?? '') || 0;
}
