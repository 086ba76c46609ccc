/** Who asks, as far as a team's system may know it. */
export type Asker = {
  callId: string;
  /** E.164; absent for one who withholds it, or has no telephone. */
  caller?: string | undefined;
  customerId?: string | undefined;
  /** A real number, whose attestation, where the network tells one, is full (`Passed-A`): what it says may be believed. */
  verified: boolean;
};

/** One attempt at what a tool call asks for. Every attempt at one tool call has the same id. */
export type Attempt = {
  toolCallId: string;
  asker: Asker;
  /** An earlier attempt may have done it: look before doing it again. */
  mayHaveHappened: boolean;
  /** Ends the attempt, whatever it consists of. */
  signal: AbortSignal;
};

/** Why a team's system gave no answer. `reason` names the kind of failure, never a word of the answer. */
export type NoAnswer = {
  is: 'no-answer';
  reason: string;
  /**
   * `never`: what was asked for did not happen, and the same would fail again. `open`: it may have happened, or may be
   * answered in a moment.
   */
  so: 'never' | 'open';
  /** How long the system asked to be left alone. */
  retryAfterSeconds?: number;
  /** Its own trouble: too slow, not there, broken. */
  isFault: boolean;
};

export type Ticket = {
  id: string;
  subject?: string | undefined;
  /** As the help desk calls it: `open`, `pending`, `solved`, or a word of the team's own. */
  status: string;
  priority?: string | undefined;
  /** ISO 8601 */
  updatedAt?: string | undefined;
  assignee?: string | undefined;
  /** The requester's telephone numbers, as they are written there. */
  requesterNumbers?: readonly string[] | undefined;
};

/** The team's help desk. No method throws for what the other side does. */
export type HelpDesk = {
  /** Names it in logs, and for the breaker: `zendesk`. */
  name: string;
  /** `backend`: what it answers is what this caller may have. `us`: it answers everything, and we leave out. */
  whoDecides: 'us' | 'backend';
  /** The ticket with this number; without one the latest of the caller, who has one then. */
  ticket(
    asked: { tool: 'get_ticket_status' | 'get_ticket_details'; ticket?: string | undefined },
    attempt: Attempt,
  ): Promise<{ is: 'ticket'; ticket: Ticket } | { is: 'not-found' } | NoAnswer>;
};

/** When an appointment is wanted, as far as the caller said it. By the clock on the business's wall. */
export type WantedTime = {
  /** `YYYY-MM-DD` */
  date?: string | undefined;
  /** `HH:MM` */
  time?: string | undefined;
  partOfDay?: 'morning' | 'afternoon' | 'evening' | undefined;
};

export type Booking = {
  /** ms since 1970 */
  start: number;
  service?: string | undefined;
  name: string;
  /** E.164 */
  phone?: string | undefined;
  email?: string | undefined;
  notes?: string | undefined;
  /** The code of the language that the caller speaks: `en`. */
  language: string;
};

export type Appointment = {
  reference: string;
  /** ms since 1970 */
  start: number;
  /** The caller's number under which it was booked, E.164. */
  bookedBy?: string | undefined;
};

export type Canceled = { is: 'canceled'; reference: string; start?: number | undefined };

/** What both kinds of calendars can do. No method throws for what the other side does. */
type AnyCalendar = {
  /** Names it in logs, and for the breaker: `google`. */
  name: string;
  /** Starts that are free from `from` on and before `to` (ms since 1970), the earliest first. */
  slots(
    asked: WantedTime & { service?: string | undefined; from: number; to: number },
    attempt: Attempt,
  ): Promise<{ is: 'slots'; starts: readonly number[] } | NoAnswer>;
  /** At most one appointment for one tool call, whatever is repeated or lost. */
  book(
    order: Booking,
    attempt: Attempt,
  ): Promise<
    { is: 'booked'; reference: string; start: number } | { is: 'taken' } | { is: 'email-needed' } | NoAnswer
  >;
};

/** A calendar that knows whose appointments are whose. Without a reference it cancels the caller's next one. */
export type DecidingCalendar = AnyCalendar & {
  whoDecides: 'backend';
  cancel(
    asked: { reference?: string | undefined },
    attempt: Attempt,
  ): Promise<Canceled | { is: 'not-found' } | NoAnswer>;
};

/** One that answers everything, so that we say whose an appointment is. */
export type OpenCalendar = AnyCalendar & {
  whoDecides: 'us';
  /** Appointments that are still to come, the next one first: the one with this reference, or all of a number. */
  find(
    asked: { reference: string } | { bookedBy: string },
    attempt: Attempt,
  ): Promise<{ is: 'found'; appointments: readonly Appointment[] } | NoAnswer>;
  /** One that was found. One that is canceled already is. */
  cancel(appointment: Appointment, attempt: Attempt): Promise<Canceled | { is: 'not-found' } | NoAnswer>;
};

/** The team's calendar. */
export type Calendar = DecidingCalendar | OpenCalendar;
