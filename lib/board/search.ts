import type { Clock } from '../base/clock.ts';
import { cellOf, csvOf } from '../base/csv.ts';
import { dayBefore, dayIn } from '../base/day.ts';
import type { Called, Facts } from '../handoff/record/facts.ts';
import type { HandoffPage, HandoffRow } from './data.ts';
import { departmentOf } from './figures.ts';
import { hiddenIn } from './hidden.ts';
import type { BoardLists, Going } from './ports.ts';
import { cursorOf, type Search } from './query.ts';
import { rowOf } from './shown.ts';

export type SearchPorts = {
  lists: BoardLists;
  clock: Clock;
  timeZone: string;
  /** The place of a handoff in its day. */
  placeOf: (facts: Facts) => string;
  /** The page about a handoff; none where there are no links. */
  pageOf: ((handoff: { callId: string; handoffId: string }) => string) | undefined;
};

/** The most that is read in one request of a day: of 300 bytes or so each, below the 1 MB that DynamoDB gives. */
const MOST_IN_A_PART = 1_500;
/** Of these so many are looked through for one page; a search that finds less tells where to go on. */
const MOST_LOOKED_THROUGH = 25_000;
/** So many days are begun side by side, once the first one did not fill the page: most days of a long search are empty. */
const DAYS_AT_ONCE = 8;
/** As long as the page about a handoff finds its record (lib/aws/handoff-store). */
const PAGE_MS = 86_400_000;
/** Of a whole day, below its first place and above its last. */
const LAST_PLACE = '\uffff';

/** With how much of a day is read at once. */
type Sized = Search & { part: number };

/** Whether it leaves out anything but days: then more is read than shown. */
const isSelective = ({ outcome, department, agent, q }: Search): boolean =>
  [outcome, department, agent, q].some((one) => one !== undefined);

type Found = { place: string; facts: Facts; called?: Called | undefined };

/** The digits of a search for a number: two could be anything. */
const FEWEST_DIGITS = 3;

function isMeant(q: string, { facts, called }: Found): boolean {
  const texts = [
    facts.handoffId,
    facts.agent,
    facts.department,
    called?.callId,
    called?.name,
    called?.reason,
  ];
  if (texts.some((text) => text?.toLowerCase().includes(q))) return true;
  const digits = /^[+\d\s().-]+$/.test(q) ? q.replace(/\D/g, '') : '';
  return digits.length >= FEWEST_DIGITS && called?.caller?.includes(digits) === true;
}

const isSame = (one: string | undefined, wanted: string | undefined): boolean =>
  wanted === undefined || one?.toLowerCase() === wanted;

const fits = ({ outcome, department, agent, q }: Search, found: Found): boolean =>
  (outcome === undefined || found.facts.outcome === outcome) &&
  isSame(departmentOf(found.facts), department) &&
  (isSame(found.facts.agent, agent) || isSame(hiddenIn(found.facts.agent) ?? undefined, agent)) &&
  (q === undefined || isMeant(q, found));

const newestFirst = (a: { place: string }, b: { place: string }): number => (a.place < b.place ? 1 : -1);

/** The days from one to another, the latest first, both included. */
function daysBetween(from: string, to: string): string[] {
  const days: string[] = [];
  for (let day = to; day >= from; day = dayBefore(day)) days.push(day);
  return days;
}

/**
 * Searches the handoffs of some days, the newest first: those that were kept, and those that go on. Nothing is scanned: a
 * day is read from its end, in parts, until the page is full. Throws `Unavailable`.
 */
