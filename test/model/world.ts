import type { CallFacts } from '../../lib/base/call-facts.ts';
import type { Delayed } from '../../lib/base/queue.ts';
import type { Count } from '../../lib/base/telemetry.ts';
import { isPassing, Unavailable } from '../../lib/base/trouble.ts';
import { type EscalationOptions, requestHandoff } from '../../lib/handoff/ask/request.ts';
import { vapiTransfer } from '../../lib/handoff/effects/vapi-transfer.ts';
import { saveOrQueue } from '../../lib/handoff/loop/take-in.ts';
import { handle, type RunPorts } from '../../lib/handoff/loop/work-off.ts';
import { isPatient, nextDue } from '../../lib/handoff/machine/steps.ts';
import type { HandoffStore, Loaded } from '../../lib/handoff/ports/store.ts';
import { type VoiceLinks, voiceLinks } from '../../lib/handoff/ports/voice-links.ts';
import type { HandoffEvent, HandoffMessage } from '../../lib/handoff/record/events.ts';
import type { Handoff } from '../../lib/handoff/record/handoff.ts';
import { type AssignmentPorts, answerAssignment } from '../../lib/inbound/assignment.ts';
import { sweeper } from '../../lib/outbox/sweep.ts';
import { frozen } from '../lib/handoff/given.ts';
import { callsPort } from './calls-port.ts';
import { FakeCall } from './fake-call.ts';
import { CALLER_SID, FakeLegs } from './fake-legs.ts';
import { FakeTaskRouter } from './fake-taskrouter.ts';
import { legsPort } from './legs-port.ts';
import type { Plan, Span } from './plan.ts';
import { mulberry32 } from './seeded.ts';

export class Invocation {
  dead = false;
}

type Action = { at: number; order: number; run: () => void };
const quiet = () => {};
export const BEGUN = 1_000_000_000_000;
/** Between two passes of the sweeper. */
const SWEEP_MS = 1_000;
/** The sweeper wakes the same record again no sooner. */
const SWEEP_AGAIN_MS = 10_000;
export const VISIBILITY_MS = 20_000;
export const MAX_RECEIVES = 50;
const ECHO_MS = 60_000;
/** The pause after a message that failed in passing, as lib/lambda/pipelines/queue-worker.ts makes it. */
export const pauseMs = (receives: number): number => 1_000 * Math.min(4, 2 ** Math.floor((receives - 1) / 2));
const AWAY = { is: 'not-done', reason: 'away' } as const;
const LOOKS = ['look', 'find', 'conferenceHas'];

/**
 * The real loop over in-memory ports. Every port call stops before and after it acts (`point`); the world
 * decides who goes on next, may stop an invocation for good at any point (a crash), loses answers, and delivers
 * messages with SQS's promises: at least once, in any order, again after the visibility timeout.
 */
export class World {
  now = BEGUN;
  points = 0;
  crashes = 0;
  deliveries = 0;
  sent = 0;
  refused = 0;
  /** How often a human was asked for. */
  requests = 0;
  deadLetters: HandoffMessage[] = [];
  saves = 0;
  /** When an invocation died last, in ms since 1970. */
  diedAt = 0;
  /** The calls of this world, each with its own leg; most have one. */
  readonly lines: { readonly call: FakeCall; readonly legs: FakeLegs }[] = [];
  readonly call: FakeCall;
  readonly router: FakeTaskRouter;
  readonly legs: FakeLegs;
  readonly callbacks: string[] = [];
  /** The handoffs whose end was told to whoever looks after the conversation. */
  readonly announced: string[] = [];
  readonly plan: Plan;
  #random: () => number;
  #waiting: { invocation: Invocation; release: () => void }[] = [];
  #actions: Action[] = [];
  #order = 0;
  /** The legs of agents, as their first callback named them. */
  #legs = new Map<string, string>();
  #records = new Map<string, { handoff?: Handoff; version: number }>();

  constructor(plan: Plan) {
    this.plan = plan;
    this.#random = mulberry32(plan.seed);
    this.router = new FakeTaskRouter(this);
    const { call, legs } = this.addLine('call-1', CALLER_SID);
    this.call = call;
    this.legs = legs;
  }

  /** One more call, with a leg of its own. */
  addLine(callId: string, callerSid: string): World['lines'][number] {
    const call = new FakeCall(this, callId);
    const line = { call, legs: new FakeLegs(this, call, callerSid) };
    this.lines.push(line);
    return line;
  }

