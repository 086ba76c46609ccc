import type { Role } from '../../base/utterance.ts';
import { html, joined, type Safe } from '../kit/html.ts';
import type { Shown } from '../kit/number.ts';
import { clockOf, isText, paragraph } from '../kit/text.ts';
import type { AgentView } from './view.ts';

/** One utterance to be shown; `at` is missing where only the request's messages are known. */
export type Line = { role: Role; text: string; at?: number };

/** What was said, or the messages that came with the request where nothing else is known. */
export const linesOf = ({ conversation, handoff }: AgentView): readonly Line[] =>
  conversation.length > 0 ? conversation : handoff.request.context.messages;

/** Bytes of the page for the whole conversation, and for one utterance. */
const ROOM = 12_000;
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

/** The last of what was said, newest at the end: as much as there is room for. */
export const talkOf = (view: AgentView, shown: Shown): Safe => {
  const lines = linesOf(view);
  const first = lines[0]?.at;
  const bubbles: Safe[] = [];
  let left = ROOM;
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
  if (bubbles.length === 0) return { safe: '' };
  const { context } = view.handoff.request;
  const language = languageOf(context.language ?? view.call.language);
  return html`<ol class="talk"${language}>${all ? '' : EARLIER}${joined(bubbles.toReversed())}</ol>`;
};
