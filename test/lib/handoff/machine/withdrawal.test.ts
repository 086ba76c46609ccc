import { describe, expect, it } from 'vitest';
import { afterEffect } from '../../../../lib/handoff/machine/results.ts';
import type { EffectResult } from '../../../../lib/handoff/ports/results.ts';
import type { Effect, Handoff, Progress } from '../../../../lib/handoff/record/handoff.ts';
import * as given from '../given.ts';
import * as legs from '../given-legs.ts';
import { check, ends, goes, LATE, owes, REPEATED } from '../seen.ts';
import { trying } from '../trying.ts';

const { T0 } = given;
const flex = { workerSid: 'WK1', number: 'client:agent' };
const OFFERED: Progress = { state: 'offered', taskSid: 'WT1', reservation: { sid: 'WR1', agent: flex } };
const acceptedInFlex = { ...given.accepted(), agent: flex };

const { withdrawing } = legs;
const own = (progress: Progress, ...effects: Effect[]) => legs.own('enqueue', progress, effects);

describe('The end of the window while an agent in Flex may be accepting', () => {
  check([
    [
      'asks TaskRouter first, where an agent in Flex has the offer',
      own(OFFERED),
      given.expired,
      30_000,
      goes('offered', 'withdraw WT1'),
    ],
    [
      'asks TaskRouter first, where no offer was told',
      own(given.QUEUED),
      given.expired,
      30_000,
      goes('queued', 'withdraw WT1'),
    ],
    [
      'asks for whatever task there is, where its id is not known yet',
      own(legs.QUEUED_UNKNOWN),
      given.expired,
      30_000,
      goes('queued', 'withdraw whatever task there is'),
    ],
    ['asks once', own(OFFERED, withdrawing()), given.expired, 31_000, REPEATED],
    [
      'is the end where we ring the agent: nobody is joined before the key',
      own(legs.RUNG),
      given.expired,
      30_000,
      ends('no_agent', 'cancel WT1', 'release CA2 (over)', 'open an assistant (no_agent)'),
    ],
    [
      'is no end for an agent who had accepted before',
      own(OFFERED, withdrawing()),
      acceptedInFlex,
      30_300,
      goes('connected'),
    ],
    ['asks no other agent meanwhile', own(given.QUEUED, withdrawing()), given.offered(2), 30_300, LATE],
    [
      'is no end yet for a caller who hangs up meanwhile: TaskRouter says whether they have talked',
      own(given.QUEUED, withdrawing()),
      legs.legOver,
      30_300,
      goes('queued', 'withdraw WT1'),
    ],
  ]);
});

