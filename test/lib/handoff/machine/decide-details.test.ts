import { describe, expect, it } from 'vitest';
import * as given from '../given.ts';
import * as legs from '../given-legs.ts';
import { BUSY, check, ends, goes, LATE, on, play, REPEATED, UNASKED } from '../seen.ts';

const { T0, handoff, loaded } = given;

const held = { owner: 'worker-1', until: T0 + 12_000 };

describe('A request', () => {
  const over = handoff(given.ended({ outcome: 'no_agent' }));
  const again = given.escalation('ho_2', { requestedAt: T0 + 20_500 });
  const FRESH = goes('requested', 'create the task of ho_2/1');
  check([
    [
      'of which the window is over ends at once, and the caller hears it',
      { is: 'none', version: 0 },
      given.escalation('ho_1'),
      30_000,
      ends('task_failed', ...UNASKED),
    ],
    [
      'in the last millisecond of its window still starts',
      { is: 'none', version: 0 },
      given.escalation('ho_1'),
      29_999,
      goes('requested', 'create the task of ho_1/1'),
    ],
    [
      'after the call is over ends as caller_left and says nothing',
      handoff(given.ended(), [], { callOver: true }),
      again,
      21_000,
      ends('caller_left'),
    ],
    [
      'while the last task is still being closed waits for that',
      handoff(given.ended({ outcome: 'no_agent' }), [given.closing('cancel', 'WT1'), given.telling('busy')]),
      again,
      21_000,
      goes('requested', 'cancel WT1'),
    ],
    [
      'while an agent of the last attempt is still being hung up waits for nothing',
      handoff(given.ended({ outcome: 'canceled' }), [legs.releasing('CA2', 'over')]),
      again,
      21_000,
      goes('requested', 'release CA2 (over)', 'create the task of ho_2/1'),
    ],
    [
      'while the last offer is still being rejected waits for nothing',
      handoff(given.ended({ outcome: 'no_agent' }), [legs.rejecting()]),
      again,
      21_000,
      goes('requested', 'reject WR1', 'create the task of ho_2/1'),
    ],
    [
      'drops the news of the last attempt that nobody heard yet',
      handoff(given.ended({ outcome: 'no_agent' }), [
        given.telling('busy'),
        given.owed('tell-assistant:ho_1', { kind: 'tell-assistant', outcome: 'no_agent' }),
      ]),
      again,
      21_000,
      FRESH,
    ],
    [
      'made while the last one was under way was answered by it, however late it comes',
      handoff(given.ended({ outcome: 'no_agent' })),
      given.escalation('ho_2', { requestedAt: T0 + 10_000 }),
      70_000,
      REPEATED,
    ],
    [
      'made before the talk of the last one was over does not hide that they talked',
      handoff(given.ended({ outcome: 'completed' }), [], { callOver: true }),
      given.escalation('ho_2', { requestedAt: T0 + 10_000 }),
      70_000,
      REPEATED,
    ],
    [
      'known from an older attempt changes nothing',
      handoff(given.ended(), [], {
        handoffId: 'ho_2',
        history: [{ handoffId: 'ho_1', requestId: 'r', outcome: 'no_agent', at: T0 }],
      }),
      given.escalation('ho_1'),
      21_000,
      REPEATED,
    ],
    [
      'from before the last one changes nothing, whether its attempt is remembered or not',
      handoff(given.ended(), [], { handoffId: 'ho_9' }),
      given.escalation('ho_1', { requestedAt: T0 - 1 }),
      21_000,
      REPEATED,
    ],
  ]);

  it('starts the next attempt with the next number and keeps the last one in the history', () => {
    const decision = on(
      over,
      given.escalation('ho_2', { requestId: 'call_tool_2', requestedAt: T0 + 40_000 }),
      41_000,
    );
    expect(decision).toMatchObject({
      is: 'changed',
      handoff: {
        handoffId: 'ho_2',
        requestNo: 2,
        taskNo: 1,
        deadline: T0 + 70_000,
        progress: { state: 'requested' },
        timeline: [{ at: T0 + 41_000, what: 'requested' }],
        history: [{ handoffId: 'ho_1', requestId: 'call_tool_1', outcome: 'no_agent', at: T0 + 20_000 }],
      },
    });
  });

  it('leaves the look-up of a leg that is perhaps being made to its time', () => {
    const lookUp = legs.releasing(undefined, 'over', { notBefore: T0 + 41_000 });
    const left = handoff(given.ended({ outcome: 'no_agent' }), [lookUp]);
    const { handoff: next } = play(loaded(left), 36_000, [
      given.escalation('ho_2', { requestedAt: T0 + 36_000 }),
    ]);
    expect(next.effects).toMatchObject([
      { id: 'release-agent:WR1', notBefore: T0 + 41_000 },
      { id: 'create-task:ho_2:1', notBefore: T0 + 36_000 },
    ]);
  });

  it('waits only until the last task is closed', () => {
    const close = given.closing('cancel', 'WT1', { claim: held });
    const waiting = loaded(handoff(given.REQUESTED, [close], { handoffId: 'ho_2', requestNo: 2 }));
    const result = play(waiting, 5_000, [{ effect: close, result: { is: 'closed' } }]);
    expect(result.owing).toEqual(['create the task of ho_2/1']);
  });
});

