import { Unavailable } from '../../../lib/base/trouble.ts';
import {
  handleOrder,
  type OrderMessage,
  type OrderPorts,
  type Sending,
  type StoredOrders,
} from './orders.ts';

/** What goes wrong with a request: it is not carried out, or its answer is an error, or comes too late. */
export const FAULTS = ['refused', 'answer-lost', 'answer-late'] as const;
export type Fault = (typeof FAULTS)[number];

export type OrderPlan = {
  messages: readonly { at: number; message: OrderMessage }[];
  /** How long each request takes there and back again, in turn. */
  lags: readonly [number, ...number[]];
  /** By the number of the request, over the whole run. */
  faults?: ReadonlyMap<number, Fault>;
  /** Every request has a moment before it is carried out and one after: the worker that comes to these dies. */
  diesAt?: readonly number[];
};

/** SQS gives a message of a dead worker back after this; a worker may run for 10 seconds. */
const VISIBILITY_MS = 60_000;
const WORKER_MS = 10_000;
/** As long as the client of the table waits for an answer. */
const LATE_MS = 1_000;

/**
 * Orders played to their end by the real loop, with every message delivered until it is worked on. Several workers
 * run at once where messages come together. Stands on `setTimeout`: the timers are the test's.
 */
export class OrderWorld {
  stored: StoredOrders = { orders: undefined, version: 0 };
  /** What arrived at the other side, in order. */
  readonly posted: string[] = [];
  requests = 0;
  moments = 0;
  deaths = 0;
  readonly #plan: OrderPlan;
  #workers = 0;

  constructor(plan: OrderPlan) {
    this.#plan = plan;
    for (const { at, message } of plan.messages) this.#deliver(message, at);
  }

  #deliver(message: OrderMessage, inMs: number): void {
    setTimeout(async () => {
      const isDone = await this.#work(message);
      if (!isDone) this.#deliver(message, VISIBILITY_MS);
    }, inMs);
  }

  /** One worker; false where it died or threw. */
  #work(message: OrderMessage): Promise<boolean> {
    const until = Date.now() + WORKER_MS;
    const worker = { isDead: false };
    return new Promise((resolve) => {
      const die = () => {
        worker.isDead = true;
        resolve(false);
      };
      setTimeout(die, until - Date.now());
      handleOrder(
        message,
        this.#ports(() => worker.isDead, die),
      ).then(
        () => resolve(!worker.isDead),
        () => resolve(false),
      );
    });
  }

  #ports(isDead: () => boolean, die: () => void): OrderPorts {
    const moment = () => {
      if (isDead()) return;
      this.moments += 1;
      if (!this.#plan.diesAt?.includes(this.moments)) return;
      this.deaths += 1;
      die();
    };
    /** The answer of a request, or the fault that hides it; never comes to a dead worker. */
    const request = <T>(act: () => T): Promise<T | Fault> =>
      new Promise((resolve) => {
        if (isDead()) return;
        const { lags, faults } = this.#plan;
        const lag = lags[this.requests % lags.length] ?? 1;
        this.requests += 1;
        const fault = faults?.get(this.requests);
        moment();
        setTimeout(() => {
          const answer = fault === 'refused' ? fault : act();
          setTimeout(
            () => {
              moment();
              if (!isDead()) resolve(fault ?? answer);
            },
            fault === 'answer-late' ? LATE_MS : lag,
          );
        }, lag);
      });
    const isFault = (answer: unknown): answer is Fault => FAULTS.some((fault) => fault === answer);
    const unlessDown = <T>(dependency: 'table' | 'queue', answer: T | Fault): T => {
      if (isFault(answer)) throw new Unavailable(dependency, answer);
      return answer;
    };
    this.#workers += 1;
    const owner = `worker-${this.#workers}`;
    return {
      newOwner: () => owner,
      clock: Date.now,
      store: {
        load: async () => unlessDown('table', await request(() => structuredClone(this.stored))),
        save: async (orders, expectedVersion) => {
          const answer = await request(() => {
            if (this.stored.version !== expectedVersion) return 'lost';
            this.stored = { orders: structuredClone(orders), version: expectedVersion + 1 };
            return 'saved';
          });
          // The client asks again by itself, and meets its own write.
          return answer === 'answer-late' ? 'lost' : unlessDown('table', answer);
        },
      },
      queue: {
        send: async (messages) => {
          const answer = await request(() => {
            for (const { message, delaySeconds } of messages) this.#deliver(message, delaySeconds * 1000);
          });
          unlessDown('queue', answer);
        },
      },
      perform: async (_orders, { effect, doubt }): Promise<Sending> => {
        const { name } = effect.work;
        if (doubt !== 'none') {
          const seen = await request(() => this.posted.includes(name));
          if (isFault(seen)) return { is: 'not-sent' };
          if (seen) return { is: 'sent' };
        }
        const answer = await request(() => void this.posted.push(name));
        if (answer === 'refused') return { is: 'not-sent' };
        return { is: isFault(answer) ? 'unsure' : 'sent' };
      },
    };
  }
}
