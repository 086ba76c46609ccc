import type { CallFacts, ToolCall } from '../base/call-facts.ts';
import { handoffIdOf, requestIdOf } from '../base/ids.ts';
import type { MessageQueue } from '../base/queue.ts';
import { withoutUndefined } from '../base/without-undefined.ts';
import { closedSentence, refuseRequest, requestHandoff } from '../handoff/ask/request.ts';
import { saveOrQueue } from '../handoff/loop/take-in.ts';
import { handoffOf } from '../handoff/ports/store.ts';
import type { HandoffEvent } from '../handoff/record/events.ts';
import type { TransferMode } from '../handoff/record/handoff.ts';
import { isOneTooMany } from '../handoff/record/limit.ts';
import { canBeJoined } from '../handoff/strategies/choose.ts';
import { strategyOf } from '../handoff/strategies/index.ts';
import type { OutboundMessage } from '../outbound/call/events.ts';
import { speechOf } from '../speech/index.ts';
import type { ServerMessage } from '../vapi/server-message.ts';
import { numberDestination } from '../vapi/transfer-plan.ts';
import { answerAssistantRequest, type DeskOptions, type DeskPorts } from './assistant-request.ts';
import { callOver } from './call-over.ts';
import { answerChat } from './chat.ts';
import { answerHandoffDestination } from './handoff-destination.ts';
import { languageIn } from './language.ts';
import { takeBackIfPossible } from './take-back.ts';
import type { ToolOptions, ToolPorts } from './tools/tool.ts';
import { type ConversationPorts, tellConversation, tellFailedTools } from './vapi-conversation.ts';
import { type TellingDeskPorts, tellDesk } from './vapi-desk.ts';
import { tellOutbound } from './vapi-outbound.ts';
import { answerToolCalls, type ToolResult } from './vapi-tools.ts';

export type ServerMessageOptions = ToolOptions & {
  transferMode: TransferMode;
  /** Where a caller goes whom Vapi wants to transfer while no agent is being joined. */
  fallbackNumber?: string;
  /** Who answers calls. */
  desk: Pick<DeskOptions, 'setup' | 'resumeMinutes'>;
};

type MessagePorts = ToolPorts & {
  conversation: ConversationPorts;
  outbound: MessageQueue<OutboundMessage>;
  desk: Pick<DeskPorts, 'memory' | 'places'> & Pick<TellingDeskPorts, 'isOver'>;
};

/**
 * Returns what Vapi gets for a server message. Work is in the queue or in the table by then. Throws `Unavailable`
 * when neither can be reached, so that Vapi sends the message again.
 */
export async function answerServerMessage(
  message: ServerMessage,
  options: ServerMessageOptions,
  ports: MessagePorts,
): Promise<unknown> {
  ports.count(message.kind === 'unknown' ? 'message_unknown' : 'message_known');
  ports.count('escalation_requested', 0);
  switch (message.kind) {
    case 'tool-calls':
      return { results: await answerTools(message.call, message.calls, options, ports, message.before) };
    case 'function-call': {
      const { call, name, arguments: given } = message;
      const id = requestIdOf(call.callId, name, call.timestamp);
      const [answered] = await answerTools(call, [{ id, name, arguments: given }], options, ports);
      // The older message: one answer, which names neither the tool nor an id.
      const { name: _name, toolCallId: _id, ...answer } = answered ?? {};
      return answer;
    }
    case 'transfer-destination-request':
      return answerDestination(message.call, options, ports);
    case 'assistant-request':
      return answerAssistantRequest(
        message.call,
        { ...options, ...options.desk },
        { ...ports, ...ports.desk },
      );
    case 'handoff-destination-request': {
      const { call, values } = message;
      const language = await languageIn(call, options, ports)(values);
      const { assistants } = options.desk.setup;
      return answerHandoffDestination(call, values, { ...options, language }, assistants, ports);
    }
    case 'unknown':
      return message.asked === undefined ? {} : answerChat(message.asked, options, ports);
    default: {
      const event = eventOf(message);
      const told = tellConversation(message, ports.conversation);
      const desk = () => tellDesk(message, options.desk, { ...ports, ...ports.desk });
      await Promise.all([
        event === undefined ? undefined : saveOrQueue({ callId: message.call.callId, event }, ports),
        told,
        // That a call is over is kept before its place is free: what comes late looks there.
        told.then(desk, desk),
        tellOutbound(message, ports.outbound),
      ]);
      return {};
    }
  }
}

