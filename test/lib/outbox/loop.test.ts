import { beforeEach, describe, expect, it } from 'vitest';
import { TooContended, Unavailable } from '../../../lib/base/trouble.ts';
import type { Decided } from '../../../lib/outbox/loop.ts';
import { OrderDesk, owed, T0 } from './order-desk.ts';
import { handleOrder, type OrderMessage, type Orders, type StoredOrders, taken } from './orders.ts';

const theirs = { owner: 'another', until: T0 + 12_000 };

let desk: OrderDesk;
beforeEach(() => {
  desk = new OrderDesk();
});

describe('A message about a record', () => {
  it('costs one read and one write before the first act, and one write after it', async () => {
    await desk.order({ name: 'book' });
    expect(desk.done).toEqual(['load', 'save', 'send book', 'save']);
    expect(desk.stored.orders).toEqual({ ordered: ['book'], sent: ['book'], effects: [] });
    expect(desk.sent).toEqual([]);
  });

  it('costs one read where it changes nothing and nothing is due', async () => {
    desk.given(owed('book', { notBefore: T0 + 5_000 }));
    await desk.order({ name: 'book' });
    expect(desk.done).toEqual(['load']);
    expect(desk.sent).toEqual([]);
  });

  it('is decided, and what is due is claimed, in one write', async () => {
    desk.ports.perform = async () => {
      expect(desk.stored.orders?.effects).toMatchObject([
        { id: 'book', claim: { owner: 'me', until: T0 + 12_000 } },
      ]);
      return { is: 'sent' };
    };
    await desk.order({ name: 'book' });
    expect(desk.stored.orders?.sent).toEqual(['book']);
  });

  it('acts on all that is due side by side, and records it in one write', async () => {
    desk.given(owed('book'), owed('lamp'));
    const both = Promise.withResolvers<void>();
    let begun = 0;
    desk.ports.perform = async () => {
      begun += 1;
      if (begun === 2) both.resolve();
      await both.promise;
      return { is: 'sent' };
    };
    await desk.wakesUp();
    expect(desk.done).toEqual(['load', 'save', 'save']);
    expect(desk.stored.orders?.sent).toEqual(['book', 'lamp']);
  });

  it('goes on with what its results owe', async () => {
    await desk.order({ name: 'book', next: 'bill' });
    expect(desk.done).toEqual(['load', 'save', 'send book', 'save', 'send bill', 'save']);
    expect(desk.sent).toEqual([]);
  });

  it('begins nothing more when its time is up, and leaves the rest to a message', async () => {
    const { perform } = desk.ports;
    desk.ports.perform = (...all) => {
      desk.now += 2_000;
      return perform(...all);
    };
    await desk.order({ name: 'book', next: 'bill' });
    expect(desk.done).toEqual(['load', 'save', 'send book', 'save']);
    expect(desk.sent).toEqual([{ message: {}, delaySeconds: 0 }]);
    await desk.wakesUp();
    expect(desk.stored.orders?.sent).toEqual(['book', 'bill']);
  });

  it('begins what is due however long the table took, or it would never be begun', async () => {
    const { load } = desk.ports.store;
    desk.ports.store.load = (key) => {
      desk.now += 5_000;
      return load(key);
    };
    await desk.order({ name: 'book' });
    expect(desk.stored.orders?.sent).toEqual(['book']);
  });

  it('looks first where another one may have acted', async () => {
    desk.now = T0 + 12_000;
    desk.given(owed('book', { claim: theirs }), owed('lamp', { mayHaveHappened: true }));
    await desk.wakesUp();
    expect(desk.done).toEqual([
      'load',
      'save',
      'after crashed send book',
      'after answer-lost send lamp',
      'save',
    ]);
  });

  it('does nothing more where the record is gone when the results are there', async () => {
    desk.meanwhile = [() => {}, () => desk.write(undefined)];
    await desk.order({ name: 'book' });
    expect(desk.done).toEqual(['load', 'save', 'send book', 'save', 'load']);
    expect(desk.sent).toEqual([]);
  });
});

