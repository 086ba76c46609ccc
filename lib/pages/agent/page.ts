import type { Outcome, State } from '../../handoff/record/handoff.ts';
import { html, joined, NOTHING, type Safe } from '../kit/html.ts';
import type { Shown } from '../kit/shown.ts';
import { clockOf, isText, plainOf } from '../kit/text.ts';
import { timeOf } from '../kit/time.ts';
import { digestOf, versionOf } from '../kit/version.ts';
import { document } from './document.ts';
import { LIVE } from './live.ts';
import { type SectionId, sectionsOf } from './sections.ts';
import { agentOf, type Clock, clockFor, deadlineOf, isLive, offerOf, sinceOf, statusOf } from './status.ts';
import { transcriptOf } from './transcript.ts';
import type { AgentView } from './view.ts';
import { plain } from './words.ts';

const TITLE_BYTES = 160;

const titleOf = (view: AgentView, shown: Shown): string => {
  const { context, caller, callerSip } = view.handoff.request;
  const who = [context.customerName, caller, callerSip].find(isText) ?? 'Unknown caller';
  return `${plainOf(who, TITLE_BYTES, shown)}: ${plain(statusOf(view), shown)}`;
};

const HEADINGS: Readonly<Partial<Record<SectionId, string>>> = {
  why: 'Why they want a person',
  last: 'Said last',
  unresolved: 'Still open',
  customer: 'Customer',
  captured: 'What we know already',
  noted: 'What the assistant looked up and did',
  summary: 'Summary',
  talk: 'What was said',
  timeline: 'How the handoff went',
};

/** Only the status is announced when it changes: the agent is on the phone. */
const ATTRIBUTES: Readonly<Partial<Record<SectionId, Safe>>> = {
  status: html` role="status" aria-live="polite"`,
  talk: html` role="region" aria-labelledby="talk-title" tabindex="0"`,
};

const sectionOf = (id: SectionId, content: Safe): Safe => {
  const title = HEADINGS[id];
  const heading = title === undefined ? '' : html`<h2 id="${id}-title">${title}</h2>`;
  const hidden = content.safe === '' ? html` hidden` : '';
  return html`<section id="${id}"${hidden}>${heading}<div data-section="${id}" data-version="${versionOf(content)}"${ATTRIBUTES[id] ?? ''}>${content}</div></section>`;
};

/** A length of time until a window ends: in seconds, which people count, below two minutes. */
const leftOf = (millis: number): string => {
  const seconds = Math.ceil(millis / 1000);
  return seconds < 120 ? `${seconds} s` : clockOf(seconds * 1000);
};

/** From here on the rest of a window stands out. */
const FEW_SECONDS = 10;

/** What runs while the page is open, as it is now; and what a reader without a script has to know about that. */
const timesOf = (view: AgentView): Safe => {
  const { handoff, now, team } = view;
  const clock = clockFor(handoff);
  const deadline = deadlineOf(handoff)?.at;
  const rest = deadline === undefined ? undefined : deadline - now;
  const left = rest === undefined ? NOTHING : rest > 0 ? html`<b>${leftOf(rest)}</b> left` : html`Time is up`;
  const few = rest !== undefined && rest <= FEW_SECONDS * 1000 ? html` class="few"` : '';
  const counted = clock === undefined ? '' : clockOf(now - clock.since);
  const until =
    rest !== undefined && rest > 0 && deadline !== undefined
      ? html`, until ${timeOf(deadline, team.timeZone, 'second')}`
      : '';
  const still =
    clock === undefined
      ? NOTHING
      : html`<noscript><p class="still">as of ${timeOf(now, team.timeZone, 'second')}${until}</p></noscript>`;
  return html`<div id="times"><p id="left" role="timer"${few}>${left}</p><p id="clock" role="timer" data-says="${clock?.says ?? ''}">${counted}</p>${still}</div>`;
};

const numbersLink = ({ numbers }: Shown): Safe =>
  numbers === 'hidden'
    ? html`<a class="button" href="?numbers=shown">Show numbers</a>`
    : html`<a class="button" href="?numbers=hidden">Hide numbers</a>`;

