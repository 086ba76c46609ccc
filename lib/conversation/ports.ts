import type { MessageQueue } from '../base/queue.ts';
import type { Count, Log } from '../base/telemetry.ts';
import type { Trouble } from '../base/trouble.ts';
import type { StoredUtterance } from '../base/utterance.ts';
import type { SpokenTo } from '../handoff/ports/calls.ts';
import type { Call } from './call.ts';
import type { CallMessage, Reported } from './events.ts';
import type { ConversationMetric } from './metrics.ts';
import type { Due, Standing } from './rules.ts';
import type { Turn } from './turns.ts';

/**
 * A call's record as it was found. `overAt`: when a webhook noted its end (ms since 1970); the record itself may not
 * say so yet.
 */
export type LoadedCall = {
  call: Call | undefined;
  version: number;
  overAt: number | undefined;
  standing: Standing;
};

/** Every method throws `Unavailable` when the table cannot be reached. */
export interface CallStore {
  load(callId: string): Promise<LoadedCall>;
  /** Saves if nobody else has since `expectedVersion`. */
  save(call: Call, expectedVersion: number): Promise<'saved' | 'lost'>;
  /** Stores utterances; the same ones again change nothing. */
  append(callId: string, turns: readonly [Turn, ...Turn[]]): Promise<void>;
}

/** What came of one attempt at something that a call owes. */
export type WorkResult =
  | { is: 'done' }
  | { is: 'record-seen'; report: Reported }
  /** Vapi shows no record of a call that is over. */
  | { is: 'no-record' }
  /** The handoff of a call that is over goes on: nobody can say yet how it ends. */
  | { is: 'handoff-under-way'; handoffId: string }
  | Trouble;

/** What a call's effects need of the outside. No method throws for what a platform answers. */
export type CallWorkPorts = {
  /** The code of the team's language: for assistant and agent where a call tells none. */
  language: string;
  /** Asks for a human, unless that is settled already; outside the opening hours the assistant is told so. */
  requestHandoff(
    call: Call,
    due: Due & { requestId: string },
    said: readonly StoredUtterance[],
  ): Promise<WorkResult>;
  /** What was said so far, the newest last. */
  readConversation(callId: string): Promise<readonly StoredUtterance[]>;
  inform(to: SpokenTo, content: string): Promise<WorkResult>;
  mute(to: SpokenTo, on: boolean): Promise<WorkResult>;
  readRecord(callId: string): Promise<WorkResult>;
  requestReview(call: Call, missing: readonly string[]): Promise<WorkResult>;
  /** Not while a handoff is under way, unless that takes longer than any can. */
  sendSummary(call: Call, missing: readonly string[]): Promise<WorkResult>;
};

export type CallPorts = CallWorkPorts & {
  store: CallStore;
  queue: MessageQueue<CallMessage>;
  clock: () => number;
  newOwner: () => string;
  log: Log;
  count: Count<ConversationMetric>;
};