async function answerTools(
  call: CallFacts,
  toolCalls: readonly ToolCall[],
  options: ServerMessageOptions,
  ports: MessagePorts,
  before?: readonly string[],
): Promise<ToolResult[]> {
  const results = await answerToolCalls(call, toolCalls, options, ports, before);
  const failed = results.flatMap((one) => ('error' in one ? (one.toolCallId ?? []) : []));
  await tellFailedTools(call, failed, ports.conversation);
  return results;
}

/** A message that tells something and asks for nothing. */
type TellingMessage = Extract<
  ServerMessage,
  { kind: 'status-update' | 'transfer-update' | 'end-of-call-report' | 'conversation' }
>;

/** Returns what a message about the call means for a handoff, undefined where it means nothing. */
function eventOf(message: TellingMessage): HandoffEvent | undefined {
  switch (message.kind) {
    case 'status-update': {
      const { status, endedReason = 'ended', destination: number } = message;
      if (status === 'forwarding')
        return { type: 'bridge-confirmed', by: 'status-update', ...withoutUndefined({ number }) };
      if (status === 'in-progress') return message.atStart ? undefined : { type: 'assistant-resumed' };
      return status === 'ended' ? callOver('status-update', endedReason) : undefined;
    }
    case 'transfer-update':
      // Without a destination, or with an assistant for one, it is a move between assistants.
      return message.destination === undefined || message.destination === 'assistant'
        ? undefined
        : { type: 'bridge-confirmed', by: 'transfer-update', number: message.destination };
    case 'end-of-call-report': {
      const { call, endedReason, clear, fieldsFilled, transfers } = message;
      const over = callOver('end-of-call-report', endedReason);
      const transfer = transfers?.at(-1)?.status;
      const told = withoutUndefined({ transfers, transfer, reportOf: call.timestamp });
      return { ...over, clear, fieldsFilled, ...told };
    }
    case 'conversation':
      return undefined;
  }
}

/** H10: the agent who is being joined, else the fallback number, else an error and an escalation. */
const answerDestination = async (
  call: CallFacts,
  asked: ServerMessageOptions,
  ports: MessagePorts,
): Promise<unknown> => {
  const { callId } = call;
  const language = await languageIn(call, asked, ports)();
  const options = { ...asked, language };
  const { beingJoined, notDirectly, notFromHere } = speechOf(language).toCaller;
  if (!canBeJoined(call)) {
    ports.count('destination_none');
    return { error: notFromHere };
  }
  const { fallbackNumber } = options;
  const handoff = await (fallbackNumber === undefined
    ? ports.store
        .load(callId)
        .then(handoffOf)
        .catch(() => undefined)
    : takeBackIfPossible(call, ports));
  const progress = handoff?.progress;
  const joining = progress?.state === 'bridging' || progress?.state === 'connected';
  const ownLeg = handoff !== undefined && strategyOf(handoff).agentRungBy === 'us';
  // The agent is on the line already, and the caller's leg on its way there: Vapi must not dial anybody as well.
  if (joining && ownLeg) {
    ports.count('destination_agent');
    return { error: beingJoined };
  }
  const number = joining ? progress.reservation.agent.number : fallbackNumber;
  const requestId = requestIdOf(callId, 'transfer-destination-request', call.timestamp);
  if (number !== undefined) {
    const handoffId = handoff?.handoffId ?? handoffIdOf(callId, requestId, call.timestamp);
    ports.log.info('escalation', { callId, handoffId, event: 'transfer-destination-request' });
    ports.count(joining ? 'destination_agent' : 'destination_fallback');
    ports.count('escalation_requested');
    return { destination: numberDestination(number, options.transferMode, undefined, language) };
  }
  ports.count('destination_none');
  const closed = closedSentence(call, options, ports);
  if (closed !== undefined) return { error: closed };
  const handoffId = handoffIdOf(callId, requestId, call.timestamp);
  if (isOneTooMany(call, handoff, handoffId)) {
    return { error: refuseRequest({ callId, handoffId }, options, ports) };
  }
  await requestHandoff(call, requestId, 'transfer-destination-request', {}, options, ports);
  return { error: notDirectly };
};
