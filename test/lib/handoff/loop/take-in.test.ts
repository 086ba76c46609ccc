import { describe, expect, it } from 'vitest';
import { OtherVersion, RefusedForGood, Unavailable } from '../../../../lib/base/trouble.ts';
import { saveOrQueue } from '../../../../lib/handoff/loop/take-in.ts';
import { nextDue } from '../../../../lib/handoff/machine/steps.ts';
import type { Loaded } from '../../../../lib/handoff/ports/store.ts';
import type { HandoffEvent } from '../../../../lib/handoff/record/events.ts';
import type { Progress } from '../../../../lib/handoff/record/handoff.ts';
import * as given from '../given.ts';

const { T0, CALL_ID, handoff, loaded } = given;

const world = (from: Loaded, at = 7_000) => {
  const store = new given.MemoryStore(from);
  const queue = new given.MemoryQueue();
  const { log, count, counts, lines } = given.watching();
  const ports = { store, queue, clock: () => T0 + at, log, count };
  const message = (event: HandoffEvent) => ({ callId: CALL_ID, event });
  const receives = (event: HandoffEvent) => saveOrQueue(message(event), ports);
  const queued = (event: HandoffEvent) => [{ message: message(event), delaySeconds: 0 }];
  return { store, queue, receives, queued, counts, lines };
};

