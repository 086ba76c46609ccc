import { describe, expect, it } from 'vitest';
import { receiveLegStatus } from '../../../lib/handoff/leg-status.ts';
import { type Loaded, Unavailable } from '../../../lib/handoff/ports.ts';
import type { CallStatus } from '../../../lib/twilio/callbacks.ts';
import * as given from './given.ts';

const { T0, CALL_ID, handoff, loaded } = given;

const world = (from: Loaded) => {
  const store = new given.MemoryStore(from);
  store.legs.set('CA1', CALL_ID);
  const queue = new given.MemoryQueue();
  const { log, count, counts } = given.watching();
  const ports = { store, queue, clock: () => T0 + 7_000, log, count };
  const receives = (callStatus: CallStatus, callSid = 'CA1') =>
    receiveLegStatus({ is: 'voice-status', callSid, callStatus }, ports);
  return { store, queue, receives, counts };
};

const OVER = ['completed', 'busy', 'failed', 'no-answer', 'canceled'] as const;
const LIVE = ['initiated', 'queued', 'ringing', 'in-progress'] as const;

describe('The status of the caller’s leg at Twilio', () => {
  for (const status of OVER) {
    it(`${status} ends the handoff: the caller has left`, async () => {
      const { store, receives } = world(loaded(handoff(given.REQUESTED)));
      await receives(status);
      expect(store.record).toMatchObject({
        progress: { state: 'ended', outcome: 'caller_left', reason: `leg-${status}` },
        callOver: true,
      });
    });
  }

  for (const status of LIVE) {
    it(`${status} asks nothing of the table`, async () => {
      const { store, queue, receives } = world(loaded(handoff(given.REQUESTED)));
      await receives(status);
      expect(store.calls).toEqual([]);
      expect(queue.sent).toEqual([]);
    });
  }

  it('is handed to the worker when a task has to be closed, as a clear end that tells little', async () => {
    const { queue, receives } = world(loaded(handoff(given.QUEUED)));
    await receives('completed');
    const event = given.callOver({ source: 'voice-status', endedReason: 'leg-completed', richness: 0 });
    expect(queue.sent).toEqual([{ message: { callId: CALL_ID, event }, delaySeconds: 0 }]);
  });

  it('of a call without a handoff is counted only', async () => {
    const { store, queue, receives, counts } = world({ is: 'none', version: 0 });
    await receives('completed', 'CA9');
    expect(store.calls).toEqual(['callOfLeg']);
    expect(queue.sent).toEqual([]);
    expect(counts).toEqual(['leg_unknown']);
  });

  it('is not taken while the table cannot say which call it is', async () => {
    const { store, receives } = world(loaded(handoff(given.QUEUED)));
    store.down = true;
    await expect(receives('completed')).rejects.toThrow(Unavailable);
  });
});