describe('A decision', () => {
  const deciding = (round: (orders: Orders | undefined) => Partial<Decided<Orders, OrderMessage>>) => ({
    decide: ({ orders }: StoredOrders, at: number) => ({
      record: taken(orders, { order: { name: 'book', inMs: 5_000 } }, at),
      ...round(orders),
    }),
  });
  const goesFirst =
    (...results: ('saved' | 'lost')[]) =>
    async () => {
      desk.done.push('before');
      return results.shift() ?? 'saved';
    };

  it('has what goes before its record written first, and again where the record’s save is lost', async () => {
    desk.meanwhile = [() => desk.given()];
    await desk.order(
      { name: 'book' },
      deciding(() => ({ before: goesFirst() })),
    );
    expect(desk.done).toEqual(['load', 'before', 'save', 'load', 'before', 'save']);
  });

  it('is made again where what goes before its record is lost, and its record is not saved', async () => {
    const first = goesFirst('lost');
    await desk.order(
      { name: 'book' },
      deciding(() => ({ before: first })),
    );
    expect(desk.done).toEqual(['load', 'before', 'load', 'before', 'save']);
  });

  it('may be another write, and no record', async () => {
    const first = goesFirst('lost');
    await desk.order(
      { name: 'book' },
      deciding(() => ({ record: undefined, before: first })),
    );
    expect(desk.done).toEqual(['load', 'before', 'load', 'before']);
    expect(desk.sent).toEqual([]);
  });

  it('is told, and followed by its message, only where it holds', async () => {
    const told: string[] = [];
    desk.meanwhile = [() => desk.given(owed('lamp', { notBefore: T0 + 5_000 }))];
    const follow = (name: string) => ({ message: { order: { name } }, delaySeconds: 60 });
    const move = (from: Orders | undefined, to: Orders) => told.push(`${from?.ordered} -> ${to.ordered}`);
    const decided = deciding((orders) => {
      const is = orders === undefined ? 'lost' : 'won';
      return { report: () => told.push(is), ...(is === 'lost' && { follow: follow(is) }) };
    });
    await desk.order({ name: 'book' }, { ...decided, reportMove: move });
    expect(told).toEqual(['won', 'lamp -> lamp,book']);
    expect(desk.sent.map(({ message }) => message.order?.name)).toEqual([undefined]);
  });

  it('has its message sent together with the one that wakes', async () => {
    const sends: number[] = [];
    desk.ports.queue.send = async (messages) => void sends.push(messages.length);
    await desk.order(
      { name: 'book' },
      deciding(() => ({ follow: { message: {}, delaySeconds: 60 } })),
    );
    expect(sends).toEqual([2]);
  });
});

describe('What is left', () => {
  const delays = () => desk.sent.map(({ delaySeconds }) => delaySeconds);

  it('is woken by a message when it is due, in whole seconds', async () => {
    await desk.order({ name: 'book', inMs: 2_400 });
    expect(desk.sent).toEqual([{ message: {}, delaySeconds: 3 }]);
  });

  it('is woken when it may be tried again', async () => {
    desk.answers = [{ is: 'not-sent', retryAfterSeconds: 7 }];
    await desk.order({ name: 'book' });
    expect(delays()).toEqual([7]);
  });

  it('is woken in between where it is due later than a message can wait', async () => {
    desk.given(owed('book', { notBefore: T0 + 1_000_000 }));
    await desk.wakesUp();
    desk.now = T0 + 900_000;
    await desk.wakesUp();
    desk.now = T0 + 1_000_000;
    await desk.wakesUp();
    expect(delays()).toEqual([900, 100]);
    expect(desk.stored.orders?.sent).toEqual(['book']);
  });

  it('has no message where nobody waits for it and it is due in a minute: the sweeper finds it', async () => {
    desk.given(owed('book', { notBefore: T0 + 60_000 }), owed('lamp'));
    await desk.wakesUp({ isPatient: ({ name }) => name === 'book' });
    expect(desk.stored.orders?.sent).toEqual(['lamp']);
    expect(delays()).toEqual([]);
  });

  it('is not woken twice: the one who put it off has sent a message', async () => {
    desk.given(owed('book', { notBefore: T0 + 5_000 }));
    await desk.order({ name: 'lamp' });
    expect(desk.sent).toEqual([]);
  });

  it('is all looked after by a message that wakes', async () => {
    desk.given(owed('book', { notBefore: T0 + 5_000 }), owed('lamp'));
    await desk.wakesUp();
    expect(desk.stored.orders?.sent).toEqual(['lamp']);
    expect(delays()).toEqual([5]);
  });

  it('is watched where another one holds it', async () => {
    desk.given(owed('book', { claim: theirs }));
    await desk.order({ name: 'book' });
    expect(desk.done).toEqual(['load']);
    expect(delays()).toEqual([12]);
  });
});

