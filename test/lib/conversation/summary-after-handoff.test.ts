import { beforeEach, describe, expect, it } from 'vitest';
import type { WorkResult } from '../../../lib/conversation/ports.ts';
import * as given from './given-call.ts';
import { Running } from './running.ts';

const { CALL_ID, T0 } = given;
const UNDER_WAY: WorkResult = { is: 'handoff-under-way', handoffId: 'ho_1' };

let running: Running;
/** The assistant's call ended at 60 s, when its caller was moved to an agent; ten seconds later the last word is due. */
beforeEach(async () => {
  running = new Running();
  running.listening = { ...given.LISTENING, summaries: true };
  await running.arrive(60_000, given.reported(60_000));
  running.answers.sendSummary = UNDER_WAY;
});

describe('The summary of a call whose caller is with an agent', () => {
  it('waits for the end of the handoff, and goes out as soon as that is told', async () => {
    await running.wakeUp(70_000);
    expect(running.did).toEqual(['summary ']);
    expect(running.effects()).toEqual(['send-summary']);
    delete running.answers.sendSummary;
    await running.arrive(400_000, given.handoffEnded(400_000));
    expect(running.did).toEqual(['summary ', 'summary ']);
    expect(running.effects()).toEqual([]);
  });

  it('looks by itself in growing steps, so that an end that nobody told does not keep it for ever', async () => {
    let at = 70_000;
    const steps: number[] = [];
    for (let looks = 0; looks < 9; looks += 1) {
      await running.wakeUp(at);
      const { message, delaySeconds = 0 } = running.woken.at(-1) ?? {};
      expect(message).toEqual({ callId: CALL_ID });
      steps.push(delaySeconds);
      at += delaySeconds * 1000;
    }
    expect(steps).toEqual([30, 30, 60, 120, 240, 480, 900, 900, 900]);
    // Each look is a message of its own: one for the last word, and one after each look.
    expect(running.woken).toHaveLength(10);
  });

  it('is given up by no number of looks', async () => {
    let at = 70_000;
    for (let looks = 0; looks < 100; looks += 1, at += 900_000) await running.wakeUp(at);
    expect(running.effects()).toEqual(['send-summary']);
  });

  it('goes out at once where the end is told while somebody looks', async () => {
    const { sendSummary } = running.work;
    running.work.sendSummary = async (call, missing) => {
      const looked = await sendSummary(call, missing);
      delete running.answers.sendSummary;
      await running.arrive(70_000, given.handoffEnded(70_000));
      running.work.sendSummary = sendSummary;
      return looked;
    };
    await running.wakeUp(70_000);
    expect(running.did).toEqual(['summary ', 'summary ']);
    expect(running.effects()).toEqual([]);
  });

  it('waits though an earlier handoff of the call has ended', async () => {
    await running.wakeUp(70_000);
    await running.arrive(71_000, given.handoffEnded(71_000, 'ho_0'));
    expect(running.did).toEqual(['summary ', 'summary ']);
    expect(running.store.call?.effects).toMatchObject([{ notBefore: T0 + 101_000 }]);
  });
});

describe('The end of a handoff', () => {
  it('says nothing new to a call that waits for nothing', async () => {
    const before = running.store.call;
    await running.arrive(61_000, given.handoffEnded(61_000));
    expect(running.store.call).toBe(before);
    expect(running.did).toEqual([]);
  });

  it('makes no record of a call of which nothing is known', async () => {
    const unknown = new Running();
    await unknown.arrive(61_000, given.handoffEnded(61_000));
    expect(unknown.store.call).toBeUndefined();
    expect(unknown.woken).toEqual([]);
  });

  it('is told late of a long talk, and counts all the same', async () => {
    await running.wakeUp(70_000);
    delete running.answers.sendSummary;
    const afterHours = 11 * 3_600_000;
    await running.arrive(afterHours, given.handoffEnded(afterHours));
    expect(running.effects()).toEqual([]);
    expect(running.counted('call_event_dropped')).toBe(0);
  });
});
