import * as z from 'zod/mini';
import { withoutUndefined } from '../base/without-undefined.ts';
import { filled, LANGUAGES, type LanguageCode } from '../speech/index.ts';
import type { With } from '../speech/speech.ts';
import { LANGUAGE_FIELD } from '../vapi/tool-words.ts';
import { emailOf, isNothing, lineOf, nameOf, textOf } from './arguments.ts';
import { inDoubt } from './in-doubt.ts';
import type { NoAnswer } from './ports.ts';
import type { Answer, Found } from './run/record.ts';
import { pendingAnswer } from './run/run.ts';
import { notedTime, spokenTime } from './spoken-time.ts';
import { standingBookings } from './standing-bookings.ts';
import { calendarTool, insteadOf } from './tool.ts';
import { readStart } from './when/start.ts';
import { isoIn } from './when/wall.ts';

type Says = {
  booked: With<'when'>;
  taken: string;
  /** Nothing was offered in this call yet, or not this time. */
  notOffered: string;
  unclearStart: string;
  needsName: string;
  needsEmail: string;
  badEmail: string;
  badPhone: string;
  /** It may have been booked, and nobody can tell. */
  unsure: string;
  failed: string;
};

const SAYS: Readonly<Record<LanguageCode, Says>> = {
  en: {
    booked: 'Your appointment is booked {when}.',
    taken: 'I am sorry, that time has just been taken. Let me look for another one.',
    notOffered: 'I have to look first which times are free. Which day would suit you?',
    unclearStart: 'Which of the times that I mentioned would suit you?',
    needsName: 'What name may I book it under?',
    needsEmail: 'Which e-mail address should the confirmation go to?',
    badEmail: 'That does not seem to be a whole e-mail address. Could you spell it for me once more?',
    badPhone: 'That does not seem to be a whole phone number. Which number is it, with its country code?',
    unsure:
      'I am sorry, I could not find out whether the appointment has been booked. I can get a colleague for you, or note a callback.',
    failed:
      'I am sorry, I could not book the appointment at this moment. I can get a colleague for you, or note a callback.',
  },
  es: {
    booked: 'Su cita queda reservada para {when}.',
    taken: 'Lo siento, esa hora acaba de ocuparse. Voy a buscarle otra.',
    notOffered: 'Primero tengo que mirar qué horas están libres. ¿Qué día le vendría bien?',
    unclearStart: '¿Cuál de las horas que le he dicho le vendría bien?',
    needsName: '¿A nombre de quién hago la reserva?',
    needsEmail: '¿A qué dirección de correo electrónico envío la confirmación?',
    badEmail: 'Esa dirección de correo no parece estar completa. ¿Me la puede deletrear otra vez?',
    badPhone: 'Ese número de teléfono no parece estar completo. ¿Cuál es, con el prefijo del país?',
    unsure:
      'Lo siento, no he podido comprobar si la cita se ha reservado. Puedo buscar a alguien de nuestro equipo, o anotar que le devuelvan la llamada.',
    failed:
      'Lo siento, no he podido reservar la cita en este momento. Puedo buscar a alguien de nuestro equipo, o anotar que le devuelvan la llamada.',
  },
  de: {
    booked: 'Ihr Termin {when} ist gebucht.',
    taken: 'Es tut mir leid, dieser Termin ist gerade vergeben worden. Ich suche einen anderen für Sie.',
    notOffered: 'Ich muss zuerst nachsehen, welche Termine frei sind. Welcher Tag würde Ihnen passen?',
    unclearStart: 'Welcher der genannten Termine würde Ihnen passen?',
    needsName: 'Auf welchen Namen darf ich buchen?',
    needsEmail: 'An welche E-Mail-Adresse soll die Bestätigung gehen?',
    badEmail:
      'Das scheint keine vollständige E-Mail-Adresse zu sein. Würden Sie sie mir bitte noch einmal buchstabieren?',
    badPhone:
      'Das scheint keine vollständige Telefonnummer zu sein. Wie lautet die Nummer, mit der Landesvorwahl?',
    unsure:
      'Es tut mir leid, ich konnte nicht herausfinden, ob der Termin gebucht ist. Ich kann jemanden aus unserem Team holen oder einen Rückruf notieren.',
    failed:
      'Es tut mir leid, ich konnte den Termin im Moment nicht buchen. Ich kann jemanden aus unserem Team holen oder einen Rückruf notieren.',
  },
  fr: {
    booked: 'Votre rendez-vous est réservé pour {when}.',
    taken: "Je regrette, ce créneau vient d'être pris. Je vais en chercher un autre.",
    notOffered: "Je dois d'abord regarder quels créneaux sont libres. Quel jour vous conviendrait ?",
    unclearStart: 'Lequel des créneaux que je vous ai proposés vous conviendrait ?',
    needsName: 'À quel nom puis-je le réserver ?',
    needsEmail: 'À quelle adresse e-mail dois-je envoyer la confirmation ?',
    badEmail: "Cette adresse e-mail ne semble pas complète. Pouvez-vous me l'épeler encore une fois ?",
    badPhone: "Ce numéro de téléphone ne semble pas complet. Quel est-il, avec l'indicatif du pays ?",
    unsure:
      "Je regrette, je n'ai pas pu vérifier si le rendez-vous a bien été réservé. Je peux contacter une personne de notre équipe, ou noter une demande de rappel.",
    failed:
      "Je regrette, je n'ai pas pu réserver le rendez-vous pour le moment. Je peux contacter une personne de notre équipe, ou noter une demande de rappel.",
  },
};

