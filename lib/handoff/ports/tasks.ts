import type { NotDone, Trouble } from '../../base/trouble.ts';

export type TaskOrder = {
  handoffId: string;
  taskNo: number;
  /** JSON, within TaskRouter's 4096. */
  attributes: string;
  /** Seconds the task may wait for an agent before TaskRouter cancels it. */
  timeoutSeconds: number;
};

export type TaskKey = { handoffId: string; taskNo: number /** ms; no older task can be it */; since: number };

export type TaskClosing = {
  taskSid: string;
  how: 'cancel' | 'complete';
  reason: string;
  /** This worker gets nothing more for now: sent to an activity in which TaskRouter offers nothing, before the close. */
  standDown?: string;
};

export type Offer = { taskSid: string; reservationSid: string };

/** Tasks whose attributes can be corrected after they were made. */
export interface Amendable {
  /** Writes attributes over those of a task that is not over; the others stay. */
  amend(key: TaskKey, attributes: string): Promise<{ is: 'amended' } | { is: 'task-gone' } | Trouble>;
}

/** TaskRouter, in the words of the handoff. No method throws for what the platform answers. */
export interface Tasks {
  create(order: TaskOrder): Promise<{ is: 'task-created'; taskSid: string } | Trouble>;
  /** Looks through the workflow's newest tasks; never searches by attribute (3 requests a second). */
  find(key: TaskKey): Promise<{ is: 'task-created'; taskSid: string } | { is: 'task-absent' } | NotDone>;
  /** Cancels or completes, whichever the task's state allows; gone or already closed is `closed`. */
  close(closing: TaskClosing): Promise<{ is: 'closed' } | Trouble>;
  /** Cancels a task that no agent has; `task-taken`: one has accepted it, whether we were told or not. */
  withdraw(
    task: Pick<TaskClosing, 'taskSid' | 'reason'>,
  ): Promise<{ is: 'closed' } | { is: 'task-taken' } | Trouble>;
  /** `offer-gone`: the reservation waits for nobody any more; one that is accepted already is `accepted`. */
  accept(offer: Offer): Promise<{ is: 'accepted' } | { is: 'offer-gone'; reason: string } | Trouble>;
  /**
   * The agent goes to an activity in which TaskRouter offers nothing. A reservation that is over is `rejected`, one that
   * the agent has accepted meanwhile is `accepted`.
   */
  reject(offer: Offer): Promise<{ is: 'rejected' } | { is: 'accepted' } | Trouble>;
}
