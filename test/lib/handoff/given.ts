import type { Delayed } from '../../../lib/base/queue.ts';
import type { Log, LogFields } from '../../../lib/base/telemetry.ts';
import { Unavailable } from '../../../lib/base/trouble.ts';
import type { HandoffQueue, HandoffStore, Loaded } from '../../../lib/handoff/ports/store.ts';
import type { CallOver, HandoffEvent, HandoffMessage } from '../../../lib/handoff/record/events.ts';
import type {
  Agent,
  Effect,
  Handoff,
  HandoffRequest,
  Progress,
  Reservation,
  Work,
} from '../../../lib/handoff/record/handoff.ts';

/** Records, events and in-memory ports in literals. The request was made at T0 with a window of 30 seconds. */
export const T0 = 1_800_000_000_000;
export const CALL_ID = '0190a1b2-0000-7000-8000-000000000001';
export const CONTROL_URL = `https://phone-call-websocket.example.vapi.ai/${CALL_ID}/control`;

export const agent = (number = 1): Agent => ({
  workerSid: `WK${number}`,
  name: `Agent ${number}`,
  number: `+1415555010${number}`,
});
export const reservation = (number = 1): Reservation => ({ sid: `WR${number}`, agent: agent(number) });

export const request = (changed: Partial<HandoffRequest> = {}): HandoffRequest => ({
  requestId: 'call_tool_1',
  requestedBy: 'tool-call',
  requestedAt: T0,
  windowSeconds: 30,
  controlUrl: CONTROL_URL,
  callSid: 'CA1',
  caller: '+14155550199',
  context: { reason: 'asks for a person', messages: [] },
  ...changed,
});

/** An effect that was owed at T0 and is due since then. */
export const owed = (id: string, work: Work, changed: Partial<Effect> = {}): Effect => ({
  id,
  work,
  owedSince: T0,
  notBefore: T0,
  attempts: 0,
  mayHaveHappened: false,
  ...changed,
});
export const creating = (changed: Partial<Effect> = {}): Effect =>
  owed('create-task:ho_1:1', { kind: 'create-task', handoffId: 'ho_1', taskNo: 1 }, changed);
export const joining = (changed: Partial<Effect> = {}): Effect =>
  owed('bridge:WR1', { kind: 'bridge', reservation: reservation() }, changed);
export const looking = (
  why: Extract<Work, { kind: 'look-at-call' }>['why'],
  changed: Partial<Effect> = {},
): Effect => owed(`look-at-call:${why}`, { kind: 'look-at-call', why }, changed);
export const telling = (sentence: 'busy' | 'sorry', changed: Partial<Effect> = {}): Effect =>
  owed('tell-caller:ho_1', { kind: 'tell-caller', sentence }, changed);
/** The closing of the first task; without a `taskSid` it has to be looked up. */
export const closing = (
  how: 'cancel' | 'complete',
  taskSid: string | undefined,
  changed: Partial<Effect> = {},
): Effect =>
  owed(
    `close-task:ho_1:1${taskSid === undefined ? '' : `:${taskSid}`}`,
    {
      kind: 'close-task',
      handoffId: 'ho_1',
      taskNo: 1,
      since: T0,
      how,
      reason: 'a reason',
      ...(taskSid === undefined ? {} : { taskSid }),
    },
    changed,
  );

export const REQUESTED: Progress = { state: 'requested' };
export const QUEUED: Progress = { state: 'queued', taskSid: 'WT1' };
export const OFFERED: Progress = { state: 'offered', taskSid: 'WT1', reservation: reservation() };
export const BRIDGING: Progress = {
  state: 'bridging',
  taskSid: 'WT1',
  reservation: reservation(),
  since: T0 + 5_000,
};
export const CONNECTED: Progress = {
  state: 'connected',
  taskSid: 'WT1',
  reservation: reservation(),
  since: T0 + 6_000,
};
export const ended = (changed: Partial<Extract<Progress, { state: 'ended' }>> = {}): Progress => ({
  state: 'ended',
  outcome: 'completed',
  reason: 'customer-ended-call',
  at: T0 + 20_000,
  ...changed,
});

export const handoff = (
  progress: Progress,
  effects: Effect[] = [],
  changed: Partial<Handoff> = {},
): Handoff => ({
  callId: CALL_ID,
  handoffId: 'ho_1',
  requestNo: 1,
  taskNo: 1,
  request: request(),
  strategy: { is: 'vapi-transfer', reason: 'for the test' },
  deadline: T0 + 30_000,
  progress,
  effects,
  pastOffers: [],
  callOver: false,
  timeline: [{ at: T0, what: 'requested' }],
  history: [],
  ...changed,
});

export const loaded = (record: Handoff, version = 3): Loaded => ({ is: 'handoff', handoff: record, version });

const OF_TASK = { handoffId: 'ho_1', taskNo: 1, taskSid: 'WT1' };

