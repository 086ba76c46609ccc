import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type HandoffEnded,
  handoffEndedIdOf,
  handoffEndedMessageSchema,
  handoffEndedOf,
  postableEventSchema,
} from '../../../lib/crm/handoff-ended.ts';
import { calledOf, factsOf } from '../../../lib/handoff/machine/facts-of.ts';
import {
  type Called,
  type Facts,
  factsSchema,
  talkMsOf,
  waitMsOf,
} from '../../../lib/handoff/record/facts.ts';
import { OUTCOMES, type Outcome, STATES, STRATEGIES } from '../../../lib/handoff/record/words.ts';
import * as given from '../handoff/given.ts';

const { CALL_ID, T0 } = given;
const MOST_BYTES = 64_000;
const CALLED: Called = {
  callId: CALL_ID,
  name: 'Robin Example',
  caller: '+14155550199',
  reason: 'asks for a refund',
};

const facts = (changed: Partial<Facts> = {}): Facts => ({
  handoffId: 'ho_1',
  askedAt: T0,
  state: 'ended',
  outcome: 'completed',
  strategy: 'conference',
  windowSeconds: 30,
  edition: 1,
  ...changed,
});
const handoffOf = (changed: Partial<Facts> = {}): HandoffEnded['handoff'] =>
  handoffEndedOf(facts(changed), CALLED).event.handoff;

describe('The event of a handoff that has ended', () => {
  it('has every moment of it, how it ended, who had it and where, how long was waited and talked', () => {
    const sent = handoffEndedOf(
      facts({
        department: 'billing',
        agent: 'Agent 1',
        taskAt: T0 + 400,
        offeredAt: T0 + 1_200,
        acceptedAt: T0 + 9_000,
        joinedAt: T0 + 12_345,
        endedAt: T0 + 192_346,
      }),
      CALLED,
    );
    expect(sent).toEqual({
      callId: CALL_ID,
      event: {
        type: 'handoff.ended',
        version: 1,
        id: handoffEndedIdOf('ho_1', 1),
        edition: 1,
        handoff: {
          id: 'ho_1',
          callId: CALL_ID,
          outcome: 'completed',
          strategy: 'conference',
          department: 'billing',
          agent: 'Agent 1',
          windowSeconds: 30,
          askedAt: '2027-01-15T08:00:00.000Z',
          taskAt: '2027-01-15T08:00:00.400Z',
          offeredAt: '2027-01-15T08:00:01.200Z',
          acceptedAt: '2027-01-15T08:00:09.000Z',
          joinedAt: '2027-01-15T08:00:12.345Z',
          endedAt: '2027-01-15T08:03:12.346Z',
          waitSeconds: 12.345,
          talkSeconds: 180.001,
        },
      },
    });
    expect(handoffEndedMessageSchema.parse(JSON.parse(JSON.stringify(sent)))).toEqual(sent);
  });

  it('has every field where nothing is known', () => {
    const { outcome: _none, ...unknown } = facts();
    expect(handoffEndedOf(unknown, CALLED).event.handoff).toEqual({
      id: 'ho_1',
      callId: CALL_ID,
      outcome: null,
      strategy: 'conference',
      department: null,
      agent: null,
      windowSeconds: 30,
      askedAt: '2027-01-15T08:00:00.000Z',
      taskAt: null,
      offeredAt: null,
      acceptedAt: null,
      joinedAt: null,
      endedAt: null,
      waitSeconds: null,
      talkSeconds: null,
    });
  });

  const joinedAt = T0 + 6_000;
  const reservation = given.reservation();
  const outcomes: Record<Outcome, Partial<HandoffEnded['handoff']>> = {
    completed: { waitSeconds: 6, talkSeconds: 14, agent: 'Agent 1' },
    // Nobody knows whether the two talked: the caller waited until that was given up.
    transferred: { waitSeconds: 20, talkSeconds: null, agent: 'Agent 1' },
    bridge_failed: { waitSeconds: 20, talkSeconds: null, agent: 'Agent 1' },
    no_agent: { waitSeconds: 20, talkSeconds: null, agent: null },
    caller_left: { waitSeconds: 20, talkSeconds: null, agent: null },
    canceled: { waitSeconds: 20, talkSeconds: null, agent: null },
    task_failed: { waitSeconds: 20, talkSeconds: null, agent: null },
  };
  it.each(OUTCOMES)('tells what became of a handoff that ended %s', (outcome) => {
    const told = outcomes[outcome];
    const accepted = told.agent === null ? {} : { reservation, joinedAt };
    const record = given.handoff(given.ended({ outcome, ...accepted }));
    const { handoff } = handoffEndedOf(factsOf(record), calledOf(record)).event;
    expect(handoff).toMatchObject({
      outcome,
      strategy: 'vapi-transfer',
      joinedAt: outcome === 'completed' ? '2027-01-15T08:00:06.000Z' : null,
      endedAt: '2027-01-15T08:00:20.000Z',
      ...told,
    });
  });

  it.each([
    ['not joined, not over', {}, undefined, undefined],
    ['joined, not over', { joinedAt: T0 + 5 }, 5, undefined],
    ['over, never joined', { endedAt: T0 + 1_001 }, 1_001, undefined],
    ['joined and over', { joinedAt: T0 + 1, endedAt: T0 + 3_002 }, 1, 3_001],
    ['joined and over at once', { joinedAt: T0, endedAt: T0 }, 0, 0],
    ['of clocks that disagree', { joinedAt: T0 - 7, endedAt: T0 - 9 }, 0, 0],
  ])('counts from the request to the talk, and from there to the end: %s', (_what, times, wait, talk) => {
    expect(waitMsOf(facts(times))).toBe(wait);
    expect(talkMsOf(facts(times))).toBe(talk);
    expect(handoffOf(times)).toMatchObject({
      waitSeconds: wait === undefined ? null : wait / 1000,
      talkSeconds: talk === undefined ? null : talk / 1000,
    });
  });

  it('has an id that is its edition’s own, whatever else is told: a correction is another event', () => {
    const first = handoffEndedOf(facts(), CALLED).event;
    const again = handoffEndedOf(facts({ department: 'sales' }), { callId: 'another call' }).event;
    const corrected = handoffEndedOf(facts({ edition: 2, outcome: 'no_agent' }), CALLED).event;
    const another = handoffEndedOf(facts({ handoffId: 'ho_2' }), CALLED).event;
    expect(first.id).toMatch(/^he_[0-9A-HJKMNP-TV-Z]{26}$/);
    expect(again.id).toBe(first.id);
    expect(new Set([first.id, corrected.id, another.id]).size).toBe(3);
    expect(corrected).toMatchObject({ edition: 2, handoff: { id: 'ho_1', outcome: 'no_agent' } });
  });

  it('shows facts of before there were editions as the first', () => {
    const { edition: _none, ...older } = facts();
    expect(handoffEndedOf(factsSchema.parse(older), CALLED).event.edition).toBe(1);
  });

  it('cuts a word that is too long, and leaves out one that is empty', () => {
    const long = handoffOf({ department: 'x'.repeat(500), agent: ' \n' });
    expect(long.department).toBe(`${'x'.repeat(197)}…`);
    expect(long.agent).toBeNull();
  });

  it('has no moment that a date cannot hold', () => {
    expect(handoffOf({ taskAt: 8.64e15, offeredAt: 8.64e15 + 1 })).toMatchObject({
      taskAt: '+275760-09-13T00:00:00.000Z',
      offeredAt: null,
    });
  });

  it('is read by whoever posts it as far as that has to know it, and stays as it is', () => {
    const event = { id: handoffEndedIdOf('ho_1', 1), version: 9, type: 'handoff.ended', mood: ['new'] };
    const message = { callId: CALL_ID, event, since: 'a newer version' };
    expect(postableEventSchema.parse(message)).toEqual(message);
  });
});

