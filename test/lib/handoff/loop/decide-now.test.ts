import { describe, expect, it } from 'vitest';
import { TooContended, Unavailable } from '../../../../lib/base/trouble.ts';
import { decideNow } from '../../../../lib/handoff/loop/decide-now.ts';
import { nextDue } from '../../../../lib/handoff/machine/steps.ts';
import type { Loaded } from '../../../../lib/handoff/ports/store.ts';
import type { Effect, Handoff } from '../../../../lib/handoff/record/handoff.ts';
import * as given from '../given.ts';
import * as legs from '../given-legs.ts';

const { T0, CALL_ID, handoff, loaded } = given;
const RESUME = {
  message: { callId: CALL_ID, handoffId: 'ho_1', event: { type: 'resume' } },
  delaySeconds: 0,
};

const worldFrom = (from: Loaded, at = 7_000) => {
  const store = new given.MemoryStore(from);
  const queue = new given.MemoryQueue();
  const { log, count, counts, lines } = given.watching();
  const ports = { store, queue, clock: () => T0 + at, log, count };
  const does = (event: Parameters<typeof decideNow>[1]) => decideNow(CALL_ID, event, ports);
  return { store, queue, counts, lines, does };
};
const world = (record: Handoff, at?: number) => worldFrom(loaded(record), at);

describe('What is decided while its sender waits', () => {
  it('is saved, and what it owes has a message, by the time that the sender is told', async () => {
    const { store, queue, counts, does } = world(handoff(given.OFFERED));
    expect(await does(given.accepted())).toMatchObject({ progress: { state: 'bridging' } });
    expect(store.calls).toEqual(['load', 'save']);
    expect(queue.sent).toEqual([RESUME]);
    expect(queue.carried).toEqual([{ handoff: store.record, version: 4 }]);
    expect(counts).toEqual(['handoff_bridging']);
  });

  it('has a message though its save was answered too late, and met itself', async () => {
    const { store, queue, does } = world(legs.own('conference', legs.TAKEN));
    store.answersLate();
    await does(legs.conferenceOver());
    expect(store.record.effects).toMatchObject([{ notBefore: T0 + 9_000 }]);
    expect(store.calls).toEqual(['load', 'save', 'load']);
    expect(queue.sent).toEqual([RESUME]);
  });

  it('is decided again on what the winner of a race wrote', async () => {
    const { store, does } = world(handoff(given.OFFERED));
    store.meanwhile = () => store.write(handoff(given.ended({ outcome: 'canceled' })));
    expect(await does(given.accepted())).toMatchObject({ progress: { state: 'ended', outcome: 'canceled' } });
  });

  it('is refused to the sender, who comes again, where no race is won or the table is away', async () => {
    const { store, does } = world(handoff(given.OFFERED));
    const { save } = store;
    store.save = async () => 'lost';
    await expect(does(given.accepted())).rejects.toThrow(TooContended);
    store.save = save;
    store.down = true;
    await expect(does(given.accepted())).rejects.toThrow(Unavailable);
  });

  it('holds where the queue is away: the record says what is due', async () => {
    const { store, queue, lines, does } = world(handoff(given.OFFERED));
    queue.down = true;
    expect(await does(given.accepted())).toMatchObject({ progress: { state: 'bridging' } });
    expect(nextDue(store.record)).toBe(T0 + 7_000);
    expect(lines.filter(({ level }) => level === 'warn')).toMatchObject([
      { fields: { callId: CALL_ID, handoffId: 'ho_1' } },
    ]);
  });

  it.each([
    'none',
    'call-over',
  ] as const)('is nothing where there is no handoff, and nothing is written (%s)', async (is) => {
    const { store, queue, does } = worldFrom({ is, version: 0 });
    expect(await does(given.accepted())).toBeUndefined();
    expect(await does(() => given.accepted())).toBeUndefined();
    expect(store.calls).toEqual(['load', 'load']);
    expect(queue.sent).toEqual([]);
  });

  it('is nothing where it is none of the call’s: no news of another agent, nor of another call’s task', async () => {
    const { store, queue, does } = world(handoff(given.BRIDGING, [given.joining()]));
    expect(await does(given.confirmed('+14155550177'))).toBeUndefined();
    expect(await does(given.accepted(1, { handoffId: 'ho_other' }))).toBeUndefined();
    expect(store.saves).toEqual([]);
    expect(queue.sent).toEqual([]);
  });

  it('is what the record says, where nothing follows from the record', async () => {
    const record = handoff(given.BRIDGING, [given.joining()]);
    const { store, queue, does } = world(record);
    expect(await does(() => undefined)).toEqual(record);
    expect(store.saves).toEqual([]);
    // It is due and free.
    expect(queue.sent).toEqual([RESUME]);
    expect(queue.carried).toEqual([{ handoff: record, version: 3 }]);
  });
});

describe('A repetition, which changes nothing,', () => {
  const sentFor = async (...effects: Effect[]) => {
    const { queue, does } = world(handoff(given.BRIDGING, effects), 12_000);
    await does(given.accepted());
    return queue.sent;
  };

  it('sends a message for what is due and free, should the first one be lost', async () => {
    expect(await sentFor(given.joining())).toEqual([RESUME]);
    expect(await sentFor(given.joining({ notBefore: T0 + 12_000 }))).toEqual([RESUME]);
    const later = given.looking('bridge-unconfirmed', { notBefore: T0 + 40_000 });
    expect(await sentFor(given.joining(), later)).toEqual([RESUME]);
  });

  it('sends a message for what a dead worker holds', async () => {
    const claim = { owner: 'dead', until: T0 + 12_000 };
    expect(await sentFor(given.joining({ claim }))).toEqual([RESUME]);
  });

  it('sends none for what another one is at, or has put off: that has a message', async () => {
    const claim = { owner: 'another', until: T0 + 12_001 };
    expect(await sentFor(given.joining({ claim }))).toEqual([]);
    expect(await sentFor(given.joining({ notBefore: T0 + 12_001 }))).toEqual([]);
  });
});
