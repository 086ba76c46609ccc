import { invalidAttribute, RECORD_NOT_FOUND, type Reply } from './replies.ts';

export type ZendeskUser = {
  id: number;
  name: string;
  /** As it was typed. */
  phone: string | null;
};
export type ZendeskTicket = {
  id: number;
  subject: string | null;
  status: string;
  priority: string | null;
  requester_id: number;
  assignee_id: number | null;
  /** ISO 8601 */
  updated_at: string;
};

/** What the account has, by id; a test fills it. */
export type ZendeskRecords = {
  users: Map<number, ZendeskUser>;
  tickets: Map<number, ZendeskTicket>;
};

/** The only way to search for users that the simulator knows. */
const BY_PHONE = /^phone:"?(\+?\d+)"?$/;
const SORTED_BY = ['id', 'updated_at', 'status', 'priority', 'subject'] as const;
const LARGEST_PAGE = 100;

/** Returns one record under its name, as the API shows it. */
export function shown<Name extends string>(
  name: Name,
  id: string,
  records: ReadonlyMap<number, ZendeskUser | ZendeskTicket>,
): Reply {
  if (!/^\d+$/.test(id)) return invalidAttribute('id');
  const found = records.get(Number(id));
  return found === undefined ? RECORD_NOT_FOUND : { status: 200, body: { [name]: found } };
}

/**
 * Whose number has these digits, or ends with them, or is their end: with or without the country's code, and whatever
 * stands between.
 */
export function usersFound(search: URLSearchParams, users: ReadonlyMap<number, ZendeskUser>): Reply {
  const [, phone] = BY_PHONE.exec(search.get('query') ?? '') ?? [];
  const size = pageSizeOf(search.get('per_page'));
  if (phone === undefined) return invalidAttribute('query');
  if (size === undefined) return invalidAttribute('per_page');
  const wanted = digitsOf(phone);
  const found = [...users.values()].filter((user) => {
    const digits = digitsOf(user.phone ?? '');
    return digits.length >= 7 && (digits.endsWith(wanted) || wanted.endsWith(digits));
  });
  return { status: 200, body: { users: found.slice(0, size), count: found.length } };
}

/** The tickets that a user asked for. Pages by cursor are not sorted, whatever the request says. */
export function ticketsRequested(
  id: string,
  search: URLSearchParams,
  { users, tickets }: ZendeskRecords,
): Reply {
  if (!/^\d+$/.test(id)) return invalidAttribute('id');
  if (!users.has(Number(id))) return RECORD_NOT_FOUND;
  const byCursor = search.has('page[size]');
  const by = SORTED_BY.find((one) => one === (search.get('sort_by') ?? 'id'));
  const order = search.get('sort_order') ?? 'asc';
  const size = pageSizeOf(search.get(byCursor ? 'page[size]' : 'per_page'));
  if (by === undefined) return invalidAttribute('sort_by');
  if (order !== 'asc' && order !== 'desc') return invalidAttribute('sort_order');
  if (size === undefined) return invalidAttribute('per_page');
  const all = [...tickets.values()].filter((ticket) => ticket.requester_id === Number(id));
  if (!byCursor) {
    all.sort((a, b) => String(a[by]).localeCompare(String(b[by]), 'en', { numeric: true }));
    if (order === 'desc') all.reverse();
  }
  return { status: 200, body: { tickets: all.slice(0, size), count: all.length } };
}

function pageSizeOf(text: string | null): number | undefined {
  const size = Number(text ?? LARGEST_PAGE);
  return Number.isInteger(size) && size > 0 ? Math.min(size, LARGEST_PAGE) : undefined;
}

function digitsOf(phone: string): string {
  return phone.replace(/\D/g, '');
}