export const escalation = (handoffId = 'ho_1', changed: Partial<HandoffRequest> = {}): HandoffEvent => ({
  type: 'escalation-requested',
  handoffId,
  request: request(changed),
});
export const expired: HandoffEvent = { type: 'window-expired', handoffId: 'ho_1' };
export const offered = (number = 1, task: Partial<typeof OF_TASK> = {}): HandoffEvent => ({
  type: 'reservation-offered',
  ...OF_TASK,
  ...task,
  reservationSid: `WR${number}`,
  agent: agent(number),
});
export const accepted = (number = 1, task: Partial<typeof OF_TASK> = {}): HandoffEvent => ({
  type: 'agent-accepted',
  ...OF_TASK,
  ...task,
  reservationSid: `WR${number}`,
  agent: agent(number),
});
export const offerOver = (number = 1): HandoffEvent => ({
  type: 'offer-over',
  ...OF_TASK,
  reservationSid: `WR${number}`,
  why: 'rejected',
});
export const gaveUp = (task: Partial<typeof OF_TASK> = {}): HandoffEvent => ({
  type: 'task-gave-up',
  ...OF_TASK,
  ...task,
  why: 'task.canceled',
});
export const taskEnded: HandoffEvent = { type: 'task-ended', ...OF_TASK, why: 'task.completed', taken: true };
export const taskDeleted: HandoffEvent = { type: 'task-ended', ...OF_TASK, why: 'task.deleted' };
/** The wrap-up of an agent's reservation, or of the whole task. */
export const taskTaken = (by?: Reservation): HandoffEvent => ({
  type: 'task-taken',
  ...OF_TASK,
  ...(by === undefined ? {} : { reservation: by }),
});
export const confirmed = (number?: string): HandoffEvent => ({
  type: 'bridge-confirmed',
  by: 'status-update',
  ...(number === undefined ? {} : { number }),
});
export const resumed: HandoffEvent = { type: 'assistant-resumed' };
export const takenBack: HandoffEvent = { type: 'taken-back', by: 'caller' };
export const resume: HandoffEvent = { type: 'resume' };
export const callOver = (changed: Partial<CallOver> = {}): CallOver => ({
  type: 'call-over',
  source: 'end-of-call-report',
  endedReason: 'customer-ended-call',
  clear: true,
  fieldsFilled: 2,
  putOff: 0,
  ...changed,
});

/** Freezes a value through and through: whoever changes it throws. */
export const frozen = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) if (typeof part === 'object') frozen(part);
  }
  return value;
};

/** One record in memory with the table's guarded writes; every call is kept by its name in order. */
export class MemoryStore implements HandoffStore {
  loaded: Loaded;
  readonly calls: string[] = [];
  readonly saves: Handoff[] = [];
  down = false;
  /** Runs before a save is decided: what another worker wrote meanwhile. */
  meanwhile: (() => void) | undefined;
  legs = new Map<string, string>();

  constructor(first: Loaded = { is: 'none', version: 0 }) {
    this.loaded = first;
  }

  load(): Promise<Loaded> {
    return this.#call('load', () => structuredClone(this.loaded));
  }

  save(record: Handoff, expectedVersion: number): Promise<'saved' | 'lost'> {
    return this.#call('save', () => {
      const interfering = this.meanwhile;
      this.meanwhile = undefined;
      interfering?.();
      if (this.loaded.version !== expectedVersion) return 'lost';
      this.saves.push(structuredClone(record));
      this.loaded = { is: 'handoff', handoff: structuredClone(record), version: expectedVersion + 1 };
      return 'saved';
    });
  }

  markCallOver(_callId: string, expectedVersion: number): Promise<'saved' | 'lost'> {
    return this.#call('markCallOver', () => {
      if (this.loaded.version !== expectedVersion) return 'lost';
      this.loaded = { is: 'call-over', version: expectedVersion + 1 };
      return 'saved';
    });
  }

  callOfLeg(callSid: string): Promise<string | undefined> {
    return this.#call('callOfLeg', () => this.legs.get(callSid));
  }

  /** The record as it is now. */
  get record(): Handoff {
    if (this.loaded.is !== 'handoff') throw new Error('there is no record');
    return this.loaded.handoff;
  }

  /** The next save is done, and answered so late that the client has tried again and met its own write. */
  answersLate(): void {
    const { save } = this;
    this.save = async (record, expectedVersion) => {
      this.save = save;
      await this.save(record, expectedVersion);
      return 'lost';
    };
  }

  /** What somebody else writes. */
  write(record: Handoff): void {
    this.loaded = { is: 'handoff', handoff: record, version: this.loaded.version + 1 };
  }

  async #call<T>(name: string, act: () => T): Promise<T> {
    this.calls.push(name);
    if (this.down) throw new Unavailable('table', 'down');
    return act();
  }
}

export class MemoryQueue implements HandoffQueue {
  /** What it was given, without the records that the messages carry: those are in `carried`. */
  readonly sent: Delayed<HandoffMessage>[] = [];
  readonly carried: HandoffMessage['stored'][] = [];
  down = false;

  async send(messages: Delayed<HandoffMessage>[]): Promise<void> {
    if (this.down) throw new Unavailable('queue', 'down');
    for (const { message, delaySeconds } of messages) {
      const { stored, ...rest } = message;
      this.sent.push({ message: rest, delaySeconds });
      this.carried.push(stored);
    }
  }
}

export type Line = { level: keyof Log; message: string; fields: LogFields };

/** A log and a counter that keep what they were told. */
export const watching = () => {
  const lines: Line[] = [];
  const counts: string[] = [];
  const at =
    (level: keyof Log) =>
    (message: string, fields: LogFields = {}): void => {
      lines.push({ level, message, fields });
    };
  const log: Log = { info: at('info'), warn: at('warn'), error: at('error') };
  const count = (metric: string): void => {
    counts.push(metric);
  };
  const times: [string, number][] = [];
  const time = (metric: string, ms: number): void => {
    times.push([metric, ms]);
  };
  return { lines, counts, times, log, count, time };
};
