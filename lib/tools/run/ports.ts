import type { JsonValue } from '../../base/bounded-data.ts';
import type { Clock } from '../../base/clock.ts';
import type { MessageQueue } from '../../base/queue.ts';
import type { Count, Log } from '../../base/telemetry.ts';
import type { Calls } from '../../handoff/ports/calls.ts';
import type { ToolMetric } from '../metrics.ts';
import type { Attempt, Calendar, HelpDesk, NoAnswer } from '../ports.ts';
import type { BreakerStore } from './breaker.ts';
import type { ToolMessage } from './message.ts';
import type { Found, ToolRun } from './record.ts';

/** A tool call by its call and its own id. */
export type RunKey = { callId: string; toolCallId: string };

export type LoadedRun = { run: ToolRun | undefined; version: number };

/** The tool calls of each call. Every method throws `Unavailable` when the table cannot be reached. */
export interface ToolStore {
  load(key: RunKey): Promise<LoadedRun>;
  save(run: ToolRun, expectedVersion: number): Promise<'saved' | 'lost'>;
  /** All tool calls of a call, the oldest first. */
  ofCall(callId: string): Promise<readonly ToolRun[]>;
}

/** The systems that a team has connected. */
export type Backends = { helpDesk?: HelpDesk | undefined; calendar?: Calendar | undefined };

/** Arguments that are more definite than those that were kept. */
export type Decided = { is: 'decided'; args: JsonValue };

/** How a tool asks, as far as whoever runs it has to know. */
export type Asks = {
  /** The system that it asks, by its name; undefined where the team has connected none. */
  systemOf(backends: Backends): string | undefined;
  /** The longest that one attempt in the background takes, in ms. */
  longestMs: number;
  ask(
    run: ToolRun,
    backends: Backends,
    attempt: Attempt,
    timeZone: string,
  ): Promise<Found | Decided | NoAnswer>;
  /** What is said where no answer comes. `unsure`: what was asked for may have happened. */
  failed(run: ToolRun, how: 'failed' | 'unsure'): Found;
};

/** Where a call is: whether a sentence for its caller is still for the assistant to say. */
export type Standing = 'with-the-assistant' | 'handed-over' | 'over';

export type RunPorts = {
  runs: ToolStore;
  queue: MessageQueue<ToolMessage>;
  toolNamed(name: string): Asks | undefined;
  backends: Backends;
  breakers: BreakerStore;
  timeZone: string;
  clock: Clock;
  newOwner: () => string;
  log: Log;
  count: Count<ToolMetric>;
};

/** What the worker needs beside that, to speak into a call. */
export type LatePorts = RunPorts & {
  calls: Pick<Calls, 'look' | 'say' | 'inform'>;
  /** Throws `Unavailable`. */
  standingOf(callId: string): Promise<Standing>;
  /** Tells whoever counts it that a tool call came to nothing, of which the talk shows only that it was checked. */
  tellFailed(run: Pick<ToolRun, 'callId' | 'toolCallId'>): Promise<void>;
};