export function handoffSearch({ lists, clock, timeZone, placeOf, pageOf }: SearchPorts) {
  /** `before`: the place from which on the day is read; `goesOn`: of this day, what is not kept yet. */
  async function partOf(search: Sized, day: string, before: string | undefined, goesOn: readonly Going[]) {
    const { kept, next } = await lists.partOfDay(day, { before, most: search.part });
    const known = new Set(kept.map(({ facts }) => facts.handoffId));
    const own = goesOn
      .map((one) => ({ ...one, place: placeOf(one.facts) }))
      .filter(({ place, facts }) => !known.has(facts.handoffId) && place < (before ?? LAST_PLACE))
      .filter(({ place }) => next === undefined || place >= next);
    const all: Found[] = [...kept, ...own].toSorted(newestFirst);
    const [first, last] = [all[0]?.place, all.at(-1)?.place];
    const isAsked = search.q !== undefined && first !== undefined && last !== undefined;
    const called = isAsked ? await lists.calledBetween(day, last, first) : undefined;
    const found = all
      .map((one) => ({ ...one, called: one.called ?? called?.get(one.place) }))
      .filter((one) => fits(search, one));
    return { found, next, read: kept.length };
  }

  /** Who called, for what was found without them. */
  async function withCalled(day: string, found: readonly Found[]): Promise<Found[]> {
    const unknown = found.filter(({ called }) => called === undefined).map(({ place }) => place);
    if (unknown.length === 0) return [...found];
    const called = await lists.calledAt(day, unknown);
    return found.map((one) => ({ ...one, called: one.called ?? called.get(one.place) }));
  }

  const shown = ({ facts, called }: Found): HandoffRow => {
    const hasPage = called !== undefined && clock() - (facts.endedAt ?? clock()) < PAGE_MS;
    const page = hasPage ? pageOf?.({ callId: called.callId, handoffId: facts.handoffId }) : undefined;
    return rowOf(facts, called, page);
  };

  /** All parts of all days, in their order; `before` is where each begins. */
  async function* partsOf(search: Sized) {
    const { handoffs } = await lists.goingOn();
    const goingOn = handoffs.map((one) => ({ day: dayIn(timeZone, one.facts.askedAt), one }));
    const of = (day: string) => goingOn.flatMap((each) => (each.day === day ? [each.one] : []));
    const { cursor } = search;
    const beginOf = (day: string) => (day === cursor?.day ? cursor.before : undefined);
    const days = daysBetween(search.from, cursor === undefined ? search.to : earlier(cursor.day, search.to));
    for (let first = 0; first < days.length; first += first === 0 ? 1 : DAYS_AT_ONCE) {
      const some = days.slice(first, first + (first === 0 ? 1 : DAYS_AT_ONCE));
      const begun = await Promise.all(some.map((day) => partOf(search, day, beginOf(day), of(day))));
      for (const [index, day] of some.entries()) {
        let [part, before] = [begun[index], beginOf(day)];
        while (part !== undefined) {
          yield { day, before, part };
          before = part.next;
          part = before === undefined ? undefined : await partOf(search, day, before, of(day));
        }
      }
    }
  }

  /** A page; where much was looked through for little, the cursor leads on. */
  async function page(asked: Search, most: number): Promise<HandoffPage> {
    const size = Math.min(MOST_IN_A_PART, isSelective(asked) ? MOST_IN_A_PART : most + 1);
    const rows: HandoffRow[] = [];
    let read = 0;
    for await (const { day, before, part } of partsOf({ ...asked, part: size })) {
      const room = most - rows.length;
      const found = await withCalled(day, part.found.slice(0, room));
      rows.push(...found.map(shown));
      read += part.read;
      if (part.found.length > room) {
        // Nothing of a part that only shows that there is more.
        return { handoffs: rows, cursor: cursorOf({ day, before: found.at(-1)?.place ?? before }) };
      }
      if (part.next !== undefined && read >= MOST_LOOKED_THROUGH) {
        return { handoffs: rows, cursor: cursorOf({ day, before: part.next }) };
      }
    }
    return { handoffs: rows };
  }

  /** The whole search, `most` rows of it; undefined where `withinMs` do not suffice: part of it would pass for all. */
  async function whole(
    asked: Search,
    { most, withinMs }: { most: number; withinMs: number },
  ): Promise<HandoffRow[] | undefined> {
    const end = clock() + withinMs;
    const rows: HandoffRow[] = [];
    let isLate = false;
    for await (const { day, part } of partsOf({ ...asked, part: MOST_IN_A_PART })) {
      if (isLate) return undefined;
      const found = await withCalled(day, part.found.slice(0, most - rows.length));
      rows.push(...found.map(shown));
      if (rows.length === most) return rows;
      isLate = clock() > end;
    }
    return rows;
  }

  return { page, whole };
}

const earlier = (one: string, other: string): string => (one < other ? one : other);

const COLUMNS = [
  'id',
  'callId',
  'at',
  'endedAt',
  'state',
  'outcome',
  'department',
  'agent',
  'name',
  'caller',
  'reason',
  'waitSeconds',
  'talkSeconds',
  'strategy',
] as const satisfies readonly (keyof HandoffRow)[];

/** Rows as a file for spreadsheets, one line each. */
export function handoffsCsv(rows: readonly HandoffRow[]): string {
  const lines = rows.map((row) =>
    COLUMNS.map((column) => {
      const value = row[column];
      return typeof value === 'number' ? String(value) : cellOf(value);
    }).join(','),
  );
  return csvOf([COLUMNS.join(','), ...lines]);
}
