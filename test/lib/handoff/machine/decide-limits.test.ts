import { describe, expect, it } from 'vitest';
import type { HandoffEvent } from '../../../../lib/handoff/record/events.ts';
import type { Progress } from '../../../../lib/handoff/record/handoff.ts';
import * as given from '../given.ts';
import * as legs from '../given-legs.ts';
import { BUSY, check, ends, LATE, on } from '../seen.ts';

const { handoff } = given;

describe('A task that TaskRouter cancels because of a hang-up', () => {
  const canceled = (why: string): HandoffEvent => ({
    type: 'task-gave-up',
    handoffId: 'ho_1',
    taskNo: 1,
    taskSid: 'WT1',
    why,
  });
  const inQueue = (progress: Progress) => legs.own('enqueue', progress);
  check([
    ['is a caller who left its queue', inQueue(given.QUEUED), canceled('hangup'), 9_000, ends('caller_left')],
    [
      'however it writes that',
      inQueue(given.QUEUED),
      canceled('The caller did Hang-Up'),
      9_000,
      ends('caller_left'),
    ],
    ['is late for two who talk', inQueue(legs.TALKING), canceled('hangup'), 9_000, LATE],
    [
      'says nothing of a caller who waits with the assistant',
      handoff(given.QUEUED),
      canceled('hangup'),
      9_000,
      ends('no_agent', ...BUSY),
    ],
  ]);
});

describe('What is taken back', () => {
  const asked = (askedAt?: number) => {
    const { request } = handoff(given.QUEUED);
    return handoff(given.QUEUED, [], { request: { ...request, ...(askedAt !== undefined && { askedAt }) } });
  };
  it.each([
    ['before this one was asked for was another one', 5_000, 4_999, 'unchanged'],
    ['in the same millisecond is this one', 5_000, 5_000, 'changed'],
    ['later is this one', 5_000, 5_001, 'changed'],
    ['is this one where the time of neither is known', undefined, undefined, 'changed'],
    ['is this one where only its own time is known', undefined, 4_999, 'changed'],
    ['is this one where only the time of the request is known', 5_000, undefined, 'changed'],
  ] as const)('%s', (_when, askedAt, backAt, is) => {
    const back = {
      type: 'taken-back',
      by: 'caller',
      ...(backAt !== undefined && { askedAt: backAt }),
    } as const;
    expect(on(asked(askedAt), back, 9_000).is).toBe(is);
  });
});
