import { describe, expect, it } from 'vitest';
import { Unavailable } from '../../../lib/base/trouble.ts';
import type { Loaded } from '../../../lib/handoff/ports/store.ts';
import { receiveConferenceEvent, receiveLegStatus } from '../../../lib/inbound/leg-status.ts';
import type { CallStatus } from '../../../lib/twilio/callbacks.ts';
import type { ConferenceEvent } from '../../../lib/twilio/voice-callbacks.ts';
import * as given from '../handoff/given.ts';
import * as legs from '../handoff/given-legs.ts';

const { T0, CALL_ID, handoff, loaded } = given;

const world = (from: Loaded) => {
  const store = new given.MemoryStore(from);
  store.legs.set('CA1', CALL_ID);
  const queue = new given.MemoryQueue();
  const { log, count, counts } = given.watching();
  const freed: unknown[] = [];
  const places = { down: false };
  const ports = {
    store,
    queue,
    clock: () => T0 + 7_000,
    log,
    count,
    places: {
      async free(...given: unknown[]) {
        if (places.down) throw new Unavailable('table', 'down');
        freed.push(given);
      },
    },
  };
  const receives = (callStatus: CallStatus, callSid = 'CA1') =>
    receiveLegStatus({ is: 'voice-status', callSid, callStatus }, undefined, ports);
  const ofAgent = (callStatus: CallStatus, callSid = 'CA2') =>
    receiveLegStatus(
      { is: 'voice-status', callSid, callStatus },
      { callId: CALL_ID, handoffId: 'ho_1', reservationSid: 'WR1' },
      ports,
    );
  const ofConference = (event: ConferenceEvent['event'], callSid?: string, name = 'ho_1-1') =>
    receiveConferenceEvent(
      {
        is: 'conference-event',
        conferenceSid: 'CF1',
        name,
        event,
        ...(callSid === undefined ? {} : { callSid }),
      },
      { callId: CALL_ID, handoffId: 'ho_1' },
      ports,
    );
  return { store, queue, receives, ofAgent, ofConference, counts, freed, places };
};

const OVER = ['completed', 'busy', 'failed', 'no-answer', 'canceled'] as const;
const LIVE = ['initiated', 'queued', 'ringing', 'in-progress'] as const;

describe('The status of the caller’s leg at Twilio', () => {
  for (const status of OVER) {
    it(`${status} ends the handoff: the caller has left`, async () => {
      const { queue, receives } = world(loaded(handoff(given.REQUESTED)));
      await receives(status);
      const over = { type: 'call-over', source: 'voice-status', clear: true, endedReason: `leg-${status}` };
      expect(queue.sent).toMatchObject([{ message: { callId: CALL_ID, event: over }, delaySeconds: 0 }]);
    });
  }

  for (const status of OVER) {
    it(`${status} gives the place of the leg back, known or not`, async () => {
      const { receives, freed } = world(loaded(handoff(given.REQUESTED)));
      await receives(status);
      await receives(status, 'CA9');
      expect(freed).toEqual([
        ['CA1', { of: 'leg' }],
        ['CA9', { of: 'leg' }],
      ]);
    });
  }

  it('ends the handoff though the place cannot be given back, and comes again for that', async () => {
    const { queue, receives, places } = world(loaded(handoff(given.REQUESTED)));
    places.down = true;
    await expect(receives('completed')).rejects.toThrow(Unavailable);
    expect(queue.sent).toMatchObject([{ message: { event: { type: 'call-over', clear: true } } }]);
  });

  it('of an agent’s leg gives no place back', async () => {
    const { ofAgent, freed } = world(loaded(handoff(given.REQUESTED)));
    await ofAgent('completed');
    expect(freed).toEqual([]);
  });

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
    const event = given.callOver({ source: 'voice-status', endedReason: 'leg-completed', fieldsFilled: 0 });
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

describe('The status of the leg on which an agent was rung', () => {
  const offered = () => world(loaded(legs.own('conference', given.OFFERED, [legs.watching()])));

  for (const status of ['ringing', 'in-progress'] as const) {
    it(`${status} tells which leg it is`, async () => {
      const { store, ofAgent } = offered();
      await ofAgent(status);
      expect(store.record.progress).toMatchObject({ state: 'offered', agentLeg: 'CA2' });
    });
  }

  for (const status of ['initiated', 'queued'] as const) {
    it(`${status} asks nothing of the table: nobody hears it ring yet`, async () => {
      const { store, queue, ofAgent, counts } = offered();
      await ofAgent(status);
      expect([store.calls, queue.sent, counts]).toEqual([[], [], []]);
    });
  }

  const unanswered = ['busy', 'no-answer', 'failed'] as const;
  for (const status of unanswered) {
    it(`${status} is handed to the worker, who rejects the reservation, and is counted`, async () => {
      const { queue, ofAgent, counts } = offered();
      await ofAgent(status);
      expect(queue.sent).toEqual([
        { message: { callId: CALL_ID, handoffId: 'ho_1', event: legs.leg(status) }, delaySeconds: 0 },
      ]);
      expect(counts).toEqual(['answer_not-answered', 'received_queued']);
    });
  }

  for (const status of ['completed', 'canceled'] as const) {
    it(`${status} says that the agent is gone, and counts nothing: whoever answered is counted by the answer`, async () => {
      const { queue, ofAgent, counts } = offered();
      await ofAgent(status);
      expect(queue.sent).toMatchObject([{ message: { event: legs.leg('hung-up') } }]);
      expect(counts).toEqual(['received_queued']);
    });
  }

  it('is never taken for the caller’s', async () => {
    const { store, ofAgent } = world(loaded(legs.own('conference', legs.TALKING)));
    store.legs.set('CA2', CALL_ID);
    await ofAgent('completed');
    expect(store.calls).not.toContain('callOfLeg');
  });
});

describe('An event of the conference', () => {
  const bridging = () => world(loaded(legs.own('conference', legs.TAKEN)));

  it('join of one leg is kept, and of the other one connects them', async () => {
    const { store, queue, ofConference } = bridging();
    await ofConference('join', 'CA1');
    expect(store.record.progress).toMatchObject({ state: 'bridging', joined: { caller: 'CF1' } });
    await ofConference('join', 'CA2');
    expect(store.record.progress.state).toBe('connected');
    expect(queue.sent).toEqual([]);
  });

  it('end has the worker look at both legs while they are being joined', async () => {
    const { queue, ofConference } = bridging();
    await ofConference('end');
    expect(queue.sent).toMatchObject([{ message: { event: legs.conferenceOver() } }]);
  });

  it('end of the conference of an earlier try ends no talk', async () => {
    const { store, queue, ofConference } = world(
      loaded(legs.own('conference', legs.TALKING, [], { taskNo: 2 })),
    );
    await ofConference('end', undefined, 'ho_1-1');
    expect([store.record.progress.state, queue.sent]).toEqual(['connected', []]);
  });

  it.each([
    ['start', undefined],
    ['leave', 'CA2'],
    ['join', undefined],
  ] as const)('%s of %s says nothing of its own', async (event, callSid) => {
    const { store, queue, ofConference } = bridging();
    await ofConference(event, callSid);
    expect([store.calls, queue.sent]).toEqual([[], []]);
  });
});
