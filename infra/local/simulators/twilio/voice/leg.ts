import { newSid } from '../sid.ts';
import type { Form } from './forms.ts';
import type { Phone } from './phones.ts';

export type LegOver = 'completed' | 'busy' | 'failed' | 'no-answer' | 'canceled';

export type LegStatus = 'queued' | 'ringing' | 'in-progress' | LegOver;

export type Direction = 'inbound' | 'outbound-api' | 'outbound-dial';

export type Method = 'GET' | 'POST';

export type StatusEvent = 'initiated' | 'ringing' | 'answered' | 'completed';

export type AnsweredBy = 'human' | 'machine_start' | 'machine_end_beep';

/** Why whatever ran on a leg does not run on. */
export type Interruption = 'redirected' | 'hung-up' | 'stopped';

/** Where the TwiML of a leg comes from; `params` are told in that one request only. */
export type Doing = { url: string; method: Method; params?: Form; as?: Operation } | { twiml: string };

/** What the script of deliveries calls a request for TwiML. */
export type Operation = 'voice-url' | 'voice-fallback' | 'twiml';

/** How a caller came in from outside. */
export type Arrival = {
  /** Some carriers tell nothing at all of who calls: the parameters are missing then. */
  readonly hasFrom: boolean;
};

/** One thing that was heard on a leg; `at` in ms since 1970. */
export type Heard = { at: number } & (
  | { is: 'said'; text: string; language?: string; voice?: string }
  | { is: 'played'; url: string }
  /** Over a media stream. */
  | { is: 'assistant'; text: string }
  /** Twilio's own words when there is no TwiML to go on with. */
  | { is: 'error'; text: string }
  /** What a call hears that is turned away before anybody has answered. */
  | { is: 'tone'; of: 'busy' | 'not-in-service' }
);

/** A request for TwiML as it was sent. */
export type Asked = { url: string; method: Method; form: Form };

export type Program = (leg: Leg, signal: AbortSignal) => Promise<void>;

export type LegOrder = {
  to: string;
  from: string;
  direction: Direction;
  doing: Doing;
  parentSid?: string;
  fallback?: { url: string; method: Method };
  status?: { url: string; method: Method; events: readonly StatusEvent[] };
  /** Seconds that it rings. */
  timeout?: number;
  detection?: { messageEnd: boolean; async?: { url: string | undefined } };
  phone?: Phone;
  /** What runs instead of `doing` when somebody answers. */
  program?: Program;
  arrival?: Arrival;
  sid?: string;
};

/** One leg at Twilio (a Call resource), with all that was done to it. */
export type Leg = {
  readonly sid: string;
  readonly to: string;
  readonly from: string;
  readonly direction: Direction;
  readonly parentSid: string | undefined;
  readonly timeout: number;
  readonly detection: LegOrder['detection'];
  readonly phone: Phone | undefined;
  readonly arrival: Arrival | undefined;
  readonly dateCreated: Date;
  status: LegStatus;
  /** What it was last told to do. */
  doing: Doing;
  program: Program | undefined;
  fallback: LegOrder['fallback'];
  statusCallback: LegOrder['status'];
  /** Of the next status callback. */
  sequence: number;
  /** ms since 1970 */
  startedAt: number | undefined;
  answeredAt: number | undefined;
  endedAt: number | undefined;
  answeredBy: AnsweredBy | undefined;
  /** What was said on it by TwiML. */
  readonly heard: string[];
  /** The language of each sentence that was read out, in their order. */
  readonly heardIn: string[];
  /** All that was heard on it, in its order. */
  readonly hearing: Heard[];
  /** The requests for its TwiML, in their order. */
  readonly requests: Asked[];
  /** What plays or loops just now. */
  playing: string | undefined;
  /** The verbs that ran. */
  readonly log: string[];
  /** Takes the keys that are pressed, while a `<Gather>` listens. */
  onKey: ((digit: string) => void) | undefined;
  /** Stops what runs on it. */
  control: AbortController;
  readonly ended: Promise<LegOver>;
  readonly finish: (status: LegOver) => void;
};

const OVER: readonly LegStatus[] = ['completed', 'busy', 'failed', 'no-answer', 'canceled'];

export const isOver = ({ status }: Leg): boolean => OVER.includes(status);

const DEFAULT_RING_SECONDS = 60;

export const newLeg = (order: LegOrder): Leg => {
  const { promise: ended, resolve: finish } = Promise.withResolvers<LegOver>();
  return {
    sid: order.sid ?? newSid('CA'),
    to: order.to,
    from: order.from,
    direction: order.direction,
    parentSid: order.parentSid,
    timeout: order.timeout ?? DEFAULT_RING_SECONDS,
    detection: order.detection,
    phone: order.phone,
    arrival: order.arrival,
    dateCreated: new Date(),
    status: 'queued',
    doing: order.doing,
    program: order.program,
    fallback: order.fallback,
    statusCallback: order.status,
    sequence: 0,
    startedAt: undefined,
    answeredAt: undefined,
    endedAt: undefined,
    answeredBy: undefined,
    heard: [],
    heardIn: [],
    hearing: [],
    requests: [],
    playing: undefined,
    log: [],
    onKey: undefined,
    control: new AbortController(),
    ended,
    finish,
  };
};
