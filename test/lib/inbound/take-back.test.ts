import { describe, expect, it } from 'vitest';
import type { Loaded } from '../../../lib/handoff/ports/store.ts';
import { takeBack, takeBackIfPossible } from '../../../lib/inbound/take-back.ts';
import * as given from '../handoff/given.ts';

const { T0, CALL_ID, handoff, loaded, request } = given;

/** Our clock; Vapi's is five seconds ahead of it. */
const NOW = T0 + 4_000;
const BY_VAPI = T0 + 9_000;

const world = (from: Loaded) => {
  const store = new given.MemoryStore(from);
  const queue = new given.MemoryQueue();
  const ports = { store, queue, clock: () => NOW, ...given.watching() };
  const sent = () => queue.sent.map(({ message, delaySeconds }) => [message.event.type, delaySeconds]);
  return { store, queue, ports, sent };
};

const waiting = (askedAt: number) => loaded(handoff(given.QUEUED, [], { request: request({ askedAt }) }));
const LATER = ['taken-back', 2];

describe('A wish for a human that is taken back', () => {
  it('ends the handoff that waits, and nothing follows but what that owes', async () => {
    const { store, ports, sent } = world(waiting(T0 + 5_000));
    await takeBack({ callId: CALL_ID, timestamp: BY_VAPI }, ports);
    expect(store.record.progress).toMatchObject({ state: 'ended', outcome: 'canceled' });
    expect(sent()).toEqual([['resume', 0]]);
  });

  it.each<[string, Loaded]>([
    ['there is no record', { is: 'none', version: 0 }],
    ['nobody came the last time', loaded(handoff(given.ended({ outcome: 'no_agent' })))],
    ['the last one was taken back', loaded(handoff(given.ended({ outcome: 'canceled' })))],
  ])('may still be on its way where %s: the word follows it, with its own time', async (_, record) => {
    const { queue, ports, sent } = world(record);
    await takeBack({ callId: CALL_ID, timestamp: BY_VAPI }, ports);
    expect(sent()).toContainEqual(LATER);
    expect(queue.sent.at(-1)).toMatchObject({ message: { event: { askedAt: BY_VAPI } } });
  });

  it.each([
    ['bridging', given.BRIDGING],
    ['connected', given.CONNECTED],
  ])('is none any more where an agent has accepted: %s', async (_, progress) => {
    const { store, ports, sent } = world(loaded(handoff(progress)));
    await takeBack({ callId: CALL_ID, timestamp: BY_VAPI }, ports);
    expect([store.saves, sent()]).toEqual([[], []]);
  });

  it('is not the one that was made after it, when its message comes again', async () => {
    const { store, ports, sent } = world(waiting(T0 + 3_000));
    await takeBack({ callId: CALL_ID, timestamp: T0 }, ports);
    expect([store.record.progress.state, sent()]).toEqual(['queued', []]);
  });

  it('is known as ended just now, though the answer of the save was lost', async () => {
    const { store, ports, sent } = world(waiting(T0));
    const save = store.save.bind(store);
    store.save = async (record, version) => {
      store.save = save;
      await save(record, version);
      return 'lost';
    };
    await takeBack({ callId: CALL_ID, timestamp: BY_VAPI }, ports);
    expect(sent()).toEqual([['resume', 0]]);
  });

  it('is left to the worker where the table is away, after a request that is still on its way', async () => {
    const { store, ports, sent } = world(waiting(T0));
    store.down = true;
    expect(await takeBackIfPossible({ callId: CALL_ID, timestamp: BY_VAPI }, ports)).toBeUndefined();
    expect(sent()).toEqual([LATER]);
  });

  it('holds nobody up who goes elsewhere, where table and queue are away', async () => {
    const { store, queue, ports } = world(waiting(T0));
    store.down = true;
    queue.down = true;
    expect(await takeBackIfPossible({ callId: CALL_ID, timestamp: BY_VAPI }, ports)).toBeUndefined();
  });
});
