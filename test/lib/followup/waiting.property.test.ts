import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  keepCallback,
  keepUnlessKept,
  loadCallback,
  settleCallback,
  takeCallback,
} from '../../../lib/aws/callback-store.ts';
import { dueBetween } from '../../../lib/aws/due-list.ts';
import { BatchGetItem, GetItem, Query } from '../../../lib/aws/dynamodb/operations.ts';
import { onceStore } from '../../../lib/aws/once-store.ts';
import { keepReview, loadReview, settleReview, takeReview } from '../../../lib/aws/review-store.ts';
import type { Table } from '../../../lib/aws/table.ts';
import type { MessageQueue } from '../../../lib/base/queue.ts';
import { type CallbackPorts, createCallback } from '../../../lib/followup/callback-task.ts';
import { createReview, type ReviewMessage } from '../../../lib/followup/review-task.ts';
import type { CallbackMessage } from '../../../lib/handoff/record/callback-request.ts';
import { wakeOverdue } from '../../../lib/lambda/wiring/overdue.ts';
import { patientDynamoDbAt } from '../aws/dynamodb-at.ts';
import { emulatedTable } from '../aws/emulated-table.ts';
import { listedFollowups } from '../aws/listed.ts';
import * as given from '../handoff/given.ts';

/**
 * The messages of one call in any order, each as often as it likes, on the real stores: workers die before or after
 * any of their requests, or are slow at any of them; agents accept, decline and close, and are told or not; the sweeper
 * wakes what is due.
 */
const emulated = emulatedTable(patientDynamoDbAt).records;

const READS: readonly string[] = [GetItem.name, BatchGetItem.name, Query.name];
/** How often the table may have changed: a write may come there at any moment before its answer does. */
let changes = 0;
const records: Table = {
  name: emulated.name,
  client: {
    async send(operation, input) {
      const isWrite = !READS.includes(operation.name);
      if (isWrite) changes += 1;
      try {
        return await emulated.client.send(operation, input);
      } finally {
        if (isWrite) changes += 1;
      }
    },
  },
};

const MINUTE = 60_000;
const KINDS = ['callback', 'review'] as const;
type Kind = (typeof KINDS)[number];
type Message = CallbackMessage | ReviewMessage;

/** What goes wrong with one run of the worker, at which of its requests. */
type Mishap = { at: number; is: 'dies-before' | 'dies-after' | 'stalls' };
type Step =
  /** The tool keeps it; its message may be lost, or come again and again. */
  | { do: 'ask'; digit: number }
  /** The table was away, or nobody asked the tool. */
  | { do: 'send'; what: 'unkept' | 'handoff' | 'review'; digit: number }
  | { do: 'deliver'; which: number; mishap: Mishap | undefined }
  | { do: 'agent'; kind: Kind; does: 'accept' | 'decline' | 'cancel' | 'complete'; isTold: boolean }
  /** An event that TaskRouter has for us, now or once more. */
  | { do: 'tell'; which: number }
  | { do: 'sweep'; afterSeconds: number };

const which = fc.nat({ max: 5 });
const digit = fc.integer({ min: 1, max: 4 });
const mishap = fc.option(
  fc.record({
    at: fc.integer({ min: 1, max: 8 }),
    is: fc.constantFrom('dies-before' as const, 'dies-after' as const, 'stalls' as const, 'stalls' as const),
  }),
  { nil: undefined, freq: 2 },
);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('ask' as const), digit }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('send' as const),
      what: fc.constantFrom('unkept' as const, 'handoff' as const, 'review' as const),
      digit,
    }),
  },
  { weight: 8, arbitrary: fc.record({ do: fc.constant('deliver' as const), which, mishap }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('agent' as const),
      kind: fc.constantFrom(...KINDS),
      does: fc.constantFrom('accept', 'accept', 'decline', 'cancel', 'complete'),
      isTold: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('tell' as const), which }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('sweep' as const),
      afterSeconds: fc.constantFrom(1, 20, 60, 1_860),
    }),
  },
);

/** An agent accepts, and that is told, while a worker is about to write down what it has seen or done. */
const race: fc.Arbitrary<Step[]> = fc
  .record({ which, kind: fc.constantFrom(...KINDS), at: fc.integer({ min: 3, max: 6 }) })
  .map(({ which, kind, at }): Step[] => [
    { do: 'deliver', which, mishap: { at, is: 'stalls' } },
    { do: 'agent', kind, does: 'accept', isTold: true },
    { do: 'sweep', afterSeconds: 1 },
  ]);
const steps = fc
  .array(fc.oneof({ weight: 12, arbitrary: step.map((one) => [one]) }, { weight: 3, arbitrary: race }), {
    minLength: 8,
    maxLength: 20,
  })
  .map((parts) => parts.flat());

type Task = {
  status: 'pending' | 'assigned' | 'completed' | 'canceled';
  attributes: Record<string, unknown>;
};

class World {
  now = given.T0;
  readonly tasks: Record<Kind, Task[]> = { callback: [], review: [] };
  readonly messages: Message[] = [];
  readonly events: Kind[] = [];
  readonly #callId: string;
  #owners = 0;
  #seen: { changes: number; kept: Record<Kind, { isKept: boolean; isListed: boolean }> } | undefined;
  #stalled: { work: Promise<void>; goOn: () => void }[] = [];

