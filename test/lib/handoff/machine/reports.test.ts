import { describe, expect, it } from 'vitest';
import type { TransferStatus } from '../../../../lib/handoff/record/events.ts';
import type { Progress } from '../../../../lib/handoff/record/handoff.ts';
import * as given from '../given.ts';
import { check, ends, LATE, play } from '../seen.ts';

const { T0, handoff, loaded } = given;

describe('The end of a call', () => {
  const ended = (outcome: 'completed' | 'caller_left', fieldsFilled: number, reportOf?: number) =>
    handoff(
      given.ended({
        outcome,
        fieldsFilled,
        reservation: given.reservation(),
        ...(reportOf === undefined ? {} : { reportOf }),
      }),
      [],
      { callOver: true },
    );
  const talked = given.callOver({ transfer: 'completed', fieldsFilled: 5 });
  check([
    ['is told better by a richer report', ended('caller_left', 2), talked, 25_000, ends('completed')],
    ['is not told better by a poorer report', ended('caller_left', 6), talked, 25_000, LATE],
    [
      'is not told better by a poorer report, however late',
      ended('caller_left', 6, 1_000),
      { ...talked, reportOf: 1_001 },
      25_000,
      LATE,
    ],
    [
      'is not told better by a richer report that says nothing of the transfer',
      ended('completed', 2),
      given.callOver({ endedReason: 'call.forwarding.operator-busy', fieldsFilled: 5 }),
      25_000,
      LATE,
    ],
    ['is not told better by a report of the same worth', ended('caller_left', 5), talked, 25_000, LATE],
    [
      'is told better by a later report of the same worth',
      ended('caller_left', 5, 1_000),
      { ...talked, reportOf: 1_001 },
      25_000,
      ends('completed'),
    ],
    [
      'is not told better by the same report again',
      ended('caller_left', 5, 1_000),
      { ...talked, reportOf: 1_000 },
      25_000,
      LATE,
    ],
    [
      'is not told better by an older report of the same worth',
      ended('caller_left', 5, 1_000),
      { ...talked, reportOf: 999 },
      25_000,
      LATE,
    ],
    ['remembers that a richer report agreed', ended('completed', 2), talked, 25_000, ends('completed')],
    [
      'is told by any report where no report gave it',
      handoff(
        given.ended({ outcome: 'bridge_failed', reason: 'unconfirmed', reservation: given.reservation() }),
      ),
      given.callOver({ transfer: 'completed', fieldsFilled: 0 }),
      90_000,
      ends('completed'),
    ],
    [
      'stays caller_left where no agent ever had it',
      handoff(given.ended({ outcome: 'caller_left', fieldsFilled: 2 }), [], { callOver: true }),
      talked,
      25_000,
      LATE,
    ],
  ]);

  it('is known to be that of the call, and of whom they talked with, from the same report', () => {
    const unconfirmed = given.ended({
      outcome: 'bridge_failed',
      reason: 'unconfirmed',
      reservation: given.reservation(),
    });
    const { handoff: after } = play(loaded(handoff(unconfirmed)), 90_000, [talked]);
    expect(after).toMatchObject({ callOver: true, progress: { outcome: 'completed', fieldsFilled: 5 } });
  });
});

describe('Of the reports of one call', () => {
  const begun = { ...given.BRIDGING, begunAt: T0 + 7_000 } as Progress;
  const report = (transfer: TransferStatus, fieldsFilled: number, reportOf?: number) =>
    given.callOver({
      endedReason: 'assistant-forwarded-call',
      transfer,
      fieldsFilled,
      ...(reportOf === undefined ? {} : { reportOf }),
    });

  it('the richer one counts, also when it comes first', () => {
    const { words } = play(loaded(handoff(begun)), 30_000, [report('completed', 5), report('no-answer', 2)]);
    expect(words).toBe('ended completed');
  });

  it('the last one of the same worth counts, whichever of the others comes again', () => {
    const [first, second, third] = [
      report('no-answer', 5, 1_000),
      report('completed', 5, 1_001),
      report('busy', 5, 1_002),
    ];
    const upTo = (...reports: (typeof first)[]) => play(loaded(handoff(begun)), 30_000, reports).words;
    expect(upTo(first)).toBe('ended bridge_failed');
    expect(upTo(first, second, first)).toBe('ended completed');
    expect(upTo(first, second, third, second)).toBe('ended bridge_failed');
  });

  it('one that tells of somebody else’s answer corrects nothing', () => {
    const failed = given.ended({
      outcome: 'bridge_failed',
      reason: 'unconfirmed',
      reservation: given.reservation(),
    });
    const both = (ours: TransferStatus, others: TransferStatus) => ({
      ...report(others, 5),
      transfers: [
        { to: given.agent().number, status: ours },
        { to: '+14155550999', status: others },
      ],
    });
    expect(play(loaded(handoff(failed)), 90_000, [both('no-answer', 'connected')]).words).toBe(
      'ended bridge_failed',
    );
    expect(play(loaded(handoff(failed)), 90_000, [both('connected', 'no-answer')]).words).toBe(
      'ended completed',
    );
  });

  it('one that knows better gives its own reason, one that agrees leaves that of the end', () => {
    const failed = given.ended({
      outcome: 'bridge_failed',
      reason: 'unconfirmed',
      reservation: given.reservation(),
    });
    const corrected = (transfer: TransferStatus) =>
      play(loaded(handoff(failed)), 90_000, [report(transfer, 5)]).handoff;
    expect(corrected('completed').progress).toMatchObject({ reason: 'assistant-forwarded-call' });
    expect(corrected('no-answer').progress).toMatchObject({ reason: 'unconfirmed' });
    for (const transfer of ['completed', 'no-answer'] as const)
      expect(corrected(transfer).callOver).toBe(true);
  });
});
