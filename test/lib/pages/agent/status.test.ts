import { describe, expect, it } from 'vitest';
import type { Progress } from '../../../../lib/handoff/record/handoff.ts';
import { clockFor, isLive, sinceOf, statusOf } from '../../../../lib/pages/agent/status.ts';
import * as given from '../../handoff/given.ts';
import { connected, ended, ringing, T0, view, waiting } from './given-view.ts';

const OVER = { over: { at: T0 + 31_000, reason: 'customer-ended-call' } };
const of = (progress: Progress, is: 'conference' | 'enqueue' | 'vapi-transfer' = 'conference') =>
  statusOf(view(progress, [], { handoff: { strategy: { is, reason: 'for the test' } } }));

describe('What is going on', () => {
  it('is said for every state', () => {
    expect(of(given.REQUESTED)).toBe('Asking for an agent');
    expect(of(given.QUEUED)).toBe('Waiting for an agent');
    expect(of(given.OFFERED)).toBe('Offered to you');
    expect(statusOf(ringing())).toBe('Ringing you');
    expect(of(given.BRIDGING, 'vapi-transfer')).toBe('Ringing you');
    const begun = { ...given.BRIDGING, begunAt: T0 + 6_000 } as Progress;
    expect(of(begun, 'vapi-transfer')).toBe('Put through to you');
    expect(of(given.BRIDGING)).toBe('Connecting you with the caller');
    expect(of(given.CONNECTED)).toBe('You are connected');
  });

  it('is an offer in Flex to an agent who has no phone', () => {
    const reservation = { sid: 'WR1', agent: { workerSid: 'WK1' } };
    expect(of({ state: 'offered', taskSid: 'WT1', reservation }, 'enqueue')).toBe('Offered to you in Flex');
  });

  it.each([
    ['completed', 'you have talked with the caller'],
    ['transferred', 'the caller was put through to you'],
    ['no_agent', 'nobody was free'],
    ['caller_left', 'the caller hung up before you were connected'],
    ['canceled', 'the wish for an agent was taken back'],
    ['bridge_failed', 'you and the caller could not be connected'],
    ['task_failed', 'no agent could be asked'],
  ] as const)('after %s and the end of the call is: %s', (outcome, words) => {
    expect(statusOf(ended(outcome, { call: OVER }))).toBe(`The call has ended: ${words}`);
  });

  it.each([
    'no_agent',
    'bridge_failed',
    'task_failed',
    'canceled',
  ] as const)('after %s does not say that the call has ended while the assistant goes on', (outcome) => {
    expect(statusOf(ended(outcome))).toMatch(/the assistant/);
    const back = [{ at: T0 + 31_000, what: 'caller moved to assistant' }];
    expect(statusOf(ended(outcome, { handoff: { callOver: true, timeline: back } }))).toMatch(
      /the assistant/,
    );
  });
});

describe('The page', () => {
  it('counts the wait, then the talk, then nothing', () => {
    expect(clockFor(ringing().handoff)).toEqual({ says: 'Waiting', since: T0 });
    expect(clockFor(connected().handoff)).toEqual({ says: 'Talking', since: T0 + 16_000 });
    expect(clockFor(ended('completed').handoff)).toBeUndefined();
  });

  it('knows when the present state began', () => {
    expect(sinceOf(waiting().handoff)).toBe(T0 + 400);
    expect(sinceOf(ringing().handoff)).toBe(T0 + 8_100);
    expect(sinceOf(ended('no_agent').handoff)).toBe(T0 + 30_000);
  });

  it('is followed until the call is over and nothing is owed, or ten minutes after the end', () => {
    expect(isLive(connected({ call: OVER }))).toBe(true);
    expect(isLive(ended('no_agent'))).toBe(true);
    expect(isLive(ended('no_agent', { call: OVER }))).toBe(false);
    expect(isLive(ended('no_agent', { handoff: { callOver: true } }))).toBe(false);
    expect(
      isLive(ended('no_agent', { call: OVER, handoff: { effects: [given.closing('cancel', 'WT1')] } })),
    ).toBe(true);
    expect(isLive(ended('no_agent', { now: T0 + 30_000 + 599_999 }))).toBe(true);
    expect(isLive(ended('no_agent', { now: T0 + 30_000 + 600_000 }))).toBe(false);
  });
});
