import type { Called, Facts } from '../handoff/record/facts.ts';
import type { Agents, Followup } from './data.ts';

/** A handoff that goes on, or that has ended a moment ago. */
export type Going = { facts: Facts; called: Called };

/** A callback or a review that no agent has taken, with the whole number. `at`: when it was asked for, in ms since 1970. */
export type WaitingFollowup = Omit<Followup, 'since'> & { kind: 'callback' | 'review'; at: number };

/** What was kept of a handoff. `place` is its place in the day, `keptAt` when it was written (ms since 1970). */
export type Kept = { place: string; facts: Facts; keptAt: number };

/**
 * What the board reads. A day is that of the business (`2026-11-30`). Every method throws `Unavailable`.
 */
export interface BoardLists {
  /** Everything that goes on, from the lists of what is due. */
  goingOn(): Promise<{ handoffs: Going[]; followups: WaitingFollowup[] }>;
  /** The ids of the calls that have begun since then (ms since 1970) and whose end nobody has told. */
  liveCalls(since: number): Promise<string[]>;
  /** What was written of a day's handoffs in a span (ms since 1970), both ends included; without `to` all since then. */
  keptBetween(day: string, from: number, to?: number): Promise<Kept[]>;
  /** A part of a day's handoffs, the newest first; `next` is where the following part begins. */
  partOfDay(day: string, part: { before?: string | undefined; most: number }): Promise<Part>;
  /** Who called, by the places of the handoffs in their day; whoever is not kept any more is left out. */
  calledAt(day: string, places: readonly string[]): Promise<Map<string, Called>>;
  /** The same for a span of places in the day, both included. */
  calledBetween(day: string, from: string, to: string): Promise<Map<string, Called>>;
}

export type Part = { kept: Kept[]; next?: string };

/** Reads the agents of the workspace by their activity. Never throws: what does not answer in time is unknown. */
export type ReadAgents = () => Promise<Agents>;
