import { html, NOTHING, type Safe } from '../kit/html.ts';
import { inline, isText, plainOf } from '../kit/text.ts';
import { amount } from './amounts.ts';
import { HIDDEN } from './words.ts';

/** Bytes of the page for what is foreign. */
const NAME = 60;
const NUMBER = 28;
const DEPARTMENT = 36;

/** A number as it comes, which is but for its last digits. */
function numberOf(caller: string): Safe {
  const number = plainOf(caller, NUMBER, HIDDEN);
  const [last] = /\d{1,4}$/.exec(number.replace(/\D+$/, '')) ?? [];
  if (last === undefined) return html`<bdi class="number">${number}</bdi>`;
  return html`<bdi dir="ltr" class="number" role="img" aria-label="number ending in ${last}">${number}</bdi>`;
}

function known(text: string | null): text is string {
  return isText(text ?? undefined);
}

/** Who calls, by name and number, as far as they are known. */
export function callerOf({ name, caller }: { name: string | null; caller: string | null }): Safe {
  const number = known(caller) ? numberOf(caller) : undefined;
  if (known(name)) {
    return html`<b>${inline(name, NAME, HIDDEN)}</b>${number === undefined ? '' : html` ${number}`}`;
  }
  return html`<b>${number ?? 'Number withheld'}</b>`;
}

/** A department's, an agent's or an activity's name. */
export function nameOf(name: string | null, otherwise: string): Safe {
  return known(name) ? inline(name, DEPARTMENT, HIDDEN) : html`<span class="dim">${otherwise}</span>`;
}

/** What a caller wants, in a line or two. */
export function wordsFor(text: string | null, room: number): Safe {
  return known(text) ? inline(text, room, HIDDEN) : NOTHING;
}

/** What is more than the page shows. */
export function moreThan(shown: number, all: number, one: string, many: string): Safe {
  const more = all - shown;
  return more > 0 ? html`<p class="more">and ${amount(more)} more ${more === 1 ? one : many}</p>` : NOTHING;
}
