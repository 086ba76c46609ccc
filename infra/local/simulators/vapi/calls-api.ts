import type { Cast, Member } from './assistants.ts';
import type { CallState } from './call.ts';
import { LIMIT_REACHED, type Slots } from './concurrency.ts';
import type { Line } from './line.ts';
import { isBetween, LIST_QUERY, limitOf, readQuery } from './list-query.ts';
import { type Customer, type Order, readOrder } from './orders.ts';
import { complaints, UPDATE_CALL } from './published/published.ts';
import type { Schema } from './published/schema.ts';
import { callRecord } from './records.ts';
import { CALL_NOT_FOUND, type Reply, refuse } from './replies.ts';

const OVER_LIMIT = 'Over Concurrency Limit';

type Placed = { is: 'placed'; line: Line; record: Record<string, unknown> } | { is: 'refused'; reply: Reply };

/** Everything under `/call` of Vapi's API. */
export function createCallsApi(options: {
  /** In the order of their beginning. */
  lines: () => Line[];
  line: (callId: string) => Line | undefined;
  slots: Slots;
  castOf: (order: Order) => Cast;
  /** A call for a leg that exists, or one to be dialled; a blocked one waits for a slot. */
  place: (order: Order, members: readonly [Member, ...Member[]], blocked: boolean) => Line;
  end: (line: Line, reason: string) => void;
}) {
  const { lines, line: lineOf, slots, castOf, place, end } = options;
  const deleted = new Set<string>();

  const find = (id: string): Line | undefined => (deleted.has(id) ? undefined : lineOf(id));

  const placed = (order: Order): Placed => {
    const cast = castOf(order);
    if (cast.is === 'missing') return { is: 'refused', reply: refuse(400, cast.why) };
    const met = slots.next();
    if (met === 'refused') return { is: 'refused', reply: refuse(400, OVER_LIMIT) };
    if (met === 'too-many') return { is: 'refused', reply: refuse(429, 'Rate limit exceeded') };
    const line = place(order, cast.members, met === 'waits');
    // As it is answered: that it ends is told afterwards.
    const record = callRecord(line.call);
    if (met === 'ends') end(line, LIMIT_REACHED);
    return { is: 'placed', line, record };
  };

  const batch = (order: Order, customers: Customer[]): Reply => {
    const results: unknown[] = [];
    const errors: { customer: Customer; error: string }[] = [];
    let blocked = false;
    for (const customer of customers) {
      const { assistantOverrides = order.assistantOverrides } = customer;
      const one = placed({ ...order, ...(assistantOverrides && { assistantOverrides }), customer });
      if (one.is === 'placed') results.push(one.record);
      else errors.push({ customer, error: OVER_LIMIT });
      blocked ||= one.is === 'refused' || one.line.call.blocked === true;
    }
    return { status: 201, body: { results, errors, subscriptionLimits: slots.limits(blocked) } };
  };

  return {
    find,

    get(id: string): Reply {
      const line = find(id);
      return line ? { status: 200, body: callRecord(line.call) } : CALL_NOT_FOUND;
    },

    list(search: URLSearchParams): Reply {
      const wrong = complaints(readQuery(search), LIST);
      if (wrong.length > 0) return refuse(400, wrong);
      const newestFirst = lines()
        .filter(({ call }) => !deleted.has(call.id) && isAskedFor(callRecord(call), search))
        .reverse();
      const shown = newestFirst.slice(0, limitOf(search));
      return { status: 200, body: shown.map(({ call }) => callRecord(call)) };
    },

    create(body: unknown): Reply {
      const read = readOrder(body);
      if (read.is === 'refused') return refuse(400, read.complaints);
      const { order } = read;
      const cast = castOf(order);
      if (cast.is === 'missing') return refuse(400, cast.why);
      if (order.customers !== undefined) return batch(order, order.customers);
      const one = placed(order);
      if (one.is === 'refused') return one.reply;
      const { call } = one.line;
      const subscriptionLimits = slots.limits(call.blocked === true);
      return { status: 201, body: { subscriptionLimits, ...one.record } };
    },

    update(id: string, body: unknown): Reply {
      const line = find(id);
      if (line === undefined) return CALL_NOT_FOUND;
      const wrong = complaints(body, UPDATE_CALL);
      if (wrong.length > 0) return refuse(400, wrong);
      const { name } = Object(body);
      if (typeof name === 'string') line.call.name = name;
      return { status: 200, body: callRecord(line.call) };
    },

    /** The record goes; a call that goes on goes on. One that is only scheduled is not dialled. */
    remove(id: string): Reply {
      const line = find(id);
      if (line === undefined) return CALL_NOT_FOUND;
      const body = callRecord(line.call);
      if (line.call.status === 'scheduled') end(line, 'scheduled-call-deleted');
      deleted.add(id);
      return { status: 200, body };
    },
  };
}

const KEYS = ['id', 'assistantId', 'phoneNumberId'] as const;

/** What `GET /call` can be asked. */
const LIST: Schema = {
  type: 'object',
  properties: { ...Object.fromEntries(KEYS.map((key) => [key, { type: 'string' }])), ...LIST_QUERY },
  additionalProperties: false,
};

const isAskedFor = (record: Record<string, unknown>, search: URLSearchParams): boolean =>
  KEYS.every((key) => !search.has(key) || record[key] === search.get(key)) && isBetween(record, search);

/** Whether a call counts against what the account may have at one time. */
export const holdsSlot = ({ status, blocked }: CallState): boolean =>
  status !== 'ended' && status !== 'scheduled' && blocked !== true;