describe('The end of the window', () => {
  check([
    [
      'of another handoff changes nothing',
      handoff(given.QUEUED, [], { handoffId: 'ho_2' }),
      given.expired,
      30_000,
      LATE,
    ],
    [
      'while a task may exist looks for it',
      handoff(given.REQUESTED, [given.creating({ mayHaveHappened: true })]),
      given.expired,
      30_000,
      ends('task_failed', 'cancel whatever task ho_1/1 has', ...UNASKED),
    ],
    [
      'while the second task is made ends as no_agent: an agent had been there',
      handoff(
        given.REQUESTED,
        [given.owed('create-task:ho_1:2', { kind: 'create-task', handoffId: 'ho_1', taskNo: 2 })],
        { taskNo: 2 },
      ),
      given.expired,
      30_000,
      ends('no_agent', ...BUSY),
    ],
    [
      'while the agent is being joined changes nothing: the bridge owes its own look',
      handoff(given.BRIDGING),
      given.expired,
      30_000,
      LATE,
    ],
  ]);

  it('looks for a task that somebody is creating only when their claim has run out', () => {
    const decision = on(handoff(given.REQUESTED, [given.creating({ claim: held })]), given.takenBack, 2_000);
    expect(decision).toMatchObject({
      handoff: {
        effects: [
          { id: 'close-task:ho_1:1', notBefore: T0 + 12_000, work: { how: 'cancel' } },
          { work: { kind: 'keep-facts' } },
        ],
      },
    });
  });
});

describe('An offer', () => {
  check([
    [
      'of another reservation replaces the one before',
      handoff(given.OFFERED),
      given.offered(2),
      9_000,
      goes('offered'),
    ],
    [
      'to another agent changes nothing once one has accepted',
      handoff(given.BRIDGING),
      given.offered(2),
      9_000,
      LATE,
    ],
    [
      'that another agent accepts changes nothing once one has',
      handoff(given.CONNECTED),
      given.accepted(2),
      9_000,
      LATE,
    ],
    [
      'of a task that is not ours is foreign',
      handoff(given.QUEUED),
      given.accepted(1, { handoffId: 'ho_9' }),
      9_000,
      { is: 'foreign' },
    ],
    [
      'of a second task of the same try has that task closed',
      handoff(given.QUEUED),
      given.accepted(1, { taskSid: 'WT9' }),
      9_000,
      goes('queued', 'cancel WT9'),
    ],
    [
      'of an earlier try has that task closed',
      handoff(given.REQUESTED, [], { taskNo: 2 }),
      given.accepted(1),
      9_000,
      goes('requested', 'cancel WT1'),
    ],
    [
      'of an earlier attempt has that task closed',
      handoff(given.QUEUED, [], {
        handoffId: 'ho_2',
        history: [{ handoffId: 'ho_1', requestId: 'r', outcome: 'canceled', at: T0 }],
      }),
      given.offered(1),
      9_000,
      goes('queued', 'cancel WT1'),
    ],
    [
      'of a task that is being closed changes nothing',
      handoff(given.ended(), [given.closing('cancel', 'WT1')]),
      given.accepted(),
      31_000,
      LATE,
    ],
    [
      'of a task that was to be looked up names it',
      handoff(given.ended(), [given.closing('cancel', undefined)]),
      given.accepted(),
      31_000,
      ends('completed', 'cancel WT1'),
    ],
    [
      'that is over is not the one that stands',
      handoff(given.OFFERED),
      given.offerOver(2),
      9_000,
      goes('offered'),
    ],
  ]);
});

describe('A task that is closed by somebody else', () => {
  check([
    [
      'is not ours when it is of an earlier try',
      handoff(given.QUEUED, [], { taskNo: 2 }),
      given.gaveUp(),
      9_000,
      LATE,
    ],
    [
      'is not ours when it is another task',
      handoff(given.QUEUED),
      given.gaveUp({ taskSid: 'WT9' }),
      9_000,
      LATE,
    ],
    [
      'is not ours when it is of another handoff',
      handoff(given.QUEUED),
      given.gaveUp({ handoffId: 'ho_9' }),
      9_000,
      LATE,
    ],
  ]);
});
