import type { CallbackMessage } from './callback.ts';
import type { CallSeen, Delayed, HandoffMessage } from './events.ts';
import type { Agent, Handoff, TransferMode } from './handoff.ts';
import type { Metric, Timing } from './metrics.ts';

/** Milliseconds since 1970. The only source of time in `lib`. */
export type Clock = () => number;

/** The other side said no, and will say no again. */
export type Refused = { is: 'refused'; reason: string };
/** It certainly did not happen; it may be tried again. */
export type NotDone = { is: 'not-done'; reason: string; retryAfterSeconds?: number };
/** It may have happened: the answer was lost. */
export type Unsure = { is: 'unsure'; reason: string };
export type Trouble = Refused | NotDone | Unsure;

/** `version` is what the next save must name: 0 where nothing was ever written. */
export type Loaded =
  | { is: 'none'; version: number }
  /** The call ended before any handoff was asked for. */
  | { is: 'call-over'; version: number }
  | { is: 'handoff'; handoff: Handoff; version: number };

/** The record lost every race; whoever called tries again. */
export class TooContended extends Error {
  override name = 'TooContended';
}

/** The table or the queue cannot be reached: nothing was lost, whoever called tries again. */
export class Unavailable extends Error {
  override name = 'Unavailable';
  readonly dependency: 'table' | 'queue';
  constructor(dependency: 'table' | 'queue', cause: unknown) {
    super(`the ${dependency} is unavailable`, { cause });
    this.dependency = dependency;
  }
}

/** The record of one call. Every save is conditional on the version that was loaded (0 for none). */
export interface HandoffStore {
  load(callId: string): Promise<Loaded>;
  save(handoff: Handoff, expectedVersion: number): Promise<'saved' | 'lost'>;
  /** Marks a call as over that has no record. */
  markCallOver(callId: string, expectedVersion: number): Promise<'saved' | 'lost'>;
  /** The call at Vapi whose leg at Twilio this is, if a handoff of it was asked for. */
  callOfLeg(callSid: string): Promise<string | undefined>;
}

export interface MessageQueue<Message> {
  /** All of them in one request, or an error: work is acknowledged only once the queue has it (H4). */
  send(messages: Delayed<Message>[]): Promise<void>;
}
export type HandoffQueue = MessageQueue<HandoffMessage | CallbackMessage>;

export type TaskOrder = {
  handoffId: string;
  try: number;
  /** JSON, within TaskRouter's 4096. */
  attributes: string;
  /** Seconds the task may wait for an agent before TaskRouter cancels it. */
  timeoutSeconds: number;
};
export type TaskKey = { handoffId: string; try: number /** ms; no older task can be it */; since: number };
export type TaskClosing = {
  taskSid: string;
  how: 'cancel' | 'complete';
  reason: string;
  /** This worker gets nothing more for now: sent to an activity in which TaskRouter offers nothing, before the close. */
  standDown?: string;
};
export type Offer = { taskSid: string; reservationSid: string };

/** TaskRouter, in the words of the handoff. No method throws for what the platform answers. */
export interface Tasks {
  create(order: TaskOrder): Promise<{ is: 'task-created'; taskSid: string } | Trouble>;
  /** Looks through the workflow's newest tasks; never searches by attribute (3 requests a second). */
  find(key: TaskKey): Promise<{ is: 'task-created'; taskSid: string } | { is: 'task-absent' } | NotDone>;
  /** Cancels or completes, whichever the task's state allows; gone or already closed is `closed`. */
  close(closing: TaskClosing): Promise<{ is: 'closed' } | Trouble>;
  /** `offer-gone`: the reservation waits for nobody any more; one that is accepted already is `accepted`. */
  accept(offer: Offer): Promise<{ is: 'accepted' } | { is: 'offer-gone'; reason: string } | Trouble>;
  /** The agent goes to an activity in which TaskRouter offers nothing. A reservation that is over is `rejected`. */
  reject(offer: Offer): Promise<{ is: 'rejected' } | Trouble>;
}

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

/** Legs of our own Twilio account. No method throws for what the platform answers. */
export interface Legs {
  look(callSid: string): Promise<{ is: 'leg-seen'; leg: LegSeen } | Trouble>;
  ring(order: RingOrder): Promise<{ is: 'rung'; callSid: string } | Trouble>;
  /** The newest leg that was made to this agent since then (ms). */
  find(
    key: Pick<RingOrder, 'to' | 'from'> & { since: number },
  ): Promise<{ is: 'rung'; callSid: string } | { is: 'leg-absent' } | NotDone>;
  /** Gives a leg new instructions; `not-in-progress` when it rings still, or is over (Twilio: 21220). */
  redirect(
    callSid: string,
    twiml: string,
  ): Promise<{ is: 'redirected' } | { is: 'not-in-progress' } | Trouble>;
  /** Ends a leg, ringing or not; one that is over already is `hung-up`. */
  hangUp(callSid: string): Promise<{ is: 'hung-up' } | Trouble>;
  /** Whether the leg takes part in the conference of this name. */
  conferenceHas(
    name: string,
    callSid: string,
  ): Promise<{ is: 'conference-seen'; there: boolean } | NotDone | Refused>;
}

