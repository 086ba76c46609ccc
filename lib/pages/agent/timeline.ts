import {
  type Handoff,
  type Outcome,
  type Progress,
  STATES,
  type State,
} from '../../handoff/record/handoff.ts';
import { html, joined, type Safe } from '../kit/html.ts';
import type { Shown } from '../kit/shown.ts';
import { clockOf, inline } from '../kit/text.ts';
import { instantOf, timeOf } from '../kit/time.ts';
import { OUTCOME_WORDS } from './outcome.ts';
import type { AgentView } from './view.ts';

type Live = Exclude<State, 'ended'>;

/** `label` stands under the picture, `words` in what it says to those who do not see it. */
const PHASES: Readonly<Record<Live | 'earlier', { label: string; words: string }>> = {
  earlier: { label: 'earlier', words: 'earlier tries' },
  requested: { label: 'asked', words: 'asking for an agent' },
  queued: { label: 'waiting', words: 'waiting for an agent' },
  offered: { label: 'offered', words: 'offered to an agent' },
  bridging: { label: 'joining', words: 'joining agent and caller' },
  connected: { label: 'talking', words: 'connected' },
};

type Phase = { is: Live | 'earlier'; from: number; to: number | undefined };

const isState = (what: string): what is State => STATES.some((state) => state === what);

/** The states that the handoff was in, in order; the present one has no end. */
export const phasesOf = ({ timeline, request, progress }: Handoff): Phase[] => {
  const phases: Phase[] = [];
  const enter = (is: Live, at: number) => {
    const last = phases.at(-1);
    if (last?.is === is) return;
    if (last !== undefined) last.to = at;
    phases.push({ is, from: at, to: undefined });
  };
  for (const { at, what } of timeline) {
    if (isState(what) && what !== 'ended') enter(what, at);
  }
  // The record keeps the newest moments only: the first of a long handoff may be gone.
  const first = phases[0];
  if (first === undefined) phases.push({ is: 'requested', from: request.requestedAt, to: undefined });
  else first.from = Math.min(first.from, request.requestedAt);
  if (progress.state !== 'ended') {
    enter(
      progress.state,
      'since' in progress ? progress.since : (timeline.at(-1)?.at ?? request.requestedAt),
    );
    return phases;
  }
  const last = phases.at(-1);
  if (last !== undefined) last.to = progress.at;
  return phases;
};

/** More than six would leave no room for their names on a screen of 360 pixels. */
const MOST = 6;

const fewer = (phases: Phase[]): Phase[] => {
  const [first] = phases;
  if (first === undefined || phases.length <= MOST) return phases;
  const kept = phases.slice(1 - MOST);
  return [{ is: 'earlier', from: first.from, to: kept[0]?.from }, ...kept];
};

// In percent of the width. Names stand on two lines in turn, so that two of the least must hold one name; the last
// one has nothing after it and needs the room alone.
const LEAST = 13;
const LEAST_OF_LAST = 23;

/** A share of the width for each phase in proportion to its time, but never too little to be seen and named. */
export const widthsOf = (lengths: readonly number[]): number[] => {
  const least = lengths.map((_, index) => (index === lengths.length - 1 ? LEAST_OF_LAST : LEAST));
  const tiny = new Set<number>();
  for (;;) {
    const rest = lengths.map((length, index) => (tiny.has(index) ? 0 : length));
    const time = rest.reduce((sum, length) => sum + length, 0);
    const taken = least.reduce((sum, each, index) => (tiny.has(index) ? sum + each : sum), 0);
    const shares = lengths.map((_, index) => {
      if (tiny.has(index)) return least[index] ?? LEAST;
      return time === 0
        ? (100 - taken) / (lengths.length - tiny.size)
        : ((100 - taken) * (rest[index] ?? 0)) / time;
    });
    const smaller = shares.findIndex((share, index) => !tiny.has(index) && share < (least[index] ?? LEAST));
    if (smaller === -1) return shares;
    tiny.add(smaller);
    // All at their least: what is over goes to the longest, so that the line is whole.
    if (tiny.size === lengths.length) tiny.delete(lengths.indexOf(Math.max(...lengths)));
  }
};

/** A length of time with as many digits as matter: 0.3 s, 12 s, 3:12. */
const lengthOf = (millis: number): string => {
  if (millis < 9_950) return `${(Math.max(0, millis) / 1000).toFixed(1)} s`;
  return millis < 60_000 ? `${Math.floor(millis / 1000)} s` : clockOf(millis);
};

const count = (many: number, unit: string): string => `${many} ${unit}${many === 1 ? '' : 's'}`;

const spoken = (millis: number): string => {
  const seconds = Math.max(0, millis) / 1000;
  if (seconds < 9.95) return count(Number(seconds.toFixed(1)), 'second');
  if (seconds < 60) return count(Math.floor(seconds), 'second');
  const rest = Math.floor(seconds % 60);
  return `${count(Math.floor(seconds / 60), 'minute')}${rest === 0 ? '' : ` ${count(rest, 'second')}`}`;
};

