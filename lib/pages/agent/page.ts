import { createHash } from 'node:crypto';
import type { Outcome, State } from '../../handoff/record/handoff.ts';
import { html, joined, type Safe } from '../kit/html.ts';
import type { Shown } from '../kit/number.ts';
import { STYLE } from '../kit/style.ts';
import { isText, plainOf } from '../kit/text.ts';
import { LIVE } from './live.ts';
import { type SectionId, sectionsOf } from './sections.ts';
import { agentOf, type Clock, clockFor, isLive, sinceOf, statusOf } from './status.ts';
import type { AgentView } from './view.ts';

const sha256 = (text: string) => createHash('sha256').update(text);

/**
 * Only this style and this script, known by their hashes; questions to the page's own host alone. Flex may show the
 * page in a panel, nobody else in a frame.
 */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${sha256(STYLE).digest('base64')}'`,
  `script-src 'sha256-${sha256(LIVE).digest('base64')}'`,
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self' https://flex.twilio.com",
].join('; ');

const document = (title: string, body: Safe): string =>
  html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><meta name="robots" content="noindex">
<title>${title}</title><style>${{ safe: STYLE }}</style></head>
${body}</html>
`.safe;

/** Tells whether a section has changed, without sending or comparing the whole of it. */
const versionOf = (section: Safe): string => sha256(section.safe).digest('base64url').slice(0, 8);

const TITLE_BYTES = 160;

const titleOf = (view: AgentView, shown: Shown): string => {
  const { context, caller } = view.handoff.request;
  const who = [context.customerName, caller].find(isText) ?? 'Unknown caller';
  return `${plainOf(who, TITLE_BYTES, shown)}: ${statusOf(view)}`;
};

const HEADINGS: Readonly<Partial<Record<SectionId, string>>> = {
  why: 'Why they want a person',
  summary: 'Summary',
  sentiment: 'Sentiment',
  unresolved: 'Still open',
  captured: 'What we know already',
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
  const clock = id === 'status' ? html`<p id="clock" role="timer"></p>` : '';
  return html`<section id="${id}"${hidden}>${heading}<div data-section="${id}" data-version="${versionOf(content)}"${ATTRIBUTES[id] ?? ''}>${content}</div>${clock}</section>`;
};

const numbersLink = ({ numbers }: Shown): Safe =>
  numbers === 'hidden'
    ? html`<a class="button" href="?numbers=shown">Show numbers</a>`
    : html`<a class="button" href="?numbers=hidden">Hide numbers</a>`;

/** The whole page on which an agent sees who is calling, why, and what was said. Under 50 KB for any input. */
export const agentPage = (view: AgentView, shown: Shown): string => {
  const sections = sectionsOf(view, shown);
  const of = (...ids: SectionId[]) => joined(ids.map((id) => sectionOf(id, sections[id])));
  const clock = clockFor(view.handoff);
  const counted = clock === undefined ? '' : html` data-says="${clock.says}" data-since="${clock.since}"`;
  const live = isLive(view);
  return document(
    titleOf(view, shown),
    html`<body><header><p class="brand">Call handoff</p><p id="fresh" role="status"></p>${numbersLink(shown)}</header>
<main id="view" data-state="${view.handoff.progress.state}" data-live="${live ? 'yes' : 'no'}" data-now="${view.now}"${counted}>
${of('status')}
<div class="columns"><div class="known">${of('who', 'why', 'summary', 'sentiment', 'unresolved', 'captured')}</div>
<div class="course">${of('talk', 'timeline')}</div></div>
</main>
${live ? html`<noscript><p class="dim">Load the page again to see what is new.</p></noscript>` : ''}
<script>${{ safe: LIVE }}</script></body>`,
  );
};

/** What the page asks for while it is open; times in milliseconds since 1970. */
export type AgentData = {
  state: State;
  outcome?: Outcome;
  agent?: string;
  /** When the present state began. */
  since: number;
  /** What the running clock counts. */
  clock?: Clock;
  /** Whether it is worth asking again. */
  live: boolean;
  title: string;
  /** Each section as markup, escaped like the page; empty where there is nothing to show. */
  sections: Record<SectionId, string>;
  /** Changes exactly when the section of the same name does. */
  versions: Record<SectionId, string>;
};

const bySection = (of: (id: SectionId) => string): Record<SectionId, string> => ({
  status: of('status'),
  who: of('who'),
  why: of('why'),
  summary: of('summary'),
  sentiment: of('sentiment'),
  unresolved: of('unresolved'),
  captured: of('captured'),
  talk: of('talk'),
  timeline: of('timeline'),
});

/** The same for a program, and for the page's own script. Nothing in it changes while nothing happens. */
export const agentData = (view: AgentView, shown: Shown): AgentData => {
  const { handoff } = view;
  const sections = sectionsOf(view, shown);
  const agent = agentOf(handoff);
  const clock = clockFor(handoff);
  return {
    state: handoff.progress.state,
    ...(handoff.progress.state === 'ended' ? { outcome: handoff.progress.outcome } : {}),
    ...(isText(agent) ? { agent: plainOf(agent, TITLE_BYTES, shown) } : {}),
    since: sinceOf(handoff),
    ...(clock === undefined ? {} : { clock }),
    live: isLive(view),
    title: titleOf(view, shown),
    sections: bySection((id) => sections[id].safe),
    versions: bySection((id) => versionOf(sections[id])),
  };
};

/** For a link that is wrong, expired, or of a handoff that is gone: it does not say which. */
export const noAgentPage = (): string =>
  document(
    'Not available',
    html`<body class="gone"><main><h1>This page is not available</h1><p>The link is not valid, or it has expired.</p></main></body>`,
  );
