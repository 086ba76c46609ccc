import { randomBytes, randomUUID } from 'node:crypto';
import type { Delivery } from '../kit/faults.ts';
import type { Member } from './assistants.ts';
import type { Destination, TransferPlan } from './destinations.ts';
import type { Entry } from './entering.ts';
import type { Order } from './orders.ts';
import type { SavedNumber } from './phone-numbers.ts';

export type CallType = 'inboundPhoneCall' | 'outboundPhoneCall' | 'webCall' | 'vapi.websocketCall';
export type CallStatus = 'scheduled' | 'queued' | 'ringing' | 'in-progress' | 'forwarding' | 'ended';

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

/** What somebody said; `time` is its beginning. */
export type Spoken = {
  role: 'bot' | 'user';
  message: string;
  time: number;
  endTime: number;
  /** How sure the transcriber is of each word, 0 to 1. */
  confidence?: number;
};

/** One entry of `artifact.messages`; times in ms since 1970. */
export type Message =
  | Spoken
  | { role: 'system'; message: string; time: number }
  | { role: 'tool_calls'; toolCalls: ToolCall[]; time: number }
  | { role: 'tool_call_result'; toolCallId: string; name: string; result: string; time: number };

/** A sentence of the assistant that is not over. */
export type Utterance = {
  readonly turn: number;
  /** Whether its beginning was told by a `speech-update`. */
  readonly told: boolean;
  readonly entry: Spoken;
};

/** What Vapi finds out about a call when it is over, and how it reports that. */
export type Findings = {
  structuredData?: Record<string, unknown>;
  summary?: string;
  /** The structured data is there only so long after the end, in real time; `Infinity`: never. */
  structuredDataLaterMs?: number;
  /** `poor-then-rich`: the first report has neither summary nor structured data, and comes 50 ms before the other. */
  reports?: 'one' | 'early-empty-first' | 'poor-then-rich';
};

/** How the messages about the end of one call travel: by the script of deliveries, unless it is said here. */
export type EndIsTold = { statusUpdate?: Delivery; report?: Delivery };

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
  /** Of a call that Vapi dials only once it rings. */
  callSid?: string;
  readonly accountSid?: string;
  variableValues: Record<string, unknown>;
  metadata: Record<string, unknown>;
  /** Who takes part; the first of them begins. */
  readonly cast: readonly Member[];
  /** Who of them talks now. */
  talking: Member;
  /** Each time that an assistant has come in, in their order. */
  readonly entries: Entry[];
  /** The number at Vapi that it came in on, or is dialled from, if it is a saved one. */
  readonly phone?: SavedNumber;
  status: CallStatus;
  /** Vapi's end of the media stream; only of a call whose leg is in our own Twilio account. */
  stream?: 'awaited' | 'open' | 'closed';
  /** What the call was asked for with, by `POST /call`. */
  order?: Order;
  /** Vapi dials it, or did, and nobody has picked up. */
  unanswered?: boolean;
  /** Of a call that Vapi dialled: `startedAt` is when it was asked for. */
  pickedUpAt?: number;
  /** It waits for others to end: the account has no more calls at one time. */
  blocked?: boolean;
  name?: string;
  endedAt?: number;
  endedReason?: string;
  destination?: Destination;
  /** What the assistant is just saying. */
  speaking?: string;
  /** The same sentence as Vapi keeps it. */
  utterance?: Utterance;
  /** Of the next who speaks, from 0. */
  turn: number;
  /** The latest moment that the call has told of; ahead of the clock when talk was played faster than it lasts. */
  lastAt: number;
  serverMessages: readonly string[];
  /** Whether a sentence that comes by live call control has speech events. */
  readonly talks: boolean;
  readonly findings: Findings;
  endIsTold: EndIsTold;
  /** When Vapi has looked at the whole call; only of one that has ended. */
  analysedAt?: number;
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
  /** The tool calls whose answers are waited for. */
  readonly pending: Set<string>;
  readonly transfers: Transfer[];
};

