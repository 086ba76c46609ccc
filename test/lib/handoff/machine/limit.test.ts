import { describe, expect, it } from 'vitest';
import { decide } from '../../../../lib/handoff/machine/decide.ts';
import type { Loaded } from '../../../../lib/handoff/ports/store.ts';
import type { Handoff } from '../../../../lib/handoff/record/handoff.ts';
import { MOST_HANDOFFS } from '../../../../lib/handoff/record/limit.ts';
import * as given from '../given.ts';
import { owes } from '../seen.ts';

const { T0, CALL_ID, handoff, loaded } = given;

const asks = (number: number, at: number) =>
  given.escalation(`ho_${number}`, { requestId: `call_${number}`, requestedAt: T0 + at });

/** Plays requests, each of which is taken back before the next one. */
const playedUntil = (requests: number): Loaded => {
  let from: Loaded = { is: 'none', version: 0 };
  for (let number = 1; number <= requests; number += 1) {
    const at = number * 100;
    for (const event of [asks(number, at), { type: 'taken-back', by: 'caller' } as const]) {
      const decision = decide(from, CALL_ID, event, T0 + at + 10);
      if (decision.is === 'changed') from = loaded(decision.handoff);
    }
  }
  return from;
};

const afterAsking = (from: Loaded, number: number, at: number): Handoff => {
  const decision = decide(from, CALL_ID, asks(number, at), T0 + at);
  if (decision.is !== 'changed') throw new Error(`nothing changed: ${JSON.stringify(decision)}`);
  return decision.handoff;
};

describe('The handoffs of one call', () => {
  it('are five, whatever became of each', () => {
    expect(MOST_HANDOFFS).toBe(5);
    const fifth = afterAsking(playedUntil(4), 5, 900);
    expect([fifth.requestNo, fifth.handoffId, fifth.progress.state]).toEqual([5, 'ho_5', 'requested']);
  });

  it('are not six: nobody is asked for, and caller and assistant hear why', () => {
    const sixth = afterAsking(playedUntil(5), 6, 900);
    expect([sixth.requestNo, sixth.handoffId, sixth.progress.state]).toEqual([5, 'ho_5', 'ended']);
    expect(owes(sixth)).toEqual(['say enough', 'tell the assistant enough']);
  });

  it('refuse one and the same request once, and every further one anew', () => {
    const sixth = loaded(afterAsking(playedUntil(5), 6, 900));
    expect(decide(sixth, CALL_ID, asks(6, 900), T0 + 1_000)).toEqual({ is: 'unchanged', why: 'repeated' });
    const window = {
      type: 'window-expired',
      handoffId: 'ho_6',
      request: given.request({ requestId: 'call_6', requestedAt: T0 + 900 }),
    } as const;
    expect(decide(sixth, CALL_ID, window, T0 + 31_000)).toEqual({ is: 'unchanged', why: 'repeated' });
    const seventh = afterAsking(loaded({ ...afterAsking(playedUntil(5), 6, 900), effects: [] }), 7, 2_000);
    expect(owes(seventh)).toEqual(['say enough', 'tell the assistant enough']);
    expect(seventh.refused).toEqual(['ho_6', 'ho_7']);
  });

  it('do not count a request that comes again, however late', () => {
    const five = playedUntil(5);
    for (const number of [1, 2, 3, 4, 5]) {
      expect(decide(five, CALL_ID, asks(number, number * 100), T0 + 5_000)).toMatchObject({
        is: 'unchanged',
      });
      // By its id alone, with the time of a new one.
      expect(decide(five, CALL_ID, asks(number, 4_000), T0 + 5_000)).toMatchObject({ is: 'unchanged' });
    }
  });

  it('do not count what is asked while one is under way', () => {
    const fifth = loaded(afterAsking(playedUntil(4), 5, 900));
    expect(decide(fifth, CALL_ID, asks(6, 950), T0 + 950)).toEqual({ is: 'unchanged', why: 'repeated' });
  });

  it('leave a call in peace that is over', () => {
    const five = playedUntil(5);
    const over = five.is === 'handoff' ? loaded({ ...five.handoff, callOver: true }) : five;
    expect(decide(over, CALL_ID, asks(6, 900), T0 + 900)).toEqual({ is: 'unchanged', why: 'repeated' });
  });

  it('count those before the call that gave the caller back', () => {
    const ended = given.ended({ outcome: 'no_agent' });
    const request = given.request({ earlierHandoffs: 4 });
    const from = loaded(handoff(ended, [], { requestNo: 1, request }));
    const again = given.escalation('ho_2', { requestedAt: T0 + 40_000, earlierHandoffs: 4 });
    const decision = decide(from, CALL_ID, again, T0 + 41_000);
    expect(decision).toMatchObject({ is: 'changed', handoff: { handoffId: 'ho_1', refused: ['ho_2'] } });
  });

  it('leave the news of the last one untold where it is not told yet', () => {
    const news = [
      given.telling('busy'),
      given.owed('tell-assistant:ho_1', { kind: 'tell-assistant', outcome: 'no_agent' }),
    ];
    const from = loaded(handoff(given.ended({ outcome: 'no_agent' }), news, { requestNo: 5 }));
    expect(owes(afterAsking(from, 6, 40_000))).toEqual(['say enough', 'tell the assistant enough']);
  });

  it('keep what the last one still owes to others', () => {
    const close = given.closing('cancel', 'WT1');
    const from = loaded(handoff(given.ended({ outcome: 'no_agent' }), [close], { requestNo: 5 }));
    const refused = afterAsking(from, 6, 40_000);
    expect(owes(refused)).toEqual(['cancel WT1', 'say enough', 'tell the assistant enough']);
  });
});
