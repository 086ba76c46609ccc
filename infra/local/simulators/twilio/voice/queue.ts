import { attributesProblem } from '../rules.ts';
import { newSid } from '../sid.ts';
import type { Reservation, Task } from '../taskrouter/model.ts';
import type { Routing } from '../taskrouter/routing.ts';
import { type Bridge, createBridge } from './bridges.ts';
import type { ConferenceWish } from './conferences.ts';
import { type Exchange, secondsSince } from './exchange.ts';
import { type Form, queuedAttributes } from './forms.ts';
import type { Leg } from './leg.ts';

/** How a caller came out of the queue without leaving it. */
export type Taken =
  | { is: 'bridged'; bridge: Bridge }
  | { is: 'conference'; wish: ConferenceWish }
  | { is: 'task-canceled' };
export type Entry = {
  readonly leg: Leg;
  readonly task: Task;
  readonly since: number;
  readonly taken: PromiseWithResolvers<Taken>;
};
export type Enqueued = { is: 'queued'; entry: Entry } | { is: 'queue-full' } | { is: 'error'; why: string };

const DAY_SECONDS = 86_400;

export type CallQueue = ReturnType<typeof createQueue>;

/** The callers who wait for an agent: each has a task, and each task its caller. */
export const createQueue = (exchange: Exchange, options: { size: number; routing: () => Routing }) => {
  const { accountSid } = exchange;
  const { size, routing } = options;
  const sid = newSid('QU');
  const entries: Entry[] = [];
  /** Of all tasks that `<Enqueue>` made, by their SID. */
  const callers = new Map<string, Leg>();
  const waited: number[] = [];

  const out = (entry: Entry): boolean => {
    const at = entries.indexOf(entry);
    if (at < 0) return false;
    entries.splice(at, 1);
    waited.push(secondsSince(exchange, entry.since));
    return true;
  };
  const entryOf = (task: Task): Entry | undefined => entries.find((entry) => entry.task === task);

  const attributesOf = (leg: Leg, given: string): { attributes: string } | { problem: string } => {
    const own = queuedAttributes(accountSid, leg);
    const problem = attributesProblem(given);
    if (problem !== undefined) return { problem };
    const attributes = JSON.stringify({ ...Object(JSON.parse(given)), ...own });
    // Twilio's own attributes share the room (TaskRouter: limits).
    const tooLong = attributesProblem(attributes);
    return tooLong === undefined ? { attributes } : { problem: tooLong };
  };

  return {
    sid,
    /** Whether `<Enqueue>` made it. */
    callerOf: (task: Task): Leg | undefined => callers.get(task.sid),
    entryOf,
    enter(
      leg: Leg,
      wish: {
        workflowSid: string | undefined;
        attributes: string;
        priority: number | undefined;
        timeout: number | undefined;
      },
    ): Enqueued {
      const where = routing().workflowOf(wish.workflowSid);
      if (where === undefined) return { is: 'error', why: 'the workflowSid is unknown' };
      if (entries.length >= size) return { is: 'queue-full' };
      const read = attributesOf(leg, wish.attributes);
      if ('problem' in read) return { is: 'error', why: read.problem };
      const task = routing().create({
        ...where,
        attributes: read.attributes,
        timeout: wish.timeout ?? DAY_SECONDS,
        priority: wish.priority ?? 0,
        taskChannel: 'voice',
      });
      const entry: Entry = { leg, task, since: Date.now(), taken: Promise.withResolvers<Taken>() };
      entries.push(entry);
      callers.set(task.sid, leg);
      return { is: 'queued', entry };
    },
    /** What the wait document of this caller is told. */
    placeOf: (entry: Entry): Form => ({
      QueuePosition: String(entries.indexOf(entry) + 1),
      QueueSid: sid,
      QueueTime: String(secondsSince(exchange, entry.since)),
      AvgQueueTime: String(
        waited.length === 0 ? 0 : Math.round(waited.reduce((sum, one) => sum + one, 0) / waited.length),
      ),
      CurrentQueueSize: String(entries.length),
    }),
    /** The caller is gone from the queue, for a reason of its own: nobody is wanted for it any more. */
    leave(entry: Entry, reason: string) {
      if (out(entry)) routing().end(entry.task, 'canceled', reason);
    },
    /** Takes the caller of a reservation out, for this agent's leg; nothing where it waits no more. */
    connect(reservation: Reservation): Bridge | undefined {
      const entry = entryOf(reservation.task);
      if (entry === undefined || !routing().accept(reservation)) return undefined;
      const bridge = createBridge();
      out(entry);
      entry.taken.resolve({ is: 'bridged', bridge });
      return bridge;
    },
    /** The same into a conference. */
    confer(reservation: Reservation, wish: ConferenceWish): boolean {
      const entry = entryOf(reservation.task);
      if (entry === undefined || !routing().accept(reservation)) return false;
      out(entry);
      entry.taken.resolve({ is: 'conference', wish });
      return true;
    },
    /** The task was canceled: by REST, or because its time was over. */
    canceled(taskSid: string) {
      const entry = entries.find(({ task }) => task.sid === taskSid);
      if (entry !== undefined && out(entry)) entry.taken.resolve({ is: 'task-canceled' });
    },
  };
};
