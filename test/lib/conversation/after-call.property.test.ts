import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ended, reported, type Wanted } from '../../../lib/conversation/after-call.ts';
import { type Call, type CallWork, unheardCall } from '../../../lib/conversation/call.ts';
import { afterWork } from '../../../lib/conversation/effects.ts';
import type { Reported } from '../../../lib/conversation/events.ts';
import type { WorkResult } from '../../../lib/conversation/ports.ts';
import type { Pending } from '../../../lib/outbox/effect.ts';

const RUNS = { numRuns: 1_000 };

const reportArbitrary: fc.Arbitrary<Reported> = fc.record({
  fieldsFilled: fc.nat(6),
  endedReason: fc.constantFrom('customer-ended-call', 'silence-timed-out'),
  structured: fc.constantFrom({}, { name: 'Robin Sample' }, { name: 'Robin Sample', topic: 'address' }),
});
const resultArbitrary: fc.Arbitrary<WorkResult> = fc.oneof(
  reportArbitrary.map((report): WorkResult => ({ is: 'record-seen', report })),
  fc.constantFrom<WorkResult>(
    { is: 'no-record' },
    { is: 'not-done', reason: 'throttled' },
    { is: 'unsure', reason: 'timeout' },
    { is: 'refused', reason: 'http-401' },
  ),
);
type Step =
  | { is: 'ended' }
  | { is: 'reported'; report: Reported }
  /** Someone acts on the nth effect that is due; its result is written down `late` steps after. */
  | { is: 'act'; nth: number; result: WorkResult; late: number };
const stepArbitrary: fc.Arbitrary<Step & { wait: number }> = fc
  .tuple(
    fc.oneof(
      fc.constant<Step>({ is: 'ended' }),
      reportArbitrary.map((report): Step => ({ is: 'reported', report })),
      fc.record({
        is: fc.constant('act' as const),
        nth: fc.nat(3),
        result: resultArbitrary,
        late: fc.nat(3),
      }),
    ),
    fc.constantFrom(0, 200, 1_000, 3_000, 11_000, 40_000),
  )
  .map(([step, wait]) => ({ ...step, wait }));
const wantedArbitrary: fc.Arbitrary<Wanted> = fc.record({
  requiredFields: fc.constantFrom([], ['name'], ['name', 'topic']),
  summaries: fc.boolean(),
});

type Played = { call: Call; owed: Map<string, number>; finishes: number };

/** Plays the steps, and then everything that is still owed; a result can come after others have moved the call on. */
const play = (steps: readonly (Step & { wait: number })[], wanted: Wanted): Played => {
  const played: Played = { call: unheardCall('call-1'), owed: new Map(), finishes: 0 };
  let now = 100_000;
  const late: { due: number; effect: Pending<CallWork>; result: WorkResult }[] = [];
  const moved = (next: Call): void => {
    const before = new Set(played.call.effects.map(({ id }) => id));
    for (const { id } of next.effects) {
      if (!before.has(id)) played.owed.set(id, (played.owed.get(id) ?? 0) + 1);
    }
    if (played.call.finishedAt === undefined && next.finishedAt !== undefined) played.finishes += 1;
    if (played.call.finishedAt !== undefined) expect(next.finishedAt).toBe(played.call.finishedAt);
    played.call = next;
  };
  const settle = (round: number): void => {
    for (const { effect, result } of late.filter(({ due }) => due <= round)) {
      moved(afterWork(played.call, effect, result, wanted, now));
    }
    late.splice(0, late.length, ...late.filter(({ due }) => due > round));
  };
  for (const [round, step] of steps.entries()) {
    now += step.wait;
    if (step.is === 'ended') moved(ended(played.call, now, 'customer-ended-call', wanted, now));
    else if (step.is === 'reported') moved(reported(played.call, now, step.report, wanted, now));
    else {
      const due = played.call.effects.filter(({ notBefore }) => notBefore <= now);
      const effect = due[step.nth % Math.max(1, due.length)];
      if (effect !== undefined) late.push({ due: round + step.late, effect, result: step.result });
    }
    settle(round);
  }
  settle(Number.POSITIVE_INFINITY);
  for (let round = 0; round < 50 && played.call.effects.length > 0; round += 1) {
    const [effect] = played.call.effects.toSorted((a, b) => a.notBefore - b.notBefore);
    if (effect === undefined) break;
    now = Math.max(now, effect.notBefore);
    moved(afterWork(played.call, effect, { is: 'done' }, wanted, now));
  }
  return played;
};

const playing = (looked: (played: Played, wanted: Wanted, steps: readonly Step[]) => void): void =>
  fc.assert(
    fc.property(fc.array(stepArbitrary, { maxLength: 25 }), wantedArbitrary, (steps, wanted) =>
      looked(play(steps, wanted), wanted, steps),
    ),
    RUNS,
  );

describe('Whatever the order of the end, its reports and the looks at the record,', () => {
  it('a person is asked at most once, and one summary is sent at most', () => {
    playing(({ owed }) => {
      expect(owed.get('review') ?? 0).toBeLessThanOrEqual(1);
      expect(owed.get('send-summary') ?? 0).toBeLessThanOrEqual(1);
    });
  });

  it('the last word is said exactly once where anything is wanted, and never where nothing is', () => {
    playing(({ call, finishes, owed }, { requiredFields, summaries }, steps) => {
      const over = steps.some(({ is }) => is === 'ended' || is === 'reported');
      const wants = summaries || requiredFields.length > 0;
      expect(finishes).toBe(over && wants ? 1 : 0);
      if (!wants) expect(owed.size).toBe(0);
      expect(owed.get('send-summary') ?? 0).toBe(over && summaries ? 1 : 0);
      expect(call.effects).toEqual([]);
    });
  });

  it('the record is read for each reason as often as it should be at most', () => {
    playing(({ owed }) => {
      expect(owed.get('look-at-record-0') ?? 0).toBeLessThanOrEqual(1);
    });
  });

  it('no report is replaced by a poorer one', () => {
    playing(({ call }, _wanted, steps) => {
      const told = steps.flatMap((step) => (step.is === 'reported' ? [step.report.fieldsFilled] : []));
      if (told.length > 0) expect(call.report?.fieldsFilled).toBeGreaterThanOrEqual(Math.max(...told));
    });
  });
});
