import { extractOf } from '../../handoff/briefing/extract.ts';
import { html, joined, NOTHING, type Safe } from '../kit/html.ts';
import type { Shown } from '../kit/shown.ts';
import { clockOf, inline, isText, paragraph } from '../kit/text.ts';
import { timeOf } from '../kit/time.ts';
import { lastOf, linesOf, talkOf } from './conversation.ts';
import { detailsOf, statusOf, toDo } from './status.ts';
import { timelineOf } from './timeline.ts';
import { connectedAt } from './transcript.ts';
import type { AgentView } from './view.ts';
import { customerOf, whoOf } from './who.ts';
import { marked } from './words.ts';

/** The parts of the page that change, each on its own; an empty one is not shown. */
export type SectionId =
  | 'status'
  | 'keys'
  | 'who'
  | 'why'
  | 'last'
  | 'unresolved'
  | 'customer'
  | 'captured'
  | 'noted'
  | 'summary'
  | 'talk'
  | 'timeline';

// Bytes of the page for each piece of foreign text: together with the talk, the picture, the style and the script
// they stay under 50 KB.
const ROOM = {
  word: 120,
  reason: 1_200,
  summary: 2_000,
  topic: 200,
  field: 80,
  value: 200,
} as const;
const MOST_ITEMS = 12;

/** When it was that the present state began, or how it ended: the one thing of it that a clock on the wall says. */
const timesOf = ({ handoff, team }: AgentView): Safe | undefined => {
  const { progress, request } = handoff;
  const time = (at: number) => timeOf(at, team.timeZone);
  if (progress.state === 'connected') return html`Since ${time(progress.since)}`;
  if (progress.state !== 'ended') return undefined;
  const talkedFrom = progress.outcome === 'completed' ? connectedAt(handoff) : undefined;
  return talkedFrom === undefined
    ? html`Ended at ${time(progress.at)}, after ${clockOf(progress.at - request.requestedAt)}`
    : html`Ended at ${time(progress.at)}, after a talk of ${clockOf(progress.at - talkedFrom)}`;
};

const status = (view: AgentView, shown: Shown): Safe => {
  const details = detailsOf(view).map((words) => marked(words, shown));
  const lines = [...details, timesOf(view)].flatMap((line) =>
    line === undefined ? [] : [html`<p class="detail">${line}.</p>`],
  );
  return html`<p class="says">${marked(statusOf(view), shown)}</p>${joined(lines)}`;
};

const KEYS = html`<ul class="keys"><li><kbd>1</kbd> take it</li><li><kbd>2</kbd> decline</li></ul>`;

const keys = ({ handoff }: AgentView): Safe => {
  const todo = toDo(handoff);
  if (todo === undefined) return NOTHING;
  return todo.is === 'keys' ? KEYS : html`<p class="todo">${todo.words}</p>`;
};

const why = ({ handoff, call }: AgentView, shown: Shown): Safe => {
  const { reason } = handoff.request.context;
  const said = isText(reason)
    ? paragraph(reason, ROOM.reason, shown)
    : html`<p class="dim">No reason was given.</p>`;
  const topic = isText(call.intent)
    ? [html`What it seems to be about: ${inline(call.intent, ROOM.word, shown)}`]
    : [];
  const { interruptions = 0 } = call;
  const times = interruptions === 1 ? 'once' : `${interruptions} times`;
  const broke = interruptions > 0 ? [html`Interrupted the assistant ${times}`] : [];
  return joined([said, ...[...topic, ...broke].map((line) => html`<p class="dim">${line}</p>`)]);
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

const more = (left: number): Safe => (left > 0 ? html`<p class="dim">and ${left} more</p>` : NOTHING);

const unresolved = ({ handoff }: AgentView, shown: Shown): Safe => {
  const topics = (handoff.request.context.unresolvedTopics ?? []).filter(isText);
  if (topics.length === 0) return NOTHING;
  const items = topics
    .slice(0, MOST_ITEMS)
    .map((topic) => html`<li>${inline(topic, ROOM.topic, shown)}</li>`);
  return html`<ul>${joined(items)}</ul>${more(topics.length - MOST_ITEMS)}`;
};

const row = (name: string, value: string, shown: Shown): Safe =>
  html`<div><dt>${inline(name, ROOM.field, shown)}</dt><dd>${inline(value, ROOM.value, shown)}</dd></div>`;

const captured = ({ handoff }: AgentView, shown: Shown): Safe => {
  const fields = Object.entries(handoff.request.context.captured ?? {}).filter(([name]) => isText(name));
  if (fields.length === 0) return NOTHING;
  const rows = fields
    .slice(0, MOST_ITEMS)
    .map(([name, value]) => row(name.replaceAll('_', ' '), value, shown));
  return html`<dl class="rows">${joined(rows)}</dl>${more(fields.length - MOST_ITEMS)}`;
};

/** In the order in which it was done, the newest last: what was booked and canceled again is told as both. */
const noted = ({ notes }: AgentView, shown: Shown): Safe => {
  if (notes.length === 0) return NOTHING;
  const rows = notes.slice(-MOST_ITEMS).map(({ label, text }) => row(label, text, shown));
  const earlier = notes.length - MOST_ITEMS;
  return html`${earlier > 0 ? html`<p class="dim">${earlier} earlier not shown</p>` : NOTHING}<dl class="rows">${joined(rows)}</dl>`;
};

/** Every section as markup. The same view gives the same bytes, whatever `now` is. */
export const sectionsOf = (view: AgentView, shown: Shown): Record<SectionId, Safe> => {
  const notes = noted(view, shown);
  return {
    status: status(view, shown),
    keys: keys(view),
    who: whoOf(view, shown),
    why: why(view, shown),
    last: lastOf(view, shown),
    unresolved: unresolved(view, shown),
    customer: customerOf(view, shown),
    captured: captured(view, shown),
    noted: notes,
    summary: summary(view, shown),
    talk: talkOf(view, shown, Buffer.byteLength(notes.safe)),
    timeline: timelineOf(view, shown),
  };
};
