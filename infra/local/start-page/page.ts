import { createHash } from 'node:crypto';
import { html, NOTHING, type Safe } from '../../../lib/pages/kit/html.ts';
import { LINES, type LineId } from './calls.ts';
import { KINDS } from './kinds.ts';
import { START_LIVE } from './live.ts';
import { type SectionId, sectionsOf } from './sections.ts';
import { canPlaceCalls, type StartState } from './state.ts';
import { START_STYLE } from './style.ts';

const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Only this style and this script; forms and questions to this system alone; in nobody's frame. */
export const START_POLICY = [
  "default-src 'none'",
  `style-src ${hash(START_STYLE)}`,
  `script-src ${hash(START_LIVE)}`,
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** Leads to the board by a fresh link. */
export const BOARD_PATH = '/local/board';

const LINES_SHOWN: Readonly<Record<LineId, string>> = {
  own: 'a number of your own Twilio account',
  vapi: 'a number of Vapi’s',
};

/** Only where it makes a difference. */
function lineChoice({ strategies }: StartState): Safe {
  if (strategies.own === strategies.vapi) {
    return html`<input type="hidden" name="line" value="own"><p class="dim strategy">Every call is joined by <code>${strategies.own}</code> (BRIDGE).</p>`;
  }
  const [own, vapi] = LINES.map(
    (line) =>
      html`<label><input type="radio" name="line" value="${line}"${line === 'own' ? html` checked` : NOTHING}> ${LINES_SHOWN[line]} <code>${strategies[line]}</code></label>`,
  );
  return html`<fieldset><legend>The caller dials</legend>${own ?? ''}${vapi ?? ''}</fieldset>`;
}

function aboutPlatforms({ vapi, twilio, publicUrl }: StartState): string {
  if (vapi === 'simulated' && twilio === 'simulated') {
    return 'Vapi, Twilio and the people are simulated; everything between them is the product, as it runs in the cloud. Nobody is really called.';
  }
  const real = [vapi === 'real' ? 'Vapi' : '', twilio === 'real' ? 'Twilio' : ''].filter(
    (name) => name !== '',
  );
  const one = `${real.join(' and ')} ${real.length === 1 ? 'is the real one' : 'are the real ones'}, as your settings say.`;
  const call =
    vapi === 'real'
      ? 'Call your assistant’s number instead'
      : 'Nobody can call until Vapi is the real one too';
  return `${one} Calls can be placed here where both are simulated: without VAPI_ and TWILIO_ settings. ${call}; its webhooks must lead to ${publicUrl}.`;
}

const listOf = (id: SectionId, className: string, content: string, empty: string): Safe =>
  html`<ol class="${className}" data-section="${id}">${{ safe: content }}</ol><p class="empty">${empty}</p>`;

/** What happened last, for whoever hears the page. */
export function newsOf({ calls }: StartState): string {
  const [latest] = calls
    .flatMap(({ no, kind, steps }) => {
      const step = steps.findLast(({ is }) => is === 'done');
      return step === undefined
        ? []
        : [{ at: step.at, text: `Call ${no}, ${KINDS[kind].title}: ${step.text}` }];
    })
    .toSorted((one, other) => other.at - one.at);
  return latest?.text ?? '';
}

/** The page of `GET /`. */
export function startPage(state: StartState): string {
  const sections = sectionsOf(state);
  const placing = canPlaceCalls(state)
    ? html`<form class="place" method="post" action="/local/calls"><h2>Calls to place</h2>${lineChoice(state)}<p class="dim window">An agent has ${state.windowSeconds} s to accept (<code>HANDOFF_WINDOW_SECONDS</code>)</p><ul class="kinds" data-section="kinds">${{ safe: sections.kinds }}</ul></form>`
    : NOTHING;
  const calls = canPlaceCalls(state)
    ? html`<section aria-labelledby="calls"><h2 id="calls">Calls placed here</h2>${listOf('calls', 'calls', sections.calls, 'Place a call above and watch it being handed over.')}</section>`
    : NOTHING;
  const agents =
    state.twilio === 'simulated'
      ? html`<section aria-labelledby="agents"><h2 id="agents">Agents</h2>${listOf('agents', 'agents', sections.agents, '')}</section>`
      : NOTHING;
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><meta name="robots" content="noindex">
<title>Voice Handoff, local system</title><style>${{ safe: START_STYLE }}</style></head>
<body data-now="${Date.now()}"><header><p class="brand">Voice Handoff, local system</p><p id="fresh" role="status"></p><a class="button" href="${BOARD_PATH}" target="_blank" rel="noopener">Board</a><a class="button" href="/health">Health</a></header>
<main><div class="intro"><h1>${canPlaceCalls(state) ? 'Place a call, see it handed over' : 'See calls handed over'}</h1><p>${aboutPlatforms(state)}</p></div>
${placing}
<div class="floor">${calls}${agents}</div>
<section aria-labelledby="handoffs"><h2 id="handoffs">Last handoffs</h2><div class="rows-of"><table><thead><tr><th>Asked at</th><th>Caller</th><th>Why</th><th>State</th><th>Wait</th><th>Agent</th><th><span class="hidden">Link</span></th></tr></thead><tbody data-section="handoffs">${{ safe: sections.handoffs }}</tbody></table></div><p class="empty">None yet.</p></section>
</main><p id="news" class="hidden" role="status">${newsOf(state)}</p>
<noscript><p class="dim"><a href="/">Load the page again</a> to see what is new.</p></noscript>
<script>${{ safe: START_LIVE }}</script></body></html>
`.safe;
}
