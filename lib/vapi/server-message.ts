import { BY_SIP, type CallFacts, MAX_CALL_ID, type ToolCall } from '../base/call-facts.ts';
import { callerNumberOf } from '../base/caller-number.ts';
import { isObject } from '../base/json.ts';
import { withoutUndefined } from '../base/without-undefined.ts';
import type { CallOver } from '../handoff/record/events.ts';
import { redacted } from '../language/secrets/redaction.ts';
import { FINAL_TRANSCRIPT, readCallEvent, type Told, TRANSCRIPT, toldBy } from './call-events.ts';
import { type CallReport, readCallReport } from './call-report.ts';
import { isDialledBySip, readCustomer } from './customer.ts';
import { ASSISTANT_REQUEST, HANDOFF_REQUEST, lastAssistantOf, valuesOf } from './desk-messages.ts';
import { destinationOf } from './destination.ts';
import { list, part, roleOf, textOf, timestampOf } from './loose.ts';
import {
  attemptIdOf,
  attestationOf,
  directionOf,
  earlierHandoffsOf,
  isTelephone,
  overridesOf,
} from './own-call.ts';
import { hasContent, hasLasted, isSummedUp } from './report-content.ts';
import { assistantLanguageOf, LANGUAGE_CHANGED } from './spoken-language.ts';
import { readArguments } from './tool-arguments.ts';
import { readToolCalls, toolsCalledBefore } from './tool-calls.ts';
import { transfersOf } from './transfers.ts';

export type ServerMessage =
  | {
      kind: 'tool-calls';
      call: CallFacts;
      calls: ToolCall[];
      /** Names of the tools that were called before in this talk, as far as the message tells. */
      before?: string[];
    }
  | { kind: 'function-call'; call: CallFacts; name: string; arguments: ToolCall['arguments'] }
  | { kind: 'transfer-destination-request'; call: CallFacts }
  /** Vapi asks who answers a call; without one it asks for a chat. */
  | { kind: 'assistant-request'; call?: CallFacts }
  /** An assistant asks to whom it hands the caller over, with what its model filled in. */
  | { kind: 'handoff-destination-request'; call: CallFacts; values: Record<string, unknown> }
  | {
      kind: 'status-update';
      call: CallFacts;
      /** Vapi's id of the assistant who spoke last. */
      lastAssistantId?: string;
      status: string;
      /** Its call has just begun, so that it can have no handoff. */
      atStart: boolean;
      endedReason?: string;
      destination?: string;
      told: Told | undefined;
    }
  | { kind: 'transfer-update'; call: CallFacts; destination?: string }
  | {
      kind: 'end-of-call-report';
      call: CallFacts;
      lastAssistantId?: string;
      endedReason: string;
      /** Whether the call is over: an early, empty one proves nothing (Vapi: server events). */
      clear: boolean;
      /** Whether it tells anything, whichever of its parts the team has switched on. */
      worthKeeping: boolean;
      /** Where the call was transferred to, the oldest first, and what came of it; none where there was no transfer. */
      transfers?: NonNullable<CallOver['transfers']>;
      /** What is kept of it. */
      report: CallReport;
      /** How many of the parts that make a report useful it has. */
      fieldsFilled: number;
    }
  /** Who speaks and what was said; nothing where it is of no use. */
  | { kind: 'conversation'; call: CallFacts; told: Told | undefined }
  /** Nothing of a call. `asked`: what a chat asks for, in which nobody can be connected. */
  | { kind: 'unknown'; type: string; asked?: AskedInChat };

/** `single`: in a form that takes one answer; `destination`: in one that wants a destination beside it. */
export type AskedInChat = {
  calls: { id?: string; name: string }[];
  form: 'list' | 'single' | 'destination';
};

export type ParsedMessage =
  | { is: 'message'; message: ServerMessage }
  | { is: 'invalid'; field: string; problem: string };

/** The talk can be hours long; only its end is read. */
const TALK = { looked: 60, kept: 12, text: 4000 };

const talkOf = (artifact: Record<string, unknown>): CallFacts['messages'] => {
  const told = list(artifact.messages);
  const entries = told.length > 0 ? told : list(artifact.messagesOpenAIFormatted);
  return entries
    .slice(-TALK.looked)
    .flatMap((entry) => {
      const { role, message, content } = part(entry);
      const speaker = roleOf(role);
      const text = message ?? content;
      if (speaker === undefined || typeof text !== 'string' || text.trim() === '') return [];
      return [{ role: speaker, text: text.slice(0, TALK.text) }];
    })
    .slice(-TALK.kept);
};

