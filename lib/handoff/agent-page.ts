import type { Handoff, Utterance } from './handoff.ts';

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');

/** Text between tags, always escaped: what callers say is nobody's markup. */
const html = (parts: TemplateStringsArray, ...values: (string | Safe)[]): Safe => ({
  safe: parts.reduce((page, part, index) => {
    const value = values[index - 1] ?? '';
    return `${page}${typeof value === 'string' ? escaped(value) : value.safe}${part}`;
  }),
});
type Safe = { safe: string };
const joined = (parts: readonly Safe[]): Safe => ({ safe: parts.map(({ safe }) => safe).join('') });
const NOTHING: Safe = { safe: '' };

const STYLE = `
:root { color-scheme: light dark; --line: light-dark(#d8dce3, #3a4049); --soft: light-dark(#f3f5f8, #22262c);
  --ink: light-dark(#14181f, #e8ebf0); --dim: light-dark(#5a6472, #9aa4b2); --accent: light-dark(#0b5cad, #7db8f5); }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1rem; max-width: 46rem; font: 1rem/1.5 system-ui, sans-serif; color: var(--ink);
  background: light-dark(#fff, #181b20); }
h1 { font-size: 1.35rem; margin: 0 0 .2rem; } h2 { font-size: .8rem; letter-spacing: .06em; text-transform: uppercase;
  color: var(--dim); margin: 1.6rem 0 .4rem; }
p { margin: .3rem 0; overflow-wrap: anywhere; } .state { color: var(--accent); font-weight: 600; }
dl { display: grid; grid-template-columns: minmax(7rem, auto) 1fr; gap: .25rem 1rem; margin: 0; }
dt { color: var(--dim); } dd { margin: 0; overflow-wrap: anywhere; }
ol { list-style: none; margin: 0; padding: 0; } .talk li { margin: .4rem 0; padding: .5rem .8rem; max-width: 88%;
  border-radius: .8rem; background: var(--soft); overflow-wrap: anywhere; unicode-bidi: isolate; }
.talk .caller { margin-left: auto; border: 1px solid var(--line); background: none; } .talk b { display: block;
  font-size: .75rem; color: var(--dim); } .time li { display: flex; gap: .8rem; padding: .15rem 0; border-bottom: 1px solid var(--line); }
.time time { color: var(--dim); font-variant-numeric: tabular-nums; min-width: 5rem; text-align: right; }`;

const page = (title: string, body: Safe): string =>
  html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><title>${title}</title><style>${{ safe: STYLE }}</style></head>
<body><main>${body}</main></body></html>`.safe;

const STATES: Record<Handoff['progress']['state'], string> = {
  requested: 'The caller is waiting; no agent yet',
  queued: 'The caller is waiting for an agent',
  offered: 'An agent is being asked',
  bridging: 'The caller is being connected',
  connected: 'Connected',
  ended: 'Ended',
};

const section = (title: string, content: Safe | undefined): Safe =>
  content === undefined ? NOTHING : html`<section><h2>${title}</h2>${content}</section>`;

const paragraph = (text: string | undefined): Safe | undefined =>
  text === undefined ? undefined : html`<p>${text}</p>`;

const facts = (entries: readonly (readonly [string, string | undefined])[]): Safe | undefined => {
  const known = entries.filter(
    (entry): entry is readonly [string, string] => entry[1] !== undefined && entry[1] !== '',
  );
  if (known.length === 0) return undefined;
  return html`<dl>${joined(known.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`))}</dl>`;
};

const talk = (messages: readonly Utterance[]): Safe | undefined =>
  messages.length === 0
    ? undefined
    : html`<ol class="talk">${joined(
        messages.map(
          ({ role, text }) =>
            html`<li class="${role}"><b>${role === 'caller' ? 'Caller' : 'Assistant'}</b>${text}</li>`,
        ),
      )}</ol>`;

const timeline = ({ timeline: moments, request }: Handoff): Safe =>
  html`<ol class="time">${joined(
    moments.map(
      ({ at, what }) =>
        html`<li><time>${((at - request.requestedAt) / 1000).toFixed(1)} s</time><span>${what}</span></li>`,
    ),
  )}</ol>`;

/** The page on which the agent reads who is calling and why. Everything in it is escaped. */
export const agentPage = (handoff: Handoff): string => {
  const { request, progress } = handoff;
  const { context } = request;
  const state = progress.state === 'ended' ? `${STATES.ended}: ${progress.outcome}` : STATES[progress.state];
  const who = context.customerName ?? request.caller ?? 'Unknown caller';
  return page(
    `Handoff: ${who}`,
    joined([
      html`<h1>${who}</h1><p class="state">${state}</p>`,
      section('Why', paragraph(context.reason)),
      section('Summary', paragraph(context.summary)),
      section(
        'Known',
        facts([
          ['Number', request.caller],
          ['Customer', context.customerId],
          ['Account', context.accountStatus],
          ['Department', context.department],
          ['Language', context.language],
          ['Urgency', context.urgency],
          ['Sentiment', context.sentiment],
          ['Unresolved', context.unresolvedTopics?.join(', ')],
          ...Object.entries(context.captured ?? {}),
        ]),
      ),
      section('Last words', talk(context.messages)),
      section('Timeline', timeline(handoff)),
    ]),
  );
};

/** For a link that is wrong, expired, or of a handoff that is gone: it does not say which. */
export const noAgentPage = (): string =>
  page(
    'Not available',
    html`<h1>This page is not available</h1><p>The link is not valid, or it has expired.</p>`,
  );
