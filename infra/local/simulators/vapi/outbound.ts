import { randomBytes, randomUUID } from 'node:crypto';
import { askedWith, begin } from './bypass.ts';
import { blankCall, type CallState, INSTRUCTIONS, moment } from './call.ts';
import { endCall, type Line, tellStatus } from './line.ts';
import type { Order } from './orders.ts';

type CustomerOutcome = 'answers' | 'no-answer' | 'busy' | 'voicemail' | 'failed' | 'misdialed';
/** What the telephone of somebody does whom Vapi dials, at once or after this time. */
export type CustomerAnswer = CustomerOutcome | { is: CustomerOutcome; afterMs: number };

const REASONS: Record<Exclude<CustomerOutcome, 'answers'>, string> = {
  'no-answer': 'customer-did-not-answer',
  busy: 'customer-busy',
  voicemail: 'voicemail',
  failed: 'twilio-failed-to-connect-call',
  misdialed: 'twilio-reported-customer-misdialed',
};

/** A call that Vapi is to dial. Nobody has said anything in it, and it has no leg yet. */
export function dialledCall(order: Order, baseUrl: string, now: number, accountSid: string): CallState {
  return {
    ...blankCall(randomUUID(), 'outboundPhoneCall', baseUrl, now),
    ...askedWith(order),
    accountSid,
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
  answer: CustomerAnswer,
  free: () => Promise<boolean>,
): Promise<void> {
  const { call } = line;
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
  call.callSid = `CA${randomBytes(16).toString('hex')}`;
  call.status = 'ringing';
  await tellStatus(line);
  if (typeof answer !== 'string') await line.pause(answer.afterMs);
  if (call.status !== 'ringing') return;
  const outcome = typeof answer === 'string' ? answer : answer.is;
  if (outcome !== 'answers') return endCall(line, REASONS[outcome]);
  call.unanswered = false;
  call.messages.push({ role: 'system', message: INSTRUCTIONS, time: moment(call) });
  await begin(line);
}
