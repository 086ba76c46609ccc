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
import { FakeCall } from './fake-call.ts';
import { CALLER_SID, FakeLegs } from './fake-legs.ts';
import { FakeTaskRouter } from './fake-taskrouter.ts';

/**
 * The real loop over in-memory ports. Every port call stops before and after it acts (`point`); the world
 * decides who goes on next, may stop an invocation for good at any point (a crash), loses answers, and delivers
 * messages with SQS's promises: at least once, in any order, again after the visibility timeout.
 */
export type Plan = {
  seed: number;
  /** Stops the invocation that reaches this point, counted over the whole run; 0 for none. */
  crashAt?: number;
  /** Chance of a crash at each point, at most `maxCrashes` times in a run. */
  crashChance?: number;
  maxCrashes?: number;
  /** Chance that a message or webhook is delivered twice. */
  duplicateChance?: number;
  /** Chance that the answer to an effect is lost after it happened. */
  lostAnswerChance?: number;
  /** The table is away at the first deliveries with these numbers, counted over the whole run from 1. */
  failDeliveries?: (number: number) => boolean;
  /** The messages with these numbers, counted over the whole run from 1, are taken and never delivered. */
  loseMessages?: (number: number) => boolean;
  /** The queue takes nothing and delivers nothing between these times, in ms since the beginning. */
  queueAway?: { from: number; to: number };
  /** The sweeper runs: off where messages alone have to do everything. */
  sweeps?: boolean;
  /** Lets waiting invocations go on in random order instead of first come, first served. */
  interleave?: boolean;
  /** The longest that a request to a platform takes, each way, when interleaving. */
  slowMs?: number;
};

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

export class World {
  now = BEGUN;
  points = 0;
  crashes = 0;
  deliveries = 0;
  sent = 0;
  refused = 0;
  deadLetters: HandoffMessage[] = [];
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
    this.call = new FakeCall(this);
    this.router = new FakeTaskRouter(this);
    this.legs = new FakeLegs(this);
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

  /** How long the queue is still away, in ms; 0 when it is there. */
  #awayFor(): number {
    const { from, to } = this.plan.queueAway ?? { from: 0, to: 0 };
    const since = this.now - BEGUN;
    return since >= from && since < to ? to - since : 0;
  }

  send(messages: Delayed<HandoffMessage>[]): void {
    if (this.#awayFor() > 0) throw new Unavailable('queue', 'for the test');
    for (const { message, delaySeconds } of messages) {
      this.sent += 1;
      if (this.plan.loseMessages?.(this.sent)) continue;
      this.in(delaySeconds * 1000 + 10 + this.jitter(400), () => this.deliver(message, 1));
      if (this.chance(this.plan.duplicateChance)) {
        this.in(delaySeconds * 1000 + this.jitter(10_000), () => this.deliver(message, 1));
      }
    }
  }

  deliver(message: HandoffMessage, receives: number): void {
    const away = this.#awayFor();
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
      () => {
        if (receives >= MAX_RECEIVES) this.deadLetters.push(message);
        else this.in(VISIBILITY_MS, () => this.deliver(message, receives + 1));
      },
    );
  }

  /** A webhook of Vapi or TaskRouter; one whose invocation dies is not sent again unless `retries` says so. */
  webhook(event: HandoffEvent, retries = 0): void {
    const message = { callId: this.call.id, event };
    const once = (left: number) =>
      this.invoke(
        async (invocation) => {
          await saveOrQueue(message, this.ports(invocation));
        },
        () => left > 0 && this.in(2_000, () => once(left - 1)),
      );
    once(retries);
    if (this.chance(this.plan.duplicateChance)) this.in(this.jitter(8_000), () => once(0));
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
      this.#sweepFor(this.record());
    });
  }

  /** What nobody waits for has no message, so that the sweeper finds it always. */
  sweepForPatient({ effects }: Handoff): void {
    for (const { id, work, notBefore } of effects) {
      if (!isPatient(work) || notBefore < this.now + 5_000 || this.#patient.has(`${id} ${notBefore}`))
        continue;
      this.#patient.add(`${id} ${notBefore}`);
      const wake = () => {
        const owed = this.record()?.effects.find((one) => one.id === id && one.notBefore === notBefore);
        if (owed === undefined) return;
        this.send([{ message: { callId: this.call.id, event: { type: 'resume' } }, delaySeconds: 0 }]);
        // Again, should that message be lost or its worker die; ever more rarely, as the sweeper does.
        this.in(Math.max(SWEEP_AGAIN_MS, (this.now - notBefore) / 2), wake);
      };
      this.in(notBefore + SWEEP_MS - this.now, wake);
    }
  }

  readonly #patient = new Set<string>();
  #sweepAt: number | undefined;
  #pass = sweeper({
    dueBetween: async (from, to) => {
      const record = this.record();
      const at = record && nextDue(record);
      return at === undefined || at < from || at > to ? [] : [{ key: this.call.id, at }];
    },
    wake: async () => {
      this.send([{ message: { callId: this.call.id, event: { type: 'resume' } }, delaySeconds: 0 }]);
    },
    clock: () => this.now,
    log: { info: quiet, warn: quiet, error: quiet },
    count: quiet,
    time: quiet,
  });

  record(): Handoff | undefined {
    return this.#records.get(this.call.id)?.handoff;
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
    const records = this.#records;
    const store: HandoffStore = {
      load: (callId) =>
        at((): Loaded => {
          const item = records.get(callId);
          if (item === undefined) return { is: 'none', version: 0 };
          if (item.handoff === undefined) return { is: 'call-over', version: item.version };
          return { is: 'handoff', handoff: item.handoff, version: item.version };
        }),
      save: (handoff, expected) =>
        at(() => {
          if ((records.get(handoff.callId)?.version ?? 0) !== expected) return 'lost';
          const { progress } = handoff;
          if (progress.state === 'offered' && progress.agentLeg !== undefined) {
            this.#legs.set(progress.agentLeg, handoff.callId);
          }
          // Frozen instead of copied: the copies took a third of the time of the models.
          records.set(handoff.callId, { handoff: frozen(handoff), version: expected + 1 });
          this.#sweepFor(handoff);
          return 'saved';
        }),
      markCallOver: (callId, expected) =>
        at(() => {
          if ((records.get(callId)?.version ?? 0) !== expected) return 'lost';
          records.set(callId, { version: expected + 1 });
          return 'saved';
        }),
      callOfLeg: (callSid) => at(() => (callSid === CALLER_SID ? this.call.id : this.#legs.get(callSid))),
    };
    const calls = this.call.port(slowly);
    return {
      store,
      queue: { send: (messages) => at(() => this.send(messages)) },
      tasks: this.router.port(slowly),
      calls,
      bridge: vapiTransfer(calls, 'warm-transfer-experimental'),
      legs: this.legs.port(slowly),
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
      clock: () => this.now,
      newOwner: () => `owner-${this.#order++}`,
      log: { info: quiet, warn: quiet, error: quiet },
      count: quiet,
      time: quiet,
    };
  }
}

/** A small seeded generator, so that every run can be repeated from its seed. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
