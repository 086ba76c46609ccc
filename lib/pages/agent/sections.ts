import type { CustomerField } from '../../base/customer.ts';
import { extractOf } from '../../handoff/briefing/extract.ts';
import { html, joined, NOTHING, type Safe } from '../kit/html.ts';
import type { Shown } from '../kit/number.ts';
import { clockOf, inline, isText, paragraph } from '../kit/text.ts';
import { linesOf, nameOfLanguage, talkOf } from './conversation.ts';
import { saidBy } from './said-by.ts';
import { agentOf, statusOf } from './status.ts';
import { timelineOf } from './timeline.ts';
import type { AgentView } from './view.ts';

/** The parts of the page that change, each on its own; an empty one is not shown. */
export type SectionId =
  | 'status'
  | 'who'
  | 'why'
  | 'summary'
  | 'sentiment'
  | 'unresolved'
  | 'captured'
  | 'talk'
  | 'timeline';

// Bytes of the page for each piece of foreign text: together with the talk, the picture, the style and the script
// they stay under 50 KB.
const ROOM = {
  name: 120,
  word: 120,
  agent: 60,
  reason: 1_200,
  summary: 2_400,
  topic: 200,
  field: 80,
  value: 220,
} as const;
const MOST_ITEMS = 12;

const facts = (entries: readonly (readonly [name: string, value: Safe | undefined])[]): Safe => {
  const known = entries.flatMap(([name, value]) =>
    value === undefined ? [] : [html`<div><dt>${name}</dt><dd>${value}</dd></div>`],
  );
  return known.length === 0 ? NOTHING : html`<dl class="facts">${joined(known)}</dl>`;
};

const status = ({ handoff, ...view }: AgentView, shown: Shown): Safe => {
  const sentence = statusOf({ handoff, ...view });
  const agent = agentOf(handoff);
  const { progress, request } = handoff;
  const took = progress.state === 'ended' ? `Ended after ${clockOf(progress.at - request.requestedAt)}` : '';
  const named = isText(agent) ? html`Agent: ${inline(agent, ROOM.agent, shown)}` : undefined;
  const between = named !== undefined && took !== '' ? ' · ' : '';
  const detail =
    named === undefined && took === ''
      ? NOTHING
      : html`<p class="detail">${named ?? ''}${between}${took}</p>`;
  return html`<p class="says">${sentence}</p>${detail}`;
};

const language = (view: AgentView): string | undefined => {
  const tag = view.handoff.request.context.language ?? view.call.language;
  const name = tag === undefined ? undefined : nameOfLanguage(tag);
  return name ?? tag;
};

const NORTH_AMERICAN = /^\+1(\d{3})(\d{3})(\d{4})$/;
const grouped = (number: string): string => number.replace(NORTH_AMERICAN, '+1 $1 $2 $3');

const URGENT = /^(?:urgent|high|critical|emergency|immediate)/i;

const who = (view: AgentView, shown: Shown): Safe => {
  const { request } = view.handoff;
  const { context, caller } = request;
  const word = (text: string | undefined): Safe | undefined =>
    isText(text) ? html`<span class="word">${inline(text, ROOM.word, shown)}</span>` : undefined;
  const id = isText(context.customerId) ? inline(context.customerId, ROOM.word, shown) : undefined;
  const number = isText(caller) ? inline(grouped(caller), ROOM.name, shown) : undefined;
  const name = isText(context.customerName) ? inline(context.customerName, ROOM.name, shown) : undefined;
  const urgency = word(context.urgency);
  const marked =
    urgency !== undefined && URGENT.test(context.urgency ?? '')
      ? html`<strong class="urgent">${urgency}</strong>`
      : urgency;
  const under =
    name !== undefined && number !== undefined ? html`<p class="number-line">${number}</p>` : NOTHING;
  /** What is not the team's own word says whose it is. */
  const from = (field: CustomerField, shownAs: Safe | undefined): Safe | undefined => {
    const words = saidBy(request, field);
    return shownAs === undefined || words === undefined
      ? shownAs
      : html`${shownAs} <span class="dim">${words}</span>`;
  };
  const namedBy = name === undefined ? undefined : saidBy(request, 'customerName');
  const byline = namedBy === undefined ? NOTHING : html`<p class="dim">${namedBy}</p>`;
  return html`<h1>${name ?? number ?? 'Unknown caller'}</h1>${byline}${under}${facts([
    ['Customer', from('customerId', id)],
    ['Account', from('accountStatus', word(context.accountStatus))],
    ['Department', word(context.department)],
    ['Language', word(language(view))],
    ['Urgency', marked],
  ])}`;
};

