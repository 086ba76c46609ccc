import * as z from 'zod/mini';
import { callerNumberOf } from '../base/caller-number.ts';
import { QUEUE_RESULTS, type QueueResult } from '../handoff/record/events.ts';
import { sid } from './attributes.ts';
import { CALL_STATUSES, type CallStatus } from './callbacks.ts';
import { type Invalid, readFields, wholeNumber } from './form-fields.ts';
import type { FormParams } from './signature.ts';

const CONFERENCE_EVENTS = {
  'conference-start': 'start',
  'conference-end': 'end',
  'participant-join': 'join',
  'participant-leave': 'leave',
} as const;

export type ConferenceEvent = {
  is: 'conference-event';
  conferenceSid: string;
  name: string;
  event: (typeof CONFERENCE_EVENTS)[keyof typeof CONFERENCE_EVENTS];
  /** Whose event it is; the start and the end of a conference are nobody's. */
  callSid?: string;
};

/** What the agent's leg asks for next. */
export type AgentCall = {
  is: 'agent-call';
  callSid: string;
  callStatus?: CallStatus;
  digits?: string;
  /** A voicemail or a fax took the call, as far as Twilio was told to find out. */
  machine: boolean;
};

/** A call at our own number asks what it is to do. */
export type ArrivingCall = {
  is: 'arriving-call';
  callSid: string;
  callStatus?: CallStatus;
  accountSid?: string;
  /** E.164: only a number that can be called. */
  caller?: string;
  /** How far the network vouches for that number (Twilio: StirVerstat). */
  attestation?: string;
  called?: string;
};

/** What the caller's leg asks for next. */
export type CallerCall = {
  is: 'caller-call';
  callSid: string;
  callStatus?: CallStatus;
  queueResult?: QueueResult;
  /** In the queue, from 1. */
  position?: number;
  digits?: string;
};

const text = z.optional(z.string());
const eventNameSchema = z.object({ StatusCallbackEvent: z.string() });
const conferenceEventSchema = z.object({
  ConferenceSid: sid('CF'),
  FriendlyName: z.string(),
  CallSid: z.optional(sid('CA')),
});
const legFields = { CallSid: sid('CA'), CallStatus: text, Digits: text };
const agentCallSchema = z.object({ ...legFields, AnsweredBy: text });
const arrivingCallSchema = z.object({
  CallSid: sid('CA'),
  CallStatus: text,
  AccountSid: text,
  From: text,
  To: text,
  StirVerstat: text,
});
const callerCallSchema = z.object({
  ...legFields,
  QueueResult: text,
  QueuePosition: text,
});

/**
 * A conference's status callback (Twilio Voice: Conference, statusCallback); `other` for the events that a
 * handoff does not follow.
 */
export function parseConferenceEvent(
  params: FormParams,
): ConferenceEvent | { is: 'other'; eventType: string } | Invalid {
  const name = readFields(eventNameSchema, params);
  if (name.is === 'invalid') return name;
  const eventType = name.fields.StatusCallbackEvent;
  const event = isFollowed(eventType) ? CONFERENCE_EVENTS[eventType] : undefined;
  if (event === undefined) return { is: 'other', eventType };

  const read = readFields(conferenceEventSchema, params);
  if (read.is === 'invalid') return read;
  const { ConferenceSid, FriendlyName, CallSid } = read.fields;
  return {
    is: 'conference-event',
    conferenceSid: ConferenceSid,
    name: FriendlyName,
    event,
    ...(CallSid !== undefined && { callSid: CallSid }),
  };
}

/** Twilio asks what a call is to do that has come in (Twilio Voice: TwiML requests). */
export function parseArrivingCall(params: FormParams): ArrivingCall | Invalid {
  const read = readFields(arrivingCallSchema, params);
  if (read.is === 'invalid') return read;
  const { AccountSid: accountSid, From, To: called, StirVerstat: attestation } = read.fields;
  const caller = callerNumberOf(From);
  return {
    is: 'arriving-call',
    ...legOf(read.fields),
    ...(accountSid !== undefined && { accountSid }),
    ...(caller !== undefined && { caller }),
    ...(attestation !== undefined && { attestation }),
    ...(called !== undefined && { called }),
  };
}

/** Twilio asks what the agent's leg is to do (Twilio Voice: TwiML requests, Gather). */
export function parseAgentCall(params: FormParams): AgentCall | Invalid {
  const read = readFields(agentCallSchema, params);
  if (read.is === 'invalid') return read;
  const { AnsweredBy = '' } = read.fields;
  return {
    is: 'agent-call',
    ...legOf(read.fields),
    machine: AnsweredBy.startsWith('machine') || AnsweredBy === 'fax',
  };
}

/** Twilio asks what the caller's leg is to do (Twilio Voice: TwiML requests, Enqueue, Dial, Gather). */
export function parseCallerCall(params: FormParams): CallerCall | Invalid {
  const read = readFields(callerCallSchema, params);
  if (read.is === 'invalid') return read;
  // A result that we do not know says that the leg has left the queue all the same.
  const { QueueResult = '' } = read.fields;
  const queueResult = QueueResult === '' ? undefined : (oneOf(QUEUE_RESULTS, QueueResult) ?? 'error');
  const position = wholeNumber(read.fields.QueuePosition);
  return {
    is: 'caller-call',
    ...legOf(read.fields),
    ...(queueResult !== undefined && { queueResult }),
    ...(position !== undefined && { position }),
  };
}

/** A status that is not known takes nobody's instructions away: the leg is told what to do all the same. */
function legOf(fields: { CallSid: string; CallStatus?: string | undefined; Digits?: string | undefined }): {
  callSid: string;
  callStatus?: CallStatus;
  digits?: string;
} {
  const callStatus = oneOf(CALL_STATUSES, fields.CallStatus);
  return {
    callSid: fields.CallSid,
    ...(callStatus !== undefined && { callStatus }),
    ...(fields.Digits !== undefined && { digits: fields.Digits }),
  };
}

function isFollowed(eventType: string): eventType is keyof typeof CONFERENCE_EVENTS {
  return Object.hasOwn(CONFERENCE_EVENTS, eventType);
}

function oneOf<T extends string>(known: readonly T[], value: string | undefined): T | undefined {
  return known.find((one) => one === value);
}
