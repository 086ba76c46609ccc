import type { Leg } from './leg.ts';

export type Form = Record<string, string>;

const PARTIES = ['From', 'Caller', 'To', 'Called'] as const;

/** The parameters of every request about a call (Twilio: TwiML request parameters). */
export const callForm = (accountSid: string, leg: Leg): Form => ({
  ApiVersion: '2010-04-01',
  AccountSid: accountSid,
  CallSid: leg.sid,
  ...(leg.parentSid !== undefined && { ParentCallSid: leg.parentSid }),
  CallStatus: leg.status,
  Direction: leg.direction,
  From: leg.from,
  To: leg.to,
  Caller: leg.from,
  Called: leg.to,
  ...(leg.answeredBy !== undefined && { AnsweredBy: leg.answeredBy }),
});

/** Where a number is, by Twilio's word; nothing is known of `sip:` and `client:`. */
const placeOf = (party: string): Form =>
  party.startsWith('+') ? { City: 'SAN FRANCISCO', State: 'CA', Zip: '94105', Country: 'US' } : {};

const placesOf = (leg: Leg): Form =>
  Object.fromEntries(
    PARTIES.flatMap((name) =>
      Object.entries(placeOf(name === 'From' || name === 'Caller' ? leg.from : leg.to)).map(
        ([what, value]) => [`${name}${what}`, value],
      ),
    ),
  );

const rfc2822 = (at: number): string => new Date(at).toUTCString().replace('GMT', '+0000');

/** A status callback; `CallDuration` and `Duration` (minutes) stand in the last one of a call that was answered. */
export const statusForm = (
  accountSid: string,
  leg: Leg,
  status: string,
  seconds: number | undefined,
): Form => ({
  ...callForm(accountSid, leg),
  CallStatus: status,
  ...(seconds !== undefined && { CallDuration: String(seconds), Duration: String(Math.ceil(seconds / 60)) }),
  Timestamp: rfc2822(Date.now()),
  CallbackSource: 'call-progress-events',
  SequenceNumber: String(leg.sequence),
  ...placesOf(leg),
});

/** What Twilio puts into the attributes of a task of `<Enqueue>` (Twilio: queueing calls with TaskRouter). */
export const queuedAttributes = (accountSid: string, leg: Leg): Form => ({
  from: leg.from,
  to: leg.to,
  caller: leg.from,
  called: leg.to,
  call_sid: leg.sid,
  account_sid: accountSid,
  direction: leg.direction,
  call_status: leg.status,
  api_version: '2010-04-01',
  ...Object.fromEntries(
    Object.entries(placesOf(leg)).map(([name, value]) => [
      name.replace(/(?!^)[A-Z]/, (letter) => `_${letter}`).toLowerCase(),
      value,
    ]),
  ),
});

export type ConferenceFacts = {
  sid: string;
  name: string;
  event: string;
  sequence: number;
};

/** The parameters of a conference's status callback, without those of its participant. */
export const conferenceForm = (
  accountSid: string,
  { sid, name, event, sequence }: ConferenceFacts,
): Form => ({
  AccountSid: accountSid,
  ConferenceSid: sid,
  FriendlyName: name,
  StatusCallbackEvent: event,
  SequenceNumber: String(sequence),
  Timestamp: rfc2822(Date.now()),
});
