import type { DueRecord } from '../../aws/due-list.ts';
import { type MessageQueue, sendAll } from '../../base/queue.ts';
import type { CallMessage } from '../../conversation/events.ts';
import type { HandoffMessage } from '../../handoff/record/events.ts';

/** Puts each record back on the queue of its own loop, which decides what is due. */
export const wakeOverdue =
  (handoffs: MessageQueue<HandoffMessage>, calls: MessageQueue<CallMessage>) =>
  async (due: readonly DueRecord[]): Promise<void> => {
    const callsOf = (kind: DueRecord['kind']) => due.filter((one) => one.kind === kind);
    await Promise.all([
      sendAll(
        handoffs,
        callsOf('handoff').map(({ callId }) => ({ callId, event: { type: 'resume' } })),
      ),
      sendAll(
        calls,
        callsOf('call').map(({ callId }) => ({ callId })),
      ),
    ]);
  };