const argsSchema = z.object({
  start: z.int(),
  service: z.exactOptional(z.string()),
  name: z.string(),
  phone: z.exactOptional(z.string()),
  email: z.exactOptional(z.string()),
  notes: z.exactOptional(z.string()),
  language: z.enum(LANGUAGES),
});

const NAME = 'schedule_appointment';

function bookedAnswer(
  { reference, start }: { reference: string; start: number },
  language: LanguageCode,
  timeZone: string,
): Answer {
  const when = spokenTime(start, language, timeZone);
  return {
    say: filled(SAYS[language].booked, { when }),
    data: { reference, start: isoIn(start, timeZone) },
  };
}

/** Books one of the times that were offered in this call, once for each tool call (T1, T4). */
export const tool = calendarTool<z.infer<typeof argsSchema>>({
  name: NAME,
  description:
    'Books an appointment. Call it once the caller has chosen one of the times that check_availability has given in ' +
    'this call, and has told a name. Never say that it is booked before the result says so. If the result asks for ' +
    'something, ask the caller for it and call it again.',
  parameters: {
    type: 'object',
    properties: {
      start: { type: 'string', description: 'The chosen time, exactly as it stands in slots.' },
      name: { type: 'string', description: 'The name of the caller, as they gave it.' },
      service: { type: 'string', description: 'What the appointment is for, if the caller said it.' },
      phone: {
        type: 'string',
        description:
          'Only if it is not the number that the caller calls from: all digits, with the country code if they gave one.',
      },
      email: {
        type: 'string',
        description: 'The e-mail address, if the caller gave one or the result asked for it.',
      },
      notes: {
        type: 'string',
        description: 'What the team should know beforehand, in one sentence. No card numbers.',
      },
      language: LANGUAGE_FIELD,
    },
    required: ['start', 'name'],
  },
  changes: true,
  says: SAYS,
  args: argsSchema,
  longestMs: 6_000,

  async read(values, { now, timeZone, language, asker, history }) {
    const said = SAYS[language];
    const chosen = readStart(values.start, { now, timeZone, language });
    if (chosen.is !== 'start') return insteadOf(said.unclearStart, 'bad_argument', { field: 'start' });
    const standing = standingBookings(history).find(({ start }) => start === chosen.at);
    // Models ask twice for what they are not sure of.
    if (standing !== undefined) return { is: 'answer', answer: bookedAnswer(standing, language, timeZone) };
    const doubt = inDoubt(history, NAME, argsSchema, now).find(({ args }) => args.start === chosen.at);
    if (doubt?.isUnderWay) return { is: 'answer', answer: pendingAnswer({ language }) };
    if (doubt !== undefined) return insteadOf(said.unsure, 'unknown', { failed: true });
    const isOffered = history.some(({ found }) => found?.slots?.includes(chosen.at) === true);
    if (!isOffered || chosen.at <= now) return insteadOf(said.notOffered, 'not_offered', { field: 'start' });
    const name = nameOf(values.name, 80);
    if (name === undefined) return insteadOf(said.needsName, 'bad_argument', { field: 'name' });
    const email = emailOf(values.email);
    if (email === undefined && !isNothing(values.email)) {
      return insteadOf(said.badEmail, 'bad_argument', { field: 'email' });
    }
    // Read as it is: one in bare digits may pass for a card's. What is no number is not kept.
    const told = lineOf(values.phone, 60);
    const phone = told === undefined ? asker.caller : await phoneOf(told, asker.caller);
    if (told !== undefined && phone === undefined) {
      return insteadOf(said.badPhone, 'bad_argument', { field: 'phone' });
    }
    const more = { service: textOf(values.service, 80), phone, email, notes: textOf(values.notes, 400) };
    return { is: 'ask', args: { start: chosen.at, name, language, ...withoutUndefined(more) } };
  },

  async ask(order, calendar, attempt, { language, timeZone }): Promise<Found | NoAnswer> {
    const answer = await calendar.book(order, attempt);
    const said = SAYS[language];
    switch (answer.is) {
      case 'no-answer':
        return answer;
      case 'taken':
        return { answer: { say: said.taken, data: { reason: 'taken' } } };
      case 'email-needed':
        return { answer: { say: said.needsEmail, data: { reason: 'bad_argument', field: 'email' } } };
      case 'booked': {
        const { reference, start } = answer;
        return {
          answer: bookedAnswer(answer, language, timeZone),
          note: { label: 'Booked', text: notedTime(start, timeZone) },
          booked: { reference, start },
        };
      }
    }
  },

  unsure: (language) => SAYS[language].unsure,
});

/** Only a number that was said costs the 195 kB of the package. */
async function phoneOf(told: string, near: string | undefined): Promise<string | undefined> {
  const { e164Of } = await import('../base/phone-number.ts');
  return e164Of(told, near);
}
