import { describe, expect, it } from 'vitest';
import { unheardCall } from '../../../lib/conversation/call.ts';
import type { CallEvent, Known } from '../../../lib/conversation/events.ts';
import { observe } from '../../../lib/conversation/observe.ts';
import { LISTENING, T0 } from './given-call.ts';

const event = (at: number, known: Known): CallEvent => ({
  at: T0 + at,
  receivedAt: T0 + at,
  what: { is: 'conversation' },
  known,
  heard: [],
  tools: [],
});

const knownAfter = (...events: CallEvent[]): Known =>
  events.reduce((call, one) => observe(call, one, LISTENING, one.receivedAt).call, unheardCall('call-1'))
    .known;

const TEAM: Known = { accountStatus: 'gold', sources: { accountStatus: 'team' } };
const MODEL: Known = { accountStatus: 'platinum', sources: { accountStatus: 'assistant' } };

describe('What is known of the customer of a call', () => {
  it('is the team’s word, in whatever order the messages come', () => {
    expect(knownAfter(event(0, TEAM), event(1_000, MODEL))).toEqual(TEAM);
    expect(knownAfter(event(1_000, MODEL), event(0, TEAM))).toEqual(TEAM);
  });

  it('is the newer of two words that are founded alike', () => {
    const newer: Known = { ...TEAM, accountStatus: 'silver' };
    expect(knownAfter(event(0, TEAM), event(1_000, newer))).toEqual(newer);
    expect(knownAfter(event(1_000, newer), event(0, TEAM))).toEqual(newer);
  });

  it('keeps the source of each part when a message tells another part only', () => {
    const name: Known = { customerName: 'Robin Vale', sources: { customerName: 'caller' } };
    expect(knownAfter(event(0, TEAM), event(1_000, name))).toEqual({
      accountStatus: 'gold',
      customerName: 'Robin Vale',
      sources: { accountStatus: 'team', customerName: 'caller' },
    });
  });

  it('never gives a word without a source the source of an earlier one', () => {
    // As a version tells it that knows no sources.
    const caller: Known = { accountStatus: 'gold', sources: { accountStatus: 'caller' } };
    expect(knownAfter(event(0, caller), event(1_000, { accountStatus: 'platinum' }))).toEqual({
      accountStatus: 'platinum',
    });
    expect(knownAfter(event(0, TEAM), event(1_000, { accountStatus: 'platinum' }))).toEqual(TEAM);
  });
});
