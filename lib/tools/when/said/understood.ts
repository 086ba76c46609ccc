import { CLOCK_RULES, type ClockSaid, DIGITS_RULES, NUMBER_RULES } from './clock.ts';
import { DAY_RULES, type DaySaid } from './day.ts';
import { type Rule, ruleOf } from './rule.ts';
import { PARTS, type Part } from './words/words.ts';

/** What was said, piece by piece. */
export type Understood = {
  days: readonly DaySaid[];
  clock?: ClockSaid | undefined;
  parts: readonly Part[];
};

/** More days than anybody says in one breath: "1st 2nd 3rd 4th ..." could be cut into days in very many ways. */
const MOST_DAYS = 3;

const TODAY: DaySaid = { is: 'ahead', days: 0 };
const TOMORROW: DaySaid = { is: 'ahead', days: 1 };

type Piece = (said: Understood) => Understood | undefined;

function piece<Said>(
  { form, says }: Rule<Said>,
  put: (said: Understood, it: Said) => Understood | undefined,
): Rule<Piece> {
  return {
    form,
    says: (groups) => {
      const it = says(groups);
      return it === undefined ? undefined : (said) => put(said, it);
    },
  };
}

function putDays(said: Understood, days: readonly DaySaid[]): Understood | undefined {
  return said.days.length >= MOST_DAYS ? undefined : { ...said, days: [...said.days, ...days] };
}

function putClock(said: Understood, clock: ClockSaid): Understood | undefined {
  return said.clock === undefined ? { ...said, clock } : undefined;
}

function putPart(said: Understood, part: Part): Understood {
  return { ...said, parts: [...said.parts, part] };
}

const CLOCKS = CLOCK_RULES.map((rule) => piece(rule, putClock));
const NUMBERS = NUMBER_RULES.map((rule) => piece(rule, putClock));
const DIGITS = DIGITS_RULES.map((rule) => piece(rule, putClock));
const DAYS = DAY_RULES.map((rule) => piece(rule, putDays));
const OTHERS = [
  piece(
    ruleOf(`(?<part>${PARTS.join('|')})`, ({ part }) => PARTS.find((one) => one === part)),
    putPart,
  ),
  // "Freitag morgen": behind a day it is its morning.
  piece(
    ruleOf('morrow', () => true),
    (said) => (said.days.length === 0 ? putDays(said, [TOMORROW]) : putPart(said, 'morning')),
  ),
  piece(
    ruleOf('this(?= (?:morning|morrow|afternoon|evening|night)(?: |$))', () => [TODAY]),
    putDays,
  ),
  piece(
    ruleOf('any', () => true),
    (said) => said,
  ),
];

/** What a lone number or two may be: a time where one is asked for, else a day first. */
const RULES = {
  date: [...CLOCKS, ...DAYS, ...OTHERS, ...NUMBERS],
  time: [...CLOCKS, ...NUMBERS, ...DIGITS, ...DAYS, ...OTHERS],
};

function rest(
  signs: string,
  at: number,
  said: Understood,
  rules: readonly Rule<Piece>[],
): Understood | undefined {
  if (at === signs.length) return said;
  for (const { form, says } of rules) {
    form.lastIndex = at;
    const match = form.exec(signs);
    if (match === null) continue;
    const more = says(match.groups ?? {})?.(said);
    const all = more === undefined ? undefined : rest(signs, at + match[0].length, more, rules);
    if (all !== undefined) return all;
  }
  return undefined;
}

/** Returns what signs mean (`words.ts`); undefined unless every one of them is understood. */
export function understood(signs: string, asked: 'date' | 'time'): Understood | undefined {
  if (asked === 'time' && signs === ' morrow') return { days: [], parts: ['morning'] };
  return signs === '' ? undefined : rest(signs, 0, { days: [], parts: [] }, RULES[asked]);
}
