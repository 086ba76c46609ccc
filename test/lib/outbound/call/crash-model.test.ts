import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { OutboundOutcome } from '../../../../lib/outbound/outcomes.ts';
import type { Trouble } from '../../outbox/steps.ts';
import { type Delivers, HANGS_UP, type Script, type Tells, world } from './world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

type Case = {
  script: Script;
  /** Without trouble. */
  outcome: OutboundOutcome;
  attempts: number;
  posts: number;
};

const rings = (script: Script, outcome: OutboundOutcome = 'answered', posts = 1): Case => ({
  ...{ script, outcome, posts },
  attempts: 1,
});

const CASES: [name: string, its: Case][] = [
  ['that is taken', rings({})],
  [
    'that nobody takes',
    rings({ end: { reason: 'customer-did-not-answer', talks: false, spoken: false } }, 'no_answer'),
  ],
  [
    'whose number is engaged',
    rings({ end: { reason: 'customer-busy', talks: false, spoken: false } }, 'busy'),
  ],
  ['that a machine takes', rings({ end: { reason: 'voicemail', talks: true, spoken: true } }, 'voicemail')],
  ['in which the callee falls silent', rings({ end: { ...HANGS_UP, reason: 'silence-timed-out' } })],
  [
    'that Vapi puts off and that is handed over',
    rings(
      {
        ...{ vapi: [{ is: 'busy' }], end: { ...HANGS_UP, reason: 'assistant-forwarded-call' } },
        handoffUntil: 3 * MINUTE,
      },
      'handed_over',
      2,
    ),
  ],
  ['whose answer is lost', rings({ vapi: [{ is: 'loses' }] })],
  ['that fails after it was made', rings({ vapi: [{ is: 'fails-after' }] })],
  ['that is said to be blocked and rings', rings({ vapi: [{ is: 'says-blocked' }] })],
  ['that is said to be blocked, without its id, and rings', rings({ vapi: [{ is: 'blocks-unnamed' }] })],
  [
    'of which nobody knows',
    { script: { vapi: [{ is: 'vanishes' }] }, outcome: 'unknown', attempts: 1, posts: 1 },
  ],
  ['that was cut off before Vapi', rings({ vapi: [{ is: 'cut' }, { is: 'cut' }] }, 'answered', 3)],
  ['that Vapi puts off', rings({ vapi: [{ is: 'busy', seconds: 30 }, { is: 'busy' }] }, 'answered', 3)],
  [
    'that Vapi puts off and nobody takes',
    rings(
      { vapi: [{ is: 'busy' }], end: { reason: 'customer-did-not-answer', talks: false, spoken: false } },
      'no_answer',
      2,
    ),
  ],
  ['at which Vapi fails twice', rings({ vapi: [{ is: 'fails' }, { is: 'fails' }] }, 'answered', 3)],
  ['that Vapi refuses', { script: { vapi: [{ is: 'refuses' }] }, outcome: 'failed', attempts: 0, posts: 1 }],
  [
    'for which Vapi has no room at first',
    rings({ vapi: [{ is: 'no-room' }, { is: 'no-room' }] }, 'answered', 3),
  ],
  [
    'for which Vapi has no room, in an answer that is lost',
    rings({ vapi: [{ is: 'no-room-lost' }] }, 'answered', 2),
  ],
  ['for which we have no place at first', rings({ full: 2 })],
  ['whose number somebody else has called just now', rings({ calledUntil: 20 * MINUTE })],
  ['that comes too early in the day', rings({ closed: { from: 0, until: HOUR } })],
  [
    'that is put off into the night',
    rings({ vapi: [{ is: 'busy', seconds: 30 }], closed: { from: 20_000, until: HOUR } }, 'answered', 2),
  ],
  [
    'whose number goes on the do-not-call list while it waits',
    {
      script: { closed: { from: 0, until: HOUR }, listedAt: MINUTE },
      ...{ outcome: 'opted_out', attempts: 0, posts: 0 },
    },
  ],
  [
    'whose number goes on the do-not-call list while it is put off',
    {
      script: { vapi: [{ is: 'busy', seconds: 30 }], listedAt: 20_000 },
      ...{ outcome: 'opted_out', attempts: 0, posts: 1 },
    },
  ],
  [
    'that is taken back while it waits',
    {
      script: { closed: { from: 0, until: HOUR }, canceledAt: MINUTE },
      ...{ outcome: 'canceled', attempts: 0, posts: 0 },
    },
  ],
  [
    'that is handed over',
    rings(
      { end: { ...HANGS_UP, reason: 'assistant-forwarded-call' }, handoffUntil: 3 * MINUTE },
      'handed_over',
    ),
  ],
];
const TELLS = ['once', 'twice', 'shuffled', 'late', 'never', 'before the answer'] as const;
const DELIVERS = ['once', 'twice', 'late'] as const;
const TROUBLES = ['dies-before', 'dies-after', 'away', 'away-after'] as const;

