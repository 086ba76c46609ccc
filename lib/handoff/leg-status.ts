import type { VoiceStatus } from '../twilio/callbacks.ts';
import { type ReceivePorts, receive } from './receive.ts';

const OVER: readonly VoiceStatus['callStatus'][] = ['completed', 'busy', 'failed', 'no-answer', 'canceled'];

/**
 * The caller's leg has ended at Twilio: the call is over, whether Vapi's report of it comes or not. Legs of calls
 * for which no handoff was asked are not known and are counted only.
 */
export const receiveLegStatus = async (status: VoiceStatus, ports: ReceivePorts): Promise<void> => {
  if (!OVER.includes(status.callStatus)) return;
  const callId = await ports.store.callOfLeg(status.callSid);
  if (callId === undefined) {
    ports.count('leg_unknown');
    return;
  }
  ports.count('leg_known');
  await receive(
    {
      callId,
      event: {
        type: 'call-over',
        source: 'voice-status',
        endedReason: `leg-${status.callStatus}`,
        clear: true,
        richness: 0,
        putOff: 0,
      },
    },
    ports,
  );
};
