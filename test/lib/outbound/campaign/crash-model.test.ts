import { describe, expect, it } from 'vitest';
import { endedIn } from '../../../../lib/outbound/campaign/record.ts';
import type { Trouble } from '../../outbox/steps.ts';
import { type Chance, type Post, type Script, START, world } from './world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const busy: Post = { is: 'rings', reason: 'customer-busy' };
const nobody: Post = { is: 'rings', reason: 'customer-did-not-answer' };
const carrier: Post = { is: 'rings', reason: 'twilio-failed-to-connect-call' };

/** With `waitMinutes` of 5, so that a campaign with retries is over within the hour. */
const AGAIN = { attempts: { waitMinutes: 5 } };

type Played = {
  script: Script;
  outcomes: Record<string, number>;
  rings: number;
  /** How much longer it takes at most where one step fails. */
  longerMs?: number;
};

const SCRIPTS: Record<string, Played> = {
  'whose contacts all answer': { script: { contacts: 4 }, outcomes: { answered: 4 }, rings: 4 },
  'with somebody who is busy, twice, and somebody who never answers': {
    script: { contacts: 3, settings: AGAIN, posts: { 1: [busy, busy], 2: [nobody, nobody, nobody, nobody] } },
    outcomes: { answered: 2, no_answer: 1 },
    rings: 7,
  },
  'of which Vapi loses answers': {
    script: {
      contacts: 3,
      posts: { 1: [{ is: 'loses-and-rings', reason: 'voicemail' }], 2: [{ is: 'loses' }] },
    },
    outcomes: { answered: 1, voicemail: 1, unknown: 1 },
    rings: 2,
  },
  'at which Vapi fails': {
    script: {
      contacts: 3,
      posts: { 1: [{ is: 'fails' }, { is: 'fails' }], 2: [{ is: 'fails-and-rings', reason: 'voicemail' }] },
    },
    outcomes: { answered: 2, voicemail: 1 },
    rings: 3,
  },
  'for which Vapi has no room at first': {
    script: { contacts: 3, posts: { 1: [{ is: 'full' }, { is: 'busy' }], 2: [{ is: 'blocked' }] } },
    outcomes: { answered: 3 },
    rings: 3,
  },
  'that Vapi puts off for longer than a worker lives': {
    script: {
      contacts: 3,
      settings: { perAreaCodePerSecond: 1, attempts: { most: 1 } },
      posts: { 1: [{ is: 'busy', seconds: 60 }] },
    },
    outcomes: { answered: 3 },
    rings: 3,
  },
  'that Vapi puts off, and that is paused meanwhile': {
    script: {
      contacts: 3,
      settings: { attempts: { most: 1 } },
      posts: { 1: [{ is: 'busy', seconds: 60 }] },
      people: [
        { at: 9_000, do: 'pause' },
        { at: 25_000, do: 'resume' },
      ],
    },
    outcomes: { answered: 3 },
    rings: 3,
  },
  'with one place for all calls': {
    script: { contacts: 4, places: 1, settings: { secondsApart: 0.5 } },
    outcomes: { answered: 4 },
    rings: 4,
    // All wait for the place of a call of which nobody knows.
    longerMs: 2 * MINUTE,
  },
  'of two calls at one time': {
    script: { contacts: 5, settings: { secondsApart: 0.3, maxConcurrent: 2 } },
    outcomes: { answered: 5 },
    rings: 5,
  },
  'of one area code, of which two a second are called': {
    script: { contacts: 6, settings: { secondsApart: 0, perAreaCodePerSecond: 2, maxConcurrent: 20 } },
    outcomes: { answered: 6 },
    rings: 6,
  },
  'whose evening comes': {
    script: { contacts: 4, closed: { rows: [2, 3], from: 4_000, until: HOUR } },
    outcomes: { answered: 4 },
    rings: 4,
  },
  'with somebody who wants no more calls': {
    script: { contacts: 3, settings: AGAIN, posts: { 2: [busy] }, listed: { row: 2, at: MINUTE } },
    outcomes: { answered: 2, opted_out: 1 },
    rings: 3,
  },
  'with somebody who wants no calls while there is no room for them': {
    script: {
      contacts: 2,
      posts: { 1: [{ is: 'full' }, { is: 'full' }, { is: 'full' }] },
      listed: { row: 1, at: 4_000 },
    },
    outcomes: { answered: 1, opted_out: 1 },
    rings: 1,
  },
  'with one place, and somebody who is busy': {
    script: {
      contacts: 3,
      places: 1,
      settings: { secondsApart: 0.2, attempts: { waitMinutes: 0.2 } },
      posts: { 1: [busy, busy] },
    },
    outcomes: { answered: 3 },
    rings: 5,
    longerMs: 2 * MINUTE,
  },
  'that is paused for a while': {
    script: {
      contacts: 5,
      people: [
        { at: 4_000, do: 'pause' },
        { at: 3 * MINUTE, do: 'resume' },
      ],
    },
    outcomes: { answered: 5 },
    rings: 5,
  },
  'that goes on once its set-up is mended': {
    script: {
      contacts: 3,
      posts: { 1: [{ is: 'unauthorized' }] },
      people: [{ at: 10 * MINUTE, do: 'resume' }],
    },
    outcomes: { answered: 3 },
    rings: 3,
  },
  'that is stopped by its breaker, and goes on': {
    script: {
      contacts: 4,
      settings: { breaker: { least: 2 }, attempts: { most: 2, waitMinutes: 1 } },
      posts: { 1: [carrier], 2: [carrier], 3: [carrier] },
      people: [20, 40, 60].map((minutes) => ({ at: minutes * MINUTE, do: 'resume' })),
    },
    outcomes: { answered: 4 },
    rings: 7,
    // A call of which nobody knows is a failure: it is paused until people come once more.
    longerMs: 20 * MINUTE,
  },
};

