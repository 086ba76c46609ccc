import { describe, expect, it } from 'vitest';
import { TooContended, Unavailable } from '../../../../lib/base/trouble.ts';
import { handle } from '../../../../lib/handoff/loop/work-off.ts';
import * as given from '../given.ts';
import { world } from './at-work.ts';

const { T0, CALL_ID, handoff } = given;

const created = { is: 'task-created', taskSid: 'WT1' } as const;
const closed = { is: 'closed' } as const;
const theirs = { owner: 'another', until: T0 + 12_000 };

describe('One message of the handoff queue', () => {
  it('that asks for the first human of a call costs no read: one write before the first outside call, one after it', async () => {
    const { store, ports, does, sent } = world(undefined);
    ports.tasks.create = async () => {
      store.calls.push('create');
      return created;
    };
    await does(given.escalation());
    expect(store.calls).toEqual(['save', 'create', 'save']);
    expect(store.record.progress).toEqual({ state: 'queued', taskSid: 'WT1' });
    expect(store.record.effects).toEqual([]);
    expect(sent()).toEqual([]);
  });

  it('that carries the record costs no read', async () => {
    const record = handoff(given.BRIDGING, [given.joining()]);
    const { store, ports } = world(record, { bridge: { join: [{ is: 'transfer-asked' }] } });
    const { version } = store.loaded;
    const message = { callId: CALL_ID, event: given.resume, stored: { handoff: record, version } };
    await handle(message, ports);
    expect(store.calls).toEqual(['save', 'save']);
    expect(store.record.effects.map(({ work }) => work.kind)).toEqual(['look-at-call']);
  });

  it('that carries a record which is not the last one any more reads what is', async () => {
    const { store, ports } = world(handoff(given.ended(), [given.closing('complete', 'WT1')]), {
      tasks: { close: [closed] },
    });
    const old = handoff(given.BRIDGING, [given.joining()]);
    await handle({ callId: CALL_ID, event: given.resume, stored: { handoff: old, version: 1 } }, ports);
    expect(store.calls).toEqual(['save', 'load', 'save', 'save']);
    expect(store.record).toMatchObject({ progress: { state: 'ended' }, effects: [] });
  });

  it('that comes again believes nothing that it carries', async () => {
    const record = handoff(given.CONNECTED);
    const { store, ports } = world(record);
    await handle({ callId: CALL_ID, event: given.resume, stored: { handoff: record, version: 3 } }, ports, 2);
    expect(store.calls).toEqual(['load']);
  });

  it('saves what it claims in the same write as what it decided', async () => {
    const { store, does } = world(undefined, { tasks: { create: [created] } });
    await does(given.escalation());
    expect(store.saves[0]?.progress.state).toBe('requested');
    expect(store.saves[0]?.effects).toMatchObject([
      { id: 'create-task:ho_1:1', claim: { owner: 'worker-1', until: T0 + 13_000 } },
    ]);
  });
  it('costs one read where it changes nothing and nothing is owed', async () => {
    const { store, does, sent } = world(handoff(given.CONNECTED));
    await does(given.accepted());
    expect(store.calls).toEqual(['load']);
    expect(sent()).toEqual([]);
  });

  it('that comes again finds its event applied and still runs what is pending', async () => {
    const { store, asked, does } = world(handoff(given.REQUESTED, [given.creating()]), {
      tasks: { create: [created] },
    });
    await does(given.escalation());
    expect(asked.map(([method]) => method)).toEqual(['create']);
    expect(store.record.progress.state).toBe('queued');
  });

  it('that comes again after a crash looks before it acts', async () => {
    const left = handoff(given.REQUESTED, [given.creating({ claim: theirs })]);
    const { asked, does } = world(left, { tasks: { find: [created] } }, 12_000);
    await does(given.resume);
    expect(asked.map(([method]) => method)).toEqual(['find']);
  });

  it('carries out what an end owes side by side and records it in one write', async () => {
    const { store, asked, does } = world(
      handoff(given.QUEUED),
      { tasks: { close: [closed] }, calls: { inform: [{ is: 'told' }], say: [{ is: 'told' }] } },
      30_000,
    );
    await does(given.expired);
    expect(asked.map(([method]) => method)).toEqual(['close', 'inform', 'say']);
    expect(store.calls).toEqual(['load', 'save', 'save']);
    expect(store.record).toMatchObject({ progress: { state: 'ended', outcome: 'no_agent' }, effects: [] });
  });

  it('goes on with what its results owe: the refused bridge, its task, the next task', async () => {
    const { store, asked, does, sent } = world(
      handoff(given.OFFERED),
      {
        bridge: { join: [{ is: 'refused', reason: 'vapi-409' }] },
        tasks: { close: [closed], create: [{ is: 'task-created', taskSid: 'WT2' }] },
      },
      5_000,
    );
    await does(given.accepted());
    expect(asked.map(([method]) => method)).toEqual(['join', 'close', 'create']);
    expect(store.record).toMatchObject({ taskNo: 2, progress: { state: 'queued', taskSid: 'WT2' } });
    expect(store.calls).toEqual(['load', 'save', 'save', 'save', 'save']);
    expect(sent()).toEqual([]);
  });

  it('begins nothing more after two seconds, and leaves the rest to a message', async () => {
    const { store, ports, clock, does, sent } = world(handoff(given.OFFERED), {}, 5_000);
    ports.bridge.join = async () => {
      clock.now += 2_000;
      return { is: 'refused', reason: 'vapi-409' };
    };
    await does(given.accepted());
    expect(store.record.effects.map(({ id, claim }) => [id, claim])).toEqual([
      ['close-task:ho_1:1:WT1', undefined],
    ]);
    expect(sent()).toEqual([['resume', 0]]);
  });
});