/**
 * From when it may be dialled to its end. The longest is two calls without room that are found by looks alone: each of
 * them a look after a minute, a minute of the sweeper's, and 30 s for each message that is late.
 */
const BOUND_MS = 9 * MINUTE;

/** Plays one call to its end, and checks what must be so whatever happened. Returns the steps it took. */
async function play(
  its: Case,
  tells: Tells,
  delivers: Delivers,
  ...troubles: Trouble[]
): Promise<readonly string[]> {
  const { script } = its;
  const { quiet, seen, troubleAt } = world(script, tells, delivers);
  troubleAt(...troubles);
  await quiet();
  const { call, rang, posts, wrongs, ended, steps, isPlaceFree, isNumberFree, endedAfter, canceling } =
    seen();
  const { progress, effects, attempts } = call;

  if (progress.state !== 'ended') throw new Error(`it is ${progress.state}`);
  // What is said to have happened has: only where no telephone rang may nobody know.
  const { outcome } = progress;
  const isHarmless = troubles.length === 0;
  const isKnown = isHarmless || rang.length === 1 || outcome !== 'unknown';
  // It ends once; one telephone at most, and one request that may have rung it.
  const mayHaveRung = posts.filter(({ mayRing }) => mayRing);
  if (Math.max(ended.length, rang.length, mayHaveRung.length) > 1)
    wrongs.push('ends, rings or may have rung twice');
  if (posts.length > its.posts || (isHarmless && posts.length < its.posts)) {
    wrongs.push(`requests: ${posts.length}`);
  }
  const from = Math.max(script.closed?.until ?? 0, script.calledUntil ?? 0);
  if (endedAfter === undefined || endedAfter > from + BOUND_MS) wrongs.push(`ended after ${endedAfter}`);
  const found = {
    ...{ effects, isPlaceFree, outcome, attempts },
    // Neither at night, nor for one on the list, nor without a place.
    wrongs,
    callId: progress.callId,
    // Who took it back has its number again, and nobody else.
    ...{ isNumberFree, canceling },
  };
  const should = {
    ...{ effects: [], isPlaceFree: true },
    outcome: isKnown ? its.outcome : 'unknown',
    attempts: outcome === 'unknown' ? 1 : its.attempts,
    wrongs: [],
    callId: rang.length === 1 ? rang[0]?.callId : progress.callId,
    isNumberFree: outcome === 'canceled',
    canceling: outcome === 'canceled' ? 'canceled' : canceling,
  };
  // Vitest is asked to say how they differ: it takes as long as the play where they do not.
  if (!isDeepStrictEqual(found, should)) expect(found).toEqual(should);
  return steps;
}

const READS: readonly string[] = ['load', 'list', 'handoff', 'find', 'look'];
const VAPIS: readonly string[] = ['post', 'find', 'look'];

/** Whether this trouble is another one's play again: after a read all is as before it, and Vapi is not what is away. */
function isOld(is: Trouble['is'], step = ''): boolean {
  return (is.endsWith('after') && READS.includes(step)) || (is.startsWith('away') && VAPIS.includes(step));
}

const telling = (troubles: Trouble[]) => (error: unknown) => {
  const where = troubles.map(({ at, is }) => `${is} at ${at}`).join(', ');
  throw new Error(`${where}: ${error instanceof Error ? error.message : 'unknown'}`, { cause: error });
};

