import type { DueRecord } from '../../aws/due-list.ts';
import { type MessageQueue, sendAll } from '../../base/queue.ts';
import { OtherVersion } from '../../base/trouble.ts';
import type { CallMessage } from '../../conversation/events.ts';
import type { KeptCallback } from '../../followup/callback.ts';
import type { KeptReview, ReviewMessage } from '../../followup/review-task.ts';
import type { CallbackMessage } from '../../handoff/record/callback-request.ts';
import type { HandoffMessage } from '../../handoff/record/events.ts';
import type { OutboundMessage } from '../../outbound/call/events.ts';
import type { CampaignMessage } from '../../outbound/campaign/message.ts';
import type { ToolMessage } from '../../tools/run/message.ts';

export type OverdueQueues = {
  handoffs: MessageQueue<HandoffMessage>;
  calls: MessageQueue<CallMessage>;
  followups: MessageQueue<CallbackMessage | ReviewMessage>;
  tools: MessageQueue<ToolMessage>;
  outbound: MessageQueue<OutboundMessage | CampaignMessage>;
};

/** What is asked for of a call, as it is kept: it goes into its message. */
export type KeptFollowups = {
  callback(callId: string): Promise<KeptCallback | undefined>;
  review(callId: string): Promise<KeptReview | undefined>;
};

/** One that only another version reads waits for that, and for it alone. */
const unlessOther = (error: unknown): undefined => {
  if (!(error instanceof OtherVersion)) throw error;
};

/** Puts each record back on its own queue, whose worker decides what is due. */
export const wakeOverdue =
  ({ handoffs, calls, followups, tools, outbound }: OverdueQueues, kept: KeptFollowups) =>
  async (due: readonly DueRecord[]): Promise<void> => {
    const callsOf = (kind: DueRecord['kind']) => due.filter((one) => one.kind === kind);
    const messages = await Promise.all([
      ...callsOf('callback').map(async ({ callId }) => {
        const request = (await kept.callback(callId).catch(unlessOther))?.request;
        return request && { callId, callback: request };
      }),
      ...callsOf('review').map(async ({ callId }) => {
        const review = (await kept.review(callId).catch(unlessOther))?.review;
        return review && { callId, review };
      }),
    ]);
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
        messages.filter((message) => message !== undefined),
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
