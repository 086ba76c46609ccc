import type { BoardData, Followup, Waiting, WithAgent } from '../../board/data.ts';
import { agoWords } from '../kit/amounts.ts';
import { html, joined, type Safe } from '../kit/html.ts';
import { isLate } from './floor.ts';
import { bySince, clockSince, nowOf, sinceOf } from './moments.ts';
import { callerOf, moreThan, nameOf, wordsFor } from './people.ts';

/** How many callers stand in a list. */
const MOST_WAITING = 40;
const MOST_WITH_AGENT = 16;
const MOST_FOLLOWUPS = 6;
/** Bytes of the page for why somebody calls: of the first ones, who are seen, more than of the others. */
const REASON = 104;
const FIRST = 10;
const SHORT_REASON = 44;
/** And for when they want to be called. */
const WHEN = 56;

type Table = { caption: string; heads: readonly string[]; rows: readonly Safe[] };

function table({ caption, heads, rows }: Table): Safe {
  const head = joined(heads.map((each) => html`<th scope="col">${each}</th>`));
  return html`<table><caption class="unseen">${caption}</caption><thead class="unseen"><tr>${head}</tr></thead><tbody>${joined(rows)}</tbody></table>`;
}

function clockCell(each: { since: string }, now: number): Safe {
  const { since, clock } = clockSince(sinceOf(each.since, now), now);
  return html`<td class="t" data-since="${since}">${clock}</td>`;
}

function waitingRow(caller: Waiting, room: number, now: number): Safe {
  const late = isLate(caller, now) ? html` class="late"` : '';
  return html`<tr${late}>${clockCell(caller, now)}<th scope="row">${callerOf(caller)}</th><td class="for">${nameOf(caller.department, 'anybody')}</td><td class="of">${wordsFor(caller.reason, room)}</td></tr>`;
}

/** Who waits for an agent, the longest wait first. */
export function waitingSection(data: BoardData): Safe {
  const now = nowOf(data);
  const { waiting } = data.now;
  if (waiting.length === 0) return html`<p class="empty">Nobody is waiting.</p>`;
  const shown = bySince(waiting, now).slice(0, MOST_WAITING);
  const rows = shown.map((each, nth) => waitingRow(each, nth < FIRST ? REASON : SHORT_REASON, now));
  return html`${table({ caption: 'Callers waiting, the longest first', heads: ['How long', 'Who', 'For', 'Why'], rows })}${moreThan(shown.length, waiting.length, 'caller waits', 'callers wait')}`;
}

function agentRow(each: WithAgent, now: number): Safe {
  return html`<tr>${clockCell(each, now)}<th scope="row">${nameOf(each.agent, 'An agent')}</th><td class="of">${callerOf(each)}</td><td class="for">${nameOf(each.department, '')}</td></tr>`;
}

type With = { caption: string; none: string; more: string };

function withAgents(all: readonly WithAgent[], now: number, { caption, none, more }: With): Safe {
  if (all.length === 0) return html`<p class="empty">${none}</p>`;
  const shown = bySince(all, now).slice(0, MOST_WITH_AGENT);
  const rows = shown.map((each) => agentRow(each, now));
  return html`${table({ caption, heads: ['How long', 'Agent', 'Caller', 'For'], rows })}${moreThan(shown.length, all.length, more, more)}`;
}

/** Who is being rung, and for whom. */
export function ringingSection(data: BoardData): Safe {
  const words = {
    caption: 'Agents being rung, the longest first',
    none: 'Nobody is being rung.',
    more: 'being rung',
  };
  return withAgents(data.now.ringing, nowOf(data), words);
}

/** Who talks with whom. */
export function talkingSection(data: BoardData): Safe {
  const words = { caption: 'Agents talking, the longest first', none: 'Nobody is talking.', more: 'talking' };
  return withAgents(data.now.talking, nowOf(data), words);
}

function followupRow(each: Followup, now: number): Safe {
  const asked = each.when ?? each.reason;
  return html`<tr><th scope="row">${callerOf(each)}</th><td class="for">${nameOf(each.department, '')}</td><td class="of">${wordsFor(asked, WHEN)}</td><td class="ago">${agoWords(sinceOf(each.since, now), now)}</td></tr>`;
}

function followups(name: string, all: readonly Followup[], now: number): Safe {
  const heading = html`<h4>${name} <span class="n">${all.length}</span></h4>`;
  if (all.length === 0) return html`${heading}<p class="empty">None waits.</p>`;
  const shown = bySince(all, now).slice(0, MOST_FOLLOWUPS);
  const rows = shown.map((each) => followupRow(each, now));
  return html`${heading}${table({ caption: `${name} that wait, the oldest first`, heads: ['Who', 'For', 'When or why', 'Asked for'], rows })}${moreThan(shown.length, all.length, 'waits', 'wait')}`;
}

/** Callbacks and reviews that no agent has taken yet. */
export function followupsSection(data: BoardData): Safe {
  const now = nowOf(data);
  const { callbacks, reviews } = data.followups;
  return html`${followups('Callbacks', callbacks, now)}${followups('Reviews', reviews, now)}`;
}
