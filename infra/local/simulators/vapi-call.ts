import { randomBytes, randomUUID } from 'node:crypto';
import type { Destination, TransferPlan } from './vapi-destinations.ts';
import type { Order } from './vapi-orders.ts';

export type CallType = 'inboundPhoneCall' | 'outboundPhoneCall' | 'webCall' | 'vapi.websocketCall';
export type CallStatus = 'queued' | 'in-progress' | 'forwarding' | 'ended';

export type TransferOutcome =
  | 'ringing'
  | 'connected'
  /** They have talked, in another word for it. */
  | 'completed'
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
  /** What was spoken to whoever answered, and to nobody else. */
  briefed?: string;
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
  /** Vapi's end of the media stream; only of a call whose leg is in our own Twilio account. */
  stream?: 'awaited' | 'open' | 'closed';
  /** What the call was opened with by provider bypass. */
  readonly order?: Order;
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
  /** What the assistant was told by `add-message` in the role of the system. */
  readonly told: string[];
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
  /** The leg is made in our own Twilio account, which then gives `callSid` and `accountSid`. */
  ownLeg?: boolean;
  variableValues?: Record<string, unknown>;
  metadata?: Record<string, unknown>;
  /** What was said before anything is asked of the call. */
  messages?: { role: 'bot' | 'user'; message: string }[];
};

export const INSTRUCTIONS = 'You are the front desk of Example Energy.';
export const FIRST_MESSAGE = 'Thanks for calling Example Energy, how can I help?';

export const OUR_NUMBER = '+14155550188';

const OPENING: NonNullable<CallOptions['messages']> = [
  { role: 'bot', message: FIRST_MESSAGE },
  { role: 'user', message: 'Hi, I was charged twice on invoice 4471. Can I talk to a person?' },
];

/** What every call begins with, whoever is on it. */
export const blankCall = (id: string, type: CallType, baseUrl: string, now: number) => ({
  id,
  type,
  startedAt: now,
  controlUrl: `${baseUrl}/${id}/control`,
  listenUrl: `${baseUrl.replace(/^http/, 'ws')}/${id}/listen`,
  muted: { assistant: false, customer: false },
  said: [],
  cut: [],
  unheard: [],
  told: [],
  messages: [{ role: 'system' as const, message: INSTRUCTIONS, time: now }],
  transfers: [],
});

/** Where the media stream of the call's leg goes. */
export const streamUrlOf = ({ listenUrl }: Pick<CallState, 'listenUrl'>): string =>
  listenUrl.replace(/listen$/, 'transport');

export const isPhone = (type: CallType): boolean =>
  type === 'inboundPhoneCall' || type === 'outboundPhoneCall';

export function newCall(options: CallOptions, baseUrl: string, now: number): CallState {
  const type = options.type ?? 'inboundPhoneCall';
  const spoken = options.messages ?? OPENING;
  const blank = blankCall(options.callId ?? randomUUID(), type, baseUrl, now);
  return {
    ...blank,
    ...(isPhone(type) && {
      caller: options.caller ?? '+14155550123',
      called: options.called ?? OUR_NUMBER,
      callSid: options.callSid ?? `CA${randomBytes(16).toString('hex')}`,
      accountSid: options.accountSid ?? `AC${'0'.repeat(32)}`,
    }),
    variableValues: options.variableValues ?? {},
    metadata: options.metadata ?? {},
    status: 'in-progress',
    said: spoken.filter(({ role }) => role === 'bot').map(({ message }) => message),
    messages: [...blank.messages, ...spoken.map(({ role, message }) => ({ role, message, time: now }))],
  };
}

/** The transfer whose agent is being rung or has answered. */
export const runningTransfer = (call: CallState): Transfer | undefined =>
  call.transfers.find(({ outcome }) => outcome === 'ringing' || outcome === 'connected');