/** Plays a campaign to its end, and checks what must be so whatever happened. Returns how many steps it took. */
async function play(script: Script, chance: Chance, troubles: readonly Trouble[] = []) {
  const { quiet, seen } = world(script, chance, troubles);
  await quiet();
  const after = seen();
  const { campaign, contacts, posts, rang } = after;
  expect(after.wrongs).toEqual([]);
  expect(campaign.live).toEqual([]);
  expect(campaign.effects).toEqual([]);
  expect(after.places, 'places that nobody gave back').toEqual([]);
  // What is counted is what stands in the contacts.
  const counted: Record<string, number> = {};
  for (const { progress } of contacts) {
    if (progress.state === 'ended') counted[progress.outcome] = (counted[progress.outcome] ?? 0) + 1;
  }
  expect(campaign.counts).toEqual(counted);
  const names = posts.filter(({ post }) => post.is !== 'fails').map(({ name }) => name);
  expect(new Set(names).size, 'calls that were asked for twice').toBe(names.length);
  const { most, waitMinutes } = campaign.settings.attempts;
  for (const { person, attempts } of contacts) {
    const theirs = rang.filter(({ row }) => row === person.row);
    expect(theirs.length, 'how often it rang').toBeLessThanOrEqual(most);
    expect(attempts, 'how often it is said to have rung').toBeGreaterThanOrEqual(theirs.length);
    for (const [index, { at }] of theirs.slice(1).entries()) {
      expect(at - (theirs[index]?.at ?? 0), 'time between two calls').toBeGreaterThanOrEqual(
        waitMinutes * MINUTE,
      );
    }
    // What was not called is held by nobody.
    if (attempts === 0) expect(after.numbers.filter(({ row }) => row === person.row)).toEqual([]);
    expect(after.attempts.get(person.row) ?? 0).toBe(attempts);
  }
  return after;
}

