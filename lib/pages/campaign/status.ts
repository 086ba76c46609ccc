import type { CampaignView } from '../../outbound/campaign/view.ts';
import { counted, some } from '../kit/amounts.ts';
import { html, joined, type Safe } from '../kit/html.ts';
import { isText, plainOf } from '../kit/text.ts';
import { momentOf, writtenMoment, zoneFor } from './when.ts';
import { HIDDEN, PAUSE_WORDS, STATUS_WORDS } from './words.ts';

/** The status in a few words. */
export function statusOf({ status, pausedBecause }: CampaignView): string {
  const word = STATUS_WORDS[status];
  return status === 'paused' && pausedBecause !== undefined
    ? `${word}: ${PAUSE_WORDS[pausedBecause.code].short}`
    : word;
}

const underWay = (view: CampaignView): Safe[] =>
  view.live.length > 0 ? [html`Calls that are under way go on.`] : [];

/** While nobody can be called: until when that is so. */
function nobodyNow(view: CampaignView): Safe[] {
  const [next] = view.waiting;
  if (view.live.length > 0 || next === undefined || next.for === 'due' || next.nextAt <= view.now) return [];
  const { startAt } = view.settings;
  if (next.for === 'start' && startAt !== undefined) return [html`It starts ${writtenMoment(startAt)}.`];
  return [html`Nobody can be called before ${momentOf(next.nextAt, view.now, zoneFor(next.zone))}.`];
}

/** What else is to be known of the status; it changes with the status, not with every call. */
function detailsOf(view: CampaignView): Safe[] {
  const { status, pausedBecause, counts } = view;
  switch (status) {
    case 'draft':
      return [html`Nobody has been called yet. Resume starts it.`];
    case 'running':
      return nobodyNow(view);
    case 'paused': {
      if (pausedBecause === undefined) return [html`Nobody new is called.`, ...underWay(view)];
      const { means, todo } = PAUSE_WORDS[pausedBecause.code];
      return [html`${means}`, html`${todo}`, ...underWay(view)];
    }
    case 'done': {
      const { expired } = counts;
      const late =
        expired === 0 ? [] : [html`${some(expired, 'person', 'people')} could not be called in time.`];
      return [html`Nobody is left to be called.`, ...late];
    }
    case 'canceled':
      return [html`Whoever was not called yet is not called any more.`, ...underWay(view)];
  }
}

/** Status and what it means, as markup. */
export function statusSection(view: CampaignView): Safe {
  const details = detailsOf(view);
  const line = joined(details.map((detail, index) => html`${index === 0 ? '' : ' '}${detail}`));
  const detail = details.length === 0 ? '' : html`<p class="detail">${line}</p>`;
  return html`<p class="says">${statusOf(view)}</p>${detail}`;
}

const NAME_BYTES = 300;

/** The title: what changes first, for tabs are narrow. */
export function titleOf({ counts, total, name, status }: CampaignView): string {
  const of = isText(name) ? `: ${plainOf(name, NAME_BYTES, HIDDEN)}` : '';
  return `${counted(counts.ended)} of ${counted(total)} done, ${STATUS_WORDS[status].toLowerCase()}${of}`;
}
