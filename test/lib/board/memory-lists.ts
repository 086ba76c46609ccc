import { dayIn } from '../../../lib/base/day.ts';
import type { BoardLists, Going, Kept, WaitingFollowup } from '../../../lib/board/ports.ts';
import type { Called, Facts } from '../../../lib/handoff/record/facts.ts';

export const placeOf = ({ askedAt, handoffId }: Facts): string =>
  `HANDOFF#${String(askedAt).padStart(15, '0')}#${handoffId}`;

/** The board's lists in memory, and how often each was asked for. */
export class MemoryLists implements BoardLists {
  going: Going[] = [];
  followups: WaitingFollowup[] = [];
  live: { callId: string; since: number }[] = [];
  readonly asked: string[] = [];
  readonly timeZone: string;
  readonly #kept = new Map<string, Kept & { day: string; called: Called | undefined }>();

  constructor(timeZone = 'UTC') {
    this.timeZone = timeZone;
  }

  /** `called` is left out where it is not kept any more. */
  keep(facts: Facts, called: Called | undefined, keptAt: number): void {
    const place = placeOf(facts);
    const day = dayIn(this.timeZone, facts.askedAt);
    this.#kept.set(place, { place, facts, keptAt, day, called });
  }

  async goingOn() {
    this.asked.push('going on');
    return { handoffs: this.going, followups: this.followups };
  }

  async liveCalls(since: number) {
    return this.live.flatMap((call) => (call.since >= since ? [call.callId] : []));
  }

  async keptBetween(day: string, from: number, to = Number.POSITIVE_INFINITY) {
    const found = this.#of(day).filter(({ keptAt }) => keptAt >= from && keptAt <= to);
    this.asked.push(`kept: ${found.length}`);
    return found;
  }

  async partOfDay(day: string, { before, most }: { before?: string | undefined; most: number }) {
    const all = this.#of(day)
      .filter(({ place }) => before === undefined || place < before)
      .toSorted((a, b) => (a.place < b.place ? 1 : -1));
    this.asked.push(`part of ${day}`);
    const kept = all.slice(0, most);
    const last = kept.at(-1)?.place;
    return { kept, ...(kept.length === most && last !== undefined && { next: last }) };
  }

  async calledAt(_day: string, places: readonly string[]) {
    return this.#calledOf(places);
  }

  async calledBetween(day: string, from: string, to: string) {
    return this.#calledOf(
      this.#of(day).flatMap(({ place }) => (place >= from && place <= to ? [place] : [])),
    );
  }

  #of(day: string) {
    return [...this.#kept.values()].filter((one) => one.day === day);
  }

  #calledOf(places: readonly string[]) {
    return new Map(
      places.flatMap((place): [string, Called][] => {
        const called = this.#kept.get(place)?.called;
        return called === undefined ? [] : [[place, called]];
      }),
    );
  }
}