  lineOf(callId: string): World['lines'][number] {
    const line = this.lines.find(({ call }) => call.id === callId || call.opened.includes(callId));
    if (line === undefined) throw new Error(`no call ${callId}`);
    return line;
  }

  chance(probability: number | undefined): boolean {
    return probability !== undefined && this.#random() < probability;
  }

  /** Some number of milliseconds up to `most`; 0 in an orderly world. */
  jitter(most: number): number {
    return this.plan.interleave ? Math.floor(this.#random() * most) : 0;
  }

  in(ms: number, run: () => void): void {
    this.#actions.push({ at: this.now + ms, order: this.#order++, run });
  }

  /** Before and after everything that an invocation does to the outside. Never returns to a dead one. */
  point(invocation: Invocation): Promise<void> {
    if (invocation.dead) return new Promise(() => {});
    return new Promise((release) => this.#waiting.push({ invocation, release }));
  }

  /** Runs until nothing is left to do. */
  async run(): Promise<void> {
    for (let steps = 0; steps < 20_000; steps += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      if (this.#waiting.length > 0) this.#letOneGoOn();
      else if (this.#actions.length > 0) this.#nextAction();
      else return;
    }
    throw new Error('the world does not come to rest');
  }

  async #pause(invocation: Invocation): Promise<void> {
    if (!this.plan.interleave) return;
    await new Promise<void>((resolve) => this.in(this.jitter(this.plan.slowMs ?? 1_000), resolve));
    await this.point(invocation);
  }

  #letOneGoOn(): void {
    const index = this.plan.interleave ? Math.floor(this.#random() * this.#waiting.length) : 0;
    const [next] = this.#waiting.splice(index, 1);
    if (next === undefined || next.invocation.dead) return;
    this.points += 1;
    this.now += 3;
    const may = this.crashes < (this.plan.maxCrashes ?? 1);
    if (this.points === this.plan.crashAt || (may && this.chance(this.plan.crashChance))) {
      this.crashes += 1;
      this.diedAt = this.now;
      next.invocation.dead = true;
      this.#onDeath.get(next.invocation)?.();
      return;
    }
    next.release();
  }

  #onDeath = new Map<Invocation, () => void>();

  #nextAction(): void {
    this.#actions.sort((a, b) => a.at - b.at || a.order - b.order);
    const action = this.#actions.shift();
    if (action === undefined) return;
    this.now = Math.max(this.now, action.at);
    action.run();
  }

  /** Starts work that dies as a whole when it crashes; `failed` is called for a crash, and for an error with that. */
  invoke(work: (invocation: Invocation) => Promise<void>, failed: (error?: Error) => void): void {
    const invocation = new Invocation();
    this.#onDeath.set(invocation, failed);
    work(invocation).catch((error: unknown) => {
      if (!isPassing(error)) throw error;
      failed(error);
    });
  }

  /** How long something is still away, in ms; 0 when it is there. */
  #awayFor({ from, to }: Span = { from: 0, to: 0 }): number {
    const since = this.now - BEGUN;
    return since >= from && since < to ? to - since : 0;
  }

  send(messages: Delayed<HandoffMessage>[]): void {
    if (this.#awayFor(this.plan.queueAway) > 0) throw new Unavailable('queue', 'for the test');
    for (const { message, delaySeconds } of messages) {
      this.sent += 1;
      if (this.plan.loseMessages?.(this.sent)) continue;
      this.in(delaySeconds * 1000 + 10 + this.jitter(400), () => this.deliver(message, 1));
      if (this.chance(this.plan.duplicateChance)) {
        this.in(delaySeconds * 1000 + this.jitter(10_000), () => this.deliver(message, 1));
      }
      if (this.plan.echoes) this.in(delaySeconds * 1000 + ECHO_MS, () => this.deliver(message, 1));
    }
  }

  deliver(message: HandoffMessage, receives: number): void {
    const away = this.#awayFor(this.plan.queueAway);
    if (away > 0) {
      this.in(away, () => this.deliver(message, receives));
      return;
    }
    if (receives === 1) this.deliveries += 1;
    // As lib/lambda/pipelines/queue-worker.ts puts it off.
    if (receives === 1 && this.plan.failDeliveries?.(this.deliveries)) {
      this.in(1_000, () => this.deliver(message, receives + 1));
      return;
    }
    this.invoke(
      (invocation) => handle(message, this.ports(invocation), receives),
      (error) => {
        // As lib/lambda/pipelines/queue-worker.ts: what failed in passing comes again soon.
        const pause = error === undefined ? VISIBILITY_MS : pauseMs(receives);
        if (receives >= MAX_RECEIVES) this.deadLetters.push(message);
        else this.in(pause, () => this.deliver(message, receives + 1));
      },
    );
  }

  /** A webhook of Vapi or TaskRouter; one whose invocation dies is not sent again unless `retries` says so. */
  webhook(event: HandoffEvent, retries = 0, callId = this.call.id): void {
    if (this.plan.loseNews?.(event.type)) return;
    const message = { callId, event };
    const once = (left: number) =>
      this.invoke(
        async (invocation) => {
          await saveOrQueue(message, this.ports(invocation));
        },
        () => left > 0 && this.in(2_000, () => once(left - 1)),
      );
    once(retries);
    if (this.chance(this.plan.duplicateChance)) this.in(this.jitter(8_000), () => once(0));
    if (this.plan.echoes) this.in(ECHO_MS, () => once(0));
  }

  /** The assignment callback; the fallback is asked when the first does not answer. */
  assignment(
    offer: Parameters<typeof answerAssignment>[0],
    answered: (instruction: 'accept' | 'reject' | 'left' | 'none') => void,
  ): void {
    const ask = (left: number) =>
      this.invoke(
        async (invocation) => {
          const ports: AssignmentPorts = { ...this.ports(invocation), workspaceSid: 'WS1' };
          const { instruction } = await answerAssignment(offer, ports);
          await this.point(invocation);
          answered(instruction ?? 'left');
        },
        () => (left > 0 ? this.in(5_000, () => ask(left - 1)) : answered('none')),
      );
    ask(1);
  }

  /** A human is asked for, as the webhook does it: `refused` counts the callers who were told that it is not possible. */
  ask(call: CallFacts, requestId: string, options: EscalationOptions): void {
    this.invoke(
      (invocation) => requestHandoff(call, requestId, 'tool-call', {}, options, this.ports(invocation)),
      () => {
        this.refused += 1;
      },
    );
  }

  /** Lets the sweeper pass by while something is due; in the model, only then. */
  #sweepFor(record: Handoff | undefined): void {
    if (record === undefined) return;
    this.sweepForPatient(record);
    const due = nextDue(record);
    if (due === undefined || this.plan.sweeps !== true) return;
    const at = Math.max(this.now, due) + SWEEP_MS;
    if (this.#sweepAt !== undefined && this.#sweepAt <= at) return;
    this.#sweepAt = at;
    this.in(at - this.now, () => {
      if (this.#sweepAt === at) this.#sweepAt = undefined;
      void this.#pass();
      for (const { call } of this.lines) this.#sweepFor(this.record(call.id));
    });
  }

  /** What nobody waits for has no message, so that the sweeper finds it always. */
  sweepForPatient({ callId, effects }: Handoff): void {
    for (const { id, work, notBefore } of effects) {
      const name = `${callId} ${id} ${notBefore}`;
      if (!isPatient(work) || notBefore < this.now + 5_000 || this.#patient.has(name)) continue;
      this.#patient.add(name);
      const wake = () => {
        const { effects: left = [] } = this.record(callId) ?? {};
        if (!left.some((one) => one.id === id && one.notBefore === notBefore)) return;
        this.#wake(callId);
        // Again, should that message be lost or its worker die; ever more rarely, as the sweeper does.
        this.in(Math.max(SWEEP_AGAIN_MS, (this.now - notBefore) / 2), wake);
      };
      this.in(notBefore + SWEEP_MS - this.now, wake);
    }
  }

  /** Where the queue is away, the sweeper's next pass is the remedy. */
  #wake(callId: string): void {
    if (this.#awayFor(this.plan.queueAway) > 0) return;
    this.send([{ message: { callId, event: { type: 'resume' } }, delaySeconds: 0 }]);
  }

  readonly #patient = new Set<string>();
  #sweepAt: number | undefined;
  #pass = sweeper({
    dueBetween: async (from, to) =>
      this.lines.flatMap(({ call: { id } }) => {
        const record = this.record(id);
        const at = record && nextDue(record);
        return at === undefined || at < from || at > to ? [] : [{ key: id, at }];
      }),
    wake: async (due) => {
      if (this.#awayFor(this.plan.queueAway) > 0) throw new Unavailable('queue', 'for the test');
      for (const { key } of due) this.#wake(key);
    },
    clock: () => this.now,
    log: { info: quiet, warn: quiet, error: quiet },
    count: quiet,
    time: quiet,
  });

  record(callId = this.call.id): Handoff | undefined {
    return this.#records.get(callId)?.handoff;
  }

  #clockOffset(): number {
    const { clocksDifferMs = 0 } = this.plan;
    return clocksDifferMs === 0 ? 0 : Math.floor((this.#random() * 2 - 1) * clocksDifferMs);
  }

  /** A platform that is away for a time, or of which a look tells nothing. */
  #troubled<P extends object>(port: P): P {
    return new Proxy(port, {
      get: (asked, name) => {
        const ask: unknown = Reflect.get(asked, name);
        if (typeof ask !== 'function') return ask;
        return async (...given: unknown[]) => {
          if (this.#awayFor(this.plan.platformsAway) > 0) return AWAY;
          const isLook = LOOKS.includes(String(name));
          return isLook && this.chance(this.plan.blindChance) ? AWAY : Reflect.apply(ask, asked, given);
        };
      },
    });
  }

  ports(invocation: Invocation): RunPorts & { links: VoiceLinks; count: Count<string> } {
    const at = async <T>(act: () => T): Promise<T> => {
      await this.point(invocation);
      const result = act();
      await this.point(invocation);
      return result;
    };
    /** A request to a platform takes its time, and other messages arrive meanwhile. */
    const slowly = async <T>(act: () => T): Promise<T> => {
      await this.#pause(invocation);
      const result = await at(act);
      await this.#pause(invocation);
      return result;
    };
    /** What the table is asked; while it is away nothing is done. */
    const inTable = <T>(act: () => T): Promise<T> =>
      at(() => {
        if (this.#awayFor(this.plan.tableAway) > 0) throw new Unavailable('table', 'for the test');
        return act();
      });
    const offset = this.#clockOffset();
    const records = this.#records;
    const store: HandoffStore = {
      load: (callId) =>
        inTable((): Loaded => {
          const item = records.get(callId);
          if (item === undefined) return { is: 'none', version: 0 };
          if (item.handoff === undefined) return { is: 'call-over', version: item.version };
          return { is: 'handoff', handoff: item.handoff, version: item.version };
        }),
      save: (handoff, expected) =>
        inTable(() => {
          if ((records.get(handoff.callId)?.version ?? 0) !== expected) return 'lost';
          const { progress } = handoff;
          if (progress.state === 'offered' && progress.agentLeg !== undefined) {
            this.#legs.set(progress.agentLeg, handoff.callId);
          }
          // Frozen instead of copied: the copies took a third of the time of the models.
          records.set(handoff.callId, { handoff: frozen(handoff), version: expected + 1 });
          this.#sweepFor(handoff);
          this.saves += 1;
          return this.plan.lateSaves?.(this.saves) ? 'lost' : 'saved';
        }),
      markCallOver: (callId, expected) =>
        inTable(() => {
          if ((records.get(callId)?.version ?? 0) !== expected) return 'lost';
          records.set(callId, { version: expected + 1 });
          return 'saved';
        }),
      callOfLeg: (callSid) =>
        inTable(() => {
          const line = this.lines.find(({ legs }) => legs.callerSid === callSid);
          return line?.call.id ?? this.#legs.get(callSid);
        }),
    };
    const calls = this.#troubled(callsPort(this, slowly));
    return {
      store,
      queue: { send: (messages) => at(() => this.send(messages)) },
      tasks: this.#troubled(this.router.port(slowly)),
      calls,
      bridge: vapiTransfer(calls, 'warm-transfer-experimental'),
      legs: this.#troubled(legsPort(this, slowly)),
      callOfLeg: store.callOfLeg,
      links: voiceLinks('https://handoff.example.com'),
      workflowSid: 'WW1',
      readConversation: () => at(() => []),
      requestCallback: (callId) =>
        at(() => {
          this.callbacks.push(callId);
          return { is: 'callback-requested' };
        }),
      announceEnd: (_callId, handoffId) =>
        at(() => {
          this.announced.push(handoffId);
          return { is: 'end-announced' };
        }),
      clock: () => this.now + offset,
      newOwner: () => `owner-${this.#order++}`,
      log: { info: quiet, warn: quiet, error: quiet },
      count: quiet,
      time: quiet,
    };
  }
}