/** What the page's script goes on from. */
const startOf = (view: AgentView, shown: Shown): Safe => {
  const { offer, clock, deadline, transcript, state, live } = changingOf(view, shown);
  const entries: [name: string, value: string | number | undefined][] = [
    ['state', state],
    ['live', live ? 'yes' : 'no'],
    ['transcript', transcript],
    ['now', view.now],
    ['says', clock?.says],
    ['since', clock?.since],
    ['deadline', deadline],
    ['offer', offer],
  ];
  return joined(
    entries.map(([name, value]) => (value === undefined ? NOTHING : html` data-${name}="${value}"`)),
  );
};

/** The whole page on which an agent sees who is calling, why, and what was said. Under 50 KB for any input. */
export const agentPage = (view: AgentView, shown: Shown): string => {
  const sections = sectionsOf(view, shown);
  const of = (...ids: SectionId[]) => joined(ids.map((id) => sectionOf(id, sections[id])));
  return document(
    titleOf(view, shown),
    html`<body><header><p class="brand">Call handoff</p><p id="fresh" role="status"></p>${numbersLink(shown)}</header>
<main id="view"${startOf(view, shown)}>
<div id="bar">${of('status')}${timesOf(view)}${of('keys')}<p id="went-on" role="status" hidden></p></div>
<div class="columns"><div class="known">${of('who', 'why', 'last', 'unresolved', 'customer', 'captured', 'noted', 'summary')}</div>
<div class="course">${of('talk', 'timeline')}</div></div>
</main>
${isLive(view) ? html`<noscript><p class="dim">Load the page again to see what is new.</p></noscript>` : ''}
<script>${{ safe: LIVE }}</script></body>`,
  );
};

/** What of the page changes besides its sections; times in milliseconds since 1970. */
type Changing = {
  state: State;
  outcome?: Outcome;
  agent?: string;
  /** Tells one offer from another. */
  offer?: string;
  /** When the present state began. */
  since: number;
  /** What the running clock counts. */
  clock?: Clock;
  /** Until when an agent can take the call. */
  deadline?: number;
  /** Whether it is worth asking again. */
  live: boolean;
  /** Whether what is said still comes to the page. */
  transcript: 'live' | 'ended';
  title: string;
};

/** What the page asks for while it is open. */
export type AgentData = Changing & {
  /** Each section as markup, escaped like the page; empty where there is nothing to show. */
  sections: Record<SectionId, string>;
  versions: Record<SectionId, string>;
};

const bySection = (of: (id: SectionId) => string): Record<SectionId, string> => ({
  status: of('status'),
  keys: of('keys'),
  who: of('who'),
  why: of('why'),
  last: of('last'),
  unresolved: of('unresolved'),
  customer: of('customer'),
  captured: of('captured'),
  noted: of('noted'),
  summary: of('summary'),
  talk: of('talk'),
  timeline: of('timeline'),
});

const changingOf = (view: AgentView, shown: Shown): Changing => {
  const { handoff } = view;
  const agent = agentOf(handoff);
  const offer = offerOf(handoff);
  const clock = clockFor(handoff);
  const deadline = deadlineOf(handoff)?.at;
  return {
    state: handoff.progress.state,
    ...(handoff.progress.state === 'ended' ? { outcome: handoff.progress.outcome } : {}),
    ...(isText(agent) ? { agent: plainOf(agent, TITLE_BYTES, shown) } : {}),
    ...(offer === undefined ? {} : { offer: digestOf(offer) }),
    since: sinceOf(handoff),
    ...(clock === undefined ? {} : { clock }),
    ...(deadline === undefined ? {} : { deadline }),
    live: isLive(view),
    transcript: transcriptOf(view).is,
    title: titleOf(view, shown),
  };
};

/** The same for a program, and for the page's own script. Nothing in it changes while nothing happens. */
export const agentData = (view: AgentView, shown: Shown): AgentData => {
  const sections = sectionsOf(view, shown);
  return {
    ...changingOf(view, shown),
    sections: bySection((id) => sections[id].safe),
    versions: bySection((id) => versionOf(sections[id])),
  };
};
