import { dayOf } from './said/calendar.ts';

/** What is longer says more than a date and a time, and is not read. */
const MOST_LETTERS = 200;
/** What models write where nothing was said. */
const NOTHING = /^[^\p{L}\p{N}]*(?:(?:null|undefined|none|n\/?a|unknown|unspecified)[^\p{L}\p{N}]*)?$/iu;
const MOMENT = /^(\d{4})-(\d\d)-(\d\d)[t ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?) ?(?:z|([+-]\d\d):?(\d\d))$/i;

export type Given = { is: 'text'; text: string } | { is: 'none' } | { is: 'unclear' };

/** Returns the text that a model handed on, and a number as it would be written. */
export function given(argument: unknown): Given {
  if (argument === undefined || argument === null) return { is: 'none' };
  if (Number.isInteger(argument)) return { is: 'text', text: String(argument) };
  if (typeof argument !== 'string' || argument.length > MOST_LETTERS) return { is: 'unclear' };
  return NOTHING.test(argument) ? { is: 'none' } : { is: 'text', text: argument.trim() };
}

/** Returns the moment (ms since 1970) that is written with its offset; undefined for a text that is none. */
export function momentIn(
  text: string,
): { is: 'moment'; at: number } | { is: 'no-such-date' } | { is: 'unclear' } | undefined {
  const [, year, month, day, time, hours, minutes] = MOMENT.exec(text) ?? [];
  if (time === undefined) return undefined;
  // V8 reads February 30 as March 2.
  if (dayOf(Number(year), Number(month), Number(day)) === undefined) return { is: 'no-such-date' };
  const offset = hours === undefined ? 'Z' : `${hours}:${minutes}`;
  const at = Date.parse(`${year}-${month}-${day}T${time}${offset}`);
  return Number.isNaN(at) ? { is: 'unclear' } : { is: 'moment', at };
}