/**
 * The leg at Twilio. A call that was opened to give a leg back to an assistant need not name it; our own request for
 * that call does, in metadata that no model can write (Vapi: provider bypass). It tells the account of that leg only.
 * A web call can be started by anybody with metadata of their own: it has no leg.
 */
const legOf = (
  call: Record<string, unknown>,
  transport: Record<string, unknown>,
  onTwilio: boolean,
): { callSid: string | undefined; accountSid: string | undefined } => {
  const told = onTwilio ? (textOf(transport.callSid) ?? textOf(call.phoneCallProviderId)) : undefined;
  const toldAccount = told === undefined ? undefined : textOf(transport.accountSid);
  if (call.type !== 'inboundPhoneCall' && call.type !== 'outboundPhoneCall') {
    return { callSid: told, accountSid: toldAccount };
  }
  const metadata = overridesOf(call).map((one) => part(one.metadata));
  const own = metadata.find(({ handoffCallSid }) => textOf(handoffCallSid) !== undefined) ?? {};
  const ownLeg = textOf(own.handoffCallSid);
  if (ownLeg === undefined || (told !== undefined && told !== ownLeg)) {
    return { callSid: told, accountSid: toldAccount };
  }
  return { callSid: ownLeg, accountSid: toldAccount ?? textOf(own.handoffAccountSid) };
};

const callFacts = (message: Record<string, unknown>, callId: string): CallFacts => {
  const call = part(message.call);
  const transport = part(call.transport);
  const artifact = part(message.artifact);
  const customer = part(message.customer);
  const ownCustomer = part(call.customer);
  const onTwilio = (transport.provider ?? call.phoneCallProvider) === 'twilio';
  return {
    callId,
    messages: talkOf(artifact),
    ...withoutUndefined({
      timestamp: timestampOf(message.timestamp),
      controlUrl: textOf(part(call.monitor).controlUrl, 2000),
      ...legOf(call, transport, onTwilio),
      assistantId: textOf(call.assistantId),
      squadId: textOf(call.squadId),
      earlierHandoffs: earlierHandoffsOf(call),
      attestation: isDialledBySip(call, customer) ? BY_SIP : attestationOf(call),
      attemptId: attemptIdOf(call),
      vapiNumberId: textOf(call.phoneNumberId) ?? textOf(part(message.phoneNumber).id),
      caller: callerNumberOf(textOf(customer.number) ?? textOf(ownCustomer.number)),
      callerSip: textOf(customer.sipUri) ?? textOf(ownCustomer.sipUri),
      called: textOf(part(message.phoneNumber).number) ?? textOf(part(call.phoneNumber).number),
      direction: directionOf(call),
      ...readCustomer(message),
      assistantLanguage: assistantLanguageOf(message),
    }),
  };
};

const EARLY_REASON = 'call.in-progress.twilio-completed-call';

const report = (message: Record<string, unknown>, call: CallFacts): ServerMessage => {
  const artifact = part(message.artifact);
  const endedReason = textOf(message.endedReason) ?? textOf(part(message.call).endedReason) ?? 'unknown';
  const lasted = hasLasted(message);
  const content = hasContent(message);
  const clear = endedReason === EARLY_REASON ? lasted && content : lasted || isSummedUp(message);
  const kept = readCallReport(message, redacted);
  return {
    kind: 'end-of-call-report',
    call,
    endedReason,
    clear,
    worthKeeping: clear || content,
    fieldsFilled: kept.fieldsFilled,
    report: kept,
    ...withoutUndefined({ transfers: transfersOf(artifact), lastAssistantId: lastAssistantOf(message) }),
  };
};

const CALL_TYPES = [
  'tool-calls',
  'function-call',
  'transfer-destination-request',
  HANDOFF_REQUEST,
  'status-update',
  'transfer-update',
  'end-of-call-report',
  'speech-update',
  'user-interrupted',
  TRANSCRIPT,
  FINAL_TRANSCRIPT,
  'conversation-update',
  LANGUAGE_CHANGED,
] as const;

/**
 * A body of Vapi's server URL as one of the messages that a handoff knows, `unknown` for every other type (they
 * are acknowledged), or `invalid` with the field that is wrong. Everything that is not needed is left behind.
 */
