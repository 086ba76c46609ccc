import { again, completed, type Owing, oweAs } from '../../../lib/outbox/effect.ts';
import { type Capability, type LoopPorts, workOff } from '../../../lib/outbox/loop.ts';

/** The smallest record that owes something: parcels that are ordered, and sent once each. */
export type Orders = Owing<Parcel> & { ordered: string[]; sent: string[] };
/** `next` is owed once this one is sent. */
export type Parcel = { name: string; next?: string | undefined };
export type Order = Parcel & { inMs?: number };
/** Without an order it wakes what is owed. */
export type OrderMessage = { order?: Order; givenUpBy?: string };
export type Sending =
  | { is: 'sent' }
  | { is: 'not-sent'; retryAfterSeconds?: number }
  /** It may have been sent. */
  | { is: 'unsure' };
export type StoredOrders = { orders: Orders | undefined; version: number };

type OrderCapability = Capability<StoredOrders, Orders, Parcel, Sending, OrderMessage>;
export type OrderPorts = LoopPorts<StoredOrders, Orders, OrderMessage> & Pick<OrderCapability, 'perform'>;

const NOTHING: Orders = { ordered: [], sent: [], effects: [] };

const owe = (orders: Orders, { name, next }: Parcel, now: number, notBefore = now): Orders =>
  oweAs<Parcel, Orders>(orders, name, { name, next }, now, notBefore);

/** The orders after one more; one that is repeated changes nothing. */
export const taken = (found: Orders | undefined, { order }: OrderMessage, now: number) => {
  if (order === undefined || found?.ordered.includes(order.name)) return found;
  const orders = found ?? NOTHING;
  const after = { ...orders, ordered: [...orders.ordered, order.name] };
  return owe(after, order, now, now + (order.inMs ?? 0));
};

const afterSending: OrderCapability['afterResult'] = (orders, { id, work }, sending, now) => {
  const owed = orders.effects.find((effect) => effect.id === id);
  if (owed === undefined) return orders;
  if (sending.is !== 'sent') {
    const { is, ...when } = sending;
    return again<Parcel, Orders>(orders, owed, now, { unsure: is === 'unsure', ...when });
  }
  const { next: name } = work;
  const left = completed<Parcel, Orders>(orders, id);
  const after = { ...left, sent: [...left.sent, work.name] };
  return name === undefined ? after : owe(after, { name }, now);
};

/** Works on one message about the orders; `changed` is what a test does differently. */
export const handleOrder = (
  message: OrderMessage,
  ports: OrderPorts,
  changed: Partial<OrderCapability> = {},
): Promise<void> => {
  const capability: OrderCapability = {
    recordOf: ({ orders }) => orders,
    isPatient: () => false,
    decide: ({ orders }, now) => ({ record: taken(orders, message, now) }),
    perform: ports.perform,
    afterResult: afterSending,
    reportEffect() {},
    reportMove() {},
    rounds: 20,
    beginWithinMs: 2_000,
    wakeUp: (_, givenUpBy) => (givenUpBy === undefined ? {} : { givenUpBy }),
    givenUpBy: message.givenUpBy,
    isWakeUp: message.order === undefined,
    ...changed,
  };
  return workOff('orders', ports, capability);
};
