import { type Groups, NO_TIME, type Rule, ruleOf } from './rule.ts';

const UNITS = ['day', 'week', 'fortnight', 'month'] as const;

/** A day as it was said. */
export type DaySaid =
  | { is: 'ahead'; days: number }
  /** `coming`: from tomorrow on. `this`: from today on. */
  | { is: 'weekday'; weekday: number; of: 'coming' | 'this' | 'this-week' | 'next-week' | 'last' }
  /** What is missing was not said. */
  | { is: 'calendar'; day: number; month?: number | undefined; year?: number | undefined }
  /** `04/05/2026`: one of them is the month. */
  | { is: 'two-numbers'; one: number; other: number; year?: number | undefined }
  /** "in two weeks", or, `from` another day that is said, "two weeks from". */
  | { is: 'later'; count: number; unit: (typeof UNITS)[number]; from: boolean };

const AHEAD: ReadonlyMap<string, number> = new Map([
  ['yesterday', -1],
  ['today', 0],
  ['tomorrow', 1],
  ['overmorrow', 2],
]);

/** Two digits of a year are of this century. */
function yearOf(year: string | undefined): number | undefined {
  return year === undefined ? undefined : Number(year.padStart(4, '20'));
}

function calendar({ day, month, year }: Groups): DaySaid {
  return {
    is: 'calendar',
    day: Number(day),
    month: month === undefined ? undefined : Number(month),
    year: yearOf(year),
  };
}

function twoNumbers({ one, other, year }: Groups): DaySaid {
  return { is: 'two-numbers', one: Number(one), other: Number(other), year: yearOf(year) };
}

function later({ count, unit }: Groups, from: boolean): DaySaid {
  return { is: 'later', count: Number(count), unit: UNITS.find((one) => one === unit) ?? 'day', from };
}

function weekday({ weekday: which, words = '' }: Groups): DaySaid {
  const of = words.includes('last')
    ? 'last'
    : words.includes('this') && !words.includes('next')
      ? 'this'
      : 'coming';
  return { is: 'weekday', weekday: Number(which), of };
}

function weekdayIn(of: 'this-week' | 'next-week', { weekday: which }: Groups): DaySaid {
  return { is: 'weekday', weekday: Number(which), of };
}

const WEEKDAY = 'w(?<weekday>\\d)';
const DAY = '#?(?<day>\\d{1,2})';
const MONTH = 'm(?<month>\\d{1,2})';
const YEAR = '(?: (?<year>20\\d\\d))?';
const WRITTEN_YEAR = '(?<year>\\d{4}|\\d\\d)';
const COUNT = `(?<count>\\d{1,3}) (?<unit>${UNITS.join('|')})`;
const NEXT_WEEK = '(?:next week|week next)';
const THIS_WEEK = '(?:this week|week this)';

/** How days are said. Where several fit, the first one counts with which everything else that is said fits too. */
export const DAY_RULES: readonly Rule<readonly DaySaid[]>[] = [
  ruleOf(`(?<ahead>${[...AHEAD.keys()].join('|')})`, ({ ahead = '' }) => [
    { is: 'ahead', days: AHEAD.get(ahead) ?? 0 },
  ]),
  ruleOf(`in ${COUNT}`, (groups) => [later(groups, false)]),
  ruleOf(`(?:in )?${COUNT} from`, (groups) => [later(groups, true)]),
  ruleOf('(?<year>\\d{4})[-/](?<month>\\d{1,2})[-/](?<day>\\d{1,2})', (groups) => [calendar(groups)]),
  ruleOf(`(?:the |on )?(?<day>\\d{1,2})\\.(?<month>\\d{1,2})(?:\\.${WRITTEN_YEAR})?${NO_TIME}`, (groups) => [
    calendar(groups),
  ]),
  ruleOf(`(?:the |on )?(?<one>\\d{1,2})/(?<other>\\d{1,2})`, (groups) => [twoNumbers(groups)]),
  ruleOf(`(?:the |on )?(?<one>\\d{1,2})[-/](?<other>\\d{1,2})[-/]${WRITTEN_YEAR}`, (groups) => [
    twoNumbers(groups),
  ]),
  ruleOf(`(?:the |on )?${DAY} ${MONTH}${YEAR}`, (groups) => [calendar(groups)]),
  ruleOf(`${MONTH} (?:the )?${DAY}${YEAR}`, (groups) => [calendar(groups)]),
  // "Am ersten zwölften"
  ruleOf(`(?:the |on )?#(?<day>\\d{1,2}) #?(?<month>\\d{1,2})${YEAR}`, (groups) => [calendar(groups)]),
  // "martes 15" is Tuesday the 15th, and no time.
  ruleOf(`${WEEKDAY} (?:the |on )?${DAY}${NO_TIME}`, (groups) => [weekday(groups), calendar(groups)]),
  ruleOf(`(?:(?:the|on) #?|#)(?<day>\\d{1,2})${NO_TIME}`, (groups) => [calendar(groups)]),
  ruleOf(`${NEXT_WEEK} ${WEEKDAY}`, (groups) => [weekdayIn('next-week', groups)]),
  ruleOf(`${WEEKDAY} ${NEXT_WEEK}`, (groups) => [weekdayIn('next-week', groups)]),
  ruleOf(`${THIS_WEEK} ${WEEKDAY}`, (groups) => [weekdayIn('this-week', groups)]),
  ruleOf(`${WEEKDAY} ${THIS_WEEK}`, (groups) => [weekdayIn('this-week', groups)]),
  ruleOf(`${WEEKDAY} (?<words>next|last)`, (groups) => [weekday(groups)]),
  ruleOf(`(?<words>(?:this next |this |next |last )?)${WEEKDAY}`, (groups) => [weekday(groups)]),
];
