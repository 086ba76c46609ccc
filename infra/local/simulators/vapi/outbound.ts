import { randomUUID } from 'node:crypto';
import { askedWith, begin } from './bypass.ts';
import { blankCall, type CallState, type Findings, INSTRUCTIONS, moment } from './call.ts';
import { callerSays } from './conversation.ts';
import { endCall, type Line, tellStatus } from './line.ts';
import type { Order } from './orders.ts';

/** `drops`: somebody picks up, and Vapi fails. `failed`: the carrier connects nobody. */
type PhoneDoes = 'answers' | 'no-answer' | 'busy' | 'voicemail' | 'misdialed' | 'failed' | 'drops';

/** The telephone of somebody whom Vapi dials: what it does, at once or after this time. */
export type OutboundPhone =
  | PhoneDoes
  | {
      is: PhoneDoes;
      afterMs?: number;
      /** What is heard there first: a greeting, of a person or a machine. */
      says?: string;
      /** After so long a person hangs up who is still with the assistant. */
      talksForMs?: number;
      /** Vapi's word for the end, where it has others. */
      endedReason?: string;
      reports?: Findings['reports'];
    };

const REASONS: Record<Exclude<PhoneDoes, 'answers'>, string> = {
  'no-answer': 'customer-did-not-answer',
  busy: 'customer-busy',
  voicemail: 'voicemail',
  misdialed: 'twilio-reported-customer-misdialed',
  failed: 'twilio-failed-to-connect-call',
  drops: 'call.in-progress.error-vapifault-worker-died',
};

const planOf = (phone: OutboundPhone) => (typeof phone === 'string' ? { is: phone } : phone);

/** A call that Vapi is to dial. Nobody has said anything in it, and it has no leg yet. */
export function dialledCall(
  order: Order,
  phone: OutboundPhone,
  { baseUrl, now, accountSid }: { baseUrl: string; now: number; accountSid: string },
): CallState {
  const { reports } = planOf(phone);
  return {
    ...blankCall(randomUUID(), 'outboundPhoneCall', baseUrl, now),
    ...askedWith(order),
    accountSid,
    findings: reports === undefined ? {} : { reports },
    messages: [],
    unanswered: true,
    status: isLater(order, now) ? 'scheduled' : 'queued',
  };
}

const isLater = ({ schedulePlan }: Order, now: number): boolean =>
  schedulePlan !== undefined && Date.parse(schedulePlan.earliestAt) > now;

/** Dials, once it is time and the account may have another call; tells every status. False stops it for good. */
export async function dialOut(
  line: Line,
  phone: OutboundPhone,
  { free, leg }: { free: () => Promise<boolean> /** Gives its CallSid. */; leg: () => string },
): Promise<void> {
  const { call } = line;
  const { is, afterMs, says, talksForMs, endedReason } = planOf(phone);
  if (call.status === 'scheduled') {
    await tellStatus(line);
    const at = Date.parse(call.order?.schedulePlan?.earliestAt ?? '');
    await line.pause(at - Date.now());
    // The record was deleted, or the simulator stops.
    if (call.status !== 'scheduled' || Date.now() < at) return;
    call.status = 'queued';
  }
  await tellStatus(line);
  if (!(await free()) || call.status !== 'queued') return;
  call.callSid = leg();
  call.status = 'ringing';
  await tellStatus(line);
  if (afterMs !== undefined) await line.pause(afterMs);
  if (call.status !== 'ringing') return;
  const isPickedUp = is === 'answers' || is === 'voicemail' || is === 'drops';
  if (isPickedUp) await pickUp(line, says);
  if (is !== 'answers') await endCall(line, endedReason ?? REASONS[is]);
  else if (talksForMs !== undefined) await hangUpAfter(line, talksForMs);
}

/** Whoever is with somebody else by then goes on talking. */
async function hangUpAfter(line: Line, talksForMs: number): Promise<void> {
  await line.pause(talksForMs);
  if (line.call.status === 'in-progress') await endCall(line, 'customer-ended-call');
}

/** From here on the assistant talks, to a machine as well: what it talks to is found out later. */
async function pickUp(line: Line, says: string | undefined): Promise<void> {
  const { call } = line;
  call.unanswered = false;
  call.pickedUpAt = moment(call);
  call.messages.push({ role: 'system', message: INSTRUCTIONS, time: moment(call) });
  await begin(line);
  if (says !== undefined && call.status === 'in-progress') await callerSays(line, says);
}