describe('An event that reaches a webhook', () => {
  it('is done with when it changes nothing: one read, no message', async () => {
    const { store, queue, receives, counts } = world(loaded(handoff(given.CONNECTED)));
    expect(await receives(given.accepted())).toBe('unchanged');
    expect(store.calls).toEqual(['load']);
    expect(queue.sent).toEqual([]);
    expect(counts).toEqual(['event_repeated', 'received_unchanged']);
  });

  it('is done with where there is no handoff', async () => {
    const { queue, receives } = world({ is: 'none', version: 0 });
    expect(await receives(given.confirmed())).toBe('unchanged');
    expect(queue.sent).toEqual([]);
  });

  it('goes nowhere where the table refuses it for good: the worker would be refused as well', async () => {
    const { store, queue, receives } = world(loaded(handoff(given.OFFERED)));
    const error = new RefusedForGood('table', 'Validation', 'no');
    store.load = () => Promise.reject(error);
    await expect(receives(given.offerOver())).rejects.toBe(error);
    expect(queue.sent).toEqual([]);
  });

  it('goes to the worker where the record is of another version, which may be the worker’s', async () => {
    const { store, queue, receives, queued } = world(loaded(handoff(given.OFFERED)));
    store.load = () => Promise.reject(new OtherVersion('record'));
    expect(await receives(given.offerOver())).toBe('queued');
    expect(queue.sent).toEqual(queued(given.offerOver()));
    expect(store.saves).toEqual([]);
  });

  it('is saved here when it changes the record and owes nothing new', async () => {
    const { store, queue, receives, counts } = world(loaded(handoff(given.OFFERED)));
    expect(await receives(given.offerOver())).toBe('saved');
    expect(store.calls).toEqual(['load', 'save']);
    expect(store.record).toMatchObject({ progress: { state: 'queued' }, effects: [] });
    expect(queue.sent).toEqual([]);
    expect(counts).toEqual(['handoff_queued', 'received_saved']);
  });

  it('is saved here while something older is still owed', async () => {
    const { store, receives } = world(
      loaded(
        handoff(given.OFFERED, [
          given.looking('report-unclear', { notBefore: T0 + 9_000 }),
          given.closing('cancel', 'WT9'),
        ]),
      ),
    );
    expect(await receives(given.offerOver())).toBe('saved');
    expect(store.record.effects.map(({ work }) => work.kind)).toEqual(['look-at-call', 'close-task']);
  });

  it('goes to the worker, unsaved, when it owes an effect', async () => {
    const { store, queue, receives, queued, counts } = world(loaded(handoff(given.CONNECTED)));
    expect(await receives(given.callOver())).toBe('queued');
    expect(store.calls).toEqual(['load']);
    expect(queue.sent).toEqual(queued(given.callOver()));
    expect(counts).toEqual(['received_queued']);
  });

  it('goes with what was read, so that the worker need not read it again', async () => {
    const record = handoff(given.CONNECTED);
    const { queue, receives } = world(loaded(record));
    await receives(given.callOver());
    expect(queue.carried).toEqual([{ handoff: record, version: 3 }]);
  });

  it('comes again later where it is too early for it', async () => {
    const { queue, receives } = world(loaded(handoff(given.BRIDGING, [given.joining()])));
    expect(await receives(given.callOver())).toBe('queued');
    const event = { ...given.callOver(), putOff: 1 };
    expect(queue.sent).toEqual([{ message: { callId: CALL_ID, event }, delaySeconds: 5 }]);
    expect(queue.carried).toEqual([undefined]);
  });

  it('is saved here when all that it owes is a look that nobody waits for', async () => {
    const begun = { ...given.BRIDGING, begunAt: T0 + 6_000 } as Progress;
    const { store, queue, receives } = world(loaded(handoff(begun)));
    expect(await receives(given.callOver({ source: 'status-update' }))).toBe('saved');
    expect(store.record.effects.map(({ work }) => work.kind)).toEqual(['await-report']);
    expect(queue.sent).toEqual([]);
  });

  it('is decided again here when it loses a race', async () => {
    const { store, queue, receives } = world(loaded(handoff(given.OFFERED)));
    store.meanwhile = () => store.write(handoff(given.OFFERED));
    expect(await receives(given.offerOver())).toBe('saved');
    expect(store.record.progress.state).toBe('queued');
    expect(queue.sent).toEqual([]);
  });

  it('goes to the worker when it loses twice', async () => {
    const { store, queue, receives, queued } = world(loaded(handoff(given.OFFERED)));
    const again = () => {
      store.meanwhile = again;
      store.write(handoff(given.OFFERED));
    };
    store.meanwhile = again;
    expect(await receives(given.offerOver())).toBe('queued');
    expect(store.record.progress.state).toBe('offered');
    expect(queue.sent).toEqual(queued(given.offerOver()));
  });

  it('goes to the worker when the table cannot be read', async () => {
    const { store, queue, receives, queued } = world(loaded(handoff(given.BRIDGING)));
    store.down = true;
    expect(await receives(given.confirmed())).toBe('queued');
    expect(queue.sent).toEqual(queued(given.confirmed()));
  });

  it('is not taken when neither the table nor the queue is there', async () => {
    const { store, queue, receives, counts } = world(loaded(handoff(given.BRIDGING)));
    store.down = true;
    queue.down = true;
    await expect(receives(given.confirmed())).rejects.toThrow(Unavailable);
    expect(counts).toEqual([]);
  });

  it('is kept in the table when it owes an effect and the queue is not there: the record says what is due', async () => {
    const { store, queue, receives, counts } = world(loaded(handoff(given.CONNECTED)));
    queue.down = true;
    expect(await receives(given.callOver())).toBe('kept');
    expect(store.record).toMatchObject({ progress: { state: 'ended' } });
    expect(nextDue(store.record)).toBe(T0 + 7_000);
    expect(counts).toEqual(['handoff_ended', 'outcome_completed', 'answered_in_time', 'received_kept']);
  });

  it('is taken where another one has kept the same event while the queue refused it', async () => {
    const { store, queue, receives } = world(loaded(handoff(given.CONNECTED)));
    queue.send = async () => {
      store.write(handoff(given.ended()));
      throw new Unavailable('queue', 'down');
    };
    expect(await receives(given.callOver({ fieldsFilled: 0 }))).toBe('kept');
    expect(store.record).toMatchObject({ progress: { state: 'ended' }, callOver: true });
    queue.send = async () => {
      store.write(handoff(given.ended({ fieldsFilled: 2 }), [], { callOver: true }));
      throw new Unavailable('queue', 'down');
    };
    store.write(handoff(given.CONNECTED));
    store.saves.length = 0;
    expect(await receives(given.callOver())).toBe('kept');
    expect(store.saves).toEqual([]);
  });

  it('is not taken when it has to come again later and the queue is not there: no record can hold that', async () => {
    const { store, queue, receives } = world(loaded(handoff(given.BRIDGING, [given.joining()])));
    queue.down = true;
    await expect(receives(given.callOver())).rejects.toThrow(Unavailable);
    expect(store.saves).toEqual([]);
  });
});

describe('The end of a call without a handoff', () => {
  it('is written down here', async () => {
    const { store, receives } = world({ is: 'none', version: 0 });
    expect(await receives(given.callOver())).toBe('saved');
    expect(store.loaded).toEqual({ is: 'call-over', version: 1 });
  });

  it('is written down here, too, where the table failed for a moment and there is no queue', async () => {
    const { store, queue, receives } = world({ is: 'none', version: 0 });
    queue.down = true;
    const { load } = store;
    store.load = () => {
      store.load = load;
      return Promise.reject(new Unavailable('table', 'down'));
    };
    expect(await receives(given.callOver())).toBe('kept');
    expect(store.loaded).toEqual({ is: 'call-over', version: 1 });
  });

  it('goes to the worker when a request has come in between', async () => {
    const { store, queue, receives, queued } = world({ is: 'none', version: 0 });
    const load = store.load.bind(store);
    store.load = async () => {
      const found = await load();
      store.write(handoff(given.REQUESTED, [given.creating()]));
      return found;
    };
    expect(await receives(given.callOver())).toBe('queued');
    expect(queue.sent).toEqual(queued(given.callOver()));
    expect(store.record.progress.state).toBe('requested');
  });
});
