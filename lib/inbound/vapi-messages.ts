import type { CallFacts } from '../base/call-facts.ts';
import { handoffIdOf, requestIdOf } from '../base/ids.ts';
import { BEING_JOINED, closedSentence, requestHandoff, type ToolOptions } from '../handoff/ask/request.ts';
import { saveOrQueue } from '../handoff/loop/take-in.ts';
import type { HandoffEvent } from '../handoff/record/events.ts';
import type { TransferMode } from '../handoff/record/handoff.ts';
import type { ServerMessage } from '../vapi/server-message.ts';
import { numberDestination } from '../vapi/transfer-plan.ts';
import type { InboundPorts } from './metrics.ts';
import { type ConversationPorts, tellConversation, tellFailedTools } from './vapi-conversation.ts';
import { answerToolCalls } from './vapi-tools.ts';

export type ServerMessageOptions = ToolOptions & {
  transferMode: TransferMode;
  /** Where a caller goes whom Vapi wants to transfer while no agent is being joined. */
  fallbackNumber?: string;
};

const NOBODY =
  'I cannot put you through directly, but I am getting a colleague for you now. Please stay on the line.';

/**
 * What Vapi gets for a server message. Work is in the queue or in the table before
 * this returns; it throws `Unavailable` when neither can be reached, so that Vapi sends the message again.
 */
export const answerServerMessage = async (
  message: ServerMessage,
  options: ServerMessageOptions,
  ports: InboundPorts & { conversation: ConversationPorts },
): Promise<unknown> => {
  ports.count(message.kind === 'unknown' ? 'message_unknown' : 'message_known');
  ports.count('escalation_requested', 0);
  switch (message.kind) {
    case 'tool-calls': {
      const results = await answerToolCalls(message.call, message.calls, options, ports);
      const failed = results.flatMap((one) => ('error' in one ? (one.toolCallId ?? []) : []));
      await tellFailedTools(message.call, failed, ports.conversation);
      return { results };
    }
    case 'function-call': {
      const { call, name, arguments: given } = message;
      const requestId = requestIdOf(call.callId, name, call.timestamp);
      const [answer] = await answerToolCalls(
        call,
        [{ id: requestId, name, arguments: given }],
        options,
        ports,
      );
      await tellFailedTools(
        call,
        answer !== undefined && 'error' in answer ? [requestId] : [],
        ports.conversation,
      );
      return answer === undefined
        ? {}
        : 'result' in answer
          ? { result: answer.result }
          : { error: answer.error };
    }
    case 'transfer-destination-request':
      return answerDestination(message.call, options, ports);
    case 'unknown':
      return {};
    case 'conversation':
      await tellConversation(message, ports.conversation);
      return {};
    default: {
      const event = eventOf(message);
      await Promise.all([
        event === undefined ? undefined : saveOrQueue({ callId: message.call.callId, event }, ports),
        tellConversation(message, ports.conversation),
      ]);
      return {};
    }
  }
};

/** What a message about the state of the call means for a handoff; undefined when nothing. */
const eventOf = (
  message: Extract<ServerMessage, { kind: 'status-update' | 'transfer-update' | 'end-of-call-report' }>,
): HandoffEvent | undefined => {
  switch (message.kind) {
    case 'status-update': {
      const number = message.number === undefined ? {} : { number: message.number };
      if (message.status === 'forwarding')
        return { type: 'bridge-confirmed', by: 'status-update', ...number };
      if (message.status === 'in-progress') return { type: 'assistant-resumed' };
      if (message.status !== 'ended') return undefined;
      const endedReason = message.endedReason ?? 'ended';
      return {
        type: 'call-over',
        source: 'status-update',
        endedReason,
        clear: true,
        fieldsFilled: 0,
        putOff: 0,
      };
    }
    case 'transfer-update':
      // One without a number is a move between assistants.
      return message.number === undefined
        ? undefined
        : { type: 'bridge-confirmed', by: 'transfer-update', number: message.number };
    case 'end-of-call-report': {
      const { endedReason, clear, fieldsFilled, transfer } = message;
      const told = transfer === undefined ? {} : { transfer };
      return {
        type: 'call-over',
        source: 'end-of-call-report',
        endedReason,
        clear,
        fieldsFilled,
        putOff: 0,
        ...told,
      };
    }
  }
};

/** H10: the agent who is being joined, else the fallback number, else an error and an escalation. */
const answerDestination = async (
  call: CallFacts,
  options: ServerMessageOptions,
  ports: InboundPorts,
): Promise<unknown> => {
  const { callId } = call;
  // A table that cannot be read must not cost the caller the fallback.
  const loaded = await ports.store.load(callId).catch(() => undefined);
  const progress = loaded?.is === 'handoff' ? loaded.handoff.progress : undefined;
  const joining = progress?.state === 'bridging' || progress?.state === 'connected';
  const ownLeg = loaded?.is === 'handoff' && loaded.handoff.strategy.is !== 'vapi-transfer';
  // The agent is on the line already, and the caller's leg on its way there: Vapi must not dial anybody as well.
  if (joining && ownLeg) {
    ports.count('destination_agent');
    return { error: BEING_JOINED };
  }
  const number = joining ? progress.reservation.agent.number : options.fallbackNumber;
  const requestId = requestIdOf(callId, 'transfer-destination-request', call.timestamp);
  if (number !== undefined) {
    const handoffId = loaded?.is === 'handoff' ? loaded.handoff.handoffId : handoffIdOf(callId, requestId);
    ports.log.info('escalation', { callId, handoffId, event: 'transfer-destination-request' });
    ports.count(joining ? 'destination_agent' : 'destination_fallback');
    ports.count('escalation_requested');
    return { destination: numberDestination(number, options.transferMode) };
  }
  ports.count('destination_none');
  const closed = closedSentence(options, ports);
  if (closed !== undefined) return { error: closed };
  await requestHandoff(call, requestId, 'transfer-destination-request', {}, options, ports);
  return { error: NOBODY };
};
