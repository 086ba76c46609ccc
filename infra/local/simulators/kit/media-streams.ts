/** How the simulated Twilio and the simulated Vapi hold one call together: a leg whose TwiML is `<Connect><Stream>`. */

/** Twilio's side, for Vapi. */
export type Legs = {
  /** A caller who is on the line with the stream, in our own account. Gives the CallSid. */
  callerLeg(options: { from: string; to: string; streamUrl: string }): string;
  /** The caller puts the phone down. */
  hangUp(callSid: string): void;
  /** Vapi closes the stream: the leg goes on with what stands after `<Connect>`, or ends. */
  closeStream(streamUrl: string): void;
  /** Vapi's assistant says something to whoever is on the leg. */
  spoken(callSid: string, text: string): void;
};

/** Vapi's side, for Twilio. */
export type StreamServer = {
  /** Twilio connects a leg to a stream; false where nobody expects it. */
  opened(streamUrl: string, callSid: string): boolean;
  closed(streamUrl: string, callSid: string, why: 'redirected' | 'hung-up'): void;
};
