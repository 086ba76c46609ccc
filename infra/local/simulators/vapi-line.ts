import type { CallState } from './vapi-call.ts';
import { emptyReportFields, forwardingFields, reportFields, serverMessage } from './vapi-records.ts';
import type { Answer, Body, Webhooks } from './vapi-webhooks.ts';

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
  /** Ends early when the simulator stops. */
  pause(ms: number): Promise<void>;
  background(work: Promise<unknown>): void;
  /** Vapi's end of the media stream, where it has one open. */
  closeStream(): void;
  /** Resolved once the call has ended and the webhooks about it are answered. */
  readonly over: PromiseWithResolvers<void>;
};

const message = ({ call }: Line, type: string, fields: Record<string, unknown> = {}): Body =>
  serverMessage(call, type, Date.now(), fields);

/** Sends a server message of this call and gives back the product's answer. */
export const ask = (line: Line, type: string, fields?: Record<string, unknown>): Promise<Answer> =>
  line.webhooks.ask(line.call.id, message(line, type, fields));

export const tell = (line: Line, type: string, fields?: Record<string, unknown>): Promise<void> =>
  line.webhooks.tell(line.call.id, message(line, type, fields));

export async function tellStatus(line: Line): Promise<void> {
  const { status, endedReason } = line.call;
  await tell(line, 'status-update', {
    status,
    ...(status === 'forwarding' && forwardingFields(line.call)),
    ...(status === 'ended' && { endedReason }),
  });
}

/** Ends the call, once, and sends what Vapi sends then: the status, and after it the report. */
export async function endCall(line: Line, reason: string): Promise<void> {
  const { call } = line;
  if (call.status === 'ended') return;
  line.closeStream();
  call.status = 'ended';
  call.endedAt = Date.now();
  call.endedReason = reason;
  delete call.speaking;
  cancelRinging(call);
  line.note('call-ended', reason);
  await tellStatus(line);
  await tell(line, 'end-of-call-report', reportFields(call));
  line.over.resolve();
}

/** The agent who is being rung is not waited for any more. */
export const cancelRinging = (call: CallState): void => {
  for (const transfer of call.transfers) if (transfer.outcome === 'ringing') transfer.outcome = 'cancelled';
};

/** An early, empty report; the call itself goes on. */
export const tellEmptyReport = (line: Line): Promise<Answer> =>
  ask(line, 'end-of-call-report', emptyReportFields());