export const parseServerMessage = (json: unknown): ParsedMessage => {
  const { message } = part(json);
  if (!isObject(message)) return { is: 'invalid', field: 'message', problem: 'is not an object' };
  const type = textOf(message.type);
  if (type === undefined) return { is: 'invalid', field: 'message.type', problem: 'is not a text' };
  if (type === ASSISTANT_REQUEST) return { is: 'message', message: readAssistantRequest(message) };
  const kind = CALL_TYPES.find((one) => one === type);
  if (kind === undefined) return { is: 'message', message: { kind: 'unknown', type } };
  const callId = textOf(part(message.call).id, MAX_CALL_ID);
  if (callId === undefined && isOfChat(message)) return { is: 'message', message: readChat(kind, message) };
  if (callId === undefined) {
    return { is: 'invalid', field: 'message.call.id', problem: 'is not a text of 1 to 128 characters' };
  }
  return read(kind, message, callFacts(message, callId));
};

/** Whoever it is for, Vapi waits for an answer: a call that is named badly has an assistant all the same. */
function readAssistantRequest(message: Record<string, unknown>): ServerMessage {
  const call = part(message.call);
  const callId = textOf(call.id, MAX_CALL_ID);
  if (callId === undefined || isObject(message.chat) || !isTelephone(call))
    return { kind: ASSISTANT_REQUEST };
  return { kind: ASSISTANT_REQUEST, call: callFacts(message, callId) };
}

/** A chat stands in the place of a call (Vapi: chats), alone or in a session; a call without an id is none. */
const isOfChat = ({ call, chat, session }: Record<string, unknown>): boolean =>
  [undefined, null, ''].some((none) => part(call).id === none) && (isObject(chat) || isObject(session));

/** What a chat tells is of no use; what it asks for gets an answer, so that it is not asked again. */
function readChat(type: (typeof CALL_TYPES)[number], message: Record<string, unknown>): ServerMessage {
  switch (type) {
    case 'tool-calls': {
      const calls = readToolCalls(message).map(({ id, name }) => ({ ...(id !== undefined && { id }), name }));
      return { kind: 'unknown', type, asked: { calls, form: 'list' } };
    }
    case 'function-call':
    case 'transfer-destination-request': {
      const name = textOf(part(message.functionCall).name) ?? type;
      return { kind: 'unknown', type, asked: { calls: [{ name }], form: 'single' } };
    }
    case HANDOFF_REQUEST:
      return { kind: 'unknown', type, asked: { calls: [{ name: type }], form: 'destination' } };
    default:
      return { kind: 'unknown', type };
  }
}

const BEFORE_THE_CALLER: readonly unknown[] = ['system', 'bot', 'assistant'];

/** Whether the caller has said nothing and no tool was called, as the message itself shows: its call has just begun. */
const isAtStart = ({ artifact }: Record<string, unknown>): boolean => {
  const messages = list(part(artifact).messages);
  return messages.length > 0 && messages.every((one) => BEFORE_THE_CALLER.includes(part(one).role));
};

const read = (
  kind: (typeof CALL_TYPES)[number],
  message: Record<string, unknown>,
  call: CallFacts,
): ParsedMessage => {
  const done = (one: ServerMessage): ParsedMessage => ({ is: 'message', message: one });
  switch (kind) {
    case 'tool-calls': {
      const calls = readToolCalls(message);
      const before = toolsCalledBefore(message, calls);
      if (calls.length > 0) return done({ kind, call, calls, ...(before.length > 0 && { before }) });
      return { is: 'invalid', field: 'message.toolCallList', problem: 'holds no tool call' };
    }
    case 'function-call': {
      const { name, parameters, arguments: given } = part(message.functionCall);
      const named = textOf(name);
      if (named !== undefined) {
        return done({ kind, call, name: named, arguments: readArguments(parameters ?? given) });
      }
      return { is: 'invalid', field: 'message.functionCall.name', problem: 'is not a text' };
    }
    case 'transfer-destination-request':
      return done({ kind, call });
    case HANDOFF_REQUEST:
      return done({ kind, call, values: valuesOf(message) });
    case 'status-update': {
      const status = textOf(message.status);
      if (status === undefined) return { is: 'invalid', field: 'message.status', problem: 'is not a text' };
      const endedReason = textOf(message.endedReason) ?? textOf(part(message.call).endedReason);
      const told =
        status === 'ended' ? toldBy({ is: 'ended', reason: endedReason ?? 'ended' }, message) : undefined;
      return done({
        kind,
        call,
        status,
        told,
        atStart: isAtStart(message),
        ...withoutUndefined({
          lastAssistantId: lastAssistantOf(message),
          endedReason,
          destination: destinationOf(message.destination),
        }),
      });
    }
    case 'transfer-update':
      return done({ kind, call, ...withoutUndefined({ destination: destinationOf(message.destination) }) });
    case 'end-of-call-report':
      return done(report(message, call));
    default:
      return done({ kind: 'conversation', call, told: readCallEvent(kind, message) });
  }
};
