import type { CampaignView } from '../../outbound/campaign/view.ts';
import { counted } from '../kit/amounts.ts';
import { html, joined, NOTHING, type Safe } from '../kit/html.ts';
import { clockOf } from '../kit/text.ts';

const MOST = 24;

/** Calls at this moment, the longest first. The page's script lets the clocks run. */
export function liveSection({ live, now }: CampaignView): Safe {
  if (live.length === 0) return NOTHING;
  const calls = live
    .toSorted((a, b) => a.since - b.since)
    .slice(0, MOST)
    .map(({ row, number, is, since }) => {
      const seconds = Math.max(0, Math.floor((now - since) / 1000));
      return html`<li class="${is}"><span class="row">Row ${counted(row)}</span> <span class="number">…${number.replace(/\D/g, '').slice(-4)}</span> <span class="is">${is}</span> <time datetime="PT${seconds}S" data-since="${since}">${clockOf(now - since)}</time></li>`;
    });
  const more = live.length - MOST;
  return html`<ul class="calls">${joined(calls)}</ul>${more > 0 ? html`<p class="dim">and ${more} more</p>` : ''}`;
}
