import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { queues } from '../../../infra/topology/index.ts';
import { onceStore } from '../../../lib/aws/once-store.ts';
import { createCallback } from '../../../lib/followup/callback-task.ts';
import type { OnceTasks } from '../../../lib/followup/task-once.ts';
import { scriptedDynamoDb } from '../aws/dynamodb-at.ts';
import * as given from '../handoff/given.ts';
import { MemoryTable } from '../handoff/memory-table.ts';
import { uncorrected } from './uncorrected.ts';

/**
 * Messages of one call that come when they like, each delivered as the queue does it, while the table fails,
 * TaskRouter fails, and the worker dies: at any moment, with a request on its way or not.
 */
const VISIBILITY_MS = queues.followups.visibilitySeconds * 1000;
const WORKER_MS = 10_000;

const LOSSES = ['down', 'answer-lost', 'late', 'doubled', 'refused'] as const;
type Loss = (typeof LOSSES)[number] | 'none';
/** One run of the worker: how long each of its requests takes, what goes wrong with it, when the worker dies. */
type Attempt = { lags: number[]; losses: Loss[]; diesAt: number };
type Delivery = { sentAt: number; attempts: Attempt[] };
const CLEAN: Attempt = { lags: [5], losses: [], diesAt: WORKER_MS };

const lossArb = fc.oneof(
  { weight: 5, arbitrary: fc.constant<Loss>('none') },
  { weight: 2, arbitrary: fc.constantFrom<Loss>(...LOSSES) },
);
const lagArb = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 200 }) },
  { weight: 1, arbitrary: fc.integer({ min: 200, max: 3_400 }) },
);
const attemptArb: fc.Arbitrary<Attempt> = fc.record({
  lags: fc.array(lagArb, { minLength: 1, maxLength: 4 }),
  losses: fc.array(lossArb, { maxLength: 5 }),
  diesAt: fc.oneof(fc.constant(WORKER_MS), fc.integer({ min: 0, max: WORKER_MS })),
});
/** Near each other, so that runs overlap, or one comes while another's request is on its way. */
const nearby = fc
  .tuple(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 0, max: 300 }))
  .map(([step, more]) => step * 15_000 + more);
const deliveriesArb: fc.Arbitrary<Delivery[]> = fc.array(
  fc.record({
    sentAt: fc.oneof(nearby, fc.integer({ min: 0, max: 600_000 })),
    attempts: fc.array(attemptArb, { minLength: 1, maxLength: queues.handoff.maxReceives }),
  }),
  { minLength: 1, maxLength: 4 },
);

type Answer<K extends keyof OnceTasks> = Awaited<ReturnType<OnceTasks[K]>>;

class World {
  readonly table = new MemoryTable();
  readonly tasks: { handoffId: string; at: number }[] = [];
  #owners = 0;

  /** What the worker returned; undefined when it died or threw. */
  async attempt({ lags, losses, diesAt }: Attempt, requestedAt: number): Promise<string | undefined> {
    const began = Date.now();
    const dead = () => Date.now() - began >= diesAt;
    let requests = 0;
    /** A request arrives after its lag and is answered as long after that, if anybody is there to hear it. */
    const request = <T>(act: (loss: Loss) => () => T): Promise<T> =>
      new Promise((resolve, reject) => {
        if (dead()) return;
        const lag = lags[requests % lags.length] ?? 1;
        const loss = losses[requests] ?? 'none';
        requests += 1;
        setTimeout(() => {
          const answer = act(loss);
          setTimeout(() => {
            if (dead()) return;
            try {
              resolve(answer());
            } catch (error) {
              reject(error);
            }
          }, lag);
        }, lag);
      });

    const client = scriptedDynamoDb((operation, input) =>
      request((loss) => {
        const down = () => {
          throw new Error('no answer');
        };
        if (loss === 'down' || loss === 'refused') return down;
        const apply = () => {
          try {
            const answer = this.table.apply(operation, input);
            return () => answer;
          } catch (error) {
            return () => {
              throw error;
            };
          }
        };
        const answer = apply();
        // The client asks a second time by itself when the first answer is lost.
        if (loss === 'doubled') return apply();
        return loss === 'none' ? answer : down;
      }),
    );
    const make = (handoffId: string) => {
      this.tasks.push({ handoffId, at: Date.now() });
      return { is: 'task-created', taskSid: `WT${this.tasks.length}` } as const;
    };
    const tasks: OnceTasks = {
      create: ({ handoffId }) =>
        request<Answer<'create'>>((loss) => {
          if (loss === 'down' || loss === 'doubled') return () => ({ is: 'not-done', reason: 'twilio-429' });
          if (loss === 'refused') return () => ({ is: 'refused', reason: 'twilio-400' });
          if (loss === 'late') setTimeout(() => make(handoffId), 20_000);
          else {
            const made = make(handoffId);
            if (loss === 'none') return () => made;
          }
          return () => ({ is: 'unsure', reason: 'twilio-timeout' });
        }),
      find: ({ handoffId, since }) =>
        request<Answer<'find'>>((loss) => {
          const at = this.tasks.findIndex((task) => task.handoffId === handoffId && task.at >= since);
          if (loss !== 'none') return () => ({ is: 'not-done', reason: 'twilio-timeout' });
          return () => (at < 0 ? { is: 'task-absent' } : { is: 'task-created', taskSid: `WT${at + 1}` });
        }),
    };
    this.#owners += 1;
    const { log, count } = given.watching();
    const owner = `owner-${this.#owners}`;
    const once = onceStore({ client, name: 'table' }, Date.now);
    const callback = { number: '+14155550123', requestedAt, requestedBy: 'tool-call' } as const;
    const ports = { once, ...uncorrected(tasks), clock: Date.now, newOwner: () => owner, log, count };
    const working = createCallback({ callId: given.CALL_ID, callback }, ports).catch(() => undefined);
    const killed = new Promise<undefined>((resolve) => {
      setTimeout(() => resolve(undefined), diesAt);
    });
    return Promise.race([working, killed]);
  }

  /** The queue: a message comes again until it was worked through, or has come too often. */
  async deliver({ sentAt, attempts }: Delivery): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, sentAt));
    for (const attempt of attempts) {
      const visibleAgain = new Promise((resolve) => setTimeout(resolve, VISIBILITY_MS));
      const requestedAt = given.T0 + sentAt;
      if ((await this.attempt(attempt, requestedAt)) !== undefined) {
        expect(this.tasks).toHaveLength(1);
        return;
      }
      await visibleAgain;
    }
  }
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const settled = async <T>(work: Promise<T>): Promise<T> => {
  const [value] = await Promise.all([work, vi.runAllTimersAsync()]);
  return value;
};

describe('The callback of a call', () => {
  it('becomes one task, never two, whatever is repeated, lost or dies, and in whatever order', async () => {
    let afterTrouble = 0;
    await fc.assert(
      fc.asyncProperty(deliveriesArb, async (deliveries) => {
        vi.setSystemTime(given.T0);
        const world = new World();
        await settled(Promise.all(deliveries.map((delivery) => world.deliver(delivery))));
        expect(world.tasks.length).toBeLessThanOrEqual(1);
        if (world.tasks.length === 0) afterTrouble += 1;
        // What ended among the dead letters is sent once more when the trouble is over.
        vi.setSystemTime(Date.now() + VISIBILITY_MS);
        expect(await settled(world.attempt(CLEAN, Date.now()))).toBeDefined();
        expect(world.tasks).toHaveLength(1);
      }),
      { numRuns: 3_000, seed: 17 },
    );
    expect(afterTrouble).toBeGreaterThan(0);
  });
});
