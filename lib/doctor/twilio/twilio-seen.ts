import { readWorkerAttributes } from '../../twilio/attributes.ts';
import { ifSeen, type Seen } from '../seen.ts';
import type * as shapes from './shapes.ts';

/** More agents than that are not looked at one by one: each costs two requests of a limit that callers share. */
export const MOST_AGENTS = 250;

export type Agent = {
  name: string;
  worker: Seen<shapes.Worker>;
  channels: Seen<shapes.Channel[]>;
  /** What they have accepted and not finished; asked for only where their line is taken. */
  accepted: Seen<shapes.Reservation[]> | undefined;
};

export type WorkflowUse = 'handoffs' | 'callbacks' | 'reviews';

export type QueueSeen = { queue: shapes.Queue; load: Seen<shapes.Load> };

/** Everything that was read at Twilio. */
export type TwilioSeen = {
  now: number;
  account: Seen<shapes.Account>;
  balance: Seen<shapes.Balance>;
  workspace: Seen<shapes.Workspace>;
  activities: Seen<shapes.Activity[]>;
  workflows: ReadonlyMap<WorkflowUse, Seen<shapes.Workflow>>;
  queues: Seen<shapes.Queue[]>;
  /** Those that our workflows lead to; where no workflow can be read, those that bear our name. */
  used: readonly QueueSeen[];
  agents: Seen<readonly Agent[]>;
  /** Agents beyond those that were looked at. */
  beyond: number;
  busyTasks: Seen<shapes.Task[]>;
  numbers: ReadonlyMap<string, Seen<shapes.TwilioNumber | undefined>>;
  callerIds: Seen<string[]>;
  countries: ReadonlyMap<string, Seen<shapes.Country>>;
  profiles: Seen<unknown[]>;
  /** The numbers (PN...) that are signed for. */
  signedNumbers: Seen<ReadonlySet<string>>;
  alerts: Seen<shapes.Alert[]>;
};

/** The address at which an agent is rung, as Twilio takes it. */
export function contactOf({ worker }: Agent): string | undefined {
  return readWorkerAttributes(ifSeen(worker)?.attributes ?? undefined).contactUri;
}
