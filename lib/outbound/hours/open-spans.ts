import { spansOn } from '../../handoff/ask/opening-hours.ts';
import { STATE_ZONES, zoneOfStates } from '../zones/state-zones.ts';
import { type CallingHours, daily, mondayToFriday, type Week } from './calling-hours.ts';
import { calendarOf, FEDERAL_HOLIDAYS } from './holidays.ts';
import { STATE_HOURS, type StateHours } from './state-hours.ts';

/**
 * Hours for contacts of one kind. The state is a code (`KY`) or a name, as far as it is known; else those count in which
 * the area code of the number lies.
 */
export type Asked = {
  hours: CallingHours;
  zones: readonly string[];
  state?: string | undefined;
  areaStates?: readonly string[];
};

/** Minutes since midnight; `to` is the first one that is not open. */
export type Span = { from: number; to: number };

/** Returns when it is open on a date (`YYYY-MM-DD`), the earliest first. */
export type OpenOn = (date: string) => readonly Span[];

/** Within every row of the state table. */
const STRICT = inWeek(mondayToFriday('10:00-17:00'));
/** 47 CFR 64.1200(c)(1): not before 8:00 nor after 21:00 where the called party is. */
const FEDERAL = inWeek(daily('08:00-21:00'));

const isFederalHoliday = calendarOf(FEDERAL_HOLIDAYS);

/** What a state allows; without a row in the table all of the federal hours. */
type State = { isOwnHoliday: (date: string) => boolean; row?: { allowedOn: OpenOn; clocks?: string } };

function stateOf(row: StateHours | undefined): State {
  if (row === undefined) return { isOwnHoliday: () => false };
  const openOn = inWeek(row.week);
  const isOwnHoliday = calendarOf(row.closedOn ?? []);
  const isClosed = (date: string): boolean =>
    row.closedOn !== undefined && (isFederalHoliday(date) || isOwnHoliday(date));
  const allowedOn: OpenOn = (date) => (isClosed(date) ? [] : openOn(date));
  return {
    isOwnHoliday,
    row: { allowedOn, ...(row.clocks !== undefined && { clocks: row.clocks }) },
  };
}

const states = [...STATE_ZONES].map(([code, zones]) => ({ code, zones, state: stateOf(STATE_HOURS[code]) }));
const statesBySaying = new Map(
  states.flatMap(({ code, state }) => {
    const sayings = [code, STATE_HOURS[code]?.name ?? code];
    return sayings.map((saying) => [saying.toLowerCase(), state] as const);
  }),
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
  const told = new Set(zones.map(zoneOfStates));
  return states.filter((one) => one.zones.some((zone) => told.has(zone))).map(({ state }) => state);
}

/** When people may be called by the clocks of one zone. */
export type ZoneHours = { zone: string; openOn: OpenOn };

/**
 * Returns on which hours of a date people may be called, in each zone: all of them must be open. Presets are cut to what
 * the contact's state allows, or without one (a code that is none counts as none) every state in which the area code of
 * the number lies; hours by weekday are the team's own, and are not. `strict` keeps the federal holidays and the state's,
 * or, without a state, those of every state in whose zones the number can be.
 */
export function openSpans({ hours, zones, state = '', areaStates = [] }: Asked): ZoneHours[] {
  if (typeof hours !== 'string') return zones.map((zone) => ({ zone, openOn: inWeek(hours) }));
  const preset = hours === 'strict' ? STRICT : FEDERAL;
  const own = statesBySaying.get(state.trim().toLowerCase());
  const byArea = areaStates.flatMap((code) => statesBySaying.get(code.toLowerCase()) ?? []);
  const rows = (own === undefined ? byArea : [own]).flatMap(({ row }) => row ?? []);
  const closed =
    hours === 'strict'
      ? [isFederalHoliday, ...(own ? [] : statesIn(zones)).map(({ isOwnHoliday }) => isOwnHoliday)]
      : [];
  const cuts = rows.filter(({ clocks }) => clocks === undefined);
  const openOn: OpenOn = (date) => {
    if (closed.some((isHoliday) => isHoliday(date))) return [];
    return cuts.reduce<readonly Span[]>((open, { allowedOn }) => both(open, allowedOn(date)), preset(date));
  };
  const elsewhere = rows.flatMap(({ clocks, allowedOn }) =>
    clocks === undefined ? [] : [{ zone: clocks, openOn: allowedOn }],
  );
  return [...zones.map((zone) => ({ zone, openOn })), ...elsewhere];
}
