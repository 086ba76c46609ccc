import { randomBytes, randomUUID } from 'node:crypto';
import VoiceResponse from 'twilio/lib/twiml/VoiceResponse.js';
import { type Artifacts, chosenBy, REQUEST_PATIENCE_MS } from './assistant-request.ts';
import type { Assistants, Member } from './assistants.ts';
import { blankCall, type CallState, moment } from './call.ts';
import { LIMIT_REACHED, type Slots } from './concurrency.ts';
import { type Destination, isE164 } from './destinations.ts';
import { endCall, type Line, serverOf } from './line.ts';
import type { Customer, Order } from './orders.ts';
import type { SavedNumber } from './phone-numbers.ts';
import { unattendedMessage } from './records.ts';
import type { Answer } from './webhooks.ts';

/** Somebody calls a number that Vapi answers. */
export type InboundCall = {
  to: string;
  /** E.164; anything else is somebody without a number: withheld, a client, a SIP address. */
  from?: string;
  callSid?: string;
  accountSid?: string;
};

/** What the caller meets. */
export type Met =
  | { is: 'talks' }
  | { is: 'forwarded'; destination: Destination; heard: string }
  | { is: 'over'; heard: string };

/** A call at its first ring: nobody is chosen yet who would talk. */
export function inboundCall(
  arrival: InboundCall,
  phone: SavedNumber,
  baseUrl: string,
  accountSid: string | undefined,
): CallState {
  const customer = customerOf(arrival.from);
  return {
    ...blankCall(randomUUID(), 'inboundPhoneCall', baseUrl, Date.now()),
    ...(customer?.number !== undefined && { caller: customer.number }),
    called: phone.number,
    callSid: arrival.callSid ?? `CA${randomBytes(16).toString('hex')}`,
    accountSid: arrival.accountSid ?? accountSid ?? `AC${'0'.repeat(32)}`,
    phone,
    variableValues: {},
    metadata: {},
    status: 'ringing',
    order: { phoneNumberId: phone.id, ...(customer && { customer }) },
  };
}

/** What Vapi says of a caller without a number is not documented; without `number` is the harder case. */
function customerOf(from: string | undefined): Customer | undefined {
  if (from === undefined || from === '') return undefined;
  if (isE164(from)) return { number: from };
  return from.startsWith('sip:') ? { sipUri: from } : {};
}

/** Takes the call as Vapi does: somebody of the number's own, or whom the server names. */
export async function receive(
  line: Line,
  parts: {
    assistants: Assistants;
    slots: Slots;
    /** What the account had for it when it came. */
    place: ReturnType<Slots['next']>;
    stopped: Promise<void>;
  },
): Promise<Met> {
  const { call } = line;
  const { assistants, slots, place, stopped } = parts;
  line.note('call-opened');
  if (place === 'waits') {
    call.blocked = true;
    const free = Promise.withResolvers<void>();
    slots.wait(() => {
      call.blocked = false;
      free.resolve();
    });
    await Promise.race([free.promise, line.over.promise, stopped]);
  } else if (place !== 'free') {
    await endCall(line, LIMIT_REACHED);
  }
  if (call.status !== 'ringing' || call.blocked) return { is: 'over', heard: '' };

  const own = ownOf(call);
  const choice =
    own === undefined
      ? chosenBy(await askedServer(line), assistants.castOf)
      : chosenBy({ status: 200, body: own }, assistants.castOf);
  // The caller may have left meanwhile.
  if (call.status !== 'ringing') return { is: 'over', heard: '' };
  switch (choice.is) {
    case 'assistant':
      cast(call, choice.members, choice.order);
      return { is: 'talks' };
    case 'forward':
      return forward(line, choice.destination, 'assistant-request-returned-forwarding-phone-number');
    case 'over': {
      const { artifacts, failed } = choice;
      // Nobody was asked: the number itself names somebody who is not there.
      const reason = own === undefined ? choice.reason : 'assistant-not-found';
      const fallback = call.phone?.fallbackDestination;
      if (failed && fallback !== undefined) return forward(line, fallback, reason, artifacts);
      return over(line, choice.heard, reason, artifacts);
    }
  }
}

/** These take part in the call from now on, for which it was asked like this. */
export function cast(call: CallState, members: readonly [Member, ...Member[]], order: Order): void {
  const { assistantOverrides, squadOverrides } = order;
  const overrides = squadOverrides ?? assistantOverrides;
  Object.assign(call, { cast: members, talking: members[0] });
  call.order = { ...call.order, ...order };
  call.variableValues = { ...overrides?.variableValues };
  call.metadata = { ...overrides?.metadata };
}

function ownOf({ phone }: CallState): Record<string, unknown> | undefined {
  if (phone?.assistantId !== undefined) return { assistantId: phone.assistantId };
  return phone?.squadId === undefined ? undefined : { squadId: phone.squadId };
}

async function askedServer(line: Line): Promise<Answer | 'late'> {
  const { call, webhooks, pause } = line;
  const { url, credentialId } = serverOf(call) ?? {};
  const body = unattendedMessage(call, 'assistant-request', moment(call));
  const began = Date.now();
  const late = pause(REQUEST_PATIENCE_MS).then(() => 'late' as const);
  const server = { url, credentialId, timeoutSeconds: REQUEST_PATIENCE_MS / 1000 };
  const answer = await Promise.race([webhooks.ask(call.id, body, server), late]);
  if (answer === 'late' || answer.status !== 0) return answer;
  return Date.now() - began >= REQUEST_PATIENCE_MS ? 'late' : answer;
}

function over(line: Line, heard: string, reason: string, artifacts: Artifacts): Met {
  hear(line, heard);
  endUnattended(line, reason, artifacts);
  return { is: 'over', heard };
}

function forward(line: Line, destination: Destination, reason: string, artifacts?: Artifacts): Met {
  const { message } = destination;
  const heard = typeof message === 'string' ? message : (message?.content ?? '');
  line.call.destination = destination;
  hear(line, heard);
  endUnattended(line, reason, artifacts);
  return { is: 'forwarded', destination, heard };
}

/** Vapi itself speaks, before there is an assistant. */
function hear(line: Line, text: string): void {
  if (text === '') return;
  line.call.said.push(text);
  line.note('said', text);
}

/** Told once, with what there is to find the mistake by, and without a report. */
function endUnattended(line: Line, reason: string, artifacts: Artifacts | undefined): void {
  const { call, webhooks } = line;
  call.status = 'ended';
  call.endedAt = moment(call);
  call.endedReason = reason;
  line.note('call-ended', reason);
  const body = unattendedMessage(call, 'status-update', moment(call), {
    status: 'ended',
    endedReason: reason,
    artifact: { messages: [] },
    ...(artifacts !== undefined && { inboundPhoneCallDebuggingArtifacts: artifacts }),
  });
  line.background(webhooks.tell(call.id, body, serverOf(call)).then(() => line.over.resolve()));
}

/** What Twilio is to do with a call that has come to Vapi's own voice URL. */
export function answerFor(met: Met, streamUrl: string): string {
  const response = new VoiceResponse();
  if (met.is === 'talks') {
    response.connect().stream({ url: streamUrl });
    return response.toString();
  }
  if (met.heard !== '') response.say(met.heard);
  if (met.is === 'over') response.hangup();
  else if (met.destination.type === 'number') response.dial().number(met.destination.number);
  else response.dial().sip(met.destination.sipUri);
  return response.toString();
}
