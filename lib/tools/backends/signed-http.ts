import * as z from 'zod/mini';
import type { Clock } from '../../base/clock.ts';
import { signedDelivery } from '../../http/signed-delivery.ts';
import type { Attempt, DecidingCalendar, HelpDesk, NoAnswer } from '../ports.ts';
import { isoIn } from '../when/wall.ts';
import {
  type Answered,
  type Asking,
  answerOf,
  bodyOf,
  MAX_ANSWER_BYTES,
  REQUEST_MS,
  refusedBy,
} from './reading.ts';

export type SignedBackendOptions = {
  /** Each tool has its path below it: `<url>/get_ticket_status`. */
  url: string;
  /** Each one signs: `whsec_` and base64, or plain text. */
  secrets: readonly string[];
  clock: Clock;
  /** The business's, like `Europe/Berlin`. */
  timeZone: string;
};

/** The value of HELP_DESK and of CALENDAR. */
const NAME = 'http';

/** The tools by their names on the wire. */
const DOES = {
  get_ticket_status: 'look',
  get_ticket_details: 'look',
  check_availability: 'look',
  schedule_appointment: 'change',
  cancel_appointment: 'change',
} as const satisfies Record<string, Asking['does']>;
type Tool = keyof typeof DOES;

/** More than enough for three that suit; 64 KB could hold over 2,000. */
const MOST_SLOTS = 500;

/** Only with an offset: a time without one is a different moment in every zone. Java leaves seconds out that are zero. */
const isoTime = z.union([z.iso.datetime({ offset: true }), z.iso.datetime({ offset: true, precision: -1 })]);
const instant = z.pipe(
  isoTime,
  z.transform((text) => Date.parse(text)),
);
const text = z.string().check(z.minLength(1));
/** Databases count: 4711 is an id too, as long as JSON holds every digit of it. */
const id = z.union([text, z.pipe(z.int(), z.transform(String))]);

/** What may be missing may be null too, and is not worth an answer that can be read without it. */
function ifReadable<T>(schema: z.ZodMiniType<T>) {
  return z.catch(z.optional(schema), undefined);
}

const notFound = z.object({ result: z.null(), reason: z.literal('not_found') });
const ticketFound = z.object({
  result: z.object({
    id,
    status: text,
    subject: ifReadable(text),
    priority: ifReadable(text),
    updatedAt: ifReadable(isoTime),
    assignee: ifReadable(text),
  }),
});
const slotsFree = z.object({ result: z.object({ slots: z.array(instant) }) });
const booked = z.object({ result: z.object({ reference: id, start: instant }) });
const canceled = z.object({ result: z.object({ reference: id, start: ifReadable(instant) }) });

type Result<T> = { is: 'result'; value: T } | { is: 'not-found' } | NoAnswer;

/**
 * A team's own system behind one signed POST for each tool, as help desk and as calendar. `webhook-id` is the tool
 * call's id at every attempt, by which the backend tells repetitions; so there is nothing to look up before one. What
 * it answers is what this caller may have. Throws `UnusableReceiver` for a URL or a secret that cannot be used.
 */
export function signedBackend({ url, secrets, clock, timeZone }: SignedBackendOptions): {
  helpDesk: HelpDesk;
  calendar: DecidingCalendar;
} {
  const receiver = { name: 'the backend of the tools', secrets, clock };
  function deliveryTo(tool: Tool) {
    const limits = { timeoutMs: REQUEST_MS, maxBytes: MAX_ANSWER_BYTES };
    return signedDelivery({ ...receiver, ...limits, url: urlOf(url, tool) });
  }
  const deliver = {
    get_ticket_status: deliveryTo('get_ticket_status'),
    get_ticket_details: deliveryTo('get_ticket_details'),
    check_availability: deliveryTo('check_availability'),
    schedule_appointment: deliveryTo('schedule_appointment'),
    cancel_appointment: deliveryTo('cancel_appointment'),
  };

  /** JSON leaves out what is undefined. */
  async function post(
    tool: Tool,
    args: Record<string, string | undefined>,
    { toolCallId, asker, signal }: Attempt,
  ): Promise<Answered<unknown> | NoAnswer> {
    const { callId, caller, customerId, verified } = asker;
    const call = { id: callId, caller, customerId, verified };
    const body = JSON.stringify({ tool, toolCallId, arguments: args, call });
    const outcome = await deliver[tool](toolCallId, body, signal);
    const answer = answerOf(outcome, { system: NAME, does: DOES[tool], now: clock() });
    // Accepted, and not done yet: the same webhook-id is told the rest.
    return answer.is === 'answered' && answer.status === 202
      ? { is: 'no-answer', reason: `${NAME}-202`, so: 'open', isFault: false }
      : answer;
  }

  function resultOf<T>(
    tool: Tool,
    schema: z.ZodMiniType<{ result: T }>,
    answer: Answered<unknown> | NoAnswer,
  ): Result<T> {
    if (answer.is === 'no-answer') return answer;
    const asking = { system: NAME, does: DOES[tool], now: clock() };
    if (answer.status < 200 || answer.status > 299) return refusedBy(answer, asking);
    if (notFound.safeParse(answer.body).success) return { is: 'not-found' };
    const body = bodyOf(schema, answer, asking);
    return body.is === 'read' ? { is: 'result', value: body.value.result } : body;
  }

  return {
    helpDesk: {
      name: NAME,
      whoDecides: 'backend',
      async ticket({ tool, ticket }, attempt) {
        const result = resultOf(tool, ticketFound, await post(tool, { ticket }, attempt));
        return result.is === 'result' ? { is: 'ticket', ticket: result.value } : result;
      },
    },
    calendar: {
      name: NAME,
      whoDecides: 'backend',
      async slots({ service, date, time, partOfDay, from, to }, attempt) {
        const args = { service, date, time, part_of_day: partOfDay, timeZone };
        const answer = await post('check_availability', args, attempt);
        const result = resultOf('check_availability', slotsFree, answer);
        // What they do not have is never free.
        if (result.is === 'not-found') return { is: 'slots', starts: [] };
        if (result.is === 'no-answer') return result;
        const starts = new Set(result.value.slots.filter((start) => start >= from && start < to));
        return { is: 'slots', starts: [...starts].sort((a, b) => a - b).slice(0, MOST_SLOTS) };
      },
      async book({ start, service, name, phone, email, notes, language }, attempt) {
        const when = { start: isoIn(start, timeZone), timeZone };
        const args = { ...when, service, name, phone, email, notes, language };
        const answer = await post('schedule_appointment', args, attempt);
        if (answer.is === 'answered' && answer.status === 409) return { is: 'taken' };
        const result = resultOf('schedule_appointment', booked, answer);
        if (result.is === 'not-found') {
          return { is: 'no-answer', reason: `${NAME}-not-found`, so: 'never', isFault: false };
        }
        return result.is === 'result' ? { is: 'booked', ...result.value } : result;
      },
      async cancel({ reference }, attempt) {
        const answer = await post('cancel_appointment', { reference }, attempt);
        const result = resultOf('cancel_appointment', canceled, answer);
        return result.is === 'result' ? { is: 'canceled', ...result.value } : result;
      },
    },
  };
}

/** What is no URL stays as it is, for `signedDelivery` to refuse. */
function urlOf(base: string, tool: Tool): string {
  const url = URL.parse(base);
  if (url === null) return base;
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/${tool}`;
  return url.href;
}
