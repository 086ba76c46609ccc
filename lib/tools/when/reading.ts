import { LANGUAGES, type LanguageCode } from '../../speech/speech.ts';
import { dayOfDate } from './said/calendar.ts';
import { type PartOfDay, partOfDayIn, timeOf } from './said/part.ts';
import { type Resolved, resolved } from './said/resolved.ts';
import { signsIn } from './said/signs.ts';
import { type Understood, understood } from './said/understood.ts';
import { instantOf, wallOf } from './wall.ts';
import { withoutZone } from './zone.ts';

/** Where and when it is said. `now` is in ms since 1970, the zone is the business's, the language the caller's. */
export type Here = { now: number; timeZone: string; language: LanguageCode };

/** Absent, empty, or open: "any time", "as soon as possible". */
export type None = { is: 'none' };
/** Not understood as a whole, or two things at once. */
export type Unclear = { is: 'unclear' };

/** A time (`HH:MM`) or a part of the day, if one was said. */
export type InDay = { time?: string; partOfDay?: PartOfDay };

/** Where 04/05 is April 5, if English is spoken. */
const UNITED_STATES = /^(?:America|US)\/|^Pacific\/Honolulu$/;

type Said = { is: 'understood'; said: Understood } | None | Unclear;

/** Models often write in English, whatever the caller speaks: each language is tried, the caller's first. */
export function understoodIn(text: string, asked: 'date' | 'time', language: LanguageCode): Said {
  for (const each of new Set([language, ...LANGUAGES])) {
    const said = understood(signsIn(text, each), asked);
    if (said === undefined) continue;
    const isOpen = said.days.length === 0 && said.clock === undefined && said.parts.length === 0;
    return isOpen ? { is: 'none' } : { is: 'understood', said };
  }
  return { is: 'unclear' };
}

/** The same where a business is, whose own zone may stand behind a time. */
export function understoodHere(text: string, asked: 'date' | 'time', here: Here): Said {
  const said = understoodIn(text, asked, here.language);
  if (said.is !== 'unclear') return said;
  const rest = withoutZone(text, here);
  return rest === text ? said : understoodIn(rest, asked, here.language);
}

/** Returns the day that was said, by the calendar on the business's wall. */
export function dayIn({ days }: Understood, { now, timeZone, language }: Here): Resolved {
  const today = dayOfDate(wallOf(now, timeZone).date);
  return resolved(days, { today, monthFirst: language === 'en' && UNITED_STATES.test(timeZone) });
}

/** Returns what was said of the time of the day. */
export function inDay({ clock, parts }: Understood): ({ is: 'in-day' } & InDay) | Unclear {
  const time = timeOf(clock, parts);
  if (time.is === 'unclear') return time;
  if (time.is === 'time') return { is: 'in-day', time: time.time };
  const partOfDay = partOfDayIn(parts);
  if (partOfDay !== undefined) return { is: 'in-day', partOfDay };
  return parts.length === 0 ? { is: 'in-day' } : { is: 'unclear' };
}

/** Returns the moment (ms since 1970) of a date and a time (`HH:MM`); undefined where the clock leaves it out. */
export function instantAt(date: string, time: string, timeZone: string): number | undefined {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return instantOf(date, hours * 60 + minutes, timeZone);
}
