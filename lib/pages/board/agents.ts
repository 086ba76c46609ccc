import type { BoardData } from '../../board/data.ts';
import { html, joined, NOTHING, type Safe } from '../kit/html.ts';
import { inline } from '../kit/text.ts';
import { digestOf } from '../kit/version.ts';
import { amount } from './amounts.ts';
import { engagedIn } from './floor.ts';
import { HIDDEN } from './words.ts';

/** Bytes of the page for a name. */
const NAME = 36;
/** How many names of an activity are seen at once, how many more on opening, and how many activities there are. */
const SEEN = 6;
const SEEN_OFFLINE = 0;
const FOLDED = 12;
const MOST_ACTIVITIES = 5;

/** Who takes calls first, who is gone last; in between as the alphabet has it, so that nothing jumps. */
const ORDER: Readonly<Record<string, number>> = { Available: 0, Offline: 2 };

type Agent = { name: string };

function nameOf({ name }: Agent, engaged: ReadonlySet<string>): Safe {
  if (!engaged.has(name)) return html`<li>${inline(name, NAME, HIDDEN)}</li>`;
  return html`<li class="on">${inline(name, NAME, HIDDEN)}<span class="unseen"> (in a call)</span></li>`;
}

function namesOf(agents: readonly Agent[], engaged: ReadonlySet<string>): Safe {
  return html`<ul class="names">${joined(agents.map((agent) => nameOf(agent, engaged)))}</ul>`;
}

function folded(agents: readonly Agent[], seen: number, engaged: ReadonlySet<string>): Safe {
  if (agents.length === 0) return NOTHING;
  const rest = agents.length - FOLDED;
  const more = rest > 0 ? html`<p class="more">and ${amount(rest)} more</p>` : '';
  return html`<details><summary>${seen === 0 ? 'Who' : `${amount(agents.length)} more`}</summary>${namesOf(agents.slice(0, FOLDED), engaged)}${more}</details>`;
}

/** The agents by what they do, as TaskRouter says. */
export function agentsSection(data: BoardData): Safe {
  if (data.agents.is === 'unknown') {
    return html`<p class="empty">TaskRouter does not answer. Who is available is not known at this moment; calls go on.</p>`;
  }
  const activities = Object.entries(data.agents.byActivity)
    .filter(([, agents]) => agents.length > 0)
    .toSorted(([a], [b]) => (ORDER[a] ?? 1) - (ORDER[b] ?? 1) || (a < b ? -1 : 1));
  if (activities.length === 0) return html`<p class="empty">There are no agents yet.</p>`;
  const engaged = engagedIn(data);
  const groups = activities.slice(0, MOST_ACTIVITIES).map(([activity, agents]) => {
    const sorted = agents.toSorted((a, b) => (a.name < b.name ? -1 : 1));
    const seen = activity === 'Offline' ? SEEN_OFFLINE : SEEN;
    const look = activity === 'Available' ? html` class="ready"` : '';
    return html`<li data-key="${digestOf(activity)}"${look}><h4>${inline(activity, NAME, HIDDEN)} <span class="n">${amount(agents.length)}</span></h4>${seen === 0 ? '' : namesOf(sorted.slice(0, seen), engaged)}${folded(sorted.slice(seen), seen, engaged)}</li>`;
  });
  const rest = activities.length - MOST_ACTIVITIES;
  const more = rest > 0 ? html`<p class="more">and ${amount(rest)} more activities</p>` : '';
  return html`<ul class="activities">${joined(groups)}</ul>${more}`;
}