describe('A save that was done and answered too late', () => {
  it('has what it put off woken all the same', async () => {
    desk.answersLate();
    await desk.order({ name: 'book', inMs: 2_000 });
    expect(desk.done).toEqual(['load', 'save', 'load']);
    expect(desk.sent).toEqual([{ message: {}, delaySeconds: 2 }]);
  });

  it('has what it claimed carried out, without a doubt', async () => {
    desk.answersLate();
    await desk.order({ name: 'book' });
    expect(desk.done).toEqual(['load', 'save', 'load', 'save', 'send book', 'save']);
    expect(desk.stored.orders?.sent).toEqual(['book']);
  });

  it('leaves alone what it put off and another one has taken up since', async () => {
    desk.answers = [{ is: 'not-sent' }];
    desk.meanwhile = [
      () => {},
      () => {
        desk.now += 1_000;
        desk.given(owed('book', { attempts: 1, claim: { owner: 'another', until: desk.now + 12_000 } }));
      },
    ];
    await desk.order({ name: 'book' });
    expect(desk.stored.orders?.effects).toMatchObject([{ attempts: 1, claim: { owner: 'another' } }]);
    expect(desk.sent).toEqual([{ message: {}, delaySeconds: 12 }]);
  });
});

it('A queue is asked for nothing where nothing is left', async () => {
  desk.ports.queue.send = () => Promise.reject(new Unavailable('queue', 'down'));
  await desk.order({ name: 'book' });
  expect(desk.stored.orders?.sent).toEqual(['book']);
});

describe('What was done and could not be recorded', () => {
  const away = (): void => {
    desk.meanwhile = [
      () => {},
      () => {
        throw new Unavailable('table', 'down');
      },
    ];
  };

  it('is looked up a second later, by a message that says whose claims are void', async () => {
    away();
    await expect(desk.order({ name: 'book' })).rejects.toThrow(Unavailable);
    expect(desk.sent).toEqual([{ message: { givenUpBy: 'me' }, delaySeconds: 1 }]);
    desk.now += 1_000;
    desk.done.length = 0;
    desk.ports.newOwner = () => 'another';
    await handleOrder({ givenUpBy: 'me' }, desk.ports);
    expect(desk.done).toEqual(['load', 'save', 'after crashed send book', 'save']);
    expect(desk.stored.orders).toMatchObject({ sent: ['book'], effects: [] });
  });

  it('is left to the message that comes again where the queue is away too', async () => {
    away();
    desk.ports.queue.send = () => Promise.reject(new Unavailable('queue', 'down'));
    await expect(desk.order({ name: 'book' })).rejects.toThrow(/table/);
  });
});

describe('A message comes again', () => {
  it('where the table cannot be reached', async () => {
    desk.ports.store.load = () => Promise.reject(new Unavailable('table', 'down'));
    await expect(desk.order({ name: 'book' })).rejects.toThrow(Unavailable);
  });

  it('where the queue cannot be reached for what is left', async () => {
    desk.ports.queue.send = () => Promise.reject(new Unavailable('queue', 'down'));
    await expect(desk.order({ name: 'book', inMs: 2_000 })).rejects.toThrow(Unavailable);
  });

  it('where every save is lost', async () => {
    desk.ports.store.save = async () => 'lost';
    await expect(desk.order({ name: 'book' }, { rounds: 3 })).rejects.toThrow(TooContended);
    expect(desk.done).toEqual(['load', 'load', 'load']);
    expect(desk.sent).toEqual([]);
  });
});