describe('What cannot be done now', () => {
  it('is tried again after a second, by a message', async () => {
    const { store, does, queue } = world(undefined, {
      tasks: { create: [{ is: 'not-done', reason: 'twilio-503' }] },
    });
    await does(given.escalation());
    expect(store.record.effects).toMatchObject([
      { attempts: 1, mayHaveHappened: false, notBefore: T0 + 2_000 },
    ]);
    expect(queue.sent).toEqual([
      { message: { callId: CALL_ID, handoffId: 'ho_1', event: { type: 'resume' } }, delaySeconds: 1 },
    ]);
  });

  it('is tried again when the platform says, in whole seconds', async () => {
    const { does, sent } = world(undefined, {
      tasks: { create: [{ is: 'not-done', reason: 'twilio-429', retryAfterSeconds: 7 }] },
    });
    await does(given.escalation());
    expect(sent()).toEqual([['resume', 7]]);
  });

  it('is tried again with growing pauses, 30 seconds at most', async () => {
    const pauses: unknown[] = [];
    for (const attempts of [0, 1, 2, 3, 4, 5, 12]) {
      const owed = [given.closing('cancel', 'WT1', { attempts })];
      const { does, sent } = world(handoff(given.ended(), owed), {
        tasks: { close: [{ is: 'not-done', reason: 'twilio-503' }] },
      });
      await does(given.resume);
      pauses.push(sent()[0]?.[1]);
    }
    expect(pauses).toEqual([1, 2, 4, 8, 16, 30, 30]);
  });

  it('is doubted from then on when its answer was lost', async () => {
    const { store, does } = world(undefined, { tasks: { create: [{ is: 'unsure', reason: 'timeout' }] } });
    await does(given.escalation());
    expect(store.record.effects).toEqual([
      given.creating({ owedSince: T0 + 1_000, notBefore: T0 + 2_000, attempts: 1, mayHaveHappened: true }),
    ]);
  });

  it('is not woken twice: who put it off has sent the message', async () => {
    const waiting = handoff(given.REQUESTED, [given.creating({ notBefore: T0 + 9_000, attempts: 3 })]);
    const { does, sent } = world(waiting);
    await does(given.escalation());
    expect(sent()).toEqual([]);
  });

  it('is woken by a message that comes again: who put it off may have died before it sent one', async () => {
    const waiting = handoff(given.REQUESTED, [given.creating({ notBefore: T0 + 9_000, attempts: 3 })]);
    const { ports, sent } = world(waiting);
    await handle({ callId: CALL_ID, event: given.escalation() }, ports, 2);
    expect(sent()).toEqual([['resume', 8]]);
  });
});

describe('What another worker holds', () => {
  it('is left to it, and looked after when its lease has run out', async () => {
    const held = handoff(given.REQUESTED, [given.creating({ claim: theirs })]);
    const { store, does, sent } = world(held, {}, 4_500);
    await does(given.resume);
    expect(store.calls).toEqual(['load']);
    expect(sent()).toEqual([['resume', 8]]);
  });
});

