import type { CampaignView, Waiting } from '../../outbound/campaign/view.ts';
import { counted, untilWords } from '../kit/amounts.ts';
import { html, joined, NOTHING, type Safe } from '../kit/html.ts';
import { inline } from '../kit/text.ts';
import { peopleIn, waitingOf } from './measure.ts';
import { momentOf, zoneFor } from './when.ts';
import { HIDDEN, WAITING_WORDS } from './words.ts';

const MOST = 12;
/** Bytes of the page for the name of a zone. */
const ZONE = 90;

/** Whoever is next in line is one group: only the pace decides between them. */
function dueRow(groups: readonly Waiting[], { status }: CampaignView): Safe {
  const when = status === 'running' ? 'now' : 'after resume';
  return html`<tr class="due"><td class="figure">${counted(peopleIn(groups))}</td><td class="for">${WAITING_WORDS.due}</td><td class="where"></td><td class="from"></td><td class="until">${when}</td></tr>`;
}

function row({ zone, for: reason, count, nextAt }: Waiting, now: number): Safe {
  const where = inline(zone.replaceAll('_', ' '), ZONE, HIDDEN);
  return html`<tr><td class="figure">${counted(count)}</td><td class="for">${WAITING_WORDS[reason]}</td><td class="where">${where}</td><td class="from">${momentOf(nextAt, now, zoneFor(zone))}</td><td class="until">${untilWords(nextAt, now)}</td></tr>`;
}

function restRow(groups: readonly Waiting[], now: number): Safe {
  const [first] = groups;
  if (first === undefined) return NOTHING;
  return html`<tr class="rest"><td class="figure">${counted(peopleIn(groups))}</td><td class="for">in ${counted(groups.length)} more groups</td><td class="where"></td><td class="from">${momentOf(first.nextAt, now, zoneFor(first.zone))}</td><td class="until">${untilWords(first.nextAt, now)}</td></tr>`;
}

/** Who waits for what, in the order of the next moment. */
export function waitingSection(view: CampaignView): Safe {
  const { waiting, now } = view;
  if (waiting.length === 0) return NOTHING;
  const { due, later: unsorted } = waitingOf(view);
  const later = unsorted.toSorted((a, b) => a.nextAt - b.nextAt);
  const rows = [
    due.length === 0 ? NOTHING : dueRow(due, view),
    ...later.slice(0, MOST).map((group) => row(group, now)),
    restRow(later.slice(MOST), now),
  ];
  return html`<table class="waits"><thead><tr><th scope="col" class="figure">People</th><th scope="col">Why</th><th scope="col">Where</th><th scope="col">From</th><th scope="col">How long</th></tr></thead><tbody>${joined(rows)}</tbody></table>`;
}
