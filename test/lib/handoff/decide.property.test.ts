import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HandoffEvent } from '../../../lib/handoff/events.ts';
import { type Handoff, handoffSchema } from '../../../lib/handoff/handoff.ts';
import type { Loaded } from '../../../lib/handoff/ports.ts';
import * as given from './given.ts';
import { Play, stepsArbitrary } from './played.ts';

const RUNS = { numRuns: 1_000 };

const nothing = (): void => {};

/** Plays the steps and looks at every record on the way. */
const playing = (
  looked: (before: Loaded, after: Handoff, event: HandoffEvent | undefined, play: Play) => void,
  finished?: (play: Play, last: { callEnds: boolean }) => void,
) =>
  fc.assert(
    fc.property(stepsArbitrary, fc.boolean(), (list, callEnds) => {
      const play: Play = new Play((before, after, event) => looked(before, after, event, play));
      for (const step of list) play.step(step);
      finished?.(play, { callEnds });
    }),
    RUNS,
  );

/** Every effect succeeds from now on. */
const settle = (play: Play): void => {
  for (let round = 0; round < 40 && play.record !== undefined; round += 1) {
    const { effects } = play.record;
    if (effects.length === 0) return;
    const due = effects.map(({ notBefore, claim }) => Math.max(notBefore, claim?.until ?? 0));
    play.now = Math.max(play.now, Math.min(...due));
    play.begin();
    while (play.inFlight.length > 0) play.finish(0, 0);
  }
};

/** The messages that are still on their way arrive: the end of the call or none, the window, the checkups. */
const finish = (play: Play, { callEnds }: { callEnds: boolean }): void => {
  while (play.inFlight.length > 0) play.crash(true);
  const { record } = play;
  if (record === undefined) return;
  play.now = Math.max(play.now, record.deadline);
  if (callEnds) play.deliver(given.callOver({ putOff: 6 }));
  play.deliver({ type: 'window-expired', handoffId: record.handoffId });
  settle(play);
  for (let round = 0; round < 200 && play.follows.length > 0; round += 1) {
    play.now += 900_000;
    const next = play.follows.shift();
    if (next !== undefined) play.deliver(next);
    settle(play);
  }
};

const bridges = (record: Handoff): string[] =>
  record.effects.filter(({ work }) => work.kind === 'bridge').map(({ id }) => id);

describe('Whatever happens in whatever order,', () => {
  it('never are two bridges owed at one time, and none outside of bridging', () => {
    playing((_before, after) => {
      expect(bridges(after).length).toBeLessThanOrEqual(after.progress.state === 'bridging' ? 1 : 0);
    });
  });

  it('one reservation is bridged once', () => {
    const asked = new WeakMap<Play, string[]>();
    playing((before, after, _event, play) => {
      const had = before.is === 'handoff' ? bridges(before.handoff) : [];
      const fresh = bridges(after).filter((id) => !had.includes(id));
      const all = [...(asked.get(play) ?? []), ...fresh.map((id) => `${after.handoffId}/${after.try} ${id}`)];
      asked.set(play, all);
      expect(new Set(all).size).toBe(all.length);
    });
  });

  it('never are two tasks open at one time', () => {
    playing((_before, _after, _event, play) => expect(play.open().length).toBeLessThanOrEqual(1));
  });

  it('an end is final: only its outcome is corrected, by a richer report, or a new attempt follows', () => {
    playing((before, after, event) => {
      if (before.is !== 'handoff' || before.handoff.progress.state !== 'ended') return;
      if (after.handoffId !== before.handoff.handoffId) {
        expect(event?.type).toBe('escalation-requested');
        expect(after.attempt).toBe(before.handoff.attempt + 1);
        return;
      }
      const was = before.handoff.progress;
      if (after.progress.state !== 'ended') throw new Error(`it went on as ${after.progress.state}`);
      const { outcome, reason, richness, ...kept } = after.progress;
      const { outcome: _o, reason: _r, richness: _n, ...old } = was;
      expect(kept).toEqual(old);
      if (outcome === was.outcome) return;
      expect(event?.type).toBe('call-over');
      expect(richness ?? 0).toBeGreaterThan(was.richness ?? 0);
      expect(['completed', 'caller_left', 'bridge_failed']).toContain(outcome);
    });
  });

  it('nothing but the closing of tasks and one announcement is owed after the end', () => {
    playing((_before, after) => {
      if (after.progress.state !== 'ended') return;
      const kinds = after.effects.map(({ work }) => work.kind).filter((kind) => kind !== 'close-task');
      expect([[], ['tell-caller']]).toContainEqual(kinds);
    });
  });

  it('the record obeys its schema and stays small', () => {
    playing((_before, after) => {
      const text = JSON.stringify(after);
      expect(isDeepStrictEqual(handoffSchema.parse(JSON.parse(text)), after)).toBe(true);
      expect(Buffer.byteLength(text)).toBeLessThan(30_000);
      expect(after.timeline.length).toBeLessThanOrEqual(40);
      expect(after.history.length).toBeLessThanOrEqual(5);
      const ids = after.effects.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
    });
  });

  it('every handoff ends, owes nothing, and leaves no task open', () => {
    playing(nothing, (play, last) => {
      finish(play, last);
      if (play.record === undefined) return;
      expect(play.record.progress.state).toBe('ended');
      expect(play.record.effects).toEqual([]);
      expect(play.open()).toEqual([]);
    });
  });
});