describe('A lost race', () => {
  it('is decided again on what the winner wrote', async () => {
    const { store, does, sent } = world(handoff(given.OFFERED), {}, 30_000);
    store.meanwhile = () => store.write(handoff(given.BRIDGING));
    await does(given.expired);
    expect(store.calls).toEqual(['load', 'save', 'load']);
    expect(store.record.progress.state).toBe('bridging');
    expect(sent()).toEqual([]);
  });

  it('for the result of an effect keeps both: what the winner wrote and what was done', async () => {
    const { store, ports, does } = world(undefined, { tasks: { close: [closed] } });
    ports.tasks.create = async () => {
      const { record } = store;
      store.write({ ...record, progress: given.ended({ outcome: 'canceled' }), effects: [] });
      return created;
    };
    await does(given.escalation());
    expect(store.record).toMatchObject({ progress: { state: 'ended', outcome: 'canceled' }, effects: [] });
  });

  it('that goes on for ever gives the message back to the queue', async () => {
    const { store, does, sent } = world(handoff(given.OFFERED), {}, 30_000);
    store.save = async () => 'lost';
    await expect(does(given.expired)).rejects.toThrow(TooContended);
    expect(sent()).toEqual([]);
  });
});

describe('The end of a call while a transfer runs', () => {
  it('comes again after 5 seconds, six times at most, and then counts', async () => {
    const claim = { owner: 'another', until: T0 + 100_000 };
    const { store, queue, ports, clock, does } = world(handoff(given.BRIDGING, [given.joining({ claim })]), {
      tasks: { close: [closed] },
    });
    await does(given.callOver());
    const delays: number[] = [];
    for (let deliveries = 0; deliveries < 20; deliveries += 1) {
      const next = queue.sent.find(({ message }) => message.event.type === 'call-over');
      queue.sent.length = 0;
      if (next === undefined) break;
      delays.push(next.delaySeconds);
      // Its log lines name the handoff, however often it comes.
      expect(next.message.handoffId).toBe('ho_1');
      clock.now += next.delaySeconds * 1000;
      expect(store.record.progress.state).toBe('bridging');
      await handle(next.message, ports);
    }
    expect(delays).toEqual([5, 5, 5, 5, 5, 5]);
    expect(store.record).toMatchObject({ progress: { state: 'ended', outcome: 'caller_left' }, effects: [] });
  });

  it('is written down where there is no handoff, so that a late request finds it', async () => {
    const { store, does, sent, counts } = world(undefined);
    await does(given.callOver());
    expect(store.loaded).toEqual({ is: 'call-over', version: 1 });
    expect(sent()).toEqual([]);
    expect(counts).toEqual(['event_call-over']);
    await does(given.escalation());
    expect(store.record.progress).toMatchObject({ state: 'ended', outcome: 'caller_left' });
  });
});

describe('A dependency that is down', () => {
  it('gives the message back when the table cannot be read', async () => {
    const { store, does } = world(undefined);
    store.down = true;
    await expect(does(given.escalation())).rejects.toThrow(Unavailable);
  });

  it('has what was done and could not be recorded looked up a second later, and not when the claim runs out', async () => {
    const { store, queue, ports, clock, asked, does } = world(undefined, { tasks: { find: [created] } });
    ports.tasks.create = async () => {
      store.down = true;
      return created;
    };
    await expect(does(given.escalation())).rejects.toThrow(Unavailable);
    const message = { callId: CALL_ID, handoffId: 'ho_1', event: given.resume, givenUpBy: 'worker-1' };
    expect(queue.sent).toEqual([{ message, delaySeconds: 1 }]);
    store.down = false;
    clock.now = T0 + 2_000;
    await handle(message, ports);
    expect(asked.map(([method]) => method)).toEqual(['find']);
    expect(store.record).toMatchObject({ progress: given.QUEUED, effects: [] });
  });

  it('gives the message back when what is left could not be sent', async () => {
    const { store, queue, does } = world(undefined, {
      tasks: { create: [{ is: 'not-done', reason: 'twilio-503' }] },
    });
    queue.down = true;
    await expect(does(given.escalation())).rejects.toThrow(Unavailable);
    expect(store.record.effects).toHaveLength(1);
  });
});
