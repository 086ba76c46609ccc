import type { NotDone, Refused, Trouble } from '../../base/trouble.ts';

/** A leg as Twilio's API shows it. */
export type LegSeen =
  | { is: 'live'; status: 'queued' | 'ringing' | 'in-progress' }
  | { is: 'over'; status: string }
  | { is: 'missing' };

export type RingOrder = {
  /** A phone number in E.164, `sip:...` or `client:...`. */
  to: string;
  from: string;
  /** What the agent hears comes from here. */
  url: string;
  statusUrl: string;
  /** How long it rings. */
  timeoutSeconds: number;
};

/** What a leg is told to do next. Each URL is one of `VoiceLinks`. */
export type NextStep =
  | { is: 'conference'; name: string; statusUrl: string; nextUrl: string }
  | {
      is: 'queue';
      workflowSid: string;
      /** Returns the task's attributes as JSON of at most so many bytes: the platform knows how many fit. */
      attributes: (bytes: number) => string;
      timeoutSeconds: number;
      nextUrl: string;
      waitUrl: string;
    }
  /** The instructions that another platform gave for this leg. */
  | { is: 'given'; twiml: string }
  /** A sentence, and the end of the leg. */
  | { is: 'goodbye'; sentence: string; language?: string };

/** Legs of our own Twilio account. No method throws for what the platform answers. */
export interface Legs {
  look(callSid: string): Promise<{ is: 'leg-seen'; leg: LegSeen } | Trouble>;
  ring(order: RingOrder): Promise<{ is: 'rung'; callSid: string } | Trouble>;
  /**
   * The newest live leg of ours that was made to this agent since then (ms). `leg-unknown`: there is a leg of which
   * nobody has told yet whose it is; it may be another caller's.
   */
  find(
    key: Pick<RingOrder, 'to' | 'from'> & {
      since: number;
      whose(callSid: string): Promise<'ours' | 'anothers' | 'unknown'>;
    },
  ): Promise<{ is: 'rung'; callSid: string } | { is: 'leg-absent' } | { is: 'leg-unknown' } | NotDone>;
  /** Gives a leg new instructions; `not-in-progress` when it rings still, or is over (Twilio: 21220). */
  redirect(
    callSid: string,
    next: NextStep,
  ): Promise<{ is: 'redirected' } | { is: 'not-in-progress' } | Trouble>;
  /** Ends a leg, ringing or not; one that is over already is `hung-up`. */
  hangUp(callSid: string): Promise<{ is: 'hung-up' } | Trouble>;
  /** Whether the leg takes part in the conference of this name. */
  conferenceHas(
    name: string,
    callSid: string,
  ): Promise<{ is: 'conference-seen'; there: boolean } | NotDone | Refused>;
}
