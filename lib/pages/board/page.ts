import type { BoardData } from '../../board/data.ts';
import { html, type Safe } from '../kit/html.ts';
import { versionOf } from '../kit/version.ts';
import { document } from './document.ts';
import { titleOf } from './headline.ts';
import { LIVE } from './live.ts';
import { nowOf, zoneOf } from './moments.ts';
import { pastOf } from './past.ts';
import { SECTIONS, type SectionId } from './sections.ts';

/** Its content, which the script changes. `more` are attributes of its own. */
function partOf(id: SectionId, data: BoardData, more: Safe | '' = ''): Safe {
  const content = SECTIONS[id](data);
  return html`<div data-section="${id}" data-version="${versionOf(content)}"${more}>${content}</div>`;
}

/** A list that scrolls where there are many. */
function panel(id: SectionId, title: string, data: BoardData): Safe {
  const scrolled = html` class="scrolled" role="group" aria-labelledby="${id}-name" tabindex="0"`;
  return html`<section id="${id}" class="card"><h3 id="${id}-name">${title}</h3>${partOf(id, data, scrolled)}</section>`;
}

/** Only what matters is announced when it changes; it stands in large letters besides. */
const ANNOUNCED = html` class="unseen" role="status"`;

function nowPart(data: BoardData): Safe {
  return html`<section id="now" aria-labelledby="now-name"><h2 id="now-name" class="unseen">Now</h2>${partOf('said', data, ANNOUNCED)}${partOf('hero', data)}
<div class="lists">${panel('waiting', 'Waiting', data)}<div>${panel('ringing', 'Being rung', data)}${panel('talking', 'Talking', data)}</div><div>${panel('agents', 'Agents', data)}${panel('followups', 'Callbacks and reviews', data)}</div></div></section>`;
}

function todayPart(data: BoardData): Safe {
  return html`<section id="today" aria-labelledby="today-name"><h2 id="today-name">Today</h2><div class="both">${partOf('figures', data)}<section class="card drawn"><h3>Hour by hour</h3>${partOf('picture', data)}</section></div></section>`;
}

const STILL = html`<noscript><p class="dim">Load the page again to see what is new. To search, JavaScript has to be on.</p></noscript>`;

/** The whole page for whoever runs the floor: now, today, and what was. Under 100 KB for any input. */
export function boardPage(data: BoardData): string {
  return document(
    titleOf(data),
    html`<body><div id="view" data-now="${nowOf(data)}" data-zone="${zoneOf(data)}">
<header><h1>Board</h1><section>${partOf('day', data)}</section><p id="fresh" role="status"></p><p id="ended" role="status" hidden></p><nav aria-label="Parts of the page"><a href="#now">Now</a><a href="#today">Today</a><a href="#past">Past</a></nav></header>
<main>
<div class="screen">${nowPart(data)}
${todayPart(data)}</div>
<section id="more-today" class="card" aria-labelledby="more-name"><h2 id="more-name">Today in tables</h2>${partOf('tables', data)}</section>
<section id="past" class="card" aria-labelledby="past-name"><h2 id="past-name">Past handoffs</h2>${pastOf(data)}${STILL}</section>
</main></div>
<script>${{ safe: LIVE }}</script></body>`,
  );
}

type BySection = Record<SectionId, string>;

/** What the page asks for while it is open, and a program as well. */
export type BoardAnswer = BoardData & {
  title: string;
  /** It is always worth asking again. */
  live: true;
  /** Each section as markup, escaped like the page. */
  sections: BySection;
  versions: BySection;
};

const bySection = (of: (id: SectionId) => string): BySection => ({
  day: of('day'),
  said: of('said'),
  hero: of('hero'),
  waiting: of('waiting'),
  ringing: of('ringing'),
  talking: of('talking'),
  agents: of('agents'),
  followups: of('followups'),
  figures: of('figures'),
  picture: of('picture'),
  tables: of('tables'),
});

/** The board for a program, and for the page's own script. */
export function boardAnswer(data: BoardData): BoardAnswer {
  const sections = bySection((id) => SECTIONS[id](data).safe);
  return {
    ...data,
    title: titleOf(data),
    live: true,
    sections,
    versions: bySection((id) => versionOf({ safe: sections[id] })),
  };
}
