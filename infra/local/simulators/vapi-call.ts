import { randomBytes, randomUUID } from 'node:crypto';
import type { Destination, TransferPlan } from './vapi-destinations.ts';

export type CallType = 'inboundPhoneCall' | 'outboundPhoneCall' | 'webCall' | 'vapi.websocketCall';
export type CallStatus = 'in-progress' | 'forwarding' | 'ended';

export type TransferOutcome =
  | 'ringing'
  | 'connected'
  | 'no-answer'
  | 'busy'
  | 'voicemail'
  | 'failed'
  | 'cancelled'
  /** Asked for while another transfer was running: answered with 200, and nothing was done. */
  | 'ignored';

export type Transfer = {
  /** The number, or the SIP address. */
  number: string;
  /** ms since 1970 */
  at: number;
  plan?: TransferPlan;
  destination: Destination;
  /** What the assistant was just saying when it began: nobody had cut it. */
  speaking?: string;
  outcome: TransferOutcome;
};

type ToolCall = { id: string; type: 'function'; function: { name: string; arguments: string } };

/** One entry of `artifact.messages`; `time` in ms since 1970. */
export type Message =
  | { role: 'system' | 'bot' | 'user'; message: string; time: number }
  | { role: 'tool_calls'; toolCalls: ToolCall[]; time: number }
  | { role: 'tool_call_result'; toolCallId: string; name: string; result: string; time: number };

/** Everything that is true of one call just now. Times in ms since 1970. */
export type CallState = {
  readonly id: string;
  readonly type: CallType;
  readonly startedAt: number;
  readonly controlUrl: string;
  readonly listenUrl: string;
  /** None for a web call, which has no leg at Twilio either. */
  readonly caller?: string;
  readonly called?: string;
  readonly callSid?: string;
  readonly accountSid?: string;
  readonly variableValues: Record<string, unknown>;
  readonly metadata: Record<string, unknown>;
  status: CallStatus;
  endedAt?: number;
  endedReason?: string;
  destination?: Destination;
  /** What the assistant is just saying. */
  speaking?: string;
  readonly muted: { assistant: boolean; customer: boolean };
  /** Every sentence that the caller heard from the assistant, or began to hear. */
  readonly said: string[];
  /** The sentences of `said` that were not finished. */
  readonly cut: string[];
  /** Sentences accepted while no assistant was on the line with the caller. */
  readonly unheard: string[];
  readonly messages: Message[];
  readonly transfers: Transfer[];
};

export type CallOptions = {
  callId?: string;
  /** E.164 */
  caller?: string;
  called?: string;
  type?: CallType;
  callSid?: string;
  accountSid?: string;
  variableValues?: Record<string, unknown>;
  metadata?: Record<string, unknown>;
  /** What was said before anything is asked of the call. */
  messages?: { role: 'bot' | 'user'; message: string }[];
};

export const INSTRUCTIONS = 'You are the front desk of Example Energy.';
export const FIRST_MESSAGE = 'Thanks for calling Example Energy, how can I help?';

const OPENING: NonNullable<CallOptions['messages']> = [
  { role: 'bot', message: FIRST_MESSAGE },
  { role: 'user', message: 'Hi, I was charged twice on invoice 4471. Can I talk to a person?' },
];

export function newCall(options: CallOptions, baseUrl: string, now: number): CallState {
  const id = options.callId ?? randomUUID();
  const type = options.type ?? 'inboundPhoneCall';
  const spoken = options.messages ?? OPENING;
  const phone = type === 'inboundPhoneCall' || type === 'outboundPhoneCall';
  return {
    id,
    type,
    startedAt: now,
    controlUrl: `${baseUrl}/${id}/control`,
    listenUrl: `${baseUrl.replace(/^http/, 'ws')}/${id}/listen`,
    ...(phone && {
      caller: options.caller ?? '+14155550123',
      called: options.called ?? '+14155550188',
      callSid: options.callSid ?? `CA${randomBytes(16).toString('hex')}`,
      accountSid: options.accountSid ?? `AC${'0'.repeat(32)}`,
    }),
    variableValues: options.variableValues ?? {},
    metadata: options.metadata ?? {},
    status: 'in-progress',
    muted: { assistant: false, customer: false },
    said: spoken.filter(({ role }) => role === 'bot').map(({ message }) => message),
    cut: [],
    unheard: [],
    messages: [
      { role: 'system', message: INSTRUCTIONS, time: now },
      ...spoken.map(({ role, message }) => ({ role, message, time: now })),
    ],
    transfers: [],
  };
}

/** The transfer whose agent is being rung or has answered. */
export const runningTransfer = (call: CallState): Transfer | undefined =>
  call.transfers.find(({ outcome }) => outcome === 'ringing' || outcome === 'connected');