describe('Whatever is known of a handoff,', () => {
  const unit = fc.constantFrom('a', '"', '\\', '\u0001', 'ß', '人', '😀', '\ud800', ' ', '\n');
  const text = fc.tuple(unit, fc.integer({ min: 0, max: 30_000 })).map(([one, times]) => one.repeat(times));
  const millis = fc.maxSafeNat();
  const someMoment = fc.oneof(fc.constant(undefined), fc.nat({ max: 4e12 }), millis);
  const some = fc.option(text, { nil: undefined });
  const id = fc.stringMatching(/^ho_[0-9A-Z]{26}$/);
  const factsArb: fc.Arbitrary<Facts> = fc.record({
    handoffId: id,
    askedAt: millis,
    state: fc.constantFrom(...STATES),
    outcome: fc.constantFrom(...OUTCOMES, undefined),
    strategy: fc.constantFrom(...STRATEGIES),
    windowSeconds: fc.maxSafeInteger(),
    edition: fc.maxSafeInteger(),
    department: some,
    agent: some,
    taskAt: someMoment,
    offeredAt: someMoment,
    acceptedAt: someMoment,
    joinedAt: someMoment,
    endedAt: someMoment,
  });
  /** No word of this is a part of any other. */
  const secret = fc.stringMatching(/^<[a-z0-9+]{6,20}>$/);
  const calledArb = fc.record({ callId: fc.uuid(), name: secret, caller: secret, reason: secret });

  it('its event is one by the schema, below 64 KB, and says nothing about who called but which call it was', () => {
    fc.assert(
      fc.property(factsArb, calledArb, (known, called) => {
        // As whoever looks at all of it side by side would have it.
        const sent = handoffEndedOf({ ...known, ...called }, called);
        const json = JSON.stringify(sent);
        expect(handoffEndedMessageSchema.parse(JSON.parse(json))).toEqual(sent);
        expect(postableEventSchema.parse(JSON.parse(json))).toEqual(sent);
        expect(Buffer.byteLength(json)).toBeLessThan(2_000);
        expect(json.isWellFormed()).toBe(true);
        expect(sent.callId).toBe(called.callId);
        for (const said of [called.name, called.caller, called.reason]) expect(json).not.toContain(said);
      }),
      { numRuns: 300 },
    );
  });

  it('its event is below 64 KB at the longest of everything', () => {
    const long = '\u0001人"'.repeat(50_000);
    const sent = handoffEndedOf(facts({ department: long, agent: long }), { callId: '\u0001'.repeat(128) });
    expect(Buffer.byteLength(JSON.stringify(sent))).toBeLessThan(MOST_BYTES / 10);
  });
});
