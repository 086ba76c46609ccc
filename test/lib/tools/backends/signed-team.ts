import { serve } from '../../../../infra/local/lambda/http.ts';
import type { TeamBackend } from '../../../../infra/local/simulators/team-backend/team-backend.ts';
import { signedBackend } from '../../../../lib/tools/backends/signed-http.ts';
import type { Attempt, Booking, NoAnswer } from '../../../../lib/tools/ports.ts';

/** Monday, 30 November 2026, 14:46:40 UTC: 09:46:40 in New York. */
export const NOW = 1_796_050_000_000;
export const HOUR = 3_600_000;
/** Tuesday at nine in New York. */
export const NINE = 1_796_133_600_000;
export const TWO_DAYS = { from: NOW + HOUR, to: NOW + 48 * HOUR };

export const OLD_SECRET = 'the plain secret of last year';
export const SECRET = `whsec_${Buffer.from('invented key of this year').toString('base64')}`;
export const CALLER = '+14155550123';

export type Backend = ReturnType<typeof signedBackend>;

export const backendAt = (url: string, secrets: readonly string[] = [SECRET], clock = () => NOW): Backend =>
  signedBackend({ url, secrets, clock, timeZone: 'America/New_York' });

/** An answer that is the same whatever is asked, with the backend that gives it. */
export const always = async (status: number, body: string) => {
  let asked = 0;
  const server = await serve(async (_request, response) => {
    asked += 1;
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  });
  return { backend: backendAt(server.url), url: server.url, asked: () => asked, stop: server.stop };
};

export const attempt = (toolCallId: string, more: Partial<Attempt> = {}): Attempt => ({
  toolCallId,
  asker: { callId: 'call_1', caller: CALLER, customerId: 'C-17', verified: true },
  mayHaveHappened: false,
  signal: new AbortController().signal,
  ...more,
});

export const order: Booking = { start: NINE, name: 'Robin Vale', language: 'en' };

export const cancel = async ({ calendar }: Backend, asked: { reference?: string }, of: Attempt) => {
  if (calendar.whoDecides !== 'backend') throw new Error('the team knows whose appointments are whose');
  return calendar.cancel(asked, of);
};

/** Each tool, asked for something that the team has. */
export const TOOLS = {
  get_ticket_status: ({ helpDesk }: Backend, of = attempt('tc_1')) =>
    helpDesk.ticket({ tool: 'get_ticket_status', ticket: '4711' }, of),
  get_ticket_details: ({ helpDesk }: Backend, of = attempt('tc_1')) =>
    helpDesk.ticket({ tool: 'get_ticket_details', ticket: '4711' }, of),
  check_availability: ({ calendar }: Backend, of = attempt('tc_1')) => calendar.slots(TWO_DAYS, of),
  schedule_appointment: ({ calendar }: Backend, of = attempt('tc_1')) => calendar.book(order, of),
  cancel_appointment: (backend: Backend, of = attempt('tc_1')) => cancel(backend, { reference: 'A1' }, of),
};
export type ToolName = keyof typeof TOOLS;
export const LOOKING: readonly ToolName[] = ['get_ticket_status', 'get_ticket_details', 'check_availability'];
export const CHANGING: readonly ToolName[] = ['schedule_appointment', 'cancel_appointment'];

export const ticket = (id: string, updatedAt: string) => ({
  id,
  subject: 'Duplicate charge',
  status: 'open',
  priority: 'high',
  updatedAt,
  assignee: 'Billing',
});

/** Gives a team what the tools are asked for. */
export const fill = ({ tickets, slots, appointments }: TeamBackend) => {
  tickets.set('4711', { ...ticket('4711', '2026-11-28T15:30:00Z'), requester: CALLER });
  tickets.set('4712', { ...ticket('4712', '2026-11-29T08:00:00Z'), requester: CALLER });
  slots.add(NINE);
  appointments.set('A1', { reference: 'A1', start: NINE + HOUR, name: 'Robin Vale', numbers: [CALLER] });
};

export const noAnswer = (reason: string, so: NoAnswer['so'], isFault: boolean): NoAnswer => ({
  is: 'no-answer',
  reason,
  so,
  isFault,
});
