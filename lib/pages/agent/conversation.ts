import type { Role } from '../../base/utterance.ts';
import { html, joined, NOTHING, type Safe } from '../kit/html.ts';
import type { Shown } from '../kit/shown.ts';
import { clockOf, isText, paragraph, wordsOf } from '../kit/text.ts';
import { transcriptNote } from './transcript.ts';
import type { AgentView } from './view.ts';

/** One utterance to be shown; `at` is missing where only the request's messages are known. */
export type Line = { role: Role; text: string; at?: number };

/** What was said, or the messages that came with the request where nothing else is known. */
export const linesOf = ({ conversation, handoff }: AgentView): readonly Line[] =>
  conversation.length > 0 ? conversation : handoff.request.context.messages;

/** Bytes of the page for the whole conversation, with what tools have noted, and for one utterance. */
const ROOM = 8_500;
const ROOM_OF_ONE = 1_000;

const NAMES: Readonly<Record<Role, string>> = { assistant: 'Assistant', caller: 'Caller' };

const bubble = ({ role, text, at }: Line, from: number | undefined, shown: Shown): Safe => {
  const after = at === undefined || from === undefined ? undefined : Math.max(0, at - from);
  const time =
    after === undefined
      ? ''
      : html` <time datetime="PT${Math.floor(after / 1000)}S">${clockOf(after)}</time>`;
  return html`<li class="${role}"><p class="by"><b>${NAMES[role]}</b>${time}</p>${paragraph(text, ROOM_OF_ONE, shown)}</li>`;
};

const EARLIER = html`<li class="earlier">Earlier talk is not shown</li>`;

/** Which language to read it in, for screen readers; only a tag that stands for a known language. */
const languageOf = (tag: string | undefined): Safe | string =>
  tag === undefined || nameOfLanguage(tag) === undefined ? '' : html` lang="${tag}"`;

let names: Intl.DisplayNames | undefined;

/** The English name of a language tag (BCP 47); undefined for anything else. */
export const nameOfLanguage = (tag: string): string | undefined => {
  if (!/^[a-z]{2,3}(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?$/i.test(tag)) return undefined;
  // Made when first needed: the first one in a process takes as long as the rest of the page.
  names ??= new Intl.DisplayNames('en', { type: 'language', fallback: 'none' });
  return names.of(tag);
};

const note = (view: AgentView): Safe => {
  const ended = transcriptNote(view);
  return ended === undefined ? NOTHING : html`<li class="note">${ended}</li>`;
};

const languageIn = ({ handoff, call }: AgentView): Safe | string =>
  languageOf(handoff.request.context.language ?? call.language);

/** The last of what was said, newest at the end: as much as there is room for beside so many bytes of notes. */
export const talkOf = (view: AgentView, shown: Shown, noted: number): Safe => {
  const lines = linesOf(view);
  const first = lines[0]?.at;
  const bubbles: Safe[] = [];
  let left = ROOM - noted;
  let all = true;
  for (const line of lines.toReversed()) {
    if (!isText(line.text)) continue;
    const next = bubble(line, first, shown);
    left -= Buffer.byteLength(next.safe);
    if (left < 0) {
      all = false;
      break;
    }
    bubbles.push(next);
  }
  if (bubbles.length === 0) return NOTHING;
  return html`<ol class="talk"${languageIn(view)}>${all ? '' : EARLIER}${joined(bubbles.toReversed())}${note(view)}</ol>`;
};

/** How many of the last utterances stand near the top, and bytes of the page for one. */
const LAST = 3;
const ROOM_OF_LAST = 280;

/** The very last of what was said, in short: the whole talk is further down. */
export const lastOf = (view: AgentView, shown: Shown): Safe => {
  const last = linesOf(view)
    .filter(({ text }) => isText(text))
    .slice(-LAST);
  if (last.length === 0) return NOTHING;
  const items = last.map(
    ({ role, text }) =>
      html`<li class="${role}"><b>${NAMES[role]}</b><p dir="auto">${wordsOf(text, ROOM_OF_LAST, shown)}</p></li>`,
  );
  return html`<ol class="last"${languageIn(view)}>${joined(items)}${note(view)}</ol>`;
};
