import type { Places } from '../capacity/places.ts';
import { saveOrQueue } from '../handoff/loop/take-in.ts';
import type { VoiceRef } from '../handoff/ports/voice-links.ts';
import type { HandoffEvent } from '../handoff/record/events.ts';
import type { VoiceStatus } from '../twilio/callbacks.ts';
import type { ConferenceEvent } from '../twilio/voice-callbacks.ts';
import { callOver } from './call-over.ts';
import type { InboundPorts } from './metrics.ts';

type AgentLegIs = Extract<HandoffEvent, { type: 'agent-leg' }>['is'];

/** What a status of a leg on which we rang an agent means; nothing while it is only being made. */
const AGENT_LEG: Record<VoiceStatus['callStatus'], AgentLegIs | undefined> = {
  initiated: undefined,
  queued: undefined,
  ringing: 'ringing',
  'in-progress': 'answered',
  completed: 'hung-up',
  canceled: 'hung-up',
  busy: 'busy',
  'no-answer': 'no-answer',
  failed: 'failed',
};
const OVER: readonly VoiceStatus['callStatus'][] = ['completed', 'busy', 'failed', 'no-answer', 'canceled'];

/**
 * The status of a leg in our account. With a reference it is the leg of an agent whom we rang for that offer. Else it
 * is a caller's leg: its end is the end of the call, whether Vapi's report of it comes or not. Legs of calls for which
 * no handoff was asked are not known and are counted only.
 */
export const receiveLegStatus = async (
  status: VoiceStatus,
  ref: VoiceRef | undefined,
  ports: InboundPorts & { places?: Pick<Places, 'free'> | undefined },
): Promise<void> => {
  if (ref?.reservationSid !== undefined) {
    const is = AGENT_LEG[status.callStatus];
    if (is === undefined) return;
    const { callId, handoffId, reservationSid } = ref;
    const { callSid } = status;
    if (is !== 'ringing' && is !== 'answered' && is !== 'hung-up') ports.count('answer_not-answered');
    await saveOrQueue(
      { callId, handoffId, event: { type: 'agent-leg', handoffId, reservationSid, callSid, is } },
      ports,
    );
    return;
  }
  if (!OVER.includes(status.callStatus)) return;
  await Promise.all([
    tellHandoff(status, ports),
    // Vapi's report of the call may be lost, and with it what else gives the place back.
    ports.places?.free(status.callSid, { of: 'leg' }),
  ]);
};

async function tellHandoff({ callSid, callStatus }: VoiceStatus, ports: InboundPorts): Promise<void> {
  const callId = await ports.store.callOfLeg(callSid);
  if (callId === undefined) {
    ports.count('leg_unknown');
    return;
  }
  ports.count('leg_known');
  await saveOrQueue({ callId, event: callOver('voice-status', `leg-${callStatus}`) }, ports);
}

/** What happened in the conference in which caller and agent are joined. */
export const receiveConferenceEvent = async (
  { event, conferenceSid, name, callSid }: ConferenceEvent,
  { callId, handoffId }: VoiceRef,
  ports: InboundPorts,
): Promise<void> => {
  if (event === 'end') {
    const over = { type: 'conference-over', handoffId, conference: name, conferenceSid } as const;
    await saveOrQueue({ callId, handoffId, event: over }, ports);
  } else if (event === 'join' && callSid !== undefined) {
    const joined = {
      type: 'conference-joined',
      handoffId,
      conference: name,
      conferenceSid,
      callSid,
    } as const;
    await saveOrQueue({ callId, handoffId, event: joined }, ports);
  }
};
