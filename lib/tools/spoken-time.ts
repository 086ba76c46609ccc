import { dateFormat } from '../base/date-format.ts';
import { filled, type LanguageCode, speechOf } from '../speech/index.ts';
import { toolSpeechOf } from '../speech/tools/index.ts';
import { wallOf } from './when/wall.ts';

/** How one says a day: "on Tuesday, December 1". */
export function spokenDay(ms: number, language: LanguageCode, timeZone: string): string {
  const { date, weekday } = wallOf(ms, timeZone);
  const [, month = 1, day = 1] = date.split('-').map(Number);
  const { time } = toolSpeechOf(language);
  return filled(time.onDate, {
    day: speechOf(language).time.days[weekday] ?? '',
    date: time.date(month, day),
  });
}

/** How one says a time of a day: "on Tuesday, December 1 at 15:00". `ms` since 1970. */
export function spokenTime(ms: number, language: LanguageCode, timeZone: string): string {
  return spokenTimes([ms], language, timeZone);
}

/** How one says several times to choose from, each day once. */
export function spokenTimes(all: readonly number[], language: LanguageCode, timeZone: string): string {
  const { time } = toolSpeechOf(language);
  const { at } = speechOf(language).time;
  const either = new Intl.ListFormat(language, { type: 'disjunction' });
  const days = Map.groupBy(all, (ms) => wallOf(ms, timeZone).date);
  const said = [...days.values()].map((ofDay) =>
    filled(time.onOneDay, {
      date: spokenDay(ofDay[0] ?? 0, language, timeZone),
      times: either.format(ofDay.map((ms) => at(wallOf(ms, timeZone).minutes))),
    }),
  );
  return days.size === 1 ? said.join('') : either.format(said);
}

const dayOf = dateFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short' });

/** How an agent reads it, in English: "Tue 1 Dec, 15:00". */
export function notedTime(ms: number, timeZone: string): string {
  const { minutes } = wallOf(ms, timeZone);
  const parts = Object.fromEntries(
    dayOf(timeZone)
      .formatToParts(ms)
      .map(({ type, value }) => [type, value]),
  );
  const time = [minutes / 60, minutes % 60]
    .map((part) => String(Math.floor(part)).padStart(2, '0'))
    .join(':');
  return `${parts.weekday} ${parts.day} ${parts.month}, ${time}`;
}
