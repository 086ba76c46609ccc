import type { LanguageCode } from '../speech/index.ts';
import { askTicket, readTicket, TICKET_PARAMETERS, type TicketArgs, ticketArgsSchema } from './ticket.ts';
import { helpDeskTool } from './tool.ts';

const SAYS: Readonly<Record<LanguageCode, { failed: string }>> = {
  en: {
    failed:
      'I am sorry, I cannot look up the ticket at this moment. I can get a colleague for you, or note a callback.',
  },
  es: {
    failed:
      'Lo siento, no puedo consultar el ticket en este momento. Puedo buscar a alguien de nuestro equipo, o anotar que le devuelvan la llamada.',
  },
  de: {
    failed:
      'Es tut mir leid, ich kann das Ticket im Moment nicht nachsehen. Ich kann jemanden aus unserem Team holen oder einen Rückruf notieren.',
  },
  fr: {
    failed:
      'Je regrette, je ne peux pas consulter le ticket pour le moment. Je peux contacter une personne de notre équipe, ou noter une demande de rappel.',
  },
};

/** Asks the team's help desk how a ticket stands (T2). */
export const tool = helpDeskTool<TicketArgs>({
  name: 'get_ticket_status',
  description:
    'Looks up how a ticket stands. Call it when the caller asks about a ticket, a case or a request of theirs, before ' +
    'you say anything about it. Without a number it is their latest one: do not ask for the number first.',
  parameters: TICKET_PARAMETERS,
  changes: false,
  says: SAYS,
  args: ticketArgsSchema,
  longestMs: 6_000,
  read: readTicket,
  async ask(args, helpDesk, attempt, { language }) {
    const told = await askTicket('get_ticket_status', args, helpDesk, attempt, language);
    if (told.is === 'no-answer') return told;
    if (told.is === 'not-found') return { answer: { say: told.say, data: told.data } };
    const { id, status } = told.shown.ticket;
    return { answer: { say: told.sentence, data: { id, status } }, note: told.note };
  },
});
