import * as z from 'zod/mini';
import { filled, type LanguageCode } from '../speech/index.ts';
import type { With } from '../speech/speech.ts';
import { LANGUAGE_FIELD } from '../vapi/tool-words.ts';
import { isNothing, lineOf, textOf } from './arguments.ts';
import { type InDoubt, inDoubt } from './in-doubt.ts';
import type { Appointment, Asker, Attempt, Calendar, Canceled, NoAnswer, OpenCalendar } from './ports.ts';
import type { Found, ToolRun } from './run/record.ts';
import { pendingAnswer } from './run/run.ts';
import { notedTime, spokenTime } from './spoken-time.ts';
import { standingBookings } from './standing-bookings.ts';
import { calendarTool, type Decided, insteadOf, type Read, type Wording } from './tool.ts';
import { isoIn } from './when/wall.ts';

type Says = {
  canceled: string;
  canceledFor: With<'when'>;
  /** There is none, or it is somebody else's: the sentence does not tell which. */
  notFound: string;
  needsReference: string;
  unsure: string;
  failed: string;
};

const SAYS: Readonly<Record<LanguageCode, Says>> = {
  en: {
    canceled: 'Your appointment is canceled.',
    canceledFor: 'Your appointment {when} is canceled.',
    notFound: 'I cannot find an appointment of yours to cancel. Do you have its reference?',
    needsReference:
      'I cannot tell which appointment is yours. What reference were you given when it was booked?',
    unsure:
      'I am sorry, I could not find out whether the appointment has been canceled. I can get a colleague for you, or note a callback.',
    failed:
      'I am sorry, I could not cancel the appointment at this moment. I can get a colleague for you, or note a callback.',
  },
  es: {
    canceled: 'Su cita ha quedado anulada.',
    canceledFor: 'La cita que tenía {when} ha quedado anulada.',
    notFound: 'No encuentro ninguna cita suya que pueda anular. ¿Tiene la referencia?',
    needsReference: 'No puedo saber qué cita es la suya. ¿Qué referencia le dieron al reservarla?',
    unsure:
      'Lo siento, no he podido comprobar si la cita se ha anulado. Puedo buscar a alguien de nuestro equipo, o anotar que le devuelvan la llamada.',
    failed:
      'Lo siento, no he podido anular la cita en este momento. Puedo buscar a alguien de nuestro equipo, o anotar que le devuelvan la llamada.',
  },
  de: {
    canceled: 'Ihr Termin ist abgesagt.',
    canceledFor: 'Ihr Termin {when} ist abgesagt.',
    notFound: 'Ich finde keinen Termin von Ihnen, den ich absagen könnte. Haben Sie die Buchungsnummer?',
    needsReference:
      'Ich kann nicht erkennen, welcher Termin Ihrer ist. Welche Buchungsnummer haben Sie bekommen?',
    unsure:
      'Es tut mir leid, ich konnte nicht herausfinden, ob der Termin abgesagt ist. Ich kann jemanden aus unserem Team holen oder einen Rückruf notieren.',
    failed:
      'Es tut mir leid, ich konnte den Termin im Moment nicht absagen. Ich kann jemanden aus unserem Team holen oder einen Rückruf notieren.',
  },
  fr: {
    canceled: 'Votre rendez-vous est annulé.',
    canceledFor: 'Votre rendez-vous prévu {when} est annulé.',
    notFound: 'Je ne trouve pas de rendez-vous que je puisse annuler pour vous. En avez-vous la référence ?',
    needsReference:
      'Je ne peux pas savoir quel rendez-vous est le vôtre. Quelle référence avez-vous reçue lors de la réservation ?',
    unsure:
      "Je regrette, je n'ai pas pu vérifier si le rendez-vous a bien été annulé. Je peux contacter une personne de notre équipe, ou noter une demande de rappel.",
    failed:
      "Je regrette, je n'ai pas pu annuler le rendez-vous pour le moment. Je peux contacter une personne de notre équipe, ou noter une demande de rappel.",
  },
};

/** `own`: it is known to be the caller's. */
const argsSchema = z.object({
  reference: z.exactOptional(z.string()),
  start: z.exactOptional(z.int()),
  own: z.boolean(),
});
type Args = z.infer<typeof argsSchema>;

const NAME = 'cancel_appointment';
/** Names that models give the reference besides: without it another appointment would be canceled. */
const NAMES = [
  ...['reference', 'appointment_reference', 'appointmentReference', 'booking_reference', 'bookingReference'],
  ...['appointment_id', 'appointmentId', 'booking_id', 'bookingId', 'id'],
];

/**
 * Cancels an appointment that is the caller's own: one that was booked in this call, or from the number they call from,
 * if that can be believed. Nobody else's.
 */