describe.each(CASES)('An outbound call %s', (_name, its) => {
  it.each(
    TELLS,
  )('rings one telephone at most and ends as it went, whatever goes wrong at any step: told %s', async (tells) => {
    for (const delivers of DELIVERS) {
      const steps = await play(its, tells, delivers);
      for (const is of TROUBLES) {
        for (let at = 1; at <= steps.length; at += 1) {
          if (isOld(is, steps[at - 1])) continue;
          await play(its, tells, delivers, { at, is }).catch(telling([{ at, is }]));
        }
      }
    }
  });

  it('does so where two invocations die', async () => {
    const steps = await play(its, 'once', 'once');
    for (let at = 1; at <= steps.length; at += 1) {
      for (const gap of [1, 2, 3, 5, 8]) {
        const dead = (after: number, is: 'dies-before' | 'dies-after') => ({ at: at + after, is });
        const both = [dead(0, 'dies-after'), dead(gap, at % 2 === 0 ? 'dies-before' : 'dies-after')];
        await play(its, 'once', 'once', ...both).catch(telling(both));
      }
    }
  });
});

describe('An outbound call', () => {
  it('that is taken and told of is asked for once, with six writes', async () => {
    const { quiet, seen } = world({});
    await quiet();
    const { posts, rang, call, saves } = seen();
    expect(posts).toEqual([{ is: 'answers', at: 0, mayRing: true }]);
    expect(rang).toHaveLength(1);
    expect(call).toMatchObject({ deferrals: 0, attempts: 1, progress: { callId: 'call-1' } });
    // Claimed, placed, talking, over by its status, ended by its report with its place claimed, place freed.
    expect(saves).toBe(6);
  });

  it('whose answer was lost is unknown after two looks, and keeps its place until another one a minute after', async () => {
    const { quiet, seen } = world({ vapi: [{ is: 'vanishes' }] });
    await quiet();
    expect(seen()).toMatchObject({
      call: { progress: { outcome: 'unknown', endedReason: 'answer-lost' } },
      ...{ endedAfter: 25_000, placeFreedAfter: 70_000 },
    });
  });

  it('whose end nobody tells is ended by a look, a minute and the sweep after it was dialled', async () => {
    const { quiet, seen } = world({}, 'never');
    await quiet();
    expect(seen()).toMatchObject({
      endedAfter: 2 * MINUTE,
      call: { progress: { outcome: 'answered', endedReason: 'customer-ended-call' } },
    });
  });

  it.each([
    ['the do-not-call list', 3],
    ['its place', 4],
  ])('for which the table is away at %s is asked for a second later: there is certainly none', async (_name, at) => {
    for (const is of ['away', 'away-after'] as const) {
      const { quiet, seen, troubleAt } = world({});
      troubleAt({ at, is });
      await quiet();
      expect(seen()).toMatchObject({
        call: { progress: { outcome: 'answered' } },
        rang: [{ callId: 'call-1' }],
      });
      expect(seen().posts.map((post) => post.at)).toEqual([1_000]);
    }
  });

  it('is asked for again after 2, 4 and 8 s where Vapi is not reached', async () => {
    const { quiet, seen } = world({ vapi: [{ is: 'cut' }, { is: 'cut' }, { is: 'cut' }] });
    await quiet();
    expect(seen().posts.map(({ at }) => at)).toEqual([0, 2_000, 6_000, 14_000]);
  });

  it('is asked for again after its two looks and a delay that grows, where Vapi failed and has none', async () => {
    const { quiet, seen } = world({ vapi: [{ is: 'fails' }, { is: 'fails' }] });
    await quiet();
    expect(seen().posts.map(({ at }) => at)).toEqual([0, 17_000, 36_000]);
  });

  it('is asked for when Vapi said, where that is later', async () => {
    const { quiet, seen } = world({
      vapi: [
        { is: 'busy', seconds: 30 },
        { is: 'busy', seconds: 1 },
      ],
    });
    await quiet();
    expect(seen().posts.map(({ at }) => at)).toEqual([0, 30_000, 34_000]);
  });

  it('waits for the hours to the millisecond', async () => {
    const { quiet, seen } = world({ closed: { from: 0, until: HOUR } });
    await quiet();
    expect(seen().posts.map(({ at }) => at)).toEqual([HOUR]);
  });

  it('that has been dialled is not taken back', async () => {
    const { quiet, seen } = world({ canceledAt: 2_000 });
    await quiet();
    expect(seen()).toMatchObject({
      canceling: 'too-late',
      isNumberFree: false,
      call: { progress: { outcome: 'answered' } },
    });
  });
});
