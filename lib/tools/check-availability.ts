import * as z from 'zod/mini';
import { withoutUndefined } from '../base/without-undefined.ts';
import { filled, type LanguageCode } from '../speech/index.ts';
import type { With } from '../speech/speech.ts';
import { LANGUAGE_FIELD } from '../vapi/tool-words.ts';
import { textOf } from './arguments.ts';
import type { WantedTime } from './ports.ts';
import { spokenTimes } from './spoken-time.ts';
import { calendarTool, insteadOf } from './tool.ts';
import { readDate } from './when/date.ts';
import { readPartOfDay, readTime } from './when/time.ts';
import { dayAfter, isoIn, startOf, wallOf } from './when/wall.ts';

type Says = {
  free: With<'times'>;
  /** Not at the time that was asked for, but near it. */
  otherTimes: With<'times'>;
  nothing: string;
  unclearDate: string;
  noSuchDate: string;
  past: string;
  tooFar: With<'days'>;
  unclearTime: string;
  failed: string;
};

const SAYS: Readonly<Record<LanguageCode, Says>> = {
  en: {
    free: 'These times are free: {times}. Which one suits you?',
    otherTimes: 'That time is not free, but I can offer you an appointment {times}. Would that suit you?',
    nothing: 'Nothing is free then. Which other day or time would suit you?',
    unclearDate: 'Which day would suit you? Please name a weekday or a date.',
    noSuchDate: 'There is no such date. Which day do you mean?',
    past: 'That day is already over. Which day do you mean?',
    tooFar: 'I can only look {days} days ahead. Which earlier day would suit you?',
    unclearTime: 'What time of day would suit you?',
    failed:
      'I am sorry, I cannot look into the calendar at this moment. I can get a colleague for you, or note a callback.',
  },
  es: {
    free: 'Podemos darle cita {times}. ¿Qué le parece?',
    otherTimes: 'Esa hora no está libre, pero podemos darle cita {times}. ¿Qué le parece?',
    nothing: 'Para entonces no queda nada libre. ¿Qué otro día o a qué otra hora le vendría bien?',
    unclearDate: '¿Qué día le vendría bien? Dígame, por favor, un día de la semana o una fecha.',
    noSuchDate: 'Esa fecha no existe. ¿A qué día se refiere?',
    past: 'Ese día ya ha pasado. ¿A qué día se refiere?',
    tooFar: 'Solo puedo dar cita para los próximos {days} días. ¿Qué día de estos le vendría bien?',
    unclearTime: '¿A qué hora le vendría bien?',
    failed:
      'Lo siento, no puedo consultar la agenda en este momento. Puedo buscar a alguien de nuestro equipo, o anotar que le devuelvan la llamada.',
  },
  de: {
    free: 'Ich kann Ihnen {times} einen Termin anbieten. Würde Ihnen das passen?',
    otherTimes:
      'Diese Zeit ist nicht frei, aber {times} kann ich Ihnen einen Termin anbieten. Würde Ihnen das passen?',
    nothing: 'Da ist leider nichts frei. Welcher andere Tag oder welche andere Uhrzeit würde Ihnen passen?',
    unclearDate: 'Welcher Tag würde Ihnen passen? Nennen Sie mir bitte einen Wochentag oder ein Datum.',
    noSuchDate: 'Dieses Datum gibt es nicht. Welchen Tag meinen Sie?',
    past: 'Dieser Tag ist schon vorbei. Welchen Tag meinen Sie?',
    tooFar:
      'Ich kann Termine nur für die nächsten {days} Tage vergeben. Welcher frühere Tag würde Ihnen passen?',
    unclearTime: 'Welche Uhrzeit würde Ihnen passen?',
    failed:
      'Es tut mir leid, ich kann im Moment nicht in den Kalender schauen. Ich kann jemanden aus unserem Team holen oder einen Rückruf notieren.',
  },
  fr: {
    free: 'Je peux vous proposer un rendez-vous {times}. Est-ce que cela vous conviendrait ?',
    otherTimes:
      "Cette heure n'est pas libre, mais je peux vous proposer un rendez-vous {times}. Est-ce que cela vous conviendrait ?",
    nothing:
      "Il n'y a rien de libre à ce moment-là. Quel autre jour ou quelle autre heure vous conviendrait ?",
    unclearDate: 'Quel jour vous conviendrait ? Dites-moi un jour de la semaine ou une date.',
    noSuchDate: "Cette date n'existe pas. De quel jour parlez-vous ?",
    past: 'Ce jour est déjà passé. De quel jour parlez-vous ?',
    tooFar:
      'Je ne peux proposer de rendez-vous que pour les {days} prochains jours. Quel jour plus proche vous conviendrait ?',
    unclearTime: 'Quelle heure vous conviendrait ?',
    failed:
      "Je regrette, je n'ai pas accès à l'agenda pour le moment. Je peux contacter une personne de notre équipe, ou noter une demande de rappel.",
  },
};

const EARLIEST_MS = 3_600_000;
const LATEST_DAYS = 60;
const DAY_MS = 86_400_000;
/** Where no day was named, the next free times are looked for this far ahead. */
const NEXT_DAYS = 14;
/** More than three nobody keeps in mind. */
const MOST_OFFERED = 3;

const argsSchema = z.object({
  service: z.exactOptional(z.string()),
  date: z.exactOptional(z.string()),
  time: z.exactOptional(z.string()),
  partOfDay: z.exactOptional(z.enum(['morning', 'afternoon', 'evening'])),
  from: z.int(),
  to: z.int(),
});

