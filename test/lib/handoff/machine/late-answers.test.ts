import { describe, expect, it } from 'vitest';
import { afterEffect } from '../../../../lib/handoff/machine/results.ts';
import type { EffectResult } from '../../../../lib/handoff/ports/results.ts';
import type { Effect, Handoff, Progress, Work } from '../../../../lib/handoff/record/handoff.ts';
import * as given from '../given.ts';
import * as legs from '../given-legs.ts';
import { recorded } from '../recorded.ts';
import { owes, play } from '../seen.ts';

const { T0, handoff, loaded } = given;
const claim = legs.CLAIM;
const conference = (progress: Progress, ...effects: Effect[]) => legs.own('conference', progress, effects);

/** The effect of this kind, as the record owes it. */
const owedOf = ({ effects }: Handoff, kind: Work['kind']): Effect => {
  const found = effects.find(({ work }) => work.kind === kind);
  if (found === undefined) throw new Error(`no ${kind} is owed`);
  return found;
};

const MOVED: EffectResult = { is: 'redirected' };
const GONE: EffectResult = { is: 'caller-gone' };
const RUNG: EffectResult = { is: 'rung', callSid: 'CA2' };
const down: EffectResult = { is: 'not-done', reason: 'down' };
const unsure: EffectResult = { is: 'unsure', reason: 'timeout' };

describe('The answer to a ring that comes late', () => {
  const ring = legs.ringing({ claim });

  it.each([
    ['has pressed 1', legs.TAKEN],
    ['talks with the caller', legs.TALKING],
  ])('changes nothing for an agent who %s', (_what, progress) => {
    const record = conference(progress);
    expect(recorded(record, ring, RUNG).next).toEqual(record);
  });

  it('releases the leg while another agent is rung', () => {
    const other: Progress = { state: 'offered', taskSid: 'WT1', reservation: given.reservation(2) };
    const { next, end } = recorded(conference(other, legs.watching()), ring, RUNG);
    expect(end).toEqual(['offered', 'look at the agent of WR1', 'release CA2 (over)']);
    expect(next.progress).toEqual(other);
  });

  const lookUp = legs.releasing(undefined, 'over');
  const never: EffectResult[] = [
    GONE,
    { is: 'leg-foreign', reason: 'elsewhere' },
    { is: 'refused', reason: 'no' },
    down,
  ];
  it.each(never)('says that no leg was made, and none is looked for: $is', (result) => {
    expect(recorded(conference(given.QUEUED, lookUp), ring, result).end).toEqual(['queued']);
  });

  it('leaves the look for a leg that this ring, or one before, may have made', () => {
    const LOOKED_FOR = ['queued', 'release whatever leg WR1 has (over)'];
    expect(recorded(conference(given.QUEUED, lookUp), ring, unsure).end).toEqual(LOOKED_FOR);
    const again = legs.ringing({ claim, mayHaveHappened: true });
    for (const result of never) {
      expect(recorded(conference(given.QUEUED, lookUp), again, result).end).toEqual(LOOKED_FOR);
    }
  });

  it('says nothing of the leg of another agent, or of an offer that is being rejected', () => {
    const other = given.owed('release-agent:WR2', {
      kind: 'release-agent',
      reservationSid: 'WR2',
      since: T0,
      why: 'over',
    });
    const record = conference(given.QUEUED, lookUp, other, legs.rejecting());
    const REST = ['queued', 'release whatever leg WR2 has (over)', 'reject WR1'];
    expect(recorded(record, ring, down).end).toEqual(REST);
    expect(recorded(record, ring, RUNG).end).toEqual([...REST, 'release CA2 (over)']);
  });
});