describe.each(Object.entries(SCRIPTS))('A campaign %s', (_name, { script, outcomes, rings }) => {
  const ends = (after: Awaited<ReturnType<typeof play>>) => {
    expect(after.campaign.status).toBe('done');
    expect(endedIn(after.campaign)).toBe(script.contacts);
  };

  it('calls each contact as often as it should, in whatever order its workers go on', async () => {
    for (let seed = 0; seed < 5; seed += 1) {
      const after = await play(script, { seed });
      ends(after);
      expect(after.campaign.counts).toEqual(outcomes);
      expect(after.rang).toHaveLength(rings);
      const times = after.posts.map(({ at }) => at);
      const gap = (script.settings as { secondsApart?: number } | undefined)?.secondsApart ?? 2.5;
      for (const [index, at] of times.slice(1).entries()) {
        expect(at - (times[index] ?? 0), 'time between two calls').toBeGreaterThan(gap * 1_000 - 150);
      }
    }
  });

  it.each([
    { twice: 1 },
    { twice: 0.5, late: 0.3 },
    { lost: 0.3, twice: 0.3 },
    { lost: 1 },
    { lagMs: 3_000, twice: 0.3 },
  ])('does so with messages that come so: %o', async (chance) => {
    for (let seed = 0; seed < 4; seed += 1) {
      const after = await play(script, { seed, ...chance });
      ends(after);
      expect(after.campaign.counts).toEqual(outcomes);
      expect(after.rang).toHaveLength(rings);
    }
  });
});

describe('A campaign that ends before its list is through', () => {
  it('calls nobody after its end, however late its messages are', async () => {
    const endAt = new Date(START + 15_000).toISOString();
    for (let seed = 0; seed < 20; seed += 1) {
      const { campaign } = await play({ contacts: 8, settings: { endAt } }, { seed, late: 0.3 });
      expect(campaign.status).toBe('done');
    }
  });
});

/** A worker that dies holds its message for 25 s; a call of whose answer nobody knows is looked at after a minute. */
const LONGER_MS = MINUTE;
const LONG_SCRIPT = 40;

describe('A campaign of which one step fails', () => {
  const TROUBLES = ['dies-before', 'dies-after', 'away', 'away-after'] as const;
  /** What ends otherwise where a worker dies between asking Vapi and writing it down: nobody knows then, and says so. */
  const ORDERED = Object.entries(SCRIPTS).flatMap(([name, its]) =>
    TROUBLES.map((is) => [name, is, its] as const),
  );

  it.each(ORDERED)('%s: every step %s', async (_name, is, { script, outcomes, longerMs = LONGER_MS }) => {
    const { steps, lasted } = await play(script, { seed: 1 });
    // The steps of a long script are shared out: each of them fails in two of the four ways.
    const every = steps > LONG_SCRIPT ? 2 : 1;
    for (let at = 1 + (TROUBLES.indexOf(is) % every); at <= steps; at += every) {
      const after = await play(script, { seed: 1 }, [{ at, is }]);
      const { campaign, contacts } = after;
      expect(after.lasted - lasted, 'how much longer it takes').toBeLessThanOrEqual(longerMs);
      expect(campaign.status).toBe('done');
      const unknown = campaign.counts.unknown ?? 0;
      expect(unknown - (outcomes.unknown ?? 0), 'whose fate nobody knows').toBeLessThanOrEqual(1);
      expect(contacts.every(({ progress }) => progress.state === 'ended')).toBe(true);
    }
  });

  it.each(
    Object.entries(SCRIPTS),
  )('%s: several steps at random, with messages that come twice, late or never', async (_name, its) => {
    for (let seed = 0; seed < 12; seed += 1) {
      const at = (nth: number) => 1 + ((seed * 37 + nth * 101) % 300);
      const troubles = TROUBLES.map((is, nth) => ({ at: at(nth), is }));
      const { campaign } = await play(
        its.script,
        { seed, lost: 0.2, twice: 0.2, late: 0.1, lagMs: 1_000 },
        troubles,
      );
      expect(campaign.status).toBe('done');
    }
  });
});