export type CallOptions = Findings & {
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
  /** What the assistant is subscribed to: nothing else is sent. */
  serverMessages?: readonly string[];
  /** Sentences that come by live call control have speech events, too. */
  talks?: boolean;
};

export const FINAL_TRANSCRIPT = 'transcript[transcriptType="final"]';

/**
 * Vapi's default list (Vapi: server messages) with the two that a handoff needs besides, and without
 * `conversation-update`, which repeats the whole talk each time.
 */
export const SERVER_MESSAGES: readonly string[] = [
  'assistant.started',
  'end-of-call-report',
  'function-call',
  'handoff-destination-request',
  'hang',
  'speech-update',
  'status-update',
  'tool-calls',
  'transcript',
  'transfer-destination-request',
  'transfer-update',
  'user-interrupted',
];

export const ASSISTANT_ID = 'c1d7e2a9-4b55-4a1e-8f60-0d9b8c7a6e51';
export const ASSISTANT_NAME = 'Front desk';
export const INSTRUCTIONS = 'You are the front desk of Example Energy.';
export const FIRST_MESSAGE = 'Thanks for calling Example Energy, how can I help?';

/** Whom nobody has saved, and every account has here until somebody saves one of its own. */
export const DEFAULT_MEMBER: Member = {
  id: ASSISTANT_ID,
  name: ASSISTANT_NAME,
  settings: { name: ASSISTANT_NAME, firstMessage: FIRST_MESSAGE },
  destinations: [],
};

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
  pending: new Set<string>(),
  transfers: [],
  endIsTold: {},
  cast: [DEFAULT_MEMBER],
  talking: DEFAULT_MEMBER,
  entries: [],
  turn: 0,
  lastAt: now,
  serverMessages: SERVER_MESSAGES,
  talks: false,
  findings: {},
});

/**
 * The next moment of a call (ms since 1970): now, or `notBefore`; later than every moment before it, also where
 * talk that took no time has brought the call ahead of the clock.
 */
export function moment(call: Pick<CallState, 'lastAt'>, notBefore = 0): number {
  call.lastAt = Math.max(Date.now(), call.lastAt + 1, notBefore);
  return call.lastAt;
}

/** Where the media stream of the call's leg goes. */
export const streamUrlOf = ({ listenUrl }: Pick<CallState, 'listenUrl'>): string =>
  listenUrl.replace(/listen$/, 'transport');

export const isPhone = (type: CallType): boolean =>
  type === 'inboundPhoneCall' || type === 'outboundPhoneCall';

/** Adds a message that took no time. */
export function addMessage(call: CallState, role: 'bot' | 'user' | 'system', message: string): void {
  const time = moment(call);
  call.messages.push(role === 'system' ? { role, message, time } : { role, message, time, endTime: time });
}

export function newCall(options: CallOptions, baseUrl: string, now: number): CallState {
  const type = options.type ?? 'inboundPhoneCall';
  const spoken = options.messages ?? OPENING;
  const blank = blankCall(options.callId ?? randomUUID(), type, baseUrl, now);
  const { serverMessages, talks, structuredData, summary, structuredDataLaterMs, reports } = options;
  const heard = spoken.map(({ role, message }, index): Spoken => {
    const time = now + 1 + index;
    return { role, message, time, endTime: time };
  });
  return {
    ...blank,
    lastAt: now + heard.length,
    turn: heard.length,
    ...(serverMessages && { serverMessages }),
    ...(talks !== undefined && { talks }),
    findings: {
      ...(structuredData && { structuredData }),
      ...(summary !== undefined && { summary }),
      ...(structuredDataLaterMs !== undefined && { structuredDataLaterMs }),
      ...(reports && { reports }),
    },
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
    messages: [...blank.messages, ...heard],
  };
}

/** The transfer whose agent is being rung or has answered. */
export const runningTransfer = (call: CallState): Transfer | undefined =>
  call.transfers.find(({ outcome }) => outcome === 'ringing' || outcome === 'connected');
