import { beforeAll, describe, expect, it } from 'vitest';
import { OUTCOMES } from '../../../lib/handoff/record/handoff.ts';
import { alarmRules, evaluate, type Happening, ringsAt } from './alarm-evaluation.ts';
import { synthesize } from './synthesized.ts';

const HOUR = 60;
const DAY = 24 * HOUR;
type Outcome = (typeof OUTCOMES)[number];

let rules: ReturnType<typeof alarmRules>;
beforeAll(async () => {
  rules = alarmRules(await synthesize());
});

/** Which of these alarms ring while this happens, and when each begins to. */
const rung = (names: readonly string[], happenings: readonly Happening[], minutes: number) =>
  Object.fromEntries(
    names.flatMap((name) => {
      const rule = rules.get(name);
      if (rule === undefined) throw new Error(`no alarm ${name}`);
      const [first] = ringsAt(rule, happenings, minutes);
      return first === undefined ? [] : [[name, first]];
    }),
  );

/** As the functions count it: one outcome, its siblings 0. */
const ended = (minute: number, outcome: Outcome): Happening => ({
  minute,
  metrics: {
    handoff_ended: 1,
    ...Object.fromEntries(OUTCOMES.map((one) => [`outcome_${one}`, one === outcome ? 1 : 0])),
  },
});

/** Handoffs in a shift that begins at 8 o'clock of a day, evenly spread: `C` completed, `N` no agent, `B`, `T` failed, `L` left. */
const NAMES: Record<string, Outcome> = {
  C: 'completed',
  N: 'no_agent',
  B: 'bridge_failed',
  T: 'task_failed',
  L: 'caller_left',
};
const shift = (pattern: string, hours: number, day = 0): Happening[] =>
  [...pattern].map((letter, index) =>
    ended(
      day * DAY + 8 * HOUR + Math.floor((index * hours * HOUR) / pattern.length),
      NAMES[letter] ?? 'canceled',
    ),
  );
const spread = (share: number, every: number): string =>
  Array.from({ length: every }, (_, index) =>
    Math.floor((index + 1) * share) > Math.floor(index * share) ? 'N' : 'C',
  ).join('');

const MISSED = ['window-missed', 'window-missed-hours', 'window-missed-day'];
const FAILING = ['handoffs-failing', 'handoffs-failing-day'];

describe('A team with ten handoffs a day hears of it', () => {
  const long: [pattern: string, hours: number][] = [
    ['CCCCCNCNCN', 8],
    ['CCCCCNNNCC', 8],
    ['CCCCCNCCNN', 8],
    ['NNNCCCCCCC', 8],
    ['CCNNNCCCCC', 4],
    ['CCCCCNCNCN', 10],
    ['CCCCCCCNCNCN', 8],
    ['CCCCCCCCCCCCNNCNCC', 8],
    ['CCCCCNCNCN', 16],
    ['CCCCCNCNCN', 24],
    ['NNN', 8],
    ['NNNNNNNNNN', 8],
  ];
  it.each(
    long,
  )('or a few more, when three of five in a row found no agent: %s in %d hours', (pattern, hours) => {
    const begun = rung(MISSED, shift(pattern, hours), 3 * DAY);
    expect(begun).not.toEqual({});
    // At the third of them, not at the end of the day.
    const third = shift(pattern, hours).filter(({ metrics }) => metrics.outcome_no_agent === 1)[2];
    expect(Math.min(...Object.values(begun))).toBe((third?.minute ?? 0) + 1);
  });

  it.each(['CCCBCCCTCC', 'BCCCCCCCCB', 'TTCCCCCCCC'])('when two of them failed: %s', (pattern) => {
    expect(rung(FAILING, shift(pattern, 8), 2 * DAY)).toHaveProperty('handoffs-failing-day');
  });

  /** The answers to what the platforms send in a day of so many calls, sixty webhooks each. */
  const webhooks = (calls: number, refused: (webhook: number) => boolean): Happening[] =>
    Array.from({ length: calls * 60 }, (_, index) => ({
      minute: 8 * HOUR + Math.floor(index / 60) * 48 + Math.floor((index % 60) / 15),
      metrics: {
        refused_credential: Number(refused(index % 60)),
        '4xx': Number(refused(index % 60)),
        Count: 1,
      },
    }));
  const REFUSED = ['requests-refused', 'webhooks-refused-day'];

  it("when every webhook is refused, in the first minutes of the day's first call", () => {
    const begun = rung(
      REFUSED,
      webhooks(10, () => true),
      DAY,
    );
    expect(begun['webhooks-refused-day']).toBe(8 * HOUR + 1);
  });

  it('when ten webhooks are all that came, and all were refused', () => {
    const sparse = Array.from({ length: 10 }, (_, index) => ({
      minute: 8 * HOUR + index * 48,
      metrics: { refused_credential: 1, '4xx': 1, Count: 1 },
    }));
    expect(rung(REFUSED, sparse, DAY)).toEqual({ 'webhooks-refused-day': 8 * HOUR + 4 * 48 + 1 });
  });

  it("when only Twilio's are refused, a few in each call, and Vapi's go through", () => {
    const begun = rung(
      REFUSED,
      webhooks(10, (webhook) => webhook % 20 === 0),
      DAY,
    );
    expect(begun).toHaveProperty('webhooks-refused-day');
  });

  it('when one request of each call is answered with 5xx', () => {
    const requests = Array.from({ length: 600 }, (_, index) => ({
      minute: 8 * HOUR + Math.floor(index / 60) * 48,
      metrics: { '5xx': Number(index % 60 === 7), Count: 1 },
    }));
    expect(rung(['server-errors', 'server-errors-day'], requests, DAY)).toEqual({
      'server-errors-day': 8 * HOUR + 4 * 48 + 1,
    });
  });
});