  constructor(callId: string) {
    this.#callId = callId;
  }

  #waits(kind: Kind): boolean {
    return this.tasks[kind].every(({ status }) => status === 'pending');
  }

  /** A worker, and TaskRouter, each of whose requests is a moment at which something may go wrong. */
  #ports(request: <T>(act: () => Promise<T>) => Promise<T>, kind: Kind) {
    const clock = () => this.now;
    const client: Table['client'] = { send: (...sent) => request(() => records.client.send(...sent)) };
    const table = { client, name: records.name };
    const tasks = this.tasks[kind];
    const router: CallbackPorts['tasks'] = {
      create: ({ attributes }) =>
        request(async () => {
          tasks.push({ status: 'pending', attributes: JSON.parse(attributes) });
          return { is: 'task-created', taskSid: kind };
        }),
      find: () =>
        request(async () =>
          tasks.length === 0 ? { is: 'task-absent' } : { is: 'task-created', taskSid: kind },
        ),
      amend: (_key, attributes) =>
        request(async () => {
          const [task] = tasks;
          if (task === undefined || ['completed', 'canceled'].includes(task.status))
            return { is: 'task-gone' };
          task.attributes = JSON.parse(attributes);
          return { is: 'amended' };
        }),
      standing: () =>
        request(async () => {
          const status = tasks[0]?.status ?? 'canceled';
          return { is: status === 'pending' ? 'waits' : status === 'assigned' ? 'taken' : 'gone' };
        }),
    };
    this.#owners += 1;
    const owner = `owner-${this.#owners}`;
    const { log, count } = given.watching();
    return {
      ...{ once: onceStore(table, clock), tasks: router, clock, newOwner: () => owner, log, count },
      loadCallback: loadCallback(table, clock),
      keepCallback: keepCallback(table, clock),
      keepUnlessKept: keepUnlessKept(table, clock),
      settleCallback: settleCallback(table, clock),
      takeCallback: takeCallback(table, clock),
      admitCallback: async () => 'admitted' as const,
      keepReview: keepReview(table, clock),
      settleReview: settleReview(table, clock),
      takeReview: takeReview(table, clock),
    };
  }

  /** One run of the worker. One that stalls goes on when time passes. */
  async deliver(message: Message, goesWrong?: Mishap): Promise<void> {
    let requests = 0;
    let goOn = () => {};
    let stalls = () => {};
    const isStalled = new Promise<void>((resolve) => {
      stalls = resolve;
    });
    const maySend = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const request = async <T>(act: () => Promise<T>): Promise<T> => {
      requests += 1;
      const mishap = requests === goesWrong?.at ? goesWrong.is : undefined;
      if (mishap === 'stalls') {
        stalls();
        await maySend;
      }
      if (mishap === 'dies-before') throw new Error('died');
      const answer = await act();
      if (mishap === 'dies-after') throw new Error('died');
      return answer;
    };
    const working =
      'callback' in message
        ? createCallback(message, this.#ports(request, 'callback'))
        : createReview(message, this.#ports(request, 'review'));
    const work = working.then(
      () => {},
      () => {},
    );
    await Promise.race([work, isStalled]);
    this.#stalled.push({ work, goOn });
  }

  /** No worker runs for longer than a lease. */
  async passes(ms: number): Promise<void> {
    for (const { work, goOn } of this.#stalled.splice(0)) {
      goOn();
      await work;
    }
    this.now += ms;
  }

  async sweep(): Promise<void> {
    const clock = () => this.now;
    const woken: Message[] = [];
    const followups: MessageQueue<Message> = {
      send: async (sent) => {
        woken.push(...sent.map(({ message }) => message));
      },
    };
    const none = { send: () => Promise.reject(new Error('none of these')) };
    const idle = { send: async () => {} };
    const due = await dueBetween(records)(this.now - 86_400_000, this.now - 1_000, 1_000);
    const own = due.filter(({ callId }) => callId === this.#callId);
    expect(own.every(({ kind }) => kind === 'callback' || kind === 'review')).toBe(true);
    await wakeOverdue(
      { followups, handoffs: idle, calls: idle, tools: idle, outbound: own.length > 1_000 ? none : idle },
      { callback: loadCallback(records, clock), review: loadReview(records, clock) },
    )(own);
    for (const message of woken) await this.deliver(message);
    await this.passes(0);
  }

  async tell(kind: Kind): Promise<void> {
    const take = kind === 'callback' ? takeCallback : takeReview;
    await take(records, () => this.now)(this.#callId);
  }

  async plays(step: Step): Promise<void> {
    const callId = this.#callId;
    const requestOf = (number: number) => ({ number: `+1415555010${number}`, requestedAt: this.now });
    switch (step.do) {
      case 'ask': {
        const request = { ...requestOf(step.digit), requestedBy: 'tool-call' } as const;
        const kept = await keepCallback(records, () => this.now)(callId, request, true);
        if (kept.is === 'kept') this.messages.push({ callId, callback: kept.request });
        return;
      }
      case 'send': {
        if (step.what === 'review') {
          const review = { missing: [`field-${step.digit}`], why: 'look', requestedAt: this.now };
          this.messages.push({ callId, review });
          return;
        }
        const isUnkept = step.what === 'unkept';
        const request = requestOf(step.digit);
        const callback = { ...request, requestedBy: isUnkept ? 'tool-call' : 'handoff' } as const;
        this.messages.push({ callId, callback, ...(isUnkept && { unkept: true as const }) });
        return;
      }
      case 'deliver': {
        const message = this.messages[step.which % Math.max(1, this.messages.length)];
        if (message !== undefined) await this.deliver(message, step.mishap);
        return;
      }
      case 'agent': {
        const [task] = this.tasks[step.kind];
        if (task === undefined) return;
        const from = {
          accept: 'pending',
          decline: 'pending',
          cancel: 'pending',
          complete: 'assigned',
        } as const;
        if (task.status !== from[step.does]) return;
        const to = {
          accept: 'assigned',
          decline: 'pending',
          cancel: 'canceled',
          complete: 'completed',
        } as const;
        task.status = to[step.does];
        if (step.does === 'decline') return;
        this.events.push(step.kind);
        if (step.isTold) await this.tell(step.kind);
        return;
      }
      case 'tell': {
        const kind = this.events[step.which % Math.max(1, this.events.length)];
        if (kind !== undefined) await this.tell(kind);
        return;
      }
      case 'sweep':
        await this.passes(step.afterSeconds * 1_000);
        await this.sweep();
    }
  }

  /** Of each kind whether it is kept, and whether that is on the list: its attributes decide. */
  async kept(): Promise<Record<Kind, { isKept: boolean; isListed: boolean }>> {
    if (this.#seen?.changes === changes) return this.#seen.kept;
    const at = changes;
    const keyOf = (kind: Kind) => ({ pk: { S: `CALL#${this.#callId}` }, sk: { S: kind.toUpperCase() } });
    const { Responses } = await records.client.send(BatchGetItem, {
      RequestItems: { [records.name]: { Keys: KINDS.map(keyOf), ConsistentRead: true } },
    });
    const seen = (kind: Kind) => {
      const item = Responses?.[records.name]?.find(({ sk }) => sk?.S === kind.toUpperCase());
      return { isKept: item !== undefined, isListed: item?.list !== undefined };
    };
    const kept = { callback: seen('callback'), review: seen('review') };
    this.#seen = { changes: at, kept };
    return kept;
  }

  /** At any moment: what nobody has taken is on the list, and what has left it never comes back. */
  async holds(left: Set<Kind>): Promise<void> {
    const kept = await this.kept();
    for (const kind of KINDS) {
      const { isKept, isListed } = kept[kind];
      expect(this.tasks[kind].length).toBeLessThanOrEqual(isKept ? 1 : 0);
      if (isKept && this.#waits(kind)) expect(isListed).toBe(true);
      if (isKept && !isListed) left.add(kind);
      if (left.has(kind)) expect(isListed).toBe(false);
    }
  }

  /** When everything has come to rest, whatever was lost: on the list exactly while no agent has the task. */
  async settles(): Promise<void> {
    for (const minutes of [1, 31]) {
      await this.passes(minutes * MINUTE);
      await this.sweep();
    }
    const list = await listedFollowups(records);
    const kept = await this.kept();
    for (const kind of KINDS) {
      const [task] = this.tasks[kind];
      const listed = list.find(({ what }) => what === `${kind.toUpperCase()} of ${this.#callId}`);
      expect(task !== undefined).toBe(kept[kind].isKept);
      expect(listed !== undefined).toBe(task?.status === 'pending');
      if (task === undefined || listed === undefined) continue;
      expect(new Date(listed.facts.requestedAt).toJSON()).toBe(task.attributes.requested_at);
      if (kind === 'review') continue;
      const loaded = await loadCallback(records, () => this.now)(this.#callId);
      expect([listed.facts.caller, task.attributes.callback_number]).toEqual(
        Array(2).fill(loaded?.request.number),
      );
    }
  }
}

describe('A callback and a review', () => {
  it('are on the list exactly while no agent has the task, in any order, whatever is repeated, lost or dies', async () => {
    let calls = 0;
    const ends = { listed: 0, taken: 0 };
    await fc.assert(
      fc.asyncProperty(steps, async (played) => {
        calls += 1;
        const world = new World(`call-${calls}`);
        const left = new Set<Kind>();
        for (const step of played) {
          await world.plays(step);
          await world.holds(left);
        }
        await world.settles();
        for (const kind of KINDS) {
          const [task] = world.tasks[kind];
          if (task !== undefined) ends[task.status === 'pending' ? 'listed' : 'taken'] += 1;
          // The next call begins with an empty list.
          if (task?.status === 'pending') await world.tell(kind);
        }
      }),
      { numRuns: 60, seed: 23 },
    );
    expect(Math.min(ends.listed, ends.taken)).toBeGreaterThan(15);
  });
});
