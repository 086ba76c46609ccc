import type { Delivery } from '../kit/faults.ts';
import type { Cast, Handoff, Member } from './assistants.ts';
import { type CallState, FINAL_TRANSCRIPT, moment } from './call.ts';
import type { Generates } from './entering.ts';
import type { Order } from './orders.ts';
import { emptyReportFields, forwardingFields, reportFields, serverMessage } from './records.ts';
import type { Answer, Body, Server, Webhooks } from './webhooks.ts';

export type MomentKind =
  /** By provider bypass: nobody is on it yet. */
  | 'call-opened'
  | 'call-started'
  | 'said'
  | 'unheard'
  | 'message-added'
  | 'controlled'
  | 'transfer-requested'
  | 'transfer-ignored'
  | 'agent-answered'
  | 'agent-missed'
  | 'assistant-resumed'
  /** To another assistant inside the call, by its name. */
  | 'handed-off'
  /** By Twilio: `redirected` or `hung-up`. */
  | 'stream-closed'
  | 'call-ended'
  | 'webhook-answered';

/** One thing that happened to a call; `at` in ms since 1970. */
export type Moment = { callId: string; at: number; what: MomentKind; detail?: string };

type AgentOutcome = 'answers' | 'no-answer' | 'busy' | 'voicemail';
/** What the agent's telephone does, at once or after this time. */
export type AgentAnswer = AgentOutcome | { is: AgentOutcome; afterMs: number };

/** One call, and what it needs of the platform around it. */
export type Line = {
  readonly call: CallState;
  readonly webhooks: Webhooks;
  note(what: MomentKind, detail?: string): void;
  agentAnswers(number: string): AgentAnswer;
  readonly generates: Generates;
  /** Whom a destination inside the call means. */
  entering(handoff: Handoff): Member | undefined;
  castOf(order: Order): Cast;
  /** A tool that is saved, by its id. */
  savedTool(id: string): unknown;
  /** Ends early when the simulator stops. */
  pause(ms: number): Promise<void>;
  background(work: Promise<unknown>): void;
  /** Vapi's end of the media stream, where it has one open. */
  closeStream(): void;
  /** Resolved once the call has ended and the webhooks about it are answered. */
  readonly over: PromiseWithResolvers<void>;
  /** The last of the messages that keep their order. */
  lastTold: Promise<void>;
};

const message = ({ call }: Line, type: string, fields: Record<string, unknown> = {}): Body =>
  serverMessage(call, type, moment(call), fields);

/** How much later than the first the second report comes. */
const ANALYSIS_MS = 50;
const NOT_SENT: Answer = { status: 0, body: undefined };

/** Who has the transcripts has the final ones, too. */
export const isSubscribed = ({ serverMessages }: CallState, type: string): boolean =>
  serverMessages.includes(type) || (type === FINAL_TRANSCRIPT && serverMessages.includes('transcript'));

/** Whose server hears of a call: the assistant's, else the number's, else the organisation's. */
export const serverOf = ({ talking, phone }: CallState): Server | undefined =>
  talking.settings.server ?? phone?.server;

/** Sends a server message of this call, whoever is subscribed, and gives back the product's answer. */
export const send = (
  line: Line,
  type: string,
  fields?: Record<string, unknown>,
  server?: Server,
): Promise<Answer> =>
  line.webhooks.ask(line.call.id, message(line, type, fields), { ...serverOf(line.call), ...server });

/** The same for one that is subscribed to. */
export const ask = async (
  line: Line,
  type: string,
  fields?: Record<string, unknown>,
  server?: Server,
): Promise<Answer> => (isSubscribed(line.call, type) ? send(line, type, fields, server) : NOT_SENT);

export async function tell(
  line: Line,
  type: string,
  fields?: Record<string, unknown>,
  delivery?: Delivery,
): Promise<void> {
  if (!isSubscribed(line.call, type)) return;
  await line.webhooks.tell(line.call.id, message(line, type, fields), serverOf(line.call), delivery);
}

/** What was so at `at` (ms since 1970), written down now and sent after what was told before it in this way. */
export function tellInOrder(
  line: Line,
  type: string,
  fields: Record<string, unknown>,
  at: number,
): Promise<void> {
  const { call, webhooks } = line;
  if (!isSubscribed(call, type)) return Promise.resolve();
  const body = serverMessage(call, type, at, fields);
  const server = serverOf(call);
  line.lastTold = line.lastTold.then(() => webhooks.tell(call.id, body, server));
  return line.lastTold;
}

export async function tellStatus(line: Line): Promise<void> {
  const { status, endedReason, endIsTold } = line.call;
  const fields = {
    status,
    ...(status === 'forwarding' && forwardingFields(line.call)),
    ...(status === 'ended' && { endedReason }),
  };
  await tell(line, 'status-update', fields, status === 'ended' ? endIsTold.statusUpdate : undefined);
}

/** Ends the call, once, and sends what Vapi sends then: the status, and after it the report. */
export async function endCall(line: Line, reason: string): Promise<void> {
  const { call } = line;
  if (call.status === 'ended') return;
  line.closeStream();
  call.status = 'ended';
  call.endedAt = moment(call);
  call.endedReason = reason;
  const { reports } = call.findings;
  call.analysedAt = Date.now() + (reports === 'poor-then-rich' ? ANALYSIS_MS : 0);
  delete call.speaking;
  delete call.utterance;
  cancelRinging(call);
  line.note('call-ended', reason);
  if (reports === 'early-empty-first') await tellEmptyReport(line);
  await tellStatus(line);
  await tell(line, 'end-of-call-report', reportFields(call), call.endIsTold.report);
  if (reports === 'poor-then-rich') {
    await line.pause(ANALYSIS_MS);
    // A timer may be a little early.
    call.analysedAt = Math.min(call.analysedAt, Date.now());
    await tell(line, 'end-of-call-report', reportFields(call));
  }
  line.over.resolve();
}

/** The agent who is being rung is not waited for any more. */
export const cancelRinging = (call: CallState): void => {
  for (const transfer of call.transfers) if (transfer.outcome === 'ringing') transfer.outcome = 'cancelled';
};

/** An early, empty report; the call itself goes on. */
export const tellEmptyReport = (line: Line): Promise<Answer> =>
  ask(line, 'end-of-call-report', emptyReportFields());