describe('TaskRouter’s answer at the end of the window', () => {
  const claim = { owner: 'worker-1', until: T0 + 42_000 };
  const answered = (record: Handoff, effect: Effect, result: EffectResult, at = 30_500) => {
    const next = afterEffect(given.frozen(record), effect, result, T0 + at);
    const { progress } = next;
    return [progress.state === 'ended' ? `ended ${progress.outcome}` : progress.state, ...owes(next)];
  };
  const asked = withdrawing({ claim });
  const BACK = 'open an assistant (no_agent)';

  it.each([
    ['offered', OFFERED],
    ['queued', given.QUEUED],
  ])('that nobody has the task brings the caller back (%s)', (_state, progress) => {
    expect(answered(own(progress, asked), asked, { is: 'closed' })).toEqual(['ended no_agent', BACK]);
  });

  it('that the task is taken means that the agent who was asked talks with the caller', () => {
    expect(answered(own(OFFERED, asked), asked, { is: 'task-taken' })).toEqual(['connected']);
  });

  it('that an unknown agent has it leaves the two alone, and is asked for again', () => {
    const record = own(given.QUEUED, asked);
    const next = afterEffect(record, asked, { is: 'task-taken' }, T0 + 30_500);
    expect(next.progress.state).toBe('queued');
    expect(next.effects).toMatchObject([
      { notBefore: T0 + 45_500, work: { taken: true } },
      { notBefore: T0 + 100_000, work: { kind: 'look-at-legs', why: 'sweep' } },
    ]);
    expect(next.effects[0]?.claim).toBeUndefined();
  });

  it('that an unknown agent has it changes nothing else that is owed', () => {
    const release = legs.releasing('CA9', 'over');
    const next = afterEffect(own(given.QUEUED, release, asked), asked, { is: 'task-taken' }, T0 + 30_500);
    expect(next.effects[0]).toEqual(release);
  });

  const gone = (progress: Progress, ...effects: Effect[]): Handoff => ({
    ...own(progress, ...effects),
    callOver: true,
  });
  it.each([
    ['queued', given.QUEUED],
    ['bridging', legs.TAKEN],
  ])('tells how it ended for a caller who is gone (%s)', (_state, progress) => {
    const ended = (result: EffectResult) => answered(gone(progress, asked), asked, result)[0];
    expect(ended({ is: 'task-taken' })).toBe('ended completed');
    expect(ended({ is: 'closed' })).toBe('ended caller_left');
    expect(ended({ is: 'refused', reason: 'twilio-401' })).toBe('ended caller_left');
  });

  it('that a task is over which an agent had means that they have talked', () => {
    const taken = withdrawing({ claim }, true);
    expect(answered(own(given.QUEUED, taken), taken, { is: 'closed' })).toEqual(['ended completed']);
  });

  const known = withdrawing({ claim, attempts: 3 }, true);
  const down: EffectResult = { is: 'not-done', reason: 'twilio-503' };

  it('that does not come cuts no talk of which it is known', () => {
    expect(answered(own(given.QUEUED, known), known, down)).toEqual(['queued', 'withdraw WT1']);
  });

  it('that does not come in four attempts brings the caller back', () => {
    const last = withdrawing({ claim, attempts: 3 });
    expect(answered(own(given.QUEUED, last), last, down)).toEqual(['ended no_agent', 'cancel WT1', BACK]);
  });

  it('comes late when the news of the acceptance was first', () => {
    expect(answered(own(legs.TALKING), asked, { is: 'task-taken' })).toEqual(['connected']);
  });

  it('that the task is taken holds no longer than any call can last', () => {
    expect(answered(own(given.QUEUED, known), known, { is: 'task-taken' }, 45_030_000)[0]).toBe(
      'ended completed',
    );
  });

  check([
    [
      'that the task was taken makes its end the end of a talk',
      own(given.QUEUED, withdrawing({}, true)),
      given.taskEnded,
      60_000,
      ends('completed'),
    ],
    [
      'that the task was taken makes the end of the call the end of a talk',
      own(given.QUEUED, withdrawing({}, true)),
      legs.legOver,
      60_000,
      ends('completed', 'cancel WT1'),
    ],
  ]);
});

describe('Withdrawing a task', () => {
  it('asks for the task of which the id is known', async () => {
    const { result, asked } = await trying(own(OFFERED), withdrawing(), {
      tasks: { withdraw: [{ is: 'task-taken' }] },
    });
    expect(result).toEqual({ is: 'task-taken' });
    expect(asked).toEqual([['withdraw', { taskSid: 'WT1', reason: 'a reason' }]]);
  });

  const nameless = withdrawing({
    work: { kind: 'withdraw-task', handoffId: 'ho_1', taskNo: 1, since: T0, reason: 'a reason' },
  });

  it('looks for one of which the id is not known', async () => {
    const { result, asked } = await trying(own(OFFERED), nameless, {
      tasks: { find: [{ is: 'task-created', taskSid: 'WT7' }], withdraw: [{ is: 'closed' }] },
    });
    expect(result).toEqual({ is: 'closed' });
    expect(asked.at(-1)).toEqual(['withdraw', { taskSid: 'WT7', reason: 'a reason' }]);
  });

  it('is done where there is none', async () => {
    const { result } = await trying(own(OFFERED), nameless, { tasks: { find: [{ is: 'task-absent' }] } });
    expect(result).toEqual({ is: 'closed' });
  });
});
