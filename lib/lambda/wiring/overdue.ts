import type { DueRecord } from '../../aws/due-list.ts';
import { type MessageQueue, sendAll } from '../../base/queue.ts';
import type { CallMessage } from '../../conversation/events.ts';
import type { CallbackMessage, CallbackRequest } from '../../handoff/record/callback-request.ts';
import type { HandoffMessage } from '../../handoff/record/events.ts';
import type { OutboundMessage } from '../../outbound/call/events.ts';
import type { CampaignMessage } from '../../outbound/campaign/message.ts';
import type { ToolMessage } from '../../tools/run/message.ts';

export type OverdueQueues = {
  handoffs: MessageQueue<HandoffMessage>;
  calls: MessageQueue<CallMessage>;
  followups: MessageQueue<CallbackMessage>;
  tools: MessageQueue<ToolMessage>;
  outbound: MessageQueue<OutboundMessage | CampaignMessage>;
};

/** Puts each record back on its own queue, whose worker decides what is due. */
export const wakeOverdue =
  (
    { handoffs, calls, followups, tools, outbound }: OverdueQueues,
    loadCallback: (callId: string) => Promise<CallbackRequest | undefined>,
  ) =>
  async (due: readonly DueRecord[]): Promise<void> => {
    const callsOf = (kind: DueRecord['kind']) => due.filter((one) => one.kind === kind);
    const callbacks = await Promise.all(
      callsOf('callback').map(async ({ callId }) => ({ callId, callback: await loadCallback(callId) })),
    );
    await Promise.all([
      sendAll(
        handoffs,
        callsOf('handoff').map(({ callId }) => ({ callId, event: { type: 'resume' } })),
      ),
      sendAll(
        calls,
        callsOf('call').map(({ callId }) => ({ callId })),
      ),
      sendAll(
        followups,
        callbacks.flatMap(({ callId, callback }) => (callback === undefined ? [] : [{ callId, callback }])),
      ),
      sendAll(
        tools,
        due.flatMap((one) =>
          one.kind === 'tool' ? [{ callId: one.callId, toolCallId: one.toolCallId }] : [],
        ),
      ),
      sendAll(outbound, [
        ...callsOf('outbound').map(({ callId: id }) => ({ id })),
        ...callsOf('campaign').map(({ callId: campaign }) => ({ campaign })),
      ]),
    ]);
  };
