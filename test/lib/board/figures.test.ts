import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { figuresBy, figuresOf } from '../../../lib/board/figures.ts';
import { OUTCOMES } from '../../../lib/handoff/record/words.ts';
import { facts, goingOn, inVain, NOON } from './given.ts';

describe('The figures of some handoffs', () => {
  it('of none are none, and shares and averages are not known', () => {
    expect(figuresOf([])).toEqual({
      asked: 0,
      connected: 0,
      serviceLevel: null,
      averageSpeedOfAnswerSeconds: null,
      averageTalkSeconds: null,
      abandoned: 0,
      noAgent: 0,
      failed: 0,
      canceled: 0,
      transferred: 0,
    });
  });

  it('count each by how it ended', () => {
    const all = OUTCOMES.map((outcome) => (outcome === 'completed' ? facts() : inVain(outcome, 30)));
    expect(figuresOf(all)).toMatchObject({
      asked: 7,
      connected: 1,
      abandoned: 1,
      noAgent: 1,
      // An agent or a task was there, and the two could not be joined.
      failed: 2,
      canceled: 1,
      transferred: 1,
    });
  });

  it('count who talks as connected, and who waits as asked for alone', () => {
    const talking = goingOn('connected', { joinedAt: NOON + 4_000 });
    const all = [talking, goingOn('requested'), goingOn('queued'), goingOn('offered'), goingOn('bridging')];
    expect(figuresOf(all)).toMatchObject({
      asked: 5,
      connected: 1,
      serviceLevel: 1 / 5,
      averageSpeedOfAnswerSeconds: 4,
      averageTalkSeconds: null,
    });
  });

  it.each([
    ['joined within the window', facts({ joinedAt: NOON + 30_000 }), 1],
    ['joined after the window', facts({ joinedAt: NOON + 30_001 }), 0],
    ['with a window of its own', facts({ joinedAt: NOON + 60_000, windowSeconds: 60 }), 1],
    ['nobody came', inVain('no_agent', 30), 0],
    ['left after more than 5 s', inVain('caller_left', 5.001), 0],
    ['transferred, and nobody knows', inVain('transferred', 50), 0],
  ])('have a service level: %s', (_name, one, serviceLevel) => {
    expect(figuresOf([one]).serviceLevel).toBe(serviceLevel);
  });

  it.each([
    ['taken back', inVain('canceled', 10)],
    ['left within 5 s', inVain('caller_left', 5)],
  ])('leave out of the service level what was %s', (_name, one) => {
    expect(figuresOf([one]).serviceLevel).toBeNull();
    expect(figuresOf([one, facts()]).serviceLevel).toBe(1);
  });

  it('average the wait of those joined, and the talk of those who have ended', () => {
    const all = [
      facts({ joinedAt: NOON + 10_000, endedAt: NOON + 40_000 }),
      facts({ joinedAt: NOON + 20_500, endedAt: NOON + 80_500 }),
      inVain('no_agent', 30),
    ];
    expect(figuresOf(all)).toMatchObject({ averageSpeedOfAnswerSeconds: 15.25, averageTalkSeconds: 45 });
  });

  it('of groups are those of what is in them, by name', () => {
    const all = [
      facts(),
      inVain('no_agent', 30),
      facts({ department: 'sales' }),
      facts({ agent: undefined }),
    ];
    const by = figuresBy(all, ({ department }) => department);
    expect(Object.keys(by)).toEqual(['billing', 'sales']);
    expect(by.billing).toMatchObject({ asked: 3, connected: 2, noAgent: 1 });
    expect(by.sales).toEqual(figuresOf(all.slice(2, 3)));
    expect(figuresBy(all, ({ agent }) => agent)['amara.osei']?.asked).toBe(3);
  });

  it('of a group whose name is a word of JavaScript is a group like others', () => {
    const by = figuresBy([facts({ department: '__proto__' })], ({ department }) => department);
    expect(Object.entries(by)).toHaveLength(1);
  });

  it('of the parts of a day sum up to those of the day', () => {
    const outcome = fc.constantFrom(...OUTCOMES);
    const one = fc.record({
      outcome,
      after: fc.integer({ min: 0, max: 90 }),
      hour: fc.integer({ min: 0, max: 23 }),
    });
    fc.assert(
      fc.property(fc.array(one), (list) => {
        const all = list.map(({ outcome: how, after, hour }) => {
          const of = how === 'completed' ? facts() : inVain(how, after);
          return { ...of, department: String(hour) };
        });
        const whole = figuresOf(all);
        const parts = Object.values(figuresBy(all, ({ department }) => department));
        for (const name of [
          'asked',
          'connected',
          'abandoned',
          'noAgent',
          'failed',
          'canceled',
          'transferred',
        ] as const) {
          expect(parts.reduce((sum, part) => sum + part[name], 0)).toBe(whole[name]);
        }
        const { connected, abandoned, noAgent, failed, canceled, transferred } = whole;
        expect(connected + abandoned + noAgent + failed + canceled + transferred).toBe(whole.asked);
        expect(whole.serviceLevel ?? 0).toBeLessThanOrEqual(1);
      }),
    );
  });
});
