import type { CampaignView } from '../../outbound/campaign/view.ts';
import { OUTBOUND_OUTCOMES } from '../../outbound/outcomes.ts';
import { counted, percent, tenthsOf } from '../kit/amounts.ts';
import { html, joined, type Safe } from '../kit/html.ts';
import { OUTCOME_WORDS } from './words.ts';

/** What became of those who are done, every outcome in its place: rows that jump cannot be watched. */
export function outcomesSection({ counts }: CampaignView): Safe {
  const each = OUTBOUND_OUTCOMES.map((outcome) => counts[outcome]);
  const done = each.reduce((sum, count) => sum + count, 0);
  if (done === 0) return html`<p class="empty">Nobody is done yet.</p>`;
  const tenths = tenthsOf(each);
  const most = Math.max(...each);
  const rows = OUTBOUND_OUTCOMES.map((outcome, index) => {
    const { words, look } = OUTCOME_WORDS[outcome];
    const count = each[index] ?? 0;
    const width = ((count * 100) / most).toFixed(1);
    return html`<tr class="${look}${count === 0 ? ' none' : ''}"><th scope="row">${words}</th><td class="figure count">${counted(count)}</td><td class="figure">${percent(tenths[index] ?? 0, count)}</td><td class="of"><svg aria-hidden="true" width="100%" height="10"><rect width="${width}%" height="10" rx="2"/></svg></td></tr>`;
  });
  const reached = counts.answered + counts.handed_over;
  const [share = 0] = tenthsOf([reached, done - reached]);
  return html`<p class="lead"><b>${counted(reached)}</b> of ${counted(done)} reached (${percent(share, reached)})</p><table class="outcomes"><thead class="unseen"><tr><th scope="col">Outcome</th><th scope="col">People</th><th scope="col">Share</th><th scope="col">Picture</th></tr></thead><tbody>${joined(rows)}</tbody></table>`;
}