const inWords = (phases: readonly Phase[], progress: Progress): string => {
  const parts = phases.map(({ is, from, to }) =>
    to === undefined ? `now ${PHASES[is].words}` : `${PHASES[is].words} for ${spoken(to - from)}`,
  );
  const end = progress.state === 'ended' ? `. Ended: ${OUTCOME_WORDS[progress.outcome]}` : '';
  return `The handoff so far: ${parts.join(', then ')}${end}.`;
};

const percent = (share: number): string => `${Number(share.toFixed(2))}%`;

/** The height of the line in the picture, and of the names' two lines under it, in pixels. */
const LINE_Y = 36;
const NAMES_Y = [60, 78] as const;

const LOOKS: Readonly<Record<Outcome, 'good' | 'plain' | 'poor'>> = {
  completed: 'good',
  transferred: 'plain',
  caller_left: 'plain',
  canceled: 'plain',
  no_agent: 'poor',
  bridge_failed: 'poor',
  task_failed: 'poor',
};

/** How much room the present state gets, in milliseconds: until the end of the window, or as much as went before. */
const openFor = ({ progress, deadline, request }: Handoff, from: number): number =>
  progress.state === 'bridging' || progress.state === 'connected'
    ? Math.max(1, from - request.requestedAt)
    : Math.max(1, deadline - from);

/**
 * The states as one line, each as long as it lasted; the present one is dashed, for nobody knows yet how long it
 * will be. No clock runs in it: the same record always gives the same picture.
 */
const picture = (handoff: Handoff): Safe => {
  const { progress } = handoff;
  const phases = fewer(phasesOf(handoff));
  const known = phases.map(({ from, to }) =>
    to === undefined ? openFor(handoff, from) : Math.max(0, to - from),
  );
  const widths = widthsOf(known);
  let x = 0;
  const parts = phases.map(({ is, to }, index) => {
    const start = x;
    x += widths[index] ?? 0;
    const now = to === undefined;
    const name = now ? PHASES[is].label : `${PHASES[is].label} ${lengthOf(known[index] ?? 0)}`;
    const y = NAMES_Y[index % 2 === 0 ? 0 : 1];
    const kind = now ? 'now' : 'past';
    return html`<g class="${kind} ${is}"><line x1="${percent(start)}" x2="${percent(x)}" y1="${LINE_Y}" y2="${LINE_Y}"/><circle cx="${percent(start)}" cy="${LINE_Y}" r="${now ? 7 : 4}"/><text x="${percent(start)}" y="${y}">${name}</text></g>`;
  });
  const above =
    progress.state === 'ended'
      ? html`<g class="end ${LOOKS[progress.outcome]}"><circle cx="100%" cy="${LINE_Y}" r="7"/><text x="100%" y="14">${OUTCOME_WORDS[progress.outcome]}</text></g>`
      : html`<text class="here" x="${percent(100 - (widths.at(-1) ?? 0))}" y="14">now</text>`;
  const words = inWords(phases, progress);
  return html`<svg class="picture" role="img" aria-label="${words}" width="100%" height="86"><title>${words}</title>${joined(parts)}${above}</svg>`;
};

/** The record's own words for its moments that are states, said to people. */
const MOMENTS: Readonly<Record<State, string>> = {
  requested: 'an agent is asked for',
  queued: 'in the queue',
  offered: 'offered to an agent',
  bridging: 'agent and caller are being joined',
  connected: 'connected',
  ended: 'ended',
};

const MOMENT_BYTES = 90;

const momentsOf = ({ timeline, request }: Handoff, shown: Shown): Safe =>
  joined(
    timeline.map(({ at, what }) => {
      const since = Math.max(0, at - request.requestedAt);
      const time = `${clockOf(since)}.${Math.floor((since % 1000) / 100)}`;
      const words = inline(isState(what) ? MOMENTS[what] : what, MOMENT_BYTES, shown);
      return html`<li><time datetime="${instantOf(at)}">${time}</time> ${words}</li>`;
    }),
  );

const pastOf = ({ handoff, team }: AgentView): Safe =>
  joined(
    handoff.history.map(
      ({ at, outcome }) =>
        html`<p class="dim">An earlier handoff of this call ended at ${timeOf(at, team.timeZone, 'second')}: ${OUTCOME_WORDS[outcome]}.</p>`,
    ),
  );

/** How the handoff went: the picture, and every moment of the record as text. */
export const timelineOf = (view: AgentView, shown: Shown): Safe => {
  const { strategy } = view.handoff;
  return html`${picture(view.handoff)}${pastOf(view)}<details><summary>All moments</summary><p class="dim">How joined: ${strategy.is}, ${inline(strategy.reason, MOMENT_BYTES, shown)}.</p><ol class="moments">${momentsOf(view.handoff, shown)}</ol></details>`;
};
