import { describe, expect, it } from 'vitest';
import type { Handoff } from '../../../../lib/handoff/record/handoff.ts';
import { handoffMessageOf } from '../../../../lib/inbound/task-events.ts';
import * as given from '../given.ts';
import * as legs from '../given-legs.ts';
import { play, type Step } from '../seen.ts';

const { handoff, loaded } = given;

/** What TaskRouter gives back of every task that is closed or withdrawn. */
const reasonsOf = ({ effects }: Handoff): string[] =>
  effects.flatMap(({ work }) =>
    work.kind === 'close-task' || work.kind === 'withdraw-task' ? [work.reason] : [],
  );

/** The message that TaskRouter's word of a task that is over becomes. */
const messageOf = (reason: string) =>
  handoffMessageOf({
    is: 'task-event',
    eventType: 'task.canceled',
    taskSid: 'WT1',
    task: { handoffId: 'ho_1', taskNo: 1, callId: given.CALL_ID },
    reason,
  });

describe('What TaskRouter tells of a task that we close ourselves is no news:', () => {
  const bridge = given.joining();
  const creating = given.creating();
  const closings: [name: string, from: Handoff, at: number, step: Step][] = [
    ['at the end of a handoff', handoff(given.QUEUED), 9_000, given.takenBack],
    ['at the end of the window', handoff(given.QUEUED), 30_000, given.expired],
    [
      'where TaskRouter is asked whether an agent has it',
      legs.own('enqueue', given.QUEUED),
      30_000,
      given.expired,
    ],
    [
      'before another agent is sought',
      handoff(given.BRIDGING, [bridge]),
      8_000,
      { effect: bridge, result: { is: 'refused', reason: 'vapi-409' } },
    ],
    ['a second one of the same try', handoff(given.QUEUED), 9_000, given.accepted(1, { taskSid: 'WT9' })],
    [
      'one that was made after the end',
      handoff(given.ended()),
      31_000,
      { effect: creating, result: { is: 'task-created', taskSid: 'WT1' } },
    ],
  ];
  it.each(closings)('%s', (_when, from, at, step) => {
    const reasons = reasonsOf(play(loaded(from), at, [step]).handoff);
    expect(reasons).toHaveLength(1);
    for (const reason of reasons) expect(messageOf(reason)).toBeUndefined();
  });

  it('but what somebody else closes is', () => {
    expect(messageOf('closed by hand')).toMatchObject({ event: { type: 'task-gave-up' } });
  });
});
