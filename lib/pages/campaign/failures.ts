import type { CampaignView } from '../../outbound/campaign/view.ts';
import { agoWords, counted } from '../kit/amounts.ts';
import { html, joined, NOTHING, type Safe } from '../kit/html.ts';
import { inline } from '../kit/text.ts';
import { momentOf } from './when.ts';
import { HIDDEN } from './words.ts';

const MOST = 20;
/** Bytes of the page for one reason. */
const REASON = 160;

/** The reason of more than half of several failures: mostly all of them have one. */
function commonReason(reasons: readonly string[]): Safe {
  const counts = new Map<string, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const [most] = [...counts].toSorted(([, a], [, b]) => b - a);
  if (most === undefined || reasons.length < 3 || most[1] * 2 <= reasons.length) return NOTHING;
  const [reason, count] = most;
  const share = count === reasons.length ? `All ${count}` : `${count} of ${reasons.length}`;
  return html`<p class="lead">${share} have the reason <code>${inline(reason, REASON, HIDDEN)}</code></p>`;
}

/** The failures for which a campaign has paused itself, the newest first. */
export function failuresSection({ status, pausedBecause, now }: CampaignView): Safe {
  const failures = (pausedBecause?.failures ?? []).slice(-MOST).toSorted((a, b) => b.at - a.at);
  if (status !== 'paused' || failures.length === 0) return NOTHING;
  const rows = failures.map(
    ({ row, at, endedReason }) =>
      html`<tr><td class="figure row">${counted(row)}</td><td class="when">${momentOf(at, now, 'UTC', 'second')} <span class="ago">${agoWords(at, now)}</span></td><td class="reason"><code>${inline(endedReason, REASON, HIDDEN)}</code></td></tr>`,
  );
  return html`${commonReason(failures.map(({ endedReason }) => endedReason))}<div class="scrolled" role="region" aria-label="The last failures" tabindex="0"><table class="failed"><thead><tr><th scope="col" class="figure">Row</th><th scope="col">When</th><th scope="col">Reason, as Vapi says it</th></tr></thead><tbody>${joined(rows)}</tbody></table></div>`;
}
