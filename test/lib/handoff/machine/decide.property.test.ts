import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isWindowOpen, nextDue } from '../../../../lib/handoff/machine/steps.ts';
import type { Loaded } from '../../../../lib/handoff/ports/store.ts';
import { type Handoff, handoffSchema } from '../../../../lib/handoff/record/handoff.ts';
import * as given from '../given.ts';
import { type Cause, Play } from '../played.ts';
import { stepsArbitrary } from '../played-steps.ts';

const RUNS = { numRuns: 1_000 };

const nothing = (): void => {};

/** Plays the steps and looks at every record on the way. */
const playing = (
  looked: (before: Loaded, after: Handoff, cause: Cause, play: Play) => void,
  finished?: (play: Play, last: { callEnds: boolean }) => void,
) =>
  fc.assert(
    fc.property(stepsArbitrary, fc.boolean(), (list, callEnds) => {
      const play: Play = new Play((before, after, cause) => looked(before, after, cause, play));
      for (const step of list) play.step(step);
      finished?.(play, { callEnds });
    }),
    RUNS,
  );

/** Every effect succeeds from now on. */
const settle = (play: Play): void => {
  for (let round = 0; round < 600 && play.record !== undefined; round += 1) {
    const { effects } = play.record;
    if (effects.length === 0) return;
    const due = effects.map(({ notBefore, claim }) => Math.max(notBefore, claim?.until ?? 0));
    play.now = Math.max(play.now, Math.min(...due));
    play.begin();
    while (play.inFlight.length > 0) play.finish(0, 0);
  }
};

/** The messages that are still on their way arrive: the end of the call or none, the window, what was put off. */
const finish = (play: Play, { callEnds }: { callEnds: boolean }): void => {
  while (play.inFlight.length > 0) play.crash(true);
  const { record } = play;
  if (record === undefined) return;
  play.now = Math.max(play.now, record.deadline);
  if (callEnds) play.deliver(given.callOver({ source: 'voice-status', putOff: 6 }));
  play.deliver({ type: 'window-expired', handoffId: record.handoffId });
  settle(play);
  for (let round = 0; round < 200 && play.follows.length > 0; round += 1) {
    play.now += 900_000;
    const next = play.follows.shift();
    if (next !== undefined) play.deliver(next);
    settle(play);
  }
  // Of a leg that nobody heard of Twilio tells at last; one that was known has been released by now.
  for (const leg of play.live().filter(({ told }) => !told)) {
    play.legNews(leg, 'ringing');
    settle(play);
  }
};

const AFTER_THE_END = [
  'close-task',
  'release-agent',
  'reject-reservation',
  'tell-assistant',
  'tell-caller',
  'open-assistant',
  'move-caller',
  'request-callback',
  'announce-end',
  'keep-facts',
];

/** What two who are being joined, or talk, owe in case that nobody tells how it goes on. */
const LOOKS = ['look-at-call', 'look-at-legs', 'await-report'];

const bridges = (record: Handoff): string[] =>
  record.effects.filter(({ work }) => work.kind === 'bridge').map(({ id }) => id);

