import { SYSTEMS, type System } from './systems.ts';

/** What one specialist has that the others have not. */
export type Specialist = {
  /** What callers come to them for, as the router reads it. */
  about: string;
  /** What they do, step by step, as their model reads it. */
  work: string;
  /** Which of the team's systems they ask, where it has connected them. */
  systems: readonly System[];
};

/** A department without words of its own. */
export function generic(about: string): Specialist {
  return {
    about,
    // What such a department looks up nobody knows but the team.
    systems: SYSTEMS,
    work: `Your work
- Find out exactly what the caller wants, and what a colleague needs to settle it: the name, the customer or reference number if there is one, what has happened, and since when.
- What you know for certain, you answer. Everything else a colleague settles: say so, and call escalate_to_human.
- Before that, say in one sentence what you have understood, and let the caller correct it.`,
  };
}
