import type { Legs } from '../../../../../infra/local/simulators/kit/media-streams.ts';
import type { VapiSimulator } from '../../../../../infra/local/simulators/vapi/vapi.ts';

export const OUR_ACCOUNT = `AC${'7'.repeat(32)}`;

export type TestLegs = {
  /** What was asked of Twilio, in order. */
  asked: object[];
  /** Twilio connects a leg to the stream; whether Vapi takes it. */
  join(streamUrl: string, callSid: string): boolean;
  /** Our account takes the leg away from its stream. */
  redirect(callSid: string): void;
  /** What the assistant has said on each leg. */
  heard: [callSid: string, text: string][];
};

/** Stands in for Twilio: keeps which leg has which stream, and tells Vapi when that changes. */
export function connectTestLegs(vapi: VapiSimulator): TestLegs {
  const asked: object[] = [];
  const heard: [string, string][] = [];
  const streamOf = new Map<string, string>();
  const leave = (callSid: string, why: 'redirected' | 'hung-up') => {
    const streamUrl = streamOf.get(callSid);
    streamOf.delete(callSid);
    if (streamUrl !== undefined) vapi.streams.closed(streamUrl, callSid, why);
  };
  const legs: Legs = {
    callerLeg(options) {
      asked.push({ callerLeg: options });
      const callSid = `CA${String(asked.length).padStart(32, '0')}`;
      // As Twilio connects any stream: it must be let in, though its call has no CallSid yet.
      if (!vapi.streams.opened(options.streamUrl, callSid)) throw new Error('the stream was not expected');
      streamOf.set(callSid, options.streamUrl);
      return callSid;
    },
    hangUp(callSid) {
      asked.push({ hangUp: callSid });
      leave(callSid, 'hung-up');
    },
    spoken: (callSid, text) => void heard.push([callSid, text]),
    closeStream(streamUrl) {
      asked.push({ closeStream: streamUrl });
      for (const [callSid, open] of streamOf) if (open === streamUrl) streamOf.delete(callSid);
    },
  };
  vapi.connectLegs(legs, OUR_ACCOUNT);
  return {
    asked,
    heard,
    join(streamUrl, callSid) {
      const taken = vapi.streams.opened(streamUrl, callSid);
      if (taken) streamOf.set(callSid, streamUrl);
      return taken;
    },
    redirect: (callSid) => leave(callSid, 'redirected'),
  };
}