describe('Nobody is woken', () => {
  it.each([
    ['by one caller without an agent', 'CCCCNCCCCC', 8],
    ['by the only caller of the day, who found no agent', 'N', 8],
    ['by two callers of a day', 'CNCCCCCCNC', 8],
    ['by two who are all that called', 'NN', 8],
    ['by callers who hung up', 'LLCLLCLLLL', 8],
    ['by one in ten of a busy day', spread(0.1, 300), 10],
    ['by one in five of a day with forty handoffs', spread(0.2, 40), 10],
  ])('%s', (_what, pattern, hours) => {
    expect(rung(MISSED, shift(pattern, hours), 2 * DAY)).toEqual({});
  });

  it('by one caller without an agent on each of ten days', () => {
    const days = Array.from({ length: 10 }, (_, day) => shift('CCCCNCCCCC', 8, day)).flat();
    expect(rung(MISSED, days, 11 * DAY)).toEqual({});
  });

  it.each([
    ['by one handoff that failed', 'CCCBCCCCCC'],
    ['by the only handoff of the day, which failed', 'T'],
    ['by three of two hundred', `${'C'.repeat(60)}B${'C'.repeat(60)}B${'C'.repeat(60)}T${'C'.repeat(17)}`],
  ])('%s', (_what, pattern) => {
    expect(rung(FAILING, shift(pattern, 8), 2 * DAY)).toEqual({});
  });

  it('by a few passers-by who knock at a webhook, on a day with calls', () => {
    const day = Array.from({ length: 600 }, (_, index) => ({
      minute: 8 * HOUR + Math.floor(index / 10) * 8,
      metrics: { refused_credential: Number(index % 150 === 3), '4xx': Number(index % 150 === 3), Count: 1 },
    }));
    expect(rung(['requests-refused', 'webhooks-refused-day'], day, 2 * DAY)).toEqual({});
  });

  it('by a night in which nothing happens', () => {
    for (const rule of rules.values()) {
      if (rule.missing === 'breaching') continue;
      const known = new Set(['Sum', 'Maximum', 'SampleCount', 'Average']);
      if (!Object.values(rule.metrics).every(({ statistic }) => known.has(statistic))) continue;
      expect(ringsAt(rule, [], HOUR), rule.name).toEqual([]);
    }
  });
});

describe('A stage with more traffic hears of it sooner', () => {
  it('within minutes, when a busy team has nobody for a quarter of an hour', () => {
    // One handoff a minute.
    const busy = Array.from({ length: 120 }, (_, index) =>
      ended(index, index >= 60 && index < 75 ? 'no_agent' : 'completed'),
    );
    const begun = rung(MISSED, busy, 3 * HOUR);
    expect(begun['window-missed']).toBe(68);
    expect(begun).not.toHaveProperty('window-missed-day');
  });

  it('within the hour, when a team with twelve handoffs an hour has nobody for an hour', () => {
    const day = Array.from({ length: 96 }, (_, index) =>
      ended(8 * HOUR + index * 5, index >= 40 && index < 52 ? 'no_agent' : 'completed'),
    );
    expect(rung(['window-missed-hours'], day, DAY)['window-missed-hours']).toBeLessThanOrEqual(
      8 * HOUR + 52 * 5,
    );
  });
});

