import type { Time } from '../../base/telemetry.ts';
import { type Capability, type LoopPorts, workOff } from '../../outbox/loop.ts';
import { type EffectPorts, perform } from '../effects/perform.ts';
import { decide } from '../machine/decide.ts';
import { afterEffect } from '../machine/results.ts';
import type { EffectResult } from '../ports/results.ts';
import { handoffOf, type Loaded } from '../ports/store.ts';
import type { HandoffMessage } from '../record/events.ts';
import type { Handoff, Work } from '../record/handoff.ts';
import type { HandoffTiming } from '../record/metrics.ts';
import { reportDecision, reportEffect, reportMove } from './log-moves.ts';
import type { HandoffPorts } from './take-in.ts';

export type RunPorts = EffectPorts &
  HandoffPorts &
  Pick<LoopPorts<Loaded, Handoff, HandoffMessage>, 'newOwner'> & { time: Time<HandoffTiming> };

/** Works on one message of the handoff queue. Throws when the table or the queue cannot be reached. */
export const handle = (message: HandoffMessage, ports: RunPorts, receives = 1): Promise<void> =>
  workOff(message.callId, ports, about(message, ports, receives));

const about = (
  message: HandoffMessage,
  ports: RunPorts,
  receives: number,
): Capability<Loaded, Handoff, Work, EffectResult, HandoffMessage> => ({
  recordOf: handoffOf,

  decide(loaded, now) {
    const { callId, event } = message;
    const decision = decide(loaded, callId, event, now);
    if (decision.is === 'call-over') {
      return {
        record: undefined,
        before: () => ports.store.markCallOver(callId, loaded.version),
        report: () => reportDecision(message, undefined, 'call-over', ports),
      };
    }
    const { follow } = decision;
    const changed = decision.is === 'changed';
    const handoff = changed ? decision.handoff : handoffOf(loaded);
    return {
      record: handoff,
      report: () => reportDecision(message, handoff, changed ? 'changed' : decision.why, ports),
      follow: follow && { message: { ...message, event: follow.event }, delaySeconds: follow.delaySeconds },
    };
  },

  perform: (handoff, claimed) => perform(handoff, claimed, ports),
  afterResult: afterEffect,
  reportEffect: (handoff, claimed, result) => reportEffect(handoff, claimed, result, ports),
  reportMove: (before, after) => reportMove(before, after, ports),
  rounds: 20,
  // The longest effect takes its clients' time-outs, and the function has 10 seconds.
  beginWithinMs: 1_500,
  wakeUp: ({ callId, handoffId }) => ({ callId, handoffId, event: { type: 'resume' } }),
  // An attempt that died may have put something off and sent no message for it.
  isWakeUp: message.event.type === 'resume' || receives > 1,
});