describe('The answer to the move of a caller that comes late', () => {
  const there = legs.moving('conference', { claim });
  const later = legs.opening('bridge_failed', { notBefore: T0 + 12_000 });

  it('that found the caller gone ends the call, also where nobody brings them back', () => {
    const { next, end } = recorded(conference(given.ended()), there, GONE);
    expect(end).toEqual(['ended completed']);
    expect(next.callOver).toBe(true);
  });

  it('changes nothing where nobody brings the caller back', () => {
    const record = conference(given.ended());
    expect(recorded(record, there, MOVED).next).toEqual(record);
  });

  it.each([
    down,
    unsure,
  ])('leaves the way back to its time where nobody knows of the caller: $is', (result) => {
    const record = conference(given.ended(), later);
    expect(recorded(record, there, result).next).toEqual(record);
  });

  it('hastens the way back and nothing else', () => {
    const close = given.closing('complete', 'WT1', { notBefore: T0 + 20_000 });
    expect(recorded(conference(given.ended(), close, later), there, MOVED).next.effects).toMatchObject([
      { work: { kind: 'close-task' }, notBefore: T0 + 20_000 },
      { work: { kind: 'open-assistant' }, notBefore: T0 + 8_000 },
    ]);
  });

  it('to an assistant changes nothing', () => {
    const record = conference(given.ended());
    expect(recorded(record, legs.moving('assistant', { claim }), GONE).next).toEqual(record);
  });

  // One that was taken for the other would leave the caller alone in a conference.
  it('is not that of the way back', () => {
    const accept = legs.accepting();
    const accepted = afterEffect(conference(legs.TAKEN, accept), accept, { is: 'accepted' }, T0 + 6_000);
    const move = owedOf(accepted, 'move-caller');
    const moving = { ...accepted, effects: [{ ...move, claim }] };
    const left = play(loaded(moving), 9_000, [legs.leg('hung-up')]).handoff;
    const opened = { is: 'assistant-opened', callId: 'call-2', twiml: legs.TWIML } as const;
    const back = afterEffect(left, owedOf(left, 'open-assistant'), opened, T0 + 12_500);
    expect(owes(back)).toContain('move the caller to assistant');
    const after = afterEffect(back, { ...move, claim }, MOVED, T0 + 12_800);
    expect(owes(after)).toContain('move the caller to assistant');
  });
});

describe('A sentence that is told late', () => {
  const waiting = (): Handoff => {
    const queued = handoff(given.QUEUED, [], { spokenAt: T0 });
    return play(loaded(queued), 15_000, [given.resume]).handoff;
  };
  const told = (record: Handoff, sentence: Effect) =>
    owes(afterEffect(record, sentence, { is: 'told' }, T0 + 31_000));

  it('to a caller who was asked for patience is not the news of the end', () => {
    const record = waiting();
    const ended = play(loaded(record), 30_000, [given.expired]).handoff;
    expect(told(ended, owedOf(record, 'tell-caller'))).toContain('say busy');
  });

  it('to a caller who heard the news of an end is not the word that no other handoff is made', () => {
    const ended = play(loaded(handoff(given.QUEUED, [], { requestNo: 5 })), 30_000, [given.expired]).handoff;
    const asked = given.escalation('ho_2', { requestedAt: T0 + 30_500 });
    const refused = play(loaded(ended), 30_800, [asked]).handoff;
    expect(told(refused, owedOf(ended, 'tell-caller'))).toContain('say enough');
  });
});

describe('A leg that may have been made before Vapi was asked to ring the agent', () => {
  const ring = legs.ringing({ claim, mayHaveHappened: true });
  const elsewhere: EffectResult = { is: 'leg-foreign', reason: 'the leg is not in our account' };
  const offered = conference(given.OFFERED, ring);
  const fallen = afterEffect(offered, ring, elsewhere, T0 + 9_000);

  it('is looked for and hung up, while Vapi’s transfer goes on', () => {
    expect(fallen.strategy.is).toBe('vapi-transfer');
    expect(owes(fallen)).toEqual(['release whatever leg WR1 has (over)', 'accept WR1']);
  });

  it.each(['hung-up', 'no-answer'] as const)('is not the agent of that transfer: %s', (is) => {
    expect(play(loaded(fallen), 9_500, [legs.leg(is)]).handoff).toEqual(fallen);
  });

  it('takes nobody by a key', () => {
    expect(play(loaded(fallen), 9_500, [legs.decided('declined')]).handoff).toEqual(fallen);
  });

  it('is hung up by its id as soon as it rings, or its late answer comes', () => {
    const rings = play(loaded(fallen), 9_500, [legs.leg('ringing')]).handoff;
    expect(owes(rings)).toContain('release CA2 (over)');
    expect(rings.progress).toEqual(fallen.progress);
    const late = afterEffect(fallen, ring, RUNG, T0 + 9_500);
    expect(owes(late)).toContain('release CA2 (over)');
    expect(late.progress).toEqual(fallen.progress);
  });
});
