import { describe, expect, it } from 'vitest';
import { TooContended, Unavailable } from '../../../../lib/base/trouble.ts';
import { handle, type RunPorts } from '../../../../lib/handoff/loop/work-off.ts';
import type { HandoffEvent } from '../../../../lib/handoff/record/events.ts';
import type { Handoff } from '../../../../lib/handoff/record/handoff.ts';
import * as given from '../given.ts';
import { type Asked, type Script, scriptedPorts } from '../scripted.ts';

const { T0, CALL_ID, CONTROL_URL, handoff, loaded } = given;

/** The loop over ports in memory, with a clock that is set by hand. */
const world = (record: Handoff | undefined, answers: Script = {}, at = 1_000) => {
  const store = new given.MemoryStore(record === undefined ? undefined : loaded(record));
  const queue = new given.MemoryQueue();
  const watched = given.watching();
  const asked: Asked[] = [];
  const clock = { now: T0 + at };
  let workers = 0;
  const ports: RunPorts = {
    store,
    queue,
    ...scriptedPorts(asked, answers, () => clock.now),
    newOwner: () => `worker-${++workers}`,
    log: watched.log,
    count: watched.count,
    time: watched.time,
  };
  const does = (event: HandoffEvent) => handle({ callId: CALL_ID, handoffId: 'ho_1', event }, ports);
  const sent = () => queue.sent.map(({ message, delaySeconds }) => [message.event.type, delaySeconds]);
  return { store, queue, ports, clock, asked, does, sent, ...watched };
};

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
      clock.now += next.delaySeconds * 1000;
      expect(store.record.progress.state).toBe('bridging');
      await handle(next.message, ports);
    }
    expect(delays).toEqual([5, 5, 5, 5, 5, 5]);
    expect(store.record).toMatchObject({ progress: { state: 'ended', outcome: 'caller_left' }, effects: [] });
  });

  it('is written down where there is no handoff, so that a late request finds it', async () => {
    const { store, does, sent } = world(undefined);
    await does(given.callOver());
    expect(store.loaded).toEqual({ is: 'call-over', version: 1 });
    expect(sent()).toEqual([]);
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

  it('gives the message back when what is left could not be sent', async () => {
    const { store, queue, does } = world(undefined, {
      tasks: { create: [{ is: 'not-done', reason: 'twilio-503' }] },
    });
    queue.down = true;
    await expect(does(given.escalation())).rejects.toThrow(Unavailable);
    expect(store.record.effects).toHaveLength(1);
  });
});

describe('What is written about a message', () => {
  it('counts the way of a handoff and names it in every line, without numbers and URLs', async () => {
    const { lines, counts, does } = world(undefined, { tasks: { create: [created] } });
    await does(given.escalation());
    expect(counts).toEqual([
      'event_changed',
      'handoff_requested',
      'effect_create-task_done',
      'handoff_queued',
    ]);
    for (const { fields } of lines) expect(fields).toMatchObject({ callId: CALL_ID, handoffId: 'ho_1' });
    const text = JSON.stringify(lines);
    for (const secret of [CONTROL_URL, '+1415', 'asks for a person']) expect(text).not.toContain(secret);
  });

  it('times the way from the webhook to the task, for the first task of a handoff', async () => {
    const first = world(undefined, { tasks: { create: [created] } }, 250);
    await first.does(given.escalation());
    expect(first.times).toEqual([['escalation_to_task_ms', 250]]);
  });

  it('says how late an expired window was noticed', async () => {
    const calls: Script['calls'] = { inform: [{ is: 'told' }], say: [{ is: 'told' }] };
    const { times, does } = world(handoff(given.REQUESTED), { calls }, 31_500);
    await does(given.expired);
    await does(given.expired);
    expect(times).toEqual([['window_overdue_ms', 1_500]]);
  });

  it('counts the outcome once', async () => {
    const { counts, does } = world(handoff(given.REQUESTED), {}, 2_000);
    await does(given.takenBack);
    await does(given.takenBack);
    expect(counts).toEqual([
      'event_changed',
      'handoff_ended',
      'outcome_canceled',
      'effect_keep-facts_done',
      'event_late',
    ]);
  });

  it('says how fast a caller was answered, and whether within the window, once they have talked', async () => {
    const ended = async (joinedAt: number) => {
      const progress = { ...given.CONNECTED, since: T0 + joinedAt };
      const { does, counts, times } = world(handoff(progress), { tasks: { close: [closed] } }, 70_000);
      await does(given.callOver());
      return [counts.filter((name) => name.startsWith('answered')), times];
    };
    expect(await ended(12_000)).toEqual([['answered_in_time'], [['speed_of_answer_ms', 12_000]]]);
    expect(await ended(31_000)).toEqual([['answered_late'], [['speed_of_answer_ms', 31_000]]]);
  });

  it('says why an effect did not happen', async () => {
    const { lines, does } = world(undefined, { tasks: { create: [{ is: 'unsure', reason: 'timeout' }] } });
    await does(given.escalation());
    expect(lines.filter(({ level }) => level === 'warn')).toMatchObject([
      {
        message: 'effect',
        fields: { effect: 'create-task', event: 'unsure', reason: 'timeout', attempt: 1 },
      },
    ]);
  });
});

describe('A record with an effect that this version does not know', () => {
  const unknownEffects = [{ id: 'send-text', dueAt: T0, as: { id: 'send-text' } }];
  const owing = () =>
    world(handoff(given.QUEUED, [given.creating()], { unknownEffects }), { tasks: { create: [created] } });

  it('is worked on all the same, and keeps it', async () => {
    const { store, asked, does, lines, counts } = owing();
    await does(given.resume);
    expect(asked.map(([method]) => method)).toEqual(['create']);
    expect(store.record).toMatchObject({ effects: [], unknownEffects });
    expect(lines).toContainEqual({
      level: 'warn',
      message: 'effects of another version',
      fields: { callId: CALL_ID, handoffId: 'ho_1', count: 1 },
    });
    expect(counts).toContain('effect_unknown');
  });

  it('is woken for it again after a wake-up, and not after an event, which is not what it waits for', async () => {
    const woken = owing();
    await woken.does(given.resume);
    expect(woken.sent()).toEqual([['resume', 2]]);
    const told = owing();
    await told.does(given.confirmed());
    expect(told.sent()).toEqual([]);
  });

  it('keeps it for the next handoff of the call', async () => {
    const { store, does } = world(
      handoff(given.ended({ outcome: 'no_agent' }), [], { unknownEffects }),
      { tasks: { create: [created] } },
      60_000,
    );
    await does(given.escalation('ho_2', { requestedAt: T0 + 59_000 }));
    expect(store.record).toMatchObject({ handoffId: 'ho_2', unknownEffects });
  });
});