describe('A secret that is not refreshed', () => {
  const said = (...minutes: number[]): Happening[] =>
    minutes.map((minute) => ({ minute, metrics: { secret_not_refreshed: 1 } }));

  it('is heard of while a container says it minute by minute, and not when AWS did not answer once', () => {
    expect(rung(['secret-not-refreshed'], said(100, 101, 102), DAY)).toEqual({ 'secret-not-refreshed': 103 });
    expect(rung(['secret-not-refreshed'], said(100), DAY)).toEqual({});
    expect(rung(['secret-not-refreshed'], said(100, 101, 400, 401), DAY)).toEqual({});
  });
});

describe('A front desk without assistants', () => {
  const NAMES_OF = ['no-assistant', 'no-assistant-day'];
  /** Callers `apart` minutes from one another: `A` gets an assistant, `B` does not. */
  const callers = (pattern: string, apart: number): Happening[] =>
    [...pattern].map((letter, index) => ({
      minute: 8 * HOUR + index * apart,
      metrics: { arrival_assistant: Number(letter === 'A'), arrival_busy: Number(letter === 'B') },
    }));

  it('is heard of within minutes where many call', () => {
    expect(rung(NAMES_OF, callers(`${'A'.repeat(20)}${'B'.repeat(20)}`, 1), DAY)['no-assistant']).toBe(
      8 * HOUR + 28,
    );
  });

  it('is heard of at the third of them where few call', () => {
    expect(rung(NAMES_OF, callers('AAABAABABA', 48), DAY)).toEqual({
      'no-assistant-day': 8 * HOUR + 8 * 48 + 1,
    });
  });

  it.each([
    ['two callers of a day', 'AABAAAAABA', 48],
    ['two of three in a quarter of an hour', 'BAB', 5],
    ['one in twenty of a busy day', `${'A'.repeat(19)}B`.repeat(10), 3],
  ])('wakes nobody for %s', (_what, pattern, apart) => {
    expect(rung(NAMES_OF, callers(pattern, apart), 2 * DAY)).toEqual({});
  });
});

describe('The queue of summaries', () => {
  /** What SQS tells each minute. */
  const told = (minutes: number, at: (minute: number) => { waiting: number; age: number }): Happening[] =>
    Array.from({ length: minutes }, (_, minute) => {
      const { waiting, age } = at(minute);
      return {
        minute,
        metrics: {
          ApproximateNumberOfMessagesVisible: waiting,
          ApproximateAgeOfOldestMessage: age,
        },
      };
    });

  it('that nobody empties is heard of, though it holds a single summary', () => {
    const off = told(3 * HOUR, (minute) => ({
      waiting: minute < 10 ? 0 : 1,
      age: Math.max(0, minute - 10) * 60,
    }));
    expect(rung(['crm-oldest-message'], off, 3 * HOUR)).toEqual({ 'crm-oldest-message': 88 });
  });

  it('that waits for a hook which is down for an hour is not', () => {
    // Twelve tries, five minutes apart; between two of them the summary is not to be seen.
    const down = told(3 * HOUR, (minute) => ({
      waiting: Number(minute % 5 === 0 && minute <= HOUR),
      age: Math.min(minute, HOUR) * 60,
    }));
    expect(rung(['crm-oldest-message'], down, 3 * HOUR)).toEqual({});
  });
});

describe('The expressions of the alarms', () => {
  it('are read here as CloudWatch reads them: no data in one of them is no data', () => {
    const read = (id: string) => ({ bad: 3, all: 12 })[id];
    expect(evaluate('IF(bad >= 3, 100 * bad / all, 0)', read)).toBe(25);
    expect(evaluate('IF(bad >= 4, 100 * bad / all, 0)', read)).toBe(0);
    expect(evaluate('IF(bad >= 3, 100 * bad / none, 0)', read)).toBeUndefined();
    expect(evaluate('FILL(none, 0) + bad', read)).toBe(3);
    expect(() => evaluate('RATE(bad)', read)).toThrow('RATE');
    expect(() => evaluate('bad ?? 1', read)).toThrow('cannot read');
  });

  it('look back over no more than a day: beyond it CloudWatch looks once an hour only', () => {
    for (const { name, periods, periodSeconds } of rules.values()) {
      expect(periods * periodSeconds, name).toBeLessThanOrEqual(86_400);
    }
  });
});
