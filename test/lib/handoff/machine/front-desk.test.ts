import { describe, expect, it } from 'vitest';
import { decide } from '../../../../lib/handoff/machine/decide.ts';
import { factsOf } from '../../../../lib/handoff/machine/facts-of.ts';
import { handoffOf, type Loaded } from '../../../../lib/handoff/ports/store.ts';
import type { HandoffEvent, QueueResult } from '../../../../lib/handoff/record/events.ts';
import type { HandoffRequest } from '../../../../lib/handoff/record/handoff.ts';
import * as given from '../given.ts';
import * as legs from '../given-legs.ts';
import { seen } from '../seen.ts';

const { T0 } = given;
const LEG = 'CA5f0e7d3b9c1a42868d20e6f4b7a913c2';
const asks: Partial<HandoffRequest> = {
  requestId: 'front-desk',
  requestedBy: 'front-desk',
  strategy: { is: 'enqueue', reason: 'no assistant could take the caller' },
  callSid: LEG,
  accountSid: 'AC1',
};
const NONE: Loaded = { is: 'none', version: 0 };
const request = given.escalation('ho_1', asks);

/** What becomes of a caller whom the desk has put into the queue, event by event; each is [ms after the request, event]. */
const played = (...events: [number, HandoffEvent][]) => {
  let loaded: Loaded = NONE;
  let last = seen(decide(loaded, LEG, request, T0));
  for (const [at, event] of [[0, request] as [number, HandoffEvent], ...events]) {
    const decision = decide(loaded, LEG, event, T0 + at);
    last = seen(decision);
    if (decision.is === 'changed') loaded = { is: 'handoff', handoff: decision.handoff, version: 1 };
  }
  const handoff = handoffOf(loaded);
  if (handoff === undefined) throw new Error('there is no handoff');
  return { last, handoff };
};
const OFFER: [number, HandoffEvent] = [4_000, given.offered()];
const RUNG: [number, HandoffEvent] = [5_000, legs.leg('ringing')];
const TAKEN: [number, HandoffEvent] = [8_000, legs.decided('taken')];

describe('A caller whom the front desk puts into the queue', () => {
  it('is queued at once: Twilio makes the task, and nothing is owed', () => {
    const { last, handoff } = played();
    expect(last).toMatchObject({ state: 'queued', owes: [] });
    expect(handoff.timeline.map(({ what }) => what)).toEqual(['requested', 'queued']);
    expect(handoff.progress).toEqual({ state: 'queued' });
    expect(factsOf(handoff)).toMatchObject({ state: 'queued', taskAt: T0 });
  });

  it('is asked for once, however often the leg asks, also when it is over', () => {
    expect(played([1_000, request]).last.is).toBe('repeated');
    expect(played([30_000, given.gaveUp()], [31_000, request]).last.is).toBe('repeated');
  });

  it('has left where the leg was over before', () => {
    const decision = decide({ is: 'call-over', version: 1 }, LEG, request, T0);
    expect(seen(decision)).toMatchObject({ state: 'ended', outcome: 'caller_left', owes: [] });
  });

  it('is in time no more once the window is over', () => {
    const decision = decide(NONE, LEG, request, T0 + 30_000);
    expect(seen(decision)).toMatchObject({ state: 'ended', outcome: 'task_failed' });
  });

  it('is offered to an agent, who is rung, asked, and joined', () => {
    expect(played(OFFER).last).toMatchObject({
      state: 'offered',
      owes: ['ring WR1', 'look at the agent of WR1'],
    });
    expect(played(OFFER, RUNG, TAKEN).last).toMatchObject({ state: 'bridging' });
    const { handoff } = played(OFFER, RUNG, TAKEN, [9_000, given.accepted()]);
    expect(handoff.progress).toMatchObject({ state: 'connected', taskSid: 'WT1' });
  });

  it('waits on when an agent declines, and the next one is asked', () => {
    const { handoff } = played(OFFER, RUNG, [7_000, legs.decided('declined')]);
    expect(handoff.progress).toMatchObject({ state: 'queued' });
    const next = played(OFFER, RUNG, [7_000, legs.decided('declined')], [8_000, given.offered(2)]);
    expect(next.handoff.progress).toMatchObject({ state: 'offered', reservation: { sid: 'WR2' } });
  });

  it('is withdrawn, whatever task there is, when the window is over', () => {
    const expired: [number, HandoffEvent] = [30_000, { type: 'window-expired', handoffId: 'ho_1' }];
    expect(played(expired).last).toMatchObject({
      state: 'queued',
      owes: ['withdraw whatever task there is'],
    });
    expect(played(OFFER, RUNG, [7_000, legs.decided('declined')], expired).last.owes).toContain(
      'withdraw WT1',
    );
  });

  it('is found by the window’s message alone where the request’s own was lost', () => {
    const expired: HandoffEvent = { type: 'window-expired', handoffId: 'ho_1', request: given.request(asks) };
    expect(seen(decide(NONE, LEG, expired, T0 + 29_000))).toMatchObject({ state: 'queued' });
  });

  it('is given up by the workflow: what comes next is owed, and a callback where there is a number', () => {
    const { last } = played([20_000, given.gaveUp()]);
    expect(last).toMatchObject({ state: 'ended', outcome: 'no_agent' });
    expect(last.owes).toContain('open an assistant (no_agent)');
  });

  it('who hangs up before any offer was told has left, unless TaskRouter knows of an agent', () => {
    const { last } = played([12_000, given.callOver({ source: 'voice-status' })]);
    expect(last).toMatchObject({ state: 'queued', owes: ['withdraw whatever task there is'] });
  });

  it.each([[[OFFER]], [[OFFER, RUNG]]] as [
    [number, HandoffEvent][],
  ][])('who hangs up has left: the agent is let go (%#)', (events) => {
    const { last } = played(...events, [12_000, given.callOver({ source: 'voice-status' })]);
    expect(last).toMatchObject({ state: 'ended', outcome: 'caller_left' });
    expect(last.owes?.filter((one) => /ring|look|open|say/.test(one))).toEqual([]);
  });

  it.each([
    ['hangup', 'caller_left'],
    ['leave', 'no_agent'],
    ['error', 'task_failed'],
    ['system-error', 'task_failed'],
    ['queue-full', 'task_failed'],
  ] as [QueueResult, string][])('who leaves the queue by %s ends as %s', (result, outcome) => {
    expect(played([9_000, legs.queueLeft(result)]).last).toMatchObject({ state: 'ended', outcome });
  });

  it('has talked once the queue has joined them and lets them go', () => {
    const { handoff } = played(
      OFFER,
      RUNG,
      TAKEN,
      [9_000, given.accepted()],
      [60_000, given.callOver({ source: 'voice-status' })],
    );
    expect(handoff.progress).toMatchObject({ state: 'ended', outcome: 'completed' });
  });
});