const why = ({ handoff, call }: AgentView, shown: Shown): Safe => {
  const { reason } = handoff.request.context;
  const said = isText(reason)
    ? paragraph(reason, ROOM.reason, shown)
    : html`<p class="dim">No reason was given.</p>`;
  const topic = isText(call.intent)
    ? html`<p class="dim">What it seems to be about: ${inline(call.intent, ROOM.word, shown)}</p>`
    : NOTHING;
  return html`${said}${topic}`;
};

const summary = (view: AgentView, shown: Shown): Safe => {
  const { context } = view.handoff.request;
  if (isText(context.summary)) return paragraph(context.summary, ROOM.summary, shown);
  // Of the talk up to the request, as in the task: it does not change while they talk on.
  const extract = extractOf(context.messages.length > 0 ? context.messages : linesOf(view));
  return html`<p class="dim">No summary was given.</p>${
    extract === undefined
      ? NOTHING
      : html`<blockquote>${paragraph(extract, ROOM.summary, shown)}</blockquote>`
  }`;
};

const sentiment = ({ handoff, call: { interruptions = 0 } }: AgentView, shown: Shown): Safe => {
  const felt = handoff.request.context.sentiment;
  const words = isText(felt) ? paragraph(felt, ROOM.word, shown) : NOTHING;
  const times = interruptions === 1 ? 'once' : `${interruptions} times`;
  const broke = interruptions > 0 ? html`<p class="dim">Interrupted the assistant ${times}</p>` : NOTHING;
  return html`${words}${broke}`;
};

const more = (left: number): Safe => (left > 0 ? html`<p class="dim">and ${left} more</p>` : NOTHING);

const unresolved = ({ handoff }: AgentView, shown: Shown): Safe => {
  const topics = (handoff.request.context.unresolvedTopics ?? []).filter(isText);
  if (topics.length === 0) return NOTHING;
  const items = topics
    .slice(0, MOST_ITEMS)
    .map((topic) => html`<li>${inline(topic, ROOM.topic, shown)}</li>`);
  return html`<ul>${joined(items)}</ul>${more(topics.length - MOST_ITEMS)}`;
};

const captured = ({ handoff }: AgentView, shown: Shown): Safe => {
  const fields = Object.entries(handoff.request.context.captured ?? {}).filter(([name]) => isText(name));
  if (fields.length === 0) return NOTHING;
  const rows = fields
    .slice(0, MOST_ITEMS)
    .map(
      ([name, value]) =>
        html`<div><dt>${inline(name.replaceAll('_', ' '), ROOM.field, shown)}</dt><dd>${inline(value, ROOM.value, shown)}</dd></div>`,
    );
  return html`<dl class="rows">${joined(rows)}</dl>${more(fields.length - MOST_ITEMS)}`;
};

/** Every section as markup. The same view gives the same bytes, whatever `now` is. */
export const sectionsOf = (view: AgentView, shown: Shown): Record<SectionId, Safe> => ({
  status: status(view, shown),
  who: who(view, shown),
  why: why(view, shown),
  summary: summary(view, shown),
  sentiment: sentiment(view, shown),
  unresolved: unresolved(view, shown),
  captured: captured(view, shown),
  talk: talkOf(view, shown),
  timeline: timelineOf(view.handoff, shown),
});
