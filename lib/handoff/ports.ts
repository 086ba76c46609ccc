import type { CallSeen, Delayed, HandoffMessage } from './events.ts';
import type { Agent, Handoff } from './handoff.ts';
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

export interface HandoffQueue {
  /** All of them in one request, or an error: work is acknowledged only once the queue has it (H4). */
  send(messages: Delayed<HandoffMessage>[]): Promise<void>;
}

export type TaskOrder = {
  handoffId: string;
  try: number;
  /** JSON, within TaskRouter's 4096. */
  attributes: string;
  /** Seconds the task may wait for an agent before TaskRouter cancels it. */
  timeoutSeconds: number;
};
export type TaskKey = { handoffId: string; try: number /** ms; no older task can be it */; since: number };
export type TaskClosing = { taskSid: string; how: 'cancel' | 'complete'; reason: string };

/** TaskRouter, in the words of the handoff. No method throws for what the platform answers. */
export interface Tasks {
  create(order: TaskOrder): Promise<{ is: 'task-created'; taskSid: string } | Trouble>;
  /** Looks through the workflow's newest tasks; never searches by attribute (3 requests a second). */
  find(key: TaskKey): Promise<{ is: 'task-created'; taskSid: string } | { is: 'task-absent' } | NotDone>;
  /** Cancels or completes, whichever the task's state allows; gone or already closed is `closed`. */
  close(closing: TaskClosing): Promise<{ is: 'closed' } | Trouble>;
}

export type SpokenTo = { callId: string; controlUrl: string };

/** The live call at Vapi. No method throws for what the platform answers. */
export interface Calls {
  look(callId: string): Promise<{ is: 'call-seen'; call: CallSeen } | Trouble>;
  /** Replaces what the assistant is saying just now by `content`. */
  say(to: SpokenTo, content: string): Promise<{ is: 'told' } | Trouble>;
  /** Asks Vapi to move the caller to the agent. A good answer proves only that it was asked. */
  transfer(
    to: SpokenTo,
    agent: Agent,
  ): Promise<{ is: 'transfer-asked' } | { is: 'unreachable'; reason: string } | Trouble>;
}

/** What came of one attempt at an effect. */
export type EffectResult =
  | { is: 'task-created'; taskSid: string }
  | { is: 'transfer-asked' }
  | { is: 'call-seen'; call: CallSeen }
  | { is: 'told' }
  | { is: 'closed' }
  | Trouble;

export type BridgeResult = { is: 'transfer-asked' } | { is: 'call-seen'; call: CallSeen } | Trouble;

/**
 * One way of joining the agent and the caller (H12). `look` is true when an earlier attempt may have
 * happened: then the other side is looked at before anything is asked again.
 */
export interface Bridge {
  join(request: { callId: string; controlUrl?: string }, agent: Agent, look: boolean): Promise<BridgeResult>;
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