export type SpokenTo = { callId: string; controlUrl: string };

/** The live call at Vapi. No method throws for what the platform answers. */
export interface Calls {
  look(callId: string): Promise<{ is: 'call-seen'; call: CallSeen } | Trouble>;
  /** Says `content` in place of what the assistant is saying just now; without `interrupt`, after it. */
  say(to: SpokenTo, content: string, how?: { interrupt: boolean }): Promise<{ is: 'told' } | Trouble>;
  /** Tells the assistant what happened, without a word to the caller. */
  inform(to: SpokenTo, content: string): Promise<{ is: 'told' } | Trouble>;
  /**
   * Asks Vapi to move the caller to the agent. A good answer proves only that it was asked. `plan-refused`: Vapi
   * does not take the plan of this mode.
   */
  transfer(
    to: SpokenTo,
    order: TransferOrder,
  ): Promise<
    | { is: 'transfer-asked' }
    | { is: 'unreachable'; reason: string }
    | { is: 'plan-refused'; reason: string }
    | Trouble
  >;
  /** A fresh call of an assistant for a leg that exists already (Vapi: provider bypass). Without a leg it ends by itself. */
  open(order: OpenOrder): Promise<{ is: 'assistant-opened'; callId: string; twiml: string } | Trouble>;
}

export type TransferOrder = {
  /** E.164 */
  number: string;
  mode: TransferMode;
  /** Who is calling and why, for the agent alone. */
  briefing: string;
};

export type OpenOrder = {
  assistant: { assistantId: string } | { squadId: string };
  phoneNumberId: string;
  /** The caller, E.164. */
  customer?: string;
  firstMessage: string;
  /** What the assistant and our webhook know about it. */
  variableValues: Record<string, string>;
  metadata: Record<string, string>;
};

/** What came of one attempt at an effect. */
export type EffectResult =
  | { is: 'task-created'; taskSid: string }
  | BridgeResult
  | { is: 'told' }
  | { is: 'closed' }
  | OwnLegResult
  | Trouble;

/** What came of something done with a leg of our own account, or with its reservation. */
export type OwnLegResult =
  | { is: 'rung'; callSid: string }
  /** Our account cannot reach the caller's leg, or rings nobody. */
  | { is: 'leg-foreign'; reason: string }
  | { is: 'leg-seen'; leg: LegSeen }
  | { is: 'legs-seen'; caller: LegSeen; agent?: LegSeen; together?: boolean }
  | { is: 'accepted' }
  | { is: 'offer-gone'; reason: string }
  | { is: 'rejected' }
  | { is: 'released' }
  | { is: 'redirected' }
  /** The caller's leg is over. */
  | { is: 'caller-gone' }
  | { is: 'assistant-opened'; callId: string; twiml: string }
  | { is: 'callback-requested' };

export type BridgeResult =
  | { is: 'transfer-asked' }
  | { is: 'call-seen'; call: CallSeen }
  | { is: 'plan-refused'; mode: TransferMode; reason: string }
  | Trouble;

/**
 * The strategy that needs no leg of our own (H12). `look` is true when an earlier attempt may have happened: then
 * the other side is looked at before anything is asked again.
 */
export interface Bridge {
  join(
    request: { callId: string; controlUrl?: string },
    order: { agent: Agent; briefing: string; mode?: TransferMode },
    look: boolean,
  ): Promise<BridgeResult>;
}

/** The fields a log line may carry. Anything else does not compile: no number, transcript, token or URL. */
export type LogFields = {
  handoffId?: string;
  callId?: string;
  requestId?: string;
  taskSid?: string;
  reservationSid?: string;
  workerSid?: string;
  event?: string;
  effect?: string;
  state?: string;
  outcome?: string;
  reason?: string;
  status?: number;
  attempt?: number;
  try?: number;
  messageType?: string;
  count?: number;
  bytes?: number;
  durationMs?: number;
};

export interface Log {
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

/** A counter; 0 is written too, for `value` 0 and for the metric's siblings. */
export type Count = (metric: Metric, value?: number) => void;

/** A duration in milliseconds. */
export type Time = (metric: Timing, ms: number) => void;
