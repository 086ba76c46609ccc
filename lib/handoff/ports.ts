import type { CallSeen, Delayed, HandoffMessage } from './events.ts';
import type { Agent, Handoff } from './handoff.ts';

/** Milliseconds since 1970. The only source of time in `lib`. */
export type Clock = () => number;

/** Why an attempt did not simply succeed; the three mean different things for the next attempt. */
export type Refused = { is: 'refused'; reason: string };
export type NotDone = { is: 'not-done'; reason: string; retryAfterSeconds?: number };
export type Unsure = { is: 'unsure'; reason: string };
export type Trouble = Refused | NotDone | Unsure;

export type Loaded =
  | { is: 'none' }
  /** The call ended before any handoff was asked for. */
  | { is: 'call-over'; version: number }
  | { is: 'handoff'; handoff: Handoff; version: number };

/** The record of one call. Every save is conditional on the version that was loaded (0 for none). */
export interface HandoffStore {
  load(callId: string): Promise<Loaded>;
  save(handoff: Handoff, expectedVersion: number): Promise<'saved' | 'lost'>;
  /** Marks a call as over that has no record. Losing against a record that came first is fine. */
  markCallOver(callId: string): Promise<'saved' | 'lost'>;
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
  /** Asks Vapi to move the caller to the agent. A good answer proves only that it was asked (facts 4). */
  transfer(to: SpokenTo, agent: Agent): Promise<{ is: 'transfer-asked' } | Trouble>;
}

export type BridgeResult = { is: 'transfer-asked' } | { is: 'call-seen'; call: CallSeen } | Trouble;

/**
 * One way of joining the agent and the caller (H12). `look` is true when an earlier attempt may have
 * happened: then the other side is looked at before anything is asked again.
 */
export interface Bridge {
  join(handoff: Handoff, agent: Agent, look: boolean): Promise<BridgeResult>;
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

/** A counter; `value` 0 is written too, so that an alarm never sits on missing data. */
export type Count = (metric: string, value?: number) => void;
