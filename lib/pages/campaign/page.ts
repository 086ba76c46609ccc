import type { CampaignStatus } from '../../outbound/campaign/states.ts';
import type { CampaignView } from '../../outbound/campaign/view.ts';
import { html, joined, type Safe } from '../kit/html.ts';
import { isText, wordsOf } from '../kit/text.ts';
import { versionOf } from '../kit/version.ts';
import { document } from './document.ts';
import { LIVE } from './live.ts';
import { SECTIONS, type SectionId } from './sections.ts';
import { titleOf } from './status.ts';
import { HIDDEN, isLive } from './words.ts';

const NAME_BYTES = 400;

const HEADINGS: Readonly<Partial<Record<SectionId, string>>> = {
  failures: 'The last failures',
  progress: 'Progress',
  outcomes: 'Outcomes',
  pace: 'Pace',
  waiting: 'Waiting',
  live: 'Calls at this moment',
  how: 'How it calls',
};

/** Only the status is announced when it changes. */
const ANNOUNCED = html` role="status" aria-live="polite"`;

function sectionOf(id: SectionId, content: Safe): Safe {
  const title = HEADINGS[id];
  const unseen = id === 'progress' ? html` class="unseen"` : '';
  const heading = title === undefined ? '' : html`<h2${unseen}>${title}</h2>`;
  const hidden = content.safe === '' ? html` hidden` : '';
  return html`<section id="${id}"${hidden}>${heading}<div data-section="${id}" data-version="${versionOf(content)}"${id === 'status' ? ANNOUNCED : ''}>${content}</div></section>`;
}

type Action = 'pause' | 'resume';

const ACTIONS: Readonly<Partial<Record<CampaignStatus, Action>>> = {
  draft: 'resume',
  running: 'pause',
  paused: 'resume',
};

/**
 * Shown by the script, without which it can do nothing. Without a name the field is part of no address, and password
 * managers are asked not to keep it.
 */
const CONTROL = html`<form id="control" method="post" autocomplete="off" hidden><label for="key">API key</label><input id="key" type="password" autocomplete="off" data-1p-ignore data-bwignore data-lpignore="true" required aria-describedby="answer"><button id="act"></button><p id="answer" role="status"></p></form>`;

const STILL = html`<noscript><p class="dim">Load the page again to see what is new. To pause or resume here, JavaScript has to be on.</p></noscript>`;

/** The whole page on which whoever runs a campaign watches it. Under 60 KB for any input. */
export function campaignPage(view: CampaignView): string {
  const of = (...ids: SectionId[]) => joined(ids.map((id) => sectionOf(id, SECTIONS[id](view))));
  const action = ACTIONS[view.status];
  const start = html` data-id="${view.id}" data-status="${view.status}" data-live="${isLive(view) ? 'yes' : 'no'}" data-now="${view.now}"${action === undefined ? '' : html` data-action="${action}"`}`;
  const name = isText(view.name) ? wordsOf(view.name, NAME_BYTES, HIDDEN) : html`Campaign without a name`;
  return document(
    titleOf(view),
    html`<body><header><p class="brand">Outbound campaign</p><p id="fresh" role="status"></p></header>
<main id="view"${start}>
<div id="bar"><div><h1 dir="auto">${name}</h1>${of('status')}<p id="ended" role="status" hidden></p></div>${CONTROL}</div>
${of('failures', 'progress')}
<div class="columns"><div>${of('outcomes', 'waiting')}</div><div>${of('pace', 'live', 'how')}</div></div>
</main>
${isLive(view) ? STILL : ''}
<script>${{ safe: LIVE }}</script></body>`,
  );
}

/** What the page asks for while it is open. */
export type CampaignData = {
  status: CampaignStatus;
  /** What can be done with it. */
  action?: Action;
  /** Whether it is worth asking again. */
  live: boolean;
  title: string;
  /** Each section as markup, escaped like the page; empty where there is nothing to show. */
  sections: Record<SectionId, string>;
  versions: Record<SectionId, string>;
};

const bySection = (of: (id: SectionId) => string): Record<SectionId, string> => ({
  status: of('status'),
  failures: of('failures'),
  progress: of('progress'),
  outcomes: of('outcomes'),
  pace: of('pace'),
  waiting: of('waiting'),
  live: of('live'),
  how: of('how'),
});

/** The same for a program, and for the page's own script. */
export function campaignData(view: CampaignView): CampaignData {
  const sections = bySection((id) => SECTIONS[id](view).safe);
  const action = ACTIONS[view.status];
  return {
    status: view.status,
    ...(action === undefined ? {} : { action }),
    live: isLive(view),
    title: titleOf(view),
    sections,
    versions: bySection((id) => versionOf({ safe: sections[id] })),
  };
}
