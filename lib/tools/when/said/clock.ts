import { type Groups, type Rule, ruleOf } from './rule.ts';
import { PARTS } from './words/words.ts';

/**
 * A time as it was said. `exact`: written as one of the twenty-four hours of a day, "07:30". `named`: the hour that was
 * said, which is eight in "quarter to eight".
 */
export type ClockSaid = { hour: number; minute: number; exact: boolean; named: number };

const HOUR = '(?<hour>\\d{1,2})';
/** As words they are two digits too, but for "three oh five". */
const MINUTE = '(?<minute>\\d\\d|0 \\d)';
const SOME = '(?<some>(?:1 )?(?:half|quarter)|\\d{1,2})';
/** "Two to four" is no time: minutes before the hour are said in fives. */
const FIVES = '(?<some>(?:1 )?(?:half|quarter)|5|[1-5][05])';
const AT = '(?:at |towards )?';
const OCLOCK = '(?: oclock)?';
/** What follows a number that is a time. */
const BEFORE_PART = `(?= (?:${PARTS.join('|')})(?= |$))`;

function minutesOf(some: string): number {
  return some.endsWith('half') ? 30 : some.endsWith('quarter') ? 15 : Number(some);
}

function clockAt(hour: string | undefined, minute = '0'): ClockSaid | undefined {
  const [hours, minutes] = [Number(hour), Number(minute.replace(' ', ''))];
  if (hours > 23 || minutes > 59) return undefined;
  return { hour: hours, minute: minutes, exact: hour?.startsWith('0') === true, named: hours };
}

/** So many minutes after an hour, or before it: before one it is past twelve. */
function moved({ hour }: Groups, minutes: number): ClockSaid | undefined {
  const clock = clockAt(hour);
  if (clock === undefined || Math.abs(minutes) > 59) return undefined;
  if (minutes >= 0) return { ...clock, minute: minutes };
  const before = clock.hour === 1 ? 12 : (clock.hour + 23) % 24;
  return { ...clock, hour: before, minute: 60 + minutes };
}

const plain: Rule<ClockSaid>['says'] = ({ hour, minute }) => clockAt(hour, minute);

/** How times are said that are nothing else. Where several fit, the first one counts with which the rest fits too. */
export const CLOCK_RULES: readonly Rule<ClockSaid>[] = [
  ruleOf(`${AT}${HOUR}:(?<minute>\\d\\d)(?::\\d\\d(?:[.]\\d+)?)?${OCLOCK}`, plain),
  ruleOf(`${AT}${HOUR}[.](?<minute>\\d\\d) oclock`, plain),
  ruleOf(`(?:at|towards) ${HOUR}[.](?<minute>\\d\\d)`, plain),
  ruleOf(`${HOUR}[.](?<minute>\\d\\d)${BEFORE_PART}`, plain),
  ruleOf(`${AT}${HOUR}${OCLOCK} plus ${SOME}`, (groups) => moved(groups, minutesOf(groups.some ?? ''))),
  ruleOf(`${AT}${HOUR}${OCLOCK} minus ${SOME}`, (groups) => moved(groups, -minutesOf(groups.some ?? ''))),
  ruleOf(`${AT}${HOUR} oclock (?<minute>\\d{1,2})`, plain),
  ruleOf(`${AT}${HOUR} oclock`, plain),
  ruleOf(`${AT}${FIVES} past ${HOUR}${OCLOCK}`, (groups) => moved(groups, minutesOf(groups.some ?? ''))),
  ruleOf(`${AT}${FIVES} (?:to|towards) ${HOUR}${OCLOCK}`, (groups) =>
    moved(groups, -minutesOf(groups.some ?? '')),
  ),
  // "half nine" is half past nine in Britain.
  ruleOf(`${AT}half ${HOUR}`, (groups) => moved(groups, 30)),
  ruleOf(`${AT}half-to ${HOUR}${OCLOCK}`, (groups) => moved(groups, -30)),
  ruleOf(`${AT}(?<some>\\d{1,2}) past half-to ${HOUR}`, (groups) => moved(groups, Number(groups.some) - 30)),
  ruleOf(`${AT}(?<some>\\d{1,2}) to half-to ${HOUR}`, (groups) => moved(groups, -Number(groups.some) - 30)),
  // "viertel drei" is a quarter past two in the east and the south of Germany, "dreiviertel drei" a quarter to three.
  ruleOf(`${AT}quarter ${HOUR}`, (groups) => moved(groups, -45)),
  ruleOf(`${AT}three-quarters ${HOUR}`, (groups) => moved(groups, -15)),
  ruleOf(`noon plus ${SOME}`, ({ some = '' }) => moved({ hour: '12' }, minutesOf(some))),
  ruleOf(`${AT}${HOUR} ${MINUTE}${BEFORE_PART}`, plain),
  ruleOf(`${AT}${HOUR}${BEFORE_PART}`, plain),
  ruleOf(`(?:at|towards) ${HOUR} ${MINUTE}`, plain),
  ruleOf(`(?:at|towards) ${HOUR}`, plain),
];

/** Numbers that may be times. */
export const NUMBER_RULES: readonly Rule<ClockSaid>[] = [
  ruleOf(`${HOUR} ${MINUTE}`, plain),
  ruleOf(`${HOUR}[.](?<minute>\\d\\d)`, plain),
  ruleOf(HOUR, plain),
];

/** Four digits that are a time where one is asked for: "1530". */
export const DIGITS_RULES: readonly Rule<ClockSaid>[] = [
  ruleOf('(?<hour>[01]\\d|2[0-3])(?<minute>[0-5]\\d)', plain),
];
