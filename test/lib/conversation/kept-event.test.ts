import { beforeEach, describe, expect, it } from 'vitest';
import { Unavailable } from '../../../lib/base/trouble.ts';
import type { CallEvent } from '../../../lib/conversation/events.ts';
import { GRACE_MS, keepEvent } from '../../../lib/conversation/run.ts';
import { dueAt } from '../../../lib/outbox/due.ts';
import * as given from './given-call.ts';
import { Running } from './running.ts';

const { CALL_ID, T0 } = given;
const WISH = 'Can I speak to a real person, please?';

let running: Running;
beforeEach(() => {
  running = new Running();
});

/** An event arrives whose queue is away, `at` milliseconds after T0. */
const kept = (at: number, event: CallEvent): Promise<void> => {
  const { store, listening, watched } = running;
  const count = (metric: string, value = 1) => {
    for (let one = 0; one < value; one += 1) watched.count(metric);
  };
  const ports = { store, clock: () => T0 + at, log: watched.log, count, language: 'es' };
  return keepEvent(CALL_ID, event, listening, ports);
};

describe('An event of a conversation whose queue is away', () => {
  it('is kept as the worker keeps it, and acts on nothing', async () => {
    await kept(2_010, given.final('caller', 2_000, WISH));
    expect(running.store.conversation().map(({ text }) => text)).toEqual([WISH]);
    expect([running.did, running.woken]).toEqual([[], []]);
    expect(running.counted('call_event_kept')).toBe(1);
  });

  it('owes the handoff that a rule asks for, due when the worker would have asked', async () => {
    await kept(2_010, given.final('caller', 2_000, WISH));
    expect(running.effects()).toEqual(['request-handoff']);
    expect(running.store.call && dueAt(running.store.call)).toBe(T0 + 2_010 + GRACE_MS);
    expect(running.counted('rule_asked-for-human')).toBe(1);
    // The queue is back, and the sweeper has found it.
    await running.wakeUp(9_000);
    expect(running.asked).toHaveLength(1);
  });

  it('is decided again on what another one wrote meanwhile', async () => {
    running.store.meanwhile = () => {
      if (running.store.call === undefined) running.store.version += 1;
    };
    await kept(2_010, given.final('caller', 2_000, WISH));
    expect(running.store.done).toEqual(['load', 'append', 'save', 'load', 'append', 'save']);
    expect(running.store.conversation()).toHaveLength(1);
    expect(running.effects()).toEqual(['request-handoff']);
  });

  it('of a call that is over is dropped', async () => {
    running.store.overAt = T0 + 1_000;
    await kept(5_000, given.final('caller', 4_900, WISH));
    expect(running.store.done).toEqual(['load']);
    expect(running.counted('call_event_dropped')).toBe(1);
  });

  it('is not taken where the table is away too', async () => {
    running.store.down = true;
    await expect(kept(2_010, given.final('caller', 2_000, WISH))).rejects.toThrow(Unavailable);
  });
});
