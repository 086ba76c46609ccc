import { only } from '../arguments.ts';
import { dayOf } from './said/calendar.ts';

/** What is longer says more than a date and a time, and is not read. */
const MOST_LETTERS = 200;
/** What models write where nothing was said. */
const NOTHING = /^[^\p{L}\p{N}]*(?:(?:null|undefined|none|n\/?a|unknown|unspecified)[^\p{L}\p{N}]*)?$/iu;
/** How machines write a date, in whatever signs a model puts around it. */
const WRITTEN_DATE = /^["'“”„«»‘’<]*(?=\d{4}-\d\d-\d\d)/;
const AFTER_IT = /["'“”»’>.\s]+$/;
const MINUS = /(?<=\d:\d\d(?::\d\d(?:\.\d{1,9})?)?) ?[‐-―−](?=\d\d(?::?\d\d)?(?!\d))/;
const MOMENT =
  /^(\d{4})-(\d\d)-(\d\d)[t ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?) ?(?:z|([+-]\d\d)(?::?(\d\d))?)(?:\[[\w/+-]+\])?$/i;

export type Given = { is: 'text'; text: string } | { is: 'none' } | { is: 'unclear' };

/** Whoever writes a date first writes the hours of a clock: "2026-12-01 7:00" is seven in the morning. */
function tidy(text: string): string {
  const trimmed = text.trim().replace(MINUS, '-');
  if (!WRITTEN_DATE.test(trimmed)) return trimmed;
  return trimmed
    .replace(WRITTEN_DATE, '')
    .replace(AFTER_IT, '')
    .replace(/^(?<date>\d{4}-\d\d-\d\d(?:t|,? +))(?=\d:\d\d)/i, '$<date>0');
}

/** Returns the text that a model handed on, also in a list of one, and a number as it would be written. */
export function given(argument: unknown): Given {
  const value = only(argument);
  if (value === undefined || value === null) return { is: 'none' };
  if (Number.isInteger(value)) return { is: 'text', text: String(value) };
  if (typeof value !== 'string' || value.length > MOST_LETTERS) return { is: 'unclear' };
  return NOTHING.test(value) ? { is: 'none' } : { is: 'text', text: tidy(value) };
}

/** Returns the moment (ms since 1970) that is written with its offset; undefined for a text that is none. */
export function momentIn(
  text: string,
): { is: 'moment'; at: number } | { is: 'no-such-date' } | { is: 'unclear' } | undefined {
  const [, year, month, day, time, hours, minutes = '00'] = MOMENT.exec(text) ?? [];
  if (time === undefined) return undefined;
  // V8 reads February 30 as March 2.
  if (dayOf(Number(year), Number(month), Number(day)) === undefined) return { is: 'no-such-date' };
  const offset = hours === undefined ? 'Z' : `${hours}:${minutes}`;
  const at = Date.parse(`${year}-${month}-${day}T${time}${offset}`);
  return Number.isNaN(at) ? { is: 'unclear' } : { is: 'moment', at };
}
