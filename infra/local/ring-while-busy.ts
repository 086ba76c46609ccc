import type { Leg, TwilioSimulator } from './simulators/twilio/twilio.ts';
import { OUR_NUMBER } from './simulators/vapi/call.ts';
import { UNLIMITED } from './simulators/vapi/concurrency.ts';
import type { VapiSimulator } from './simulators/vapi/vapi.ts';

/**
 * Has people ring our own number while all lines are busy: Vapi refuses every other call until each of them is in the
 * queue, or over.
 */
export function ringsWhileBusy(vapi: VapiSimulator, twilio: TwilioSimulator): (from: string) => Leg {
  const ringing = new Set<string | undefined>();
  twilio.on(({ what, callSid }) => {
    const isAnswered = what === 'caller-queued' || what === 'leg-ended';
    if (isAnswered && ringing.delete(callSid) && ringing.size === 0) vapi.limitConcurrency(UNLIMITED);
  });
  return (from) => {
    const leg = twilio.callIn({ to: OUR_NUMBER, from });
    ringing.add(leg.sid);
    vapi.limitConcurrency({ limit: 0, beyond: 'refused' });
    return leg;
  };
}
