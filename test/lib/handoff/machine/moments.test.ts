import { describe, expect, it } from 'vitest';
import { afterEffect } from '../../../../lib/handoff/machine/results.ts';
import type { Effect, Handoff, Progress } from '../../../../lib/handoff/record/handoff.ts';
import { afterwards } from '../../../../lib/pages/agent/outcome.ts';
import { statusOf } from '../../../../lib/pages/agent/status.ts';
import { phasesOf } from '../../../../lib/pages/agent/timeline.ts';
import { movedIn } from '../../../../lib/pages/agent/transcript.ts';
import * as given from '../given.ts';
import * as legs from '../given-legs.ts';
import { play, type Step } from '../seen.ts';

const { T0, loaded } = given;

const viewOf = (handoff: Handoff) => ({
  handoff,
  conversation: [],
  notes: [],
  call: {},
  team: { timeZone: 'UTC' },
  now: T0 + 40_000,
});
const moved = (record: Handoff, effect: Effect): Handoff =>
  afterEffect(record, effect, { is: 'redirected' }, T0 + 8_000);

describe('The agent’s page reads in the moments of a handoff', () => {
  it.each([
    ['conference', legs.own('conference', legs.TAKEN, [legs.moving('conference')])],
    ['queue', legs.own('enqueue', given.REQUESTED, [legs.moving('queue')])],
  ] as const)('that the caller’s leg left the assistant, for the %s, and when', (to, record) => {
    expect(movedIn(moved(record, legs.moving(to)))?.at).toBe(T0 + 8_000);
  });

  it('that the caller waits in the queue since they were moved there', () => {
    const queued = moved(legs.own('enqueue', given.REQUESTED, [legs.moving('queue')]), legs.moving('queue'));
    const offered = play(loaded(queued), 12_000, [given.offered()]).handoff;
    expect(phasesOf(offered)).toMatchObject([
      { is: 'requested', from: T0, to: T0 + 8_000 },
      { is: 'queued', from: T0 + 8_000, to: T0 + 12_000 },
      { is: 'offered', from: T0 + 12_000 },
    ]);
  });

  it('which of our words was heard: one of patience, the news, or what the assistant alone is told', () => {
    const said: Effect[] = [
      given.owed('tell-caller:ho_1:waiting', { kind: 'tell-caller', sentence: 'waiting' }),
      given.telling('busy'),
      given.owed('tell-assistant:ho_1', { kind: 'tell-assistant', outcome: 'no_agent' }),
    ];
    const moments = said.map((effect) => {
      const record = given.handoff(given.QUEUED, [effect]);
      return afterEffect(record, effect, { is: 'told' }, T0 + 9_000).timeline.at(-1)?.what;
    });
    expect(new Set(moments).size).toBe(3);
  });

  const end = given.ended({ outcome: 'no_agent' });
  const whereabouts = (handoff: Handoff): string | undefined =>
    handoff.progress.state === 'ended' ? afterwards(viewOf(handoff), handoff.progress) : undefined;

  it('where a caller went who was brought back', () => {
    const back = moved(legs.own('conference', end, [legs.moving('assistant')]), legs.moving('assistant'));
    expect(whereabouts(back)).toBe(
      'The caller went back to an assistant, in a call of its own that is not shown here',
    );
    const bye = moved(legs.own('conference', end, [legs.moving('goodbye')]), legs.moving('goodbye'));
    expect(whereabouts(bye)).toBe('The caller was told goodbye');
  });

  it('that somebody calls back', () => {
    const asking = given.owed('request-callback:ho_1', { kind: 'request-callback' });
    const bye = moved(legs.own('conference', end, [legs.moving('goodbye'), asking]), legs.moving('goodbye'));
    expect(whereabouts(afterEffect(bye, asking, { is: 'callback-requested' }, T0 + 9_000))).toBe(
      'The caller was told goodbye, and that somebody calls back',
    );
  });

  const notRingable: Step = {
    type: 'reservation-offered',
    handoffId: 'ho_1',
    taskNo: 1,
    taskSid: 'WT1',
    reservationSid: 'WR1',
    agent: given.agent(),
    notRingable: 'missing',
  };
  const offers: [name: string, from: Progress, step: Step][] = [
    ['declines', legs.RUNG, legs.decided('declined')],
    ['does not answer', legs.RUNG, legs.leg('no-answer')],
    ['lets the offer run out', legs.RUNG, given.offerOver()],
    ['cannot be rung', given.QUEUED, notRingable],
  ];
  it.each(offers)('that the next agent is waited for after one who %s', (_how, from, step) => {
    const { handoff } = play(loaded(legs.own('conference', from)), 9_000, [step]);
    expect(statusOf(viewOf(handoff))).toEqual(['Waiting for the next agent']);
  });

  it('that an offer that is made again to the same agent was no other one', () => {
    const anew = { ...given.offered(2), agent: given.agent(1) };
    const { handoff } = play(loaded(legs.own('conference', legs.RUNG)), 9_000, [anew]);
    const waiting = { ...handoff, progress: given.QUEUED };
    expect(statusOf(viewOf(waiting))).toEqual(['Waiting for an agent']);
  });
});
