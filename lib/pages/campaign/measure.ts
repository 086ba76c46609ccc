import type { CampaignView, Waiting } from '../../outbound/campaign/view.ts';

/** How many moments of beginning a view holds at most: before the oldest of so many there may be more. */
const MOST_BEGUN = 60;
/** What is longer ago says nothing about the pace of now. */
const WINDOW_MS = 5 * 60_000;
/** A slow campaign begins a few calls in this many of its pauses. */
const PAUSES = 12;
/** Fewer say nothing about a pace. */
const FEWEST = 5;

/** The pace of late. Times in ms since 1970. */
export type Measured = {
  /** From when on the calls are known. */
  from: number;
  /** When calls were begun since then. */
  begun: readonly number[];
  /** Between one beginning and the next, in the mean; undefined for too few. */
  secondsApart?: number;
};

/** Measures the pace by the last calls begun. */
export function measuredOf({ begun, now, settings }: CampaignView): Measured {
  const window = Math.max(WINDOW_MS, PAUSES * settings.secondsApart * 1000);
  const recent = begun.filter((at) => at > now - window && at <= now);
  const [first = now] = recent;
  const last = recent.at(-1) ?? now;
  const from = recent.length >= MOST_BEGUN ? first : now - window;
  if (recent.length < FEWEST) return { from, begun: recent };
  return { from, begun: recent, secondsApart: (last - first) / (recent.length - 1) / 1000 };
}

/** An estimate for those who are next in line: nobody else's turn is a matter of pace. */
export type Estimate = { people: number; seconds: number; by: 'measured' | 'asked' };

/** How many people some groups have together. */
export function peopleIn(groups: readonly Waiting[]): number {
  return groups.reduce((sum, { count }) => sum + count, 0);
}

/** Those whose turn it is but for the pace, and all others who wait. */
export function waitingOf({ waiting }: CampaignView): { due: Waiting[]; later: Waiting[] } {
  const due = waiting.filter((group) => group.for === 'due');
  return { due, later: waiting.filter((group) => group.for !== 'due') };
}

/** Estimates the time of calling that is left by the pace; undefined where nothing honest can be said. */
export function estimateOf(view: CampaignView): Estimate | undefined {
  const people = peopleIn(waitingOf(view).due);
  const goesOn = view.status === 'running' || view.status === 'paused' || view.status === 'draft';
  if (people === 0 || !goesOn) return undefined;
  const { secondsApart: measured } = view.status === 'running' ? measuredOf(view) : {};
  const { secondsApart: asked } = view.settings;
  if (measured !== undefined) return { people, seconds: people * Math.max(measured, asked), by: 'measured' };
  // Without a pause only the lines bound it, and how long people talk nobody knows.
  return asked === 0 ? undefined : { people, seconds: people * asked, by: 'asked' };
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;

const rounded = (value: number, to: number): number => Math.max(to, Math.round(value / to) * to);

/** A length of time no more precise than it can be known: about 40 minutes, about 2.5 hours. */
export function roughly(seconds: number): string {
  if (seconds < MINUTE) return 'less than a minute';
  const minutes = Math.ceil(seconds / MINUTE);
  if (minutes === 1) return 'about a minute';
  if (minutes < 10) return `about ${minutes} minutes`;
  const fives = rounded(seconds / MINUTE, 5);
  if (fives < 60) return `about ${fives} minutes`;
  const hours = rounded(seconds / HOUR, seconds < 10 * HOUR ? 0.5 : 1);
  return hours === 1 ? 'about an hour' : `about ${hours.toLocaleString('en-US')} hours`;
}
