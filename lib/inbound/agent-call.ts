import { briefing } from '../handoff/briefing/spoken.ts';
import { decideNow } from '../handoff/loop/decide-now.ts';
import type { VoiceLinks, VoiceRef } from '../handoff/ports/voice-links.ts';
import { conferenceName } from '../handoff/record/conference.ts';
import type { HandoffEvent } from '../handoff/record/events.ts';
import type { Handoff } from '../handoff/record/handoff.ts';
import { strategyOf } from '../handoff/strategies/index.ts';
import { speechOf } from '../speech/index.ts';
import {
  agentIsAsked,
  agentTakesFromQueue,
  agentWaitsInConference,
  goodbye,
  hangUp,
} from '../twilio/twiml.ts';
import type { AgentCall } from '../twilio/voice-callbacks.ts';
import type { InboundPorts } from './metrics.ts';

export type VoicePorts = InboundPorts & { links: VoiceLinks };
/** An offer to an agent whom we rang. */
export type OfferRef = VoiceRef & { reservationSid: string };

const DECISIONS: Record<string, 'taken' | 'declined'> = { '1': 'taken', '2': 'declined' };

const isOffered = ({ progress }: Handoff, { reservationSid }: OfferRef): boolean =>
  progress.state === 'offered' && progress.reservation.sid === reservationSid;

/** The language that a handoff speaks; the address has it where the record is not there. */
export const languageOf = (
  handoff: Handoff | undefined,
  { language }: Pick<VoiceRef, 'language'>,
): string | undefined => handoff?.request.speech ?? language;

/** What an agent hears whose offer is gone: why, and the end of the call. */
const gone = (handoff: Handoff | undefined, ref: VoiceRef): string => {
  const language = languageOf(handoff, ref);
  const left = handoff?.progress.state === 'ended' && handoff.progress.outcome === 'caller_left';
  return goodbye(speechOf(language).toAgent.ended[left ? 'caller-left' : 'over'], language);
};

const decided = (ref: OfferRef, callSid: string, decision: Decision): HandoffEvent => ({
  type: 'agent-decided',
  handoffId: ref.handoffId,
  reservationSid: ref.reservationSid,
  callSid,
  decision,
});
type Decision = Extract<HandoffEvent, { type: 'agent-decided' }>['decision'];

const current = (handoff: Handoff | undefined, ref: OfferRef): Handoff | undefined =>
  handoff?.handoffId === ref.handoffId ? handoff : undefined;

/**
 * An agent has answered: hears who is calling and why, and is asked for a key (H12). Nobody else hears it. A machine
 * is not talked to. Gives the TwiML.
 */
export const askAgent = async (ref: OfferRef, call: AgentCall, ports: VoicePorts): Promise<string> => {
  const { callSid } = call;
  const { callId, handoffId, reservationSid } = ref;
  if (call.machine) {
    ports.count('answer_voicemail');
    await decideNow(callId, decided(ref, callSid, 'voicemail'), ports);
    return hangUp();
  }
  const event = { type: 'agent-leg', handoffId, reservationSid, callSid, is: 'answered' } as const;
  const handoff = current(await decideNow(callId, event, ports), ref);
  if (handoff === undefined || !isOffered(handoff, ref)) return gone(handoff, ref);
  ports.log.info('agent asked', { callId, handoffId, reservationSid });
  const language = languageOf(handoff, ref);
  return agentIsAsked({
    sentence: briefing(handoff.request),
    language,
    decisionUrl: ports.links.decision(language === undefined ? ref : { ...ref, language }),
  });
};

/**
 * The agent has pressed a key, or none. 1 takes the call, if it is still there to be taken: exactly one of the agent,
 * the window and the caller wins. Any other key is asked for again. Gives the TwiML.
 */
export const hearAgent = async (ref: OfferRef, call: AgentCall, ports: VoicePorts): Promise<string> => {
  const { callSid, digits } = call;
  const { callId, handoffId, reservationSid } = ref;
  const key = digits === undefined ? 'no-key' : DECISIONS[digits];
  const decisionUrl = ports.links.decision(ref);
  if (key === undefined)
    return agentIsAsked({ sentence: '', language: ref.language, decisionUrl, again: true });
  ports.count(`answer_${key}`);
  const handoff = current(await decideNow(callId, decided(ref, callSid, key), ports), ref);
  const { progress } = handoff ?? {};
  ports.log.info('agent decided', {
    callId,
    handoffId,
    reservationSid,
    reason: key,
    ...(progress === undefined ? {} : { state: progress.state }),
  });
  const language = languageOf(handoff, ref);
  if (key !== 'taken') return goodbye(speechOf(language).toAgent.declined, language);
  const joining = progress?.state === 'bridging' || progress?.state === 'connected';
  const mine = joining && progress.reservation.sid === reservationSid && progress.agentLeg === callSid;
  if (handoff === undefined || !mine) return gone(handoff, ref);
  return strategyOf(handoff).taking.is === 'from-queue'
    ? agentTakesFromQueue({ reservationSid, actionUrl: ports.links.agent(ref) })
    : agentWaitsInConference({ name: conferenceName(handoff), statusUrl: ports.links.status(ref) });
};

/** Only an address that names an offer is an agent's. */
export const forAgent =
  (answer: (ref: OfferRef, call: AgentCall, ports: VoicePorts) => Promise<string>) =>
  (ref: VoiceRef, call: AgentCall, ports: VoicePorts): Promise<string> => {
    const { reservationSid } = ref;
    return reservationSid === undefined
      ? Promise.resolve(gone(undefined, ref))
      : answer({ ...ref, reservationSid }, call, ports);
  };
