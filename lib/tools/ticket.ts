import * as z from 'zod/mini';
import type { JsonValue } from '../base/bounded-data.ts';
import { withoutUndefined } from '../base/without-undefined.ts';
import { filled, type LanguageCode } from '../speech/index.ts';
import type { With } from '../speech/speech.ts';
import { toolSpeechOf } from '../speech/tools/index.ts';
import { LANGUAGE_FIELD, type ToolWords } from '../vapi/tool-words.ts';
import { isNothing, quoted } from './arguments.ts';
import { meansLatest } from './latest-ticket.ts';
import type { Attempt, HelpDesk, NoAnswer, Ticket } from './ports.ts';
import type { Note } from './run/record.ts';
import { ticketNumberIn } from './ticket-number.ts';
import { insteadOf, type Read, type Reading } from './tool.ts';
import { type Shown, shownTo } from './whose.ts';

/** What both tools about tickets say. */
export type TicketSays = {
  status: With<'ticket', 'status'>;
  notFound: With<'ticket'>;
  noneOfCaller: string;
  needsNumber: string;
};

export const TICKET_SAYS: Readonly<Record<LanguageCode, TicketSays>> = {
  en: {
    status: 'The status of ticket {ticket} is: {status}.',
    notFound: 'I find no ticket with the number {ticket}. Could you read the number to me once more?',
    noneOfCaller:
      'I find no ticket for the number that you are calling from. What is the number of your ticket?',
    needsNumber: 'What is the number of your ticket?',
  },
  es: {
    status: 'El estado del ticket {ticket} es: {status}.',
    notFound: 'No encuentro ningún ticket con el número {ticket}. ¿Me puede leer el número otra vez?',
    noneOfCaller:
      'No encuentro ningún ticket asociado al número desde el que llama. ¿Cuál es el número de su ticket?',
    needsNumber: '¿Cuál es el número de su ticket?',
  },
  de: {
    status: 'Der Status von Ticket {ticket} ist: {status}.',
    notFound:
      'Ich finde kein Ticket mit der Nummer {ticket}. Würden Sie mir die Nummer bitte noch einmal sagen?',
    noneOfCaller:
      'Zu der Nummer, von der Sie anrufen, finde ich kein Ticket. Wie lautet die Nummer Ihres Tickets?',
    needsNumber: 'Wie lautet die Nummer Ihres Tickets?',
  },
  fr: {
    status: "L'état du ticket {ticket} est : {status}.",
    notFound: 'Je ne trouve pas de ticket avec le numéro {ticket}. Pouvez-vous me relire le numéro ?',
    noneOfCaller:
      'Je ne trouve pas de ticket pour le numéro depuis lequel vous appelez. Quel est le numéro de votre ticket ?',
    needsNumber: 'Quel est le numéro de votre ticket ?',
  },
};

/** What a model may give them. */
export const TICKET_PARAMETERS: ToolWords['parameters'] = {
  type: 'object',
  properties: {
    ticket: { type: 'string', description: 'The number of the ticket, if the caller said one.' },
    language: LANGUAGE_FIELD,
  },
};

export const ticketArgsSchema = z.object({ ticket: z.exactOptional(z.string()) });
export type TicketArgs = z.infer<typeof ticketArgsSchema>;

/** Names that models give the number besides. */
const NAMES = ['ticket', 'ticket_number', 'ticketNumber', 'ticket_id', 'ticketId', 'number', 'id'];

/** Reads the number of a ticket; without one the caller's latest is asked for, if there is a number to know them by. */
export function readTicket(
  values: Readonly<Record<string, unknown>>,
  { language, asker }: Reading,
): Read<TicketArgs> {
  const given = NAMES.map((name) => values[name]).find((one) => !isNothing(one));
  const ticket = ticketNumberIn(given);
  if (ticket !== undefined) return { is: 'ask', args: { ticket } };
  if ((given !== undefined && !meansLatest(given)) || asker.caller === undefined) {
    return insteadOf(TICKET_SAYS[language].needsNumber, 'bad_argument', { field: 'ticket' });
  }
  return { is: 'ask', args: {} };
}

/** HubSpot's own stages, and how Zendesk's is written elsewhere. */
const ALSO: Readonly<Record<string, string>> = {
  'on-hold': 'hold',
  'on hold': 'hold',
  on_hold: 'hold',
  'waiting on contact': 'pending',
  'waiting on us': 'open',
};

/** A state of a ticket as one says it; a word of the team's own stays as it is. */
function spokenStatus(status: string, language: LanguageCode): string {
  const { ticketStates } = toolSpeechOf(language);
  const known = status.toLowerCase();
  const spoken = Object.entries(ticketStates).find(([state]) => state === (ALSO[known] ?? known));
  return spoken?.[1] ?? quoted(status, 60);
}

/** Longer subjects tell the rest in writing. */
const SUBJECT = 120;

export type ToldTicket = {
  is: 'told';
  shown: Shown;
  sentence: string;
  data: Record<string, JsonValue>;
  note: Note;
};

/** Asks for a ticket, and words as much of it as the caller may hear: its status, and the data behind it. */
export async function askTicket(
  tool: 'get_ticket_status' | 'get_ticket_details',
  { ticket }: TicketArgs,
  helpDesk: HelpDesk,
  attempt: Attempt,
  language: LanguageCode,
): Promise<ToldTicket | { is: 'not-found'; say: string; data: Record<string, JsonValue> } | NoAnswer> {
  const answer = await helpDesk.ticket({ tool, ...withoutUndefined({ ticket }) }, attempt);
  const says = TICKET_SAYS[language];
  if (answer.is === 'no-answer') return answer;
  if (answer.is === 'not-found') {
    const say = ticket === undefined ? says.noneOfCaller : filled(says.notFound, { ticket });
    return { is: 'not-found', say, data: { reason: 'not_found' } };
  }
  const shown = await shownTo(attempt.asker, answer.ticket, helpDesk);
  const read = readable(shown.ticket);
  const { id, status, subject } = read;
  const sentence = filled(says.status, { ticket: id, status: spokenStatus(status, language) });
  const { notAnInstruction } = toolSpeechOf(language).toAssistant;
  const data = { ...read, ...(subject !== undefined && { caution: notAnInstruction }) };
  const note = {
    label: `Ticket ${id}`,
    text: [status, subject].filter((one) => one !== undefined).join(', '),
  };
  return { is: 'told', shown: { ...shown, ticket: read }, sentence, data, note };
}

/** Cut and stripped: what strangers wrote is read by a model. */
function readable({ id, status, subject, priority, updatedAt, assignee }: Ticket) {
  const cut = (text: string | undefined, most: number) =>
    text === undefined ? undefined : quoted(text, most) || undefined;
  const more = {
    subject: cut(subject, SUBJECT),
    priority: cut(priority, 40),
    updatedAt: cut(updatedAt, 40),
    assignee: cut(assignee, 80),
  };
  return { id: quoted(id, 40), status: quoted(status, 60), ...withoutUndefined(more) };
}