const minutesOf = (time: string): number => {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
};

/** The times to offer, the earliest first, and whether they are what was asked for. */
export function chooseTimes(
  starts: readonly number[],
  { time, partOfDay, from, to }: WantedTime & { from: number; to: number },
  timeZone: string,
): { times: number[]; asAsked: boolean } {
  const free = [...new Set(starts)].filter((ms) => ms >= from && ms < to).sort((a, b) => a - b);
  const at = (ms: number) => wallOf(ms, timeZone).minutes;
  if (time !== undefined) {
    const off = (ms: number) => Math.abs(at(ms) - minutesOf(time));
    const nearest = free.toSorted((a, b) => off(a) - off(b) || a - b).slice(0, MOST_OFFERED);
    return { times: nearest.toSorted((a, b) => a - b), asAsked: nearest.some((ms) => off(ms) === 0) };
  }
  const fitting = partOfDay === undefined ? free : free.filter((ms) => partOfDayAt(at(ms)) === partOfDay);
  const offered = fitting.length > 0 ? fitting : free;
  return { times: offered.slice(0, MOST_OFFERED), asAsked: fitting.length > 0 };
}

/** Asks the team's calendar which times are free, and offers at most three of them (T1). */
export const tool = calendarTool<z.infer<typeof argsSchema>>({
  name: 'check_availability',
  description:
    'Looks which times are free for an appointment. Call it when the caller wants an appointment, before you name any ' +
    'time, and again when they want another day or time. Say the result in its words; offer no time that is not in it.',
  parameters: {
    type: 'object',
    properties: {
      date: {
        type: 'string',
        description:
          'The day, in the words of the caller: "tomorrow", "next tuesday", "2026-12-01". Left out when any day will do.',
      },
      time: { type: 'string', description: 'The time, if the caller named one: "3 pm", "15:00".' },
      part_of_day: {
        type: 'string',
        description: 'The part of the day, if the caller named one.',
        enum: ['morning', 'afternoon', 'evening'],
      },
      service: { type: 'string', description: 'What the appointment is for, if the caller said it.' },
      language: LANGUAGE_FIELD,
    },
  },
  changes: false,
  says: SAYS,
  args: argsSchema,
  longestMs: 6_000,

  read(values, { now, timeZone, language }) {
    const said = SAYS[language];
    const on = { now, timeZone, language };
    const day = readDate(values.date, on);
    switch (day.is) {
      case 'unclear':
        return insteadOf(said.unclearDate, 'bad_argument', { field: 'date' });
      case 'no-such-date':
        return insteadOf(said.noSuchDate, 'bad_argument', { field: 'date' });
      case 'past':
        return insteadOf(said.past, 'bad_argument', { field: 'date' });
    }
    const ofDay: Partial<typeof day & { is: 'date' }> = day.is === 'date' ? day : {};
    const part = readPartOfDay(values.part_of_day ?? values.partOfDay) ?? ofDay.partOfDay;
    const hour = readTime(values.time, { ...on, partOfDay: part });
    if (hour.is === 'unclear') return insteadOf(said.unclearTime, 'bad_argument', { field: 'time' });
    const wanted: WantedTime = withoutUndefined({
      // "Tomorrow at three" may stand in either.
      date: ofDay.date ?? (hour.is === 'none' ? undefined : hour.date),
      time: hour.is === 'time' ? hour.time : ofDay.time,
      partOfDay: part ?? (hour.is === 'part' ? hour.partOfDay : undefined),
    });
    const [earliest, latest] = [now + EARLIEST_MS, now + LATEST_DAYS * DAY_MS];
    let span = { from: earliest, to: Math.min(latest, earliest + NEXT_DAYS * DAY_MS) };
    if (wanted.date !== undefined) {
      const from = startOf(wanted.date, timeZone) ?? earliest;
      if (from > latest)
        return insteadOf(filled(said.tooFar, { days: String(LATEST_DAYS) }), 'bad_argument', {
          field: 'date',
        });
      span = {
        from: Math.max(from, earliest),
        to: Math.min(startOf(dayAfter(wanted.date), timeZone) ?? earliest, latest),
      };
      // An hour ahead is tomorrow already.
      if (span.to <= span.from) return insteadOf(said.nothing, 'nothing_free', { slots: [] });
    }
    return {
      is: 'ask',
      args: {
        ...withoutUndefined({ service: textOf(values.service, 80) }),
        ...withoutUndefined(wanted),
        ...span,
      },
    };
  },

  async ask(args, calendar, attempt, { language, timeZone }) {
    const answer = await calendar.slots(args, attempt);
    if (answer.is === 'no-answer') return answer;
    const said = SAYS[language];
    const { times, asAsked } = chooseTimes(answer.starts, args, timeZone);
    if (times.length === 0) return { answer: { say: said.nothing, data: { slots: [] } }, slots: [] };
    const spoken = { times: spokenTimes(times, language, timeZone) };
    return {
      answer: {
        say: asAsked ? filled(said.free, spoken) : filled(said.otherTimes, spoken),
        data: { slots: times.map((ms) => isoIn(ms, timeZone)) },
      },
      slots: times,
    };
  },
});

const NOON = 12 * 60;
const EVENING = 17 * 60;

function partOfDayAt(minutes: number): WantedTime['partOfDay'] {
  return minutes < NOON ? 'morning' : minutes < EVENING ? 'afternoon' : 'evening';
}
