import { describe, expect, it } from 'vitest';
import { afterEffect } from '../../../../lib/handoff/machine/results.ts';
import type { EffectResult } from '../../../../lib/handoff/ports/results.ts';
import type { Effect, Handoff, Progress } from '../../../../lib/handoff/record/handoff.ts';
import * as given from '../given.ts';
import * as legs from '../given-legs.ts';
import { recorded } from '../recorded.ts';
import { owes } from '../seen.ts';

const conference = (progress: Progress, ...effects: Effect[]) => legs.own('conference', progress, effects);

describe('A rejection that comes after the agent has accepted, in Flex', () => {
  const rejecting = given.owed('reject-reservation:WR1', {
    kind: 'reject-reservation',
    taskSid: 'WT1',
    reservationSid: 'WR1',
    workerSid: 'WK1',
  });
  const rejected = (record: Handoff) => afterEffect(record, rejecting, { is: 'accepted' }, given.T0 + 6_000);

  it.each([
    'vapi-transfer',
    'conference',
  ] as const)('leaves them the task and makes the next one: %s', (strategy) => {
    const record = rejected(legs.own(strategy, given.QUEUED, [rejecting]));
    expect([record.progress.state, record.taskNo, ...owes(record)]).toEqual(['requested', 2, 'complete WT1']);
    expect(record.effects[0]?.work).toMatchObject({ standDown: 'WK1' });
  });

  it('hangs up on another agent who was asked under the same task', () => {
    const record = rejected(legs.own('conference', legs.RUNG, [rejecting]));
    expect(owes(record)).toEqual(['release CA2 (over)', 'complete WT1']);
  });

  it.each([
    ['another task', legs.own('conference', { state: 'queued', taskSid: 'WT2' }, [rejecting])],
    ['a caller in the queue, whom TaskRouter has joined', legs.own('enqueue', given.QUEUED, [rejecting])],
    ['an end', legs.own('conference', given.ended(), [rejecting])],
    [
      'another agent, who is being joined just now',
      legs.own('conference', { ...legs.TAKEN, reservation: given.reservation(2) }, [rejecting]),
    ],
  ])('changes nothing for %s', (_, record) => {
    expect(rejected(record)).toEqual({ ...record, effects: [] });
  });

  it('changes nothing where an older version owed it, which did not say whose offer it was', () => {
    const nameless = legs.rejecting();
    const record = legs.own('conference', given.QUEUED, [nameless]);
    expect(recorded(record, nameless, { is: 'accepted' }).next).toEqual({ ...record, effects: [] });
  });
});

describe('An acceptance whose task is gone', () => {
  it.each([
    'reservation-canceled',
    'reservation-gone',
  ])('makes the next task, and frees the agent: %s', (reason) => {
    const effect = legs.accepting();
    const taken = conference(legs.TAKEN, effect);
    const record = afterEffect(taken, effect, { is: 'offer-gone', reason }, given.T0 + 6_500);
    expect([record.progress.state, record.taskNo, ...owes(record)]).toEqual([
      'requested',
      2,
      'release CA2 (not-joined)',
      'complete WT1',
    ]);
  });

  it('leaves to its worker whatever else is being done', () => {
    const accept = legs.accepting({ claim: legs.CLAIM });
    const release = legs.releasing('CA9', 'over', { claim: legs.CLAIM, mayHaveHappened: true });
    const gone: EffectResult = { is: 'offer-gone', reason: 'reservation-canceled' };
    const { next } = recorded(conference(legs.TAKEN, release, accept), accept, gone);
    expect(next.effects[0]).toEqual(release);
  });
});

describe('A caller whom our account cannot move to the agent', () => {
  it('for this once is joined with the next one in the same way', () => {
    const move = legs.moving('conference', { claim: legs.CLAIM });
    const { next } = recorded(conference(legs.TAKEN, move), move, { is: 'refused', reason: 'no' });
    expect([next.progress.state, next.strategy.is]).toEqual(['requested', 'conference']);
  });
});
