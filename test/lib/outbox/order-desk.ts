import type { Delayed } from '../../../lib/base/queue.ts';
import {
  handleOrder,
  type Order,
  type OrderMessage,
  type OrderPorts,
  type Orders,
  type Sending,
  type StoredOrders,
} from './orders.ts';

export const T0 = 1_800_000_000_000;

/** A parcel that was owed at T0 and is due since then. */
export const owed = (
  name: string,
  changed: Partial<Orders['effects'][number]> = {},
): Orders['effects'][number] => ({
  id: name,
  work: { name },
  owedSince: T0,
  notBefore: T0,
  attempts: 0,
  mayHaveHappened: false,
  ...changed,
});

/** One worker over orders in memory, with a clock that is set by hand; what it does is kept in order. */
export class OrderDesk {
  stored: StoredOrders = { orders: undefined, version: 0 };
  now = T0;
  readonly done: string[] = [];
  readonly sent: Delayed<OrderMessage>[] = [];
  /** What the other side answers; `sent` when the list is used up. */
  answers: Sending[] = [];
  /** Run before a save is decided: what another one writes. */
  meanwhile: (() => void)[] = [];

  readonly ports: OrderPorts = {
    store: {
      load: async () => {
        this.done.push('load');
        return structuredClone(this.stored);
      },
      save: async (orders, expectedVersion) => {
        this.done.push('save');
        this.meanwhile.shift()?.();
        if (this.stored.version !== expectedVersion) return 'lost';
        this.write(orders);
        return 'saved';
      },
    },
    queue: { send: async (messages) => void this.sent.push(...messages) },
    clock: () => this.now,
    newOwner: () => 'me',
    perform: async (_orders, { effect, doubt }) => {
      this.done.push(`${doubt === 'none' ? 'send' : `after ${doubt} send`} ${effect.id}`);
      return this.answers.shift() ?? { is: 'sent' };
    },
  };

  order(order: Order, changed: Parameters<typeof handleOrder>[2] = {}): Promise<void> {
    return handleOrder({ order }, this.ports, changed);
  }

  wakesUp(changed?: Parameters<typeof handleOrder>[2]): Promise<void> {
    return handleOrder({}, this.ports, changed);
  }

  /** What somebody else writes. */
  write(orders: Orders | undefined): void {
    this.stored = { orders: structuredClone(orders), version: this.stored.version + 1 };
  }

  given(...effects: Orders['effects']): void {
    this.write({ ordered: effects.map(({ id }) => id), sent: [], effects });
  }

  /** The next save is done, and answered so late that the client has tried again and met its own write. */
  answersLate(): void {
    const { save } = this.ports.store;
    this.ports.store.save = async (...write) => {
      this.ports.store.save = save;
      await save(...write);
      return 'lost';
    };
  }
}
