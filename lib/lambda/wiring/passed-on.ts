import type { Clock } from '../../base/clock.ts';
import type { MessageQueue } from '../../base/queue.ts';
import { troubleOf } from '../../base/trouble.ts';
import type { CallMessage } from '../../conversation/events.ts';
import type { EffectPorts } from '../../handoff/effects/perform.ts';
import type { CallbackMessage } from '../../handoff/record/callback-request.ts';

/** What a handoff leaves to others: a callback, and what follows the call once the handoff has ended. */
export const passedOn = (
  followups: MessageQueue<CallbackMessage>,
  conversations: MessageQueue<CallMessage>,
  clock: Clock,
): Pick<EffectPorts, 'requestCallback' | 'announceEnd'> => ({
  requestCallback: (callId, callback) =>
    followups.send([{ message: { callId, callback }, delaySeconds: 0 }]).then(
      () => ({ is: 'callback-requested' }),
      (error: unknown) => troubleOf(error, 'callback'),
    ),
  announceEnd(callId, handoffId) {
    const now = clock();
    const what = { is: 'handoff-ended', handoffId } as const;
    const event = { at: now, receivedAt: now, what, known: {}, heard: [], tools: [] };
    return conversations.send([{ message: { callId, event }, delaySeconds: 0 }]).then(
      () => ({ is: 'end-announced' }),
      (error: unknown) => troubleOf(error, 'end'),
    );
  },
});
