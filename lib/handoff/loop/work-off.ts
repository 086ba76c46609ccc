import type { Delayed } from '../../base/queue.ts';
import type { Time } from '../../base/telemetry.ts';
import { type Capability, type LoopPorts, workOff } from '../../outbox/loop.ts';
import { type EffectPorts, perform } from '../effects/perform.ts';
import { decide } from '../machine/decide.ts';
import type { Follow } from '../machine/decision.ts';
import { afterEffect } from '../machine/results.ts';
import { isPatient } from '../machine/steps.ts';
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

/** The message that comes later in the place of one that was put off. */
const later = (
  { callId, handoffId }: HandoffMessage,
  { event, delaySeconds }: Follow,
): Delayed<HandoffMessage> => ({
  message: { callId, event, ...(handoffId === undefined ? {} : { handoffId }) },
  delaySeconds,
});

/** The first request of a call finds nothing; others find what their sender has just read or saved. */
const expectedBy = ({ event, stored }: HandoffMessage): Loaded | undefined => {
  if (stored !== undefined) return { is: 'handoff', ...stored };
  return event.type === 'escalation-requested' ? { is: 'none', version: 0 } : undefined;
};

const about = (
  message: HandoffMessage,
  ports: RunPorts,
  receives: number,
): Capability<Loaded, Handoff, Work, EffectResult, HandoffMessage> => ({
  recordOf: handoffOf,
  // A message that comes again, or late, knows nothing any more.
  expected: receives > 1 ? undefined : expectedBy(message),
  isPatient,

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
    const handoff = decision.is === 'changed' ? decision.handoff : handoffOf(loaded);
    const noted = decision.is === 'unchanged' ? decision.why : decision.is;
    return {
      record: handoff,
      report: () => reportDecision(message, handoff, noted, ports),
      ...(decision.is === 'put-off' && { follow: later(message, decision.follow) }),
    };
  },

  perform: (handoff, claimed) => perform(handoff, claimed, ports),
  afterResult: afterEffect,
  reportEffect: (handoff, claimed, result) => reportEffect(handoff, claimed, result, ports),
  reportMove: (before, after) => reportMove(before, after, ports),
  rounds: 20,
  // The longest effect takes its clients' time-outs, and the function has 10 seconds.
  beginWithinMs: 1_500,
  wakeUp: ({ callId, handoffId }, givenUpBy) => ({
    callId,
    handoffId,
    event: { type: 'resume' },
    ...(givenUpBy !== undefined && { givenUpBy }),
  }),
  givenUpBy: message.givenUpBy,
  // An attempt that died may have put something off and sent no message for it.
  isWakeUp: message.event.type === 'resume' || receives > 1,
});
