import type { CallFacts } from '../base/call-facts.ts';
import type { MessageQueue } from '../base/queue.ts';
import type { OutboundEvent, OutboundMessage } from '../outbound/call/events.ts';
import type { ServerMessage } from '../vapi/server-message.ts';

const hasSpoken = ({ messages }: CallFacts): boolean => messages.some(({ role }) => role === 'caller');

/** Returns what a message means for an outbound call; undefined where it means nothing. */
function eventOf(message: ServerMessage): OutboundEvent | undefined {
  switch (message.kind) {
    case 'status-update': {
      const { call, status, endedReason = 'ended' } = message;
      const { callId } = call;
      if (status === 'in-progress') return { type: 'talking', callId };
      return status === 'ended'
        ? { type: 'ended', callId, endedReason, hasSpoken: hasSpoken(call), byStatus: true }
        : undefined;
    }
    case 'end-of-call-report': {
      // An early, empty report is no end (Vapi: server events).
      const { call, clear, endedReason } = message;
      return clear
        ? { type: 'ended', callId: call.callId, endedReason, hasSpoken: hasSpoken(call) }
        : undefined;
    }
    default:
      return undefined;
  }
}

/** Passes on what becomes of a call that we asked for. Throws `Unavailable`. */
export async function tellOutbound(
  message: ServerMessage,
  outbound: MessageQueue<OutboundMessage>,
): Promise<void> {
  const id = 'call' in message ? message.call?.attemptId : undefined;
  const event = id === undefined ? undefined : eventOf(message);
  if (id !== undefined && event !== undefined) {
    await outbound.send([{ message: { id, event }, delaySeconds: 0 }]);
  }
}
