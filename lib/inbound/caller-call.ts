import { decideNow } from '../handoff/loop/decide-now.ts';
import type { VoiceRef } from '../handoff/ports/voice-links.ts';
import type { HandoffEvent } from '../handoff/record/events.ts';
import type { Handoff } from '../handoff/record/handoff.ts';
import { filled, speechOf } from '../speech/index.ts';
import { callerHolds, callerWaits, goodbye, hangUp } from '../twilio/twiml.ts';
import type { CallerCall } from '../twilio/voice-callbacks.ts';
import { languageOf, type VoicePorts } from './agent-call.ts';
import { callOver } from './call-over.ts';

const BACK = '*';

/** Whether an effect that is owed is about to give the leg its next instructions. */
const isBeingMoved = ({ effects, progress }: Handoff): boolean =>
  progress.state !== 'ended' ||
  effects.some(({ work }) => work.kind === 'open-assistant' || work.kind === 'move-caller');

/**
 * The caller's leg has left the conference or the queue, and asks what comes next: nothing where they have talked,
 * music where somebody brings them back in a moment, never a dead line. Gives the TwiML.
 */
export const nextForCaller = async (ref: VoiceRef, call: CallerCall, ports: VoicePorts): Promise<string> => {
  const { callId, handoffId } = ref;
  const { queueResult } = call;
  const event = eventOf(handoffId, call);
  const handoff = await decideNow(
    callId,
    (record) => (record.handoffId === handoffId ? event : undefined),
    ports,
  );
  const language = languageOf(handoff, ref);
  const { sorryGoodbye, unknownCall } = speechOf(language).toCaller;
  if (handoff?.handoffId !== handoffId) return goodbye(unknownCall, language);
  const { progress } = handoff;
  ports.log.info('caller asks', {
    callId,
    handoffId,
    state: progress.state,
    ...(queueResult === undefined ? {} : { reason: queueResult }),
  });
  if (isBeingMoved(handoff)) return callerHolds({ againUrl: ports.links.caller(ref) });
  const talked = progress.state === 'ended' && ['completed', 'caller_left'].includes(progress.outcome);
  return talked ? hangUp() : goodbye(sorryGoodbye, language);
};

/** A leg that asks after its end has hung up (Twilio Voice: the action of Dial is asked all the same). */
const eventOf = (handoffId: string, { queueResult, callStatus }: CallerCall): HandoffEvent => {
  if (queueResult !== undefined) return { type: 'queue-left', handoffId, result: queueResult };
  if (callStatus === undefined || callStatus === 'in-progress') return { type: 'caller-released', handoffId };
  return callOver('voice-status', `leg-${callStatus}`);
};

/** What a caller hears while waiting in the queue; with a star they go back to the assistant (H16). Gives the TwiML. */
export const waitInQueue = async (ref: VoiceRef, call: CallerCall, ports: VoicePorts): Promise<string> => {
  const { callId, handoffId, language } = ref;
  // A caller of the front desk has no call at Vapi to go back to: their handoff is known by the leg itself.
  const hasAssistant = callId !== call.callSid;
  if (hasAssistant && call.digits === BACK) {
    const back: HandoffEvent = { type: 'taken-back', by: 'caller' };
    const handoff = await decideNow(
      callId,
      (record) => (record.handoffId === handoffId ? back : undefined),
      ports,
    );
    ports.log.info('taken back', { callId, handoffId, reason: handoff?.progress.state ?? 'no handoff' });
  }
  const { position } = call;
  const { toCaller, desk } = speechOf(language);
  const { inQueue } = hasAssistant ? toCaller : desk;
  const { placeInQueue } = toCaller;
  const place =
    position === undefined || position <= 1 ? '' : ` ${filled(placeInQueue, { place: String(position) })}`;
  return callerWaits({
    sentence: `${inQueue}${place}`,
    backUrl: ports.links.wait(ref),
    ...(language === undefined ? {} : { language }),
  });
};
