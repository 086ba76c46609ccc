import { describe, expect, it } from 'vitest';
import type { Effect, Work } from '../../../../lib/handoff/record/handoff.ts';
import type { Claimed } from '../../../../lib/outbox/claims.ts';
import * as given from '../given.ts';
import type { Script } from '../scripted.ts';
import { trying as tryingOn } from '../trying.ts';

const { T0 } = given;

const DOUBTS = ['answer-lost', 'crashed'] as const;
const created = { is: 'task-created', taskSid: 'WT1' } as const;
const absent = { is: 'task-absent' } as const;
const busy = { is: 'not-done', reason: 'twilio-429', retryAfterSeconds: 3 } as const;

const trying = (effect: Effect, doubt: Claimed<Work>['doubt'], script: Script) =>
  tryingOn(given.handoff(given.ended(), [effect]), effect, script, doubt);

describe('Closing the task', () => {
  const CANCELING = { how: 'cancel', reason: 'a reason' } as const;
  const closing = { taskSid: 'WT1', ...CANCELING };
  for (const doubt of ['none', ...DOUBTS] as const) {
    it(`closes the one it knows, with a reason, when the attempt before is ${doubt}`, async () => {
      const { result, asked } = await trying(given.closing('cancel', 'WT1'), doubt, {
        tasks: { close: [{ is: 'closed' }] },
      });
      expect(result).toEqual({ is: 'closed' });
      expect(asked).toEqual([['close', closing]]);
    });
  }

  it('looks for the one it does not know', async () => {
    const { asked } = await trying(given.closing('cancel', undefined), 'none', {
      tasks: { find: [created], close: [{ is: 'closed' }] },
    });
    expect(asked).toMatchObject([
      ['find', { handoffId: 'ho_1', taskNo: 1, since: T0 }],
      ['close', closing],
    ]);
  });

  it('has nothing to close where no task was made', async () => {
    const { result } = await trying(given.closing('cancel', undefined), 'none', {
      tasks: { find: [absent] },
    });
    expect(result).toEqual({ is: 'closed' });
  });

  it('is not done while the task cannot be looked for', async () => {
    const { result } = await trying(given.closing('cancel', undefined), 'none', { tasks: { find: [busy] } });
    expect(result).toEqual(busy);
  });

  it('completes a task that an agent had accepted', async () => {
    const { asked } = await trying(given.closing('complete', 'WT1'), 'none', {
      tasks: { close: [{ is: 'closed' }] },
    });
    expect(asked).toMatchObject([['close', { how: 'complete' }]]);
  });

  it('keeps the next one from an agent who did not come to the phone', async () => {
    for (const taskSid of ['WT1', undefined]) {
      const work = { kind: 'close-task', handoffId: 'ho_1', taskNo: 1, since: T0, ...CANCELING } as const;
      const standingDown = given.owed('close-task:ho_1:1', {
        ...work,
        ...(taskSid === undefined ? {} : { taskSid }),
        standDown: 'WK1',
      });
      const { asked } = await trying(standingDown, 'none', {
        tasks: { find: [created], close: [{ is: 'closed' }] },
      });
      expect(asked.at(-1)).toEqual(['close', { ...closing, standDown: 'WK1' }]);
    }
  });
});

describe('Withdrawing the task', () => {
  const withdrawing = (taskSid?: string) =>
    given.owed('withdraw-task:ho_1:1', {
      kind: 'withdraw-task',
      handoffId: 'ho_1',
      taskNo: 1,
      since: T0,
      reason: 'a reason',
      ...(taskSid === undefined ? {} : { taskSid }),
    });
  const withdraw = [{ is: 'closed' }] as const;

  it('withdraws the one that it knows, and looks for the one that it does not', async () => {
    const order = ['withdraw', { taskSid: 'WT1', reason: 'a reason' }];
    const known = await trying(withdrawing('WT1'), 'none', { tasks: { withdraw: [...withdraw] } });
    expect([known.result, known.asked]).toEqual([{ is: 'closed' }, [order]]);
    const found = await trying(withdrawing(), 'none', {
      tasks: { find: [created], withdraw: [...withdraw] },
    });
    expect(found.asked).toMatchObject([['find', { handoffId: 'ho_1', taskNo: 1, since: T0 }], order]);
  });

  it('has nothing to withdraw where no task was made', async () => {
    const { result } = await trying(withdrawing(), 'none', { tasks: { find: [absent] } });
    expect(result).toEqual({ is: 'closed' });
  });

  it('is not done while the task cannot be looked for', async () => {
    const { result } = await trying(withdrawing(), 'none', { tasks: { find: [busy] } });
    expect(result).toEqual(busy);
  });
});