export const tool = calendarTool<Args>({
  name: NAME,
  description:
    'Cancels an appointment of the caller. Call it when they want to cancel one, or before another one is booked in its ' +
    'place, and have said that you may. Never say that it is canceled before the result says so.',
  parameters: {
    type: 'object',
    properties: {
      reference: {
        type: 'string',
        description:
          'The reference of the appointment, if the caller gave one. Left out for the one of this call, or the next one of ' +
          'theirs; every further one needs it.',
      },
      language: LANGUAGE_FIELD,
    },
  },
  changes: true,
  says: SAYS,
  args: argsSchema,
  longestMs: 6_000,

  read(values, { now, language, asker, history }) {
    const given = NAMES.map((name) => values[name]).find((one) => !isNothing(one));
    const named = referenceIn(given);
    const own = ownBooking(named, history);
    const reference = own?.reference ?? named;
    const needsReference = insteadOf(SAYS[language].needsReference, 'bad_argument', { field: 'reference' });
    if (given !== undefined && reference === undefined) return needsReference;
    const doubts = doubtsAbout(reference, history, now);
    if (doubts.some(({ isUnderWay }) => isUnderWay))
      return { is: 'answer', answer: pendingAnswer({ language }) };
    if (own !== undefined) return { is: 'ask', args: { ...own, own: true } };
    const again = canceledBefore(reference, history);
    if (reference !== undefined) return again ?? { is: 'ask', args: { reference, own: false } };
    // The caller's next one may be another one by now.
    const doubt = doubts.at(-1)?.args;
    if (doubt !== undefined)
      return doubt.reference === undefined ? needsReference : { is: 'ask', args: doubt };
    // Models ask twice for what they are not sure of, and nobody has said that another one may go.
    if (again !== undefined) return again;
    if (asker.caller === undefined || !asker.verified) return needsReference;
    return { is: 'ask', args: { own: false } };
  },

  async ask(args, calendar, attempt, wording) {
    const answer = await canceledAt(calendar, args, attempt);
    switch (answer.is) {
      case 'no-answer':
      case 'decided':
        return answer;
      case 'not-found':
        return { answer: { say: SAYS[wording.language].notFound, data: { reason: 'not_found' } } };
      case 'canceled':
        return canceledFound(answer, wording);
    }
  },

  unsure: (language) => SAYS[language].unsure,
});

/** Calendars give references of one word, of whatever digits: that is compared, and not said. A sentence may hold more. */
function referenceIn(given: unknown): string | undefined {
  const line = lineOf(given, 200);
  return line === undefined || /^\S+$/.test(line) ? line : textOf(given, 200);
}

/** The booking of this call that is meant: without a reference the last one, if nothing was canceled since. */
function ownBooking(reference: string | undefined, history: readonly ToolRun[]) {
  const standing = standingBookings(history);
  if (reference !== undefined) return standing.find((one) => one.reference === reference);
  const last = history.findLast(({ found }) => found?.booked !== undefined || found?.canceled !== undefined);
  return last?.found?.canceled === undefined ? standing.at(-1) : undefined;
}

/** What was told when this appointment, or without a reference the last one, was canceled in this call. */
function canceledBefore(
  reference: string | undefined,
  history: readonly ToolRun[],
): Extract<Read<Args>, { is: 'answer' }> | undefined {
  const found = history.findLast(
    (run) =>
      run.found?.canceled !== undefined &&
      (reference === undefined || run.found.canceled.reference === reference),
  )?.found;
  if (found === undefined) return undefined;
  const { say, data } = found.answer;
  return { is: 'answer', answer: { say, data: { ...data, reason: 'already_canceled' } } };
}

/** Earlier tool calls of which nobody knows whether they have canceled this appointment; each where none is named. */
function doubtsAbout(
  reference: string | undefined,
  history: readonly ToolRun[],
  now: number,
): InDoubt<Args>[] {
  const canceled = new Set(history.flatMap(({ found }) => found?.canceled?.reference ?? []));
  return inDoubt(history, NAME, argsSchema, now).filter(({ args: { reference: doubtful } }) => {
    if (doubtful === undefined) return true;
    return !canceled.has(doubtful) && (reference === undefined || reference === doubtful);
  });
}

function canceledFound({ reference, start }: Canceled, { language, timeZone }: Wording): Found {
  const said = SAYS[language];
  if (start === undefined) {
    return { answer: { say: said.canceled, data: { reference } }, canceled: { reference } };
  }
  const when = spokenTime(start, language, timeZone);
  return {
    answer: {
      say: filled(said.canceledFor, { when }),
      data: { reference, start: isoIn(start, timeZone) },
    },
    note: { label: 'Canceled', text: notedTime(start, timeZone) },
    canceled: { reference },
  };
}

type Outcome = Canceled | { is: 'not-found' } | NoAnswer | Decided<Args>;

async function canceledAt(calendar: Calendar, args: Args, attempt: Attempt): Promise<Outcome> {
  const { reference, start, own } = args;
  if (calendar.whoDecides === 'backend') {
    const answer = await calendar.cancel(reference === undefined ? {} : { reference }, attempt);
    return answer.is === 'canceled' ? { ...answer, start: answer.start ?? start } : answer;
  }
  if (reference !== undefined && own) {
    const answer = await calendar.cancel({ reference, start: start ?? 0 }, attempt);
    return answer.is === 'canceled' ? { ...answer, start: answer.start ?? start } : answer;
  }
  const found = await theirs(calendar, reference, attempt);
  if (found === undefined || found.is === 'no-answer') return found ?? { is: 'not-found' };
  // Which one it is has to be kept before it is canceled: after a lost answer the next one would be another one.
  const { appointment } = found;
  return { is: 'decided', args: { reference: appointment.reference, start: appointment.start, own: true } };
}

/** The appointment with this reference, or the next one, if it was booked from the caller's number. */
async function theirs(
  calendar: OpenCalendar,
  reference: string | undefined,
  attempt: Attempt,
): Promise<{ is: 'theirs'; appointment: Appointment } | NoAnswer | undefined> {
  const caller = believed(attempt.asker);
  if (caller === undefined) return undefined;
  const answer = await calendar.find(reference === undefined ? { bookedBy: caller } : { reference }, attempt);
  if (answer.is === 'no-answer') return answer;
  const appointment = answer.appointments.find(({ bookedBy }) => bookedBy === caller);
  return appointment && { is: 'theirs', appointment };
}

function believed({ caller, verified }: Asker): string | undefined {
  return verified ? caller : undefined;
}
