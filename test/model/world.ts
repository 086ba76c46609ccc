import type { CallFacts } from '../../lib/base/call-facts.ts';
import type { Delayed } from '../../lib/base/queue.ts';
import type { Count } from '../../lib/base/telemetry.ts';
import { troubleOf, Unavailable } from '../../lib/base/trouble.ts';
import { type EscalationOptions, requestHandoff } from '../../lib/handoff/ask/request.ts';
import { vapiTransfer } from '../../lib/handoff/effects/vapi-transfer.ts';
import { saveOrQueue } from '../../lib/handoff/loop/take-in.ts';
import { handle, type RunPorts } from '../../lib/handoff/loop/work-off.ts';
import type { HandoffStore, Loaded } from '../../lib/handoff/ports/store.ts';
import { type VoiceLinks, voiceLinks } from '../../lib/handoff/ports/voice-links.ts';
import type { HandoffEvent, HandoffMessage } from '../../lib/handoff/record/events.ts';
import type { Facts } from '../../lib/handoff/record/facts.ts';
import type { Handoff } from '../../lib/handoff/record/handoff.ts';
import { type AssignmentPorts, answerAssignment } from '../../lib/inbound/assignment.ts';
import { frozen } from '../lib/handoff/given.ts';
import { callsPort } from './calls-port.ts';
import { FakeCall } from './fake-call.ts';
import { CALLER_SID, FakeLegs } from './fake-legs.ts';
import { FakeTaskRouter } from './fake-taskrouter.ts';
import { legsPort } from './legs-port.ts';
import type { Plan } from './plan.ts';
import { ECHO_MS, type Invocation, Stage } from './stage.ts';
import { Sweeps } from './sweeps.ts';

const quiet = () => {};
export const VISIBILITY_MS = 20_000;
export const MAX_RECEIVES = 50;
/** The pause after a message that failed in passing, as lib/lambda/pipelines/queue-worker.ts makes it. */
export const pauseMs = (receives: number): number => 1_000 * Math.min(4, 2 ** Math.floor((receives - 1) / 2));
const AWAY = { is: 'not-done', reason: 'away' } as const;
const LOOKS = ['look', 'find', 'conferenceHas'];

/**
 * The real loop over in-memory ports, of which every call stops before and after it acts. The world loses answers, and
 * delivers messages with SQS's promises: at least once, in any order, again after the visibility timeout.
 */
export class World extends Stage {
  deliveries = 0;
  sent = 0;
  refused = 0;
  /** How often a human was asked for. */
  requests = 0;
  deadLetters: HandoffMessage[] = [];
  saves = 0;
  /** The calls of this world, each with its own leg; most have one. */
  readonly lines: { readonly call: FakeCall; readonly legs: FakeLegs }[] = [];
  readonly call: FakeCall;
  readonly router: FakeTaskRouter;
  readonly legs: FakeLegs;
  readonly callbacks: string[] = [];
  /** The handoffs whose end was told to whoever looks after the conversation. */
  readonly announced: string[] = [];
  /** How each handoff ended, as it was kept last. */
  readonly facts = new Map<string, Facts>();
  /** The legs of agents, as their first callback named them. */
  #legs = new Map<string, string>();
  readonly #sweeps = new Sweeps(this);
  #records = new Map<string, { handoff?: Handoff; version: number }>();

  constructor(plan: Plan) {
    super(plan);
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

  send(messages: Delayed<HandoffMessage>[]): void {
    if (this.awayFor(this.plan.queueAway) > 0) throw new Unavailable('queue', 'for the test');
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
    const away = this.awayFor(this.plan.queueAway);
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

  /** What nobody waits for has no message, so that the sweeper finds it always. */
  sweepForPatient(record: Handoff): void {
    this.#sweeps.sweepForPatient(record);
  }

  /** Where the queue is away, the sweeper's next pass is the remedy. */
  wake(callId: string): void {
    if (this.isQueueAway()) return;
    this.send([{ message: { callId, event: { type: 'resume' } }, delaySeconds: 0 }]);
  }

  isQueueAway(): boolean {
    return this.awayFor(this.plan.queueAway) > 0;
  }

  record(callId = this.call.id): Handoff | undefined {
    return this.#records.get(callId)?.handoff;
  }

  /** A platform that is away for a time, or of which a look tells nothing. */
  #troubled<P extends object>(port: P): P {
    return new Proxy(port, {
      get: (asked, name) => {
        const ask: unknown = Reflect.get(asked, name);
        if (typeof ask !== 'function') return ask;
        return async (...given: unknown[]) => {
          if (this.awayFor(this.plan.platformsAway) > 0) return AWAY;
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
      await this.pause(invocation);
      const result = await at(act);
      await this.pause(invocation);
      return result;
    };
    /** What the table is asked; while it is away nothing is done. */
    const inTable = <T>(act: () => T): Promise<T> =>
      at(() => {
        if (this.awayFor(this.plan.tableAway) > 0) throw new Unavailable('table', 'for the test');
        return act();
      });
    const offset = this.clockOffset();
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
          this.#sweeps.sweepFor(handoff);
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
      toolNotes: () => at(() => []),
      admitCallback: () => at(() => 'admitted' as const),
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
      keepFacts: (facts) =>
        inTable((): { is: 'facts-kept' } => {
          this.facts.set(facts.handoffId, facts);
          return { is: 'facts-kept' };
        }).catch((error: unknown) => troubleOf(error, 'facts')),
      clock: () => this.now + offset,
      newOwner: () => `owner-${this.next()}`,
      log: { info: quiet, warn: quiet, error: quiet },
      count: quiet,
      time: quiet,
    };
  }
}