describe('Whatever happens in whatever order,', () => {
  it('never are two bridges owed at one time, and none outside of bridging', () => {
    playing((_before, after) => {
      expect(bridges(after).length).toBeLessThanOrEqual(after.progress.state === 'bridging' ? 1 : 0);
    });
  });

  it('a caller for whom there is no task yet is on the way to one', () => {
    const leadsToTask = ['create-task', 'move-caller', 'close-task'];
    playing((_before, after) => {
      if (after.progress.state !== 'requested') return;
      const kinds = after.effects.map(({ work }) => work.kind);
      expect(kinds.filter((kind) => leadsToTask.includes(kind))).not.toEqual([]);
    });
  });

  it('nobody waits for nothing: until the end something is owed, or the window leads on', () => {
    playing((_before, after) => {
      const { state } = after.progress;
      if (state === 'ended') return;
      expect(nextDue(after)).toBeDefined();
      const waits = state === 'requested' || state === 'queued' || state === 'offered';
      // What is owed leads somewhere, or the end of the window does.
      const leads = after.effects.some(({ work }) =>
        waits ? work.kind === 'withdraw-task' : LOOKS.includes(work.kind),
      );
      expect(leads || isWindowOpen(after)).toBe(true);
    });
  });

  it('the sweeper alone brings every handoff to its end, whatever else is lost', () => {
    playing(nothing, (play) => {
      while (play.inFlight.length > 0) play.crash(true);
      for (let round = 0; round < 900 && play.record !== undefined; round += 1) {
        const due = nextDue(play.record);
        if (due === undefined) break;
        play.now = Math.max(play.now, due);
        play.deliver(given.resume);
        play.begin();
        while (play.inFlight.length > 0) play.finish(0, 0);
      }
      if (play.record === undefined) return;
      expect(play.record.progress.state).toBe('ended');
      expect(play.record.effects).toEqual([]);
      expect(play.open()).toEqual([]);
    });
  });

  it('one reservation is bridged once', () => {
    const asked = new WeakMap<Play, string[]>();
    playing((before, after, _event, play) => {
      const had = before.is === 'handoff' ? bridges(before.handoff) : [];
      const fresh = bridges(after).filter((id) => !had.includes(id));
      const all = [
        ...(asked.get(play) ?? []),
        ...fresh.map((id) => `${after.handoffId}/${after.taskNo} ${id}`),
      ];
      asked.set(play, all);
      expect(new Set(all).size).toBe(all.length);
    });
  });

  it('never are two tasks open at one time', () => {
    playing((_before, _after, _event, play) => expect(play.open().length).toBeLessThanOrEqual(1));
  });

  it('an end is final: only its outcome is corrected, by a richer report, or a new attempt follows', () => {
    playing((before, after, cause) => {
      const event = cause !== undefined && 'type' in cause ? cause.type : undefined;
      if (before.is !== 'handoff' || before.handoff.progress.state !== 'ended') return;
      if (after.handoffId !== before.handoff.handoffId) {
        expect(event).toBe('escalation-requested');
        expect(after.requestNo).toBe(before.handoff.requestNo + 1);
        return;
      }
      const was = before.handoff.progress;
      if (after.progress.state !== 'ended') throw new Error(`it went on as ${after.progress.state}`);
      const { outcome, reason, fieldsFilled, reportOf: _at, corrections = 0, ...kept } = after.progress;
      const {
        outcome: _o,
        reason: _r,
        fieldsFilled: _n,
        reportOf: _t,
        corrections: earlier = 0,
        ...old
      } = was;
      expect(kept).toEqual(old);
      expect(corrections - earlier).toBe(outcome === was.outcome ? 0 : 1);
      if (outcome === was.outcome) return;
      expect(event).toBe('call-over');
      expect(fieldsFilled).toBeGreaterThan(was.fieldsFilled ?? -1);
      expect(['completed', 'caller_left', 'bridge_failed']).toContain(outcome);
    });
  });

  it('after the end only what closes, releases, tells or brings back is owed', () => {
    playing((_before, after) => {
      if (after.progress.state !== 'ended') return;
      const back = after.effects.filter(({ work }) =>
        work.kind === 'move-caller' ? work.to.is !== 'conference' && work.to.is !== 'queue' : true,
      );
      expect(back).toEqual(after.effects);
      for (const { work } of after.effects) expect(AFTER_THE_END).toContain(work.kind);
    });
  });

  it('a caller hears what happened from one assistant: the one they are with, or one who gets them back', () => {
    playing((_before, after) => {
      const owed = after.effects.map(({ id }) => id);
      const has = (kind: string) => owed.includes(`${kind}:${after.handoffId}`);
      const told = after.progress.state === 'ended' && has('tell-caller');
      const brought = has('open-assistant') || has('request-callback');
      expect(told && brought).toBe(false);
    });
  });

  it('a leg that has to be released stays owed until it is, is known by its own id, or was never made', () => {
    playing((before, after, cause) => {
      if (before.is !== 'handoff') return;
      const left = new Set(after.effects.map(({ id }) => id));
      for (const { id, work } of before.handoff.effects) {
        if (work.kind !== 'release-agent' || left.has(id)) continue;
        const named = after.effects.some(
          (one) => one.work.kind === 'release-agent' && one.work.reservationSid === work.reservationSid,
        );
        expect([named, cause !== undefined && 'id' in cause ? cause.id : undefined]).toSatisfy(
          ([known, done]) => known === true || done === id || done === `ring-agent:${work.reservationSid}`,
        );
      }
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

  it('every handoff ends, owes nothing, and leaves no task open and no agent on the line', () => {
    playing(nothing, (play, last) => {
      finish(play, last);
      if (play.record === undefined) return;
      expect(play.record.progress.state).toBe('ended');
      expect(play.record.effects).toEqual([]);
      expect(play.open()).toEqual([]);
      expect(play.live()).toEqual([]);
    });
  });
});
