import { OtherVersion } from '../../lib/base/trouble.ts';
import { saveOrQueue } from '../../lib/handoff/loop/take-in.ts';
import { handle } from '../../lib/handoff/loop/work-off.ts';
import type { HandoffStore } from '../../lib/handoff/ports/store.ts';
import type { HandoffEvent } from '../../lib/handoff/record/events.ts';
import { handoffMessageSchema } from '../../lib/handoff/record/events.ts';
import { type Handoff, handoffFrom } from '../../lib/handoff/record/handoff.ts';
import { messageIn } from '../../lib/lambda/pipelines/queue-worker.ts';
import { writtenOwing } from '../../lib/outbox/stored.ts';
import { handleNew, type NewHandoff, type NewPorts, newHandoffFrom, storeAsBefore } from './newer-version.ts';
import type { Plan } from './plan.ts';
import type { Invocation } from './stage.ts';
import { MAX_RECEIVES, pauseMs, VISIBILITY_MS, World } from './world.ts';

export type Version = 'older' | 'newer';

/** A world in which two versions of the functions work on the same table and the same queue, each in its time. */
export class VersionsWorld extends World {
  readonly texts: string[] = [];
  /** Whether the newer version has held the handoff: then one text is owed. */
  wasHeld = false;
  /** How often the older version met something that it did not know. */
  metUnknown = 0;
  /** Which versions run; of two, now the one and now the other gets an event. */
  running: readonly [Version, ...Version[]];
  #turn = 0;
  #items = new Map<string, { json: string | undefined; version: number }>();

  constructor(plan: Plan, running: readonly [Version, ...Version[]]) {
    super(plan);
    this.running = running;
  }

  /** From `ms` on these run. */
  deploy(ms: number, running: readonly [Version, ...Version[]]): void {
    this.in(ms, () => {
      this.running = running;
    });
  }

  #version(): Version {
    this.#turn += this.chance(0.5) ? 1 : 0;
    return this.running[this.#turn++ % this.running.length] ?? this.running[0];
  }

  /** The record as it is stored. */
  stored(): Record<string, unknown> | undefined {
    const json = this.#items.get(this.call.id)?.json;
    return json === undefined ? undefined : JSON.parse(json);
  }

  override record(): Handoff | undefined {
    return handoffFrom(this.stored());
  }

  /** A caller asks for a moment; only a webhook of the newer version knows what that is. */
  holdAsked(seconds: number): void {
    if (!this.running.includes('newer')) return;
    this.#enqueue({ callId: this.call.id, event: { type: 'hold-asked', seconds } }, 0);
  }

  #enqueue(body: unknown, delaySeconds: number): void {
    this.in(delaySeconds * 1000 + 10 + this.jitter(400), () => this.deliver(body, 1));
    if (this.chance(this.plan.duplicateChance)) {
      this.in(delaySeconds * 1000 + this.jitter(10_000), () => this.deliver(body, 1));
    }
  }

  override deliver(body: unknown, receives: number): void {
    const json = JSON.stringify(body);
    this.invoke(
      async (invocation) => {
        if (this.#version() === 'newer')
          return handleNew(JSON.parse(json), this.#newPorts(invocation), receives);
        return handle(messageIn(handoffMessageSchema, json), this.ports(invocation, 'older'), receives);
      },
      (error) => {
        const unknown = error instanceof OtherVersion;
        if (unknown) this.metUnknown += 1;
        if (receives >= MAX_RECEIVES) this.deadLetters.push(JSON.parse(json));
        else this.in(unknown ? pauseMs(receives) : VISIBILITY_MS, () => this.deliver(body, receives + 1));
      },
    );
  }

  override webhook(event: HandoffEvent): void {
    const message = { callId: this.call.id, event };
    const once = () =>
      this.invoke(
        async (invocation) => void (await saveOrQueue(message, this.ports(invocation, this.#version()))),
        () => {},
      );
    once();
    if (this.chance(this.plan.duplicateChance)) this.in(this.jitter(8_000), once);
  }

  override ports(invocation: Invocation, version: Version = this.#version()) {
    const ports = { ...super.ports(invocation), store: this.#olderStore(invocation) };
    return version === 'older' ? ports : { ...ports, store: storeAsBefore(this.#newPorts(invocation)) };
  }

  #newPorts(invocation: Invocation): NewPorts {
    const ports = super.ports(invocation);
    const { markCallOver } = this.#olderStore(invocation);
    return {
      ...ports,
      markCallOver,
      queue: {
        send: (messages) =>
          this.#at(invocation, () => {
            for (const { message, delaySeconds } of messages) this.#enqueue(message, delaySeconds);
          }),
      },
      store: {
        load: (callId) =>
          this.#at(invocation, () => {
            const { json, version } = this.#items.get(callId) ?? { json: undefined, version: 0 };
            const record = json === undefined ? undefined : newHandoffFrom(JSON.parse(json));
            return { record, isCallOver: version > 0 && json === undefined, version };
          }),
        save: (record: NewHandoff, expected) =>
          this.#at(invocation, () => {
            const saved = this.#put(record.callId, JSON.stringify(writtenOwing(record)), expected);
            this.wasHeld ||= saved === 'saved' && record.progress.state === 'held';
            return saved;
          }),
      },
      sendText: (words) =>
        this.#at(invocation, () => {
          this.texts.push(words);
          return 'sent';
        }),
    };
  }

  #olderStore(invocation: Invocation): HandoffStore {
    return {
      load: (callId) =>
        this.#at(invocation, () => {
          const item = this.#items.get(callId);
          if (item === undefined) return { is: 'none', version: 0 };
          const { json, version } = item;
          if (json === undefined) return { is: 'call-over', version };
          const handoff = handoffFrom(JSON.parse(json));
          if (handoff === undefined) throw new OtherVersion('record');
          if (handoff.unknownEffects !== undefined) this.metUnknown += 1;
          return { is: 'handoff', handoff, version };
        }),
      save: (handoff, expected) =>
        this.#at(invocation, () =>
          this.#put(handoff.callId, JSON.stringify(writtenOwing(handoff)), expected),
        ),
      markCallOver: (callId, expected) => this.#at(invocation, () => this.#put(callId, undefined, expected)),
      callOfLeg: () => this.#at(invocation, () => undefined),
    };
  }

  #put(callId: string, json: string | undefined, expected: number): 'saved' | 'lost' {
    if ((this.#items.get(callId)?.version ?? 0) !== expected) return 'lost';
    this.#items.set(callId, { json, version: expected + 1 });
    const record = this.record();
    if (record !== undefined) this.sweepForPatient(record);
    return 'saved';
  }

  async #at<T>(invocation: Invocation, act: () => T): Promise<T> {
    await this.point(invocation);
    const result = act();
    await this.point(invocation);
    return result;
  }
}
