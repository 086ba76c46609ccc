import { spansOn } from '../../handoff/ask/opening-hours.ts';
import { type CallingHours, daily, mondayToFriday, type Week } from './calling-hours.ts';
import { calendarOf, FEDERAL_HOLIDAYS } from './holidays.ts';
import { STATE_HOURS, type StateHours } from './state-hours.ts';

/** Hours for contacts of one kind. The state is a code (`KY`) or a name, as far as it is known. */
export type Asked = { hours: CallingHours; zones: readonly string[]; state?: string | undefined };

/** Minutes since midnight; `to` is the first one that is not open. */
export type Span = { from: number; to: number };

/** Returns when it is open on a date (`YYYY-MM-DD`), the earliest first. */
type OpenOn = (date: string) => readonly Span[];

/** Within every row of the state table. */
const STRICT = inWeek(mondayToFriday('10:00-17:00'));
/** 47 CFR 64.1200(c)(1): not before 8:00 nor after 21:00 where the called party is. */
const FEDERAL = inWeek(daily('08:00-21:00'));

const isFederalHoliday = calendarOf(FEDERAL_HOLIDAYS);

/** A row of the table, ready to be asked. */
type State = { zones: readonly string[]; isOwnHoliday: (date: string) => boolean; allowedOn: OpenOn };

function stateOf(row: StateHours): State {
  const openOn = inWeek(row.week);
  const isOwnHoliday = calendarOf(row.closedOn ?? []);
  const isClosed = (date: string): boolean =>
    row.closedOn !== undefined && (isFederalHoliday(date) || isOwnHoliday(date));
  return { zones: row.zones, isOwnHoliday, allowedOn: (date) => (isClosed(date) ? [] : openOn(date)) };
}

const states = Object.entries(STATE_HOURS).map(([code, row]) => ({
  code,
  name: row.name,
  state: stateOf(row),
}));
const statesBySaying = new Map(
  states.flatMap(({ code, name, state }) => [[code.toLowerCase(), state] as const, [name, state] as const]),
);

function inWeek(week: Week): OpenOn {
  const known = new Map<number, readonly Span[]>();
  return (date) => {
    const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
    const spans = known.get(weekday) ?? spansOn({ week, holidays: [] }, date);
    known.set(weekday, spans);
    return spans;
  };
}

function both(a: readonly Span[], b: readonly Span[]): Span[] {
  return a
    .flatMap((one) =>
      b.map((other) => ({ from: Math.max(one.from, other.from), to: Math.min(one.to, other.to) })),
    )
    .filter(({ from, to }) => from < to);
}

/** The states in which a number can be. */
function statesIn(zones: readonly string[]): State[] {
  return states.map(({ state }) => state).filter((state) => state.zones.some((zone) => zones.includes(zone)));
}

/**
 * Returns on which hours of a date people may be called. Presets are cut to what the contact's state allows; hours by
 * weekday are the team's own, and are not. `strict` keeps the federal holidays and the state's, or, without a state, those
 * of every state in which the number can be.
 */
export function openSpans({ hours, zones, state = '' }: Asked): OpenOn {
  if (typeof hours !== 'string') return inWeek(hours);
  const said = state.trim().toLowerCase();
  const preset = hours === 'strict' ? STRICT : FEDERAL;
  const allowedOn = statesBySaying.get(said)?.allowedOn;
  // A code without a row is of a state that allows all of the federal hours.
  const isKnown = allowedOn !== undefined || /^[a-z]{2}$/.test(said);
  const closed =
    hours === 'strict'
      ? [isFederalHoliday, ...(isKnown ? [] : statesIn(zones)).map(({ isOwnHoliday }) => isOwnHoliday)]
      : [];
  return (date) => {
    if (closed.some((isHoliday) => isHoliday(date))) return [];
    return allowedOn === undefined ? preset(date) : both(preset(date), allowedOn(date));
  };
}
