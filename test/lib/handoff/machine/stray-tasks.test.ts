import { describe, expect, it } from 'vitest';
import type { EffectResult } from '../../../../lib/handoff/ports/results.ts';
import type { Effect } from '../../../../lib/handoff/record/handoff.ts';
import * as given from '../given.ts';
import * as legs from '../given-legs.ts';
import { recorded, rows } from '../recorded.ts';
import { check, ends } from '../seen.ts';

const { T0, handoff } = given;

/** A task of which only the name is known: it is looked up, and closed. */
const lookUp = (handoffId: string, taskNo: number): Effect =>
  given.owed(`close-task:${handoffId}:${taskNo}`, {
    kind: 'close-task',
    handoffId,
    taskNo,
    since: T0,
    how: 'cancel',
    reason: 'a reason',
  });
const asks = (handoffId: string, taskNo: number): Effect =>
  given.owed(`create-task:${handoffId}:${taskNo}`, { kind: 'create-task', handoffId, taskNo });

const OTHERS = [lookUp('ho_0', 1), lookUp('ho_1', 2), given.closing('cancel', 'WT9'), given.telling('busy')];
const STAY = ['cancel whatever task ho_0/1 has', 'cancel whatever task ho_1/2 has', 'cancel WT9', 'say busy'];

describe('A task whose creation is told late', () => {
  const creating = given.creating({ claim: { owner: 'worker-1', until: T0 + 12_000 } });
  const created: EffectResult = { is: 'task-created', taskSid: 'WT1' };
  const second = { handoffId: 'ho_2', requestNo: 2 };
  rows([
    [
      'of the handoff before is closed: the present one waits for its own',
      handoff(given.REQUESTED, [asks('ho_2', 1)], second),
      creating,
      created,
      'requested',
      'create the task of ho_2/1',
      'cancel WT1',
    ],
    [
      'of the try before is closed: the present one waits for its own',
      handoff(given.REQUESTED, [asks('ho_1', 2)], { taskNo: 2 }),
      creating,
      created,
      'requested',
      'create the task of ho_1/2',
      'cancel WT1',
    ],
    [
      'need not be looked up any more, unlike every other one',
      handoff(given.ended(), [given.closing('cancel', undefined), ...OTHERS]),
      creating,
      created,
      'ended completed',
      ...STAY,
      'cancel WT1',
    ],
  ]);

  it('is closed as the task of the handoff and the try for which it was made', () => {
    const { next } = recorded(handoff(given.REQUESTED, [], second), creating, created);
    expect(next.effects).toMatchObject([
      { id: 'close-task:ho_1:1:WT1', work: { handoffId: 'ho_1', taskNo: 1, since: T0 } },
    ]);
  });
});

describe('A task of which an acceptance tells after the end', () => {
  check([
    [
      'need not be looked up any more, unlike every other one',
      handoff(given.ended(), [given.closing('cancel', undefined), ...OTHERS]),
      given.accepted(),
      31_000,
      ends('completed', ...STAY, 'cancel WT1'),
    ],
    [
      'is closed though one of its offers is still being rejected',
      handoff(given.ended(), [legs.rejecting()]),
      given.accepted(2),
      31_000,
      ends('completed', 'reject WR1', 'cancel WT1'),
    ],
  ]);
});
