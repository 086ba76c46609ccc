import * as fc from 'fast-check';
import { type Claimed, claim, LEASE_MS } from '../../../lib/handoff/claims.ts';
import { decide } from '../../../lib/handoff/decide.ts';
import { afterEffect } from '../../../lib/handoff/effect-results.ts';
import { type HandoffEvent, TRANSFER_STATUSES } from '../../../lib/handoff/events.ts';
import type { Handoff, HandoffRequest } from '../../../lib/handoff/handoff.ts';
import type { EffectResult, Loaded } from '../../../lib/handoff/ports.ts';
import * as given from './given.ts';

/** What an agent may be told of a long call: as much as a request ever carries. */
export const CONTEXT: HandoffRequest['context'] = {
  reason: 'r'.repeat(2000),
  summary: 's'.repeat(2000),
  unresolvedTopics: Array.from({ length: 12 }, () => 't'.repeat(200)),
  captured: Object.fromEntries(Array.from({ length: 12 }, (_, n) => [`field ${n}`, 'v'.repeat(200)])),
  messages: Array.from({ length: 12 }, () => ({ role: 'caller' as const, text: 'm'.repeat(600) })),
};

const number = (most: number) => fc.nat({ max: most });
const is = <K extends string>(name: K) => fc.constant(name);

/** One thing that may happen next. `which` picks among what there is at that moment. */
const stepArbitrary = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({ is: is('wait'), ms: fc.constantFrom(1, 900, 5_000, 12_000, 31_000) }),
  },
  { weight: 5, arbitrary: fc.record({ is: is('begin-work') }) },
  { weight: 6, arbitrary: fc.record({ is: is('finish-work'), which: number(3), answer: number(9) }) },
  { weight: 1, arbitrary: fc.record({ is: is('crash'), happened: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ is: is('escalate'), which: number(3) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      is: is('task'),
      what: number(5),
      which: number(3),
      agent: fc.constantFrom(1, 2, 3),
    }),
  },
  { weight: 1, arbitrary: fc.record({ is: is('message'), what: number(4) }) },
  { weight: 1, arbitrary: fc.record({ is: is('follow') }) },
  {
    weight: 1,
    arbitrary: fc.record({
      is: is('call-over'),
      clear: fc.boolean(),
      richness: number(6),
      transfer: fc.constantFrom(undefined, ...TRANSFER_STATUSES),
      putOff: number(6),
    }),
  },
);
export const stepsArbitrary = fc.array(stepArbitrary, { maxLength: 40, size: 'max' });
type Step = typeof stepArbitrary extends fc.Arbitrary<infer T> ? T : never;

type Task = { sid: string; handoffId: string; try: number; open: boolean };

/** The record, what has become of its effects, and the tasks as TaskRouter has them. */
export class Play {
  now = given.T0;
  loaded: Loaded = { is: 'none', version: 0 };
  readonly tasks: Task[] = [];
  readonly follows: HandoffEvent[] = [];
  inFlight: { claimed: Claimed; until: number }[] = [];
  #owners = 0;
  readonly #changed: (before: Loaded, after: Handoff, event: HandoffEvent | undefined) => void;

  constructor(changed: (before: Loaded, after: Handoff, event: HandoffEvent | undefined) => void) {
    this.#changed = changed;
  }

  get record(): Handoff | undefined {
    return this.loaded.is === 'handoff' ? this.loaded.handoff : undefined;
  }

  open(): Task[] {
    return this.tasks.filter((task) => task.open);
  }

  #set(after: Handoff, event?: HandoffEvent): void {
    const before = this.loaded;
    this.loaded = given.frozen({ is: 'handoff', handoff: after, version: before.version + 1 });
    this.#changed(before, after, event);
  }

  deliver(event: HandoffEvent): void {
    const decision = decide(this.loaded, given.CALL_ID, given.frozen(event), this.now);
    const again = decide(this.loaded, given.CALL_ID, event, this.now);
    if (JSON.stringify(decision) !== JSON.stringify(again)) throw new Error('decided in two ways');
    if (decision.is === 'call-over') {
      this.loaded = { is: 'call-over', version: this.loaded.version + 1 };
      return;
    }
    if (decision.follow !== undefined) this.follows.push(decision.follow.event);
    if (decision.is === 'changed') this.#set(decision.handoff, event);
  }

  /** A worker takes what is due. One that works longer than its lease is dead: the worker has 10 seconds. */
  begin(): void {
    if (this.record === undefined) return;
    this.inFlight = this.inFlight.filter(({ until }) => until > this.now);
    const { handoff, claimed } = claim(this.record, `worker-${this.#owners++}`, this.now);
    if (claimed.length === 0) return;
    this.#set(handoff);
    const until = this.now + LEASE_MS;
    this.inFlight.push(...given.frozen(claimed).map((each) => ({ claimed: each, until })));
  }

  finish(which: number, answer: number): void {
    this.inFlight = this.inFlight.filter(({ until }) => until > this.now);
    const [taken] = this.inFlight.splice(which % Math.max(1, this.inFlight.length), 1);
    if (taken === undefined || this.record === undefined) return;
    const result = this.#resultOf(taken.claimed, answer);
    this.#set(afterEffect(this.record, taken.claimed.effect, given.frozen(result), this.now));
  }

  crash(happened: boolean): void {
    const taken = this.inFlight.pop();
    if (taken !== undefined && happened) this.#resultOf(taken.claimed, 0);
  }

  /** Does at TaskRouter what the answer says; 0 is success. */
  #resultOf({ effect, doubt }: Claimed, answer: number): EffectResult {
    const { work } = effect;
    const lost: EffectResult = { is: 'unsure', reason: 'answer lost' };
    const trouble: EffectResult[] = [
      { is: 'not-done', reason: 'busy', retryAfterSeconds: 2 },
      { is: 'not-done', reason: 'down' },
      { is: 'refused', reason: 'no' },
      lost,
    ];
    switch (work.kind) {
      case 'create-task': {
        const known = this.tasks.find((one) => one.handoffId === work.handoffId && one.try === work.try);
        if (doubt !== 'none' && known !== undefined) return { is: 'task-created', taskSid: known.sid };
        if (answer > 5) return trouble[answer - 6] ?? lost;
        const sid = `WT${this.tasks.length + 1}`;
        this.tasks.push({ sid, handoffId: work.handoffId, try: work.try, open: true });
        return answer === 5 ? lost : { is: 'task-created', taskSid: sid };
      }
      case 'close-task': {
        if (answer > 6) return trouble[answer - 6] ?? lost;
        const mine = this.tasks.filter((one) =>
          work.taskSid === undefined
            ? one.handoffId === work.handoffId && one.try === work.try
            : one.sid === work.taskSid,
        );
        for (const task of mine) task.open = false;
        return answer === 6 ? lost : { is: 'closed' };
      }
      case 'bridge':
        if (answer === 9)
          return { is: 'call-seen', call: { is: 'over', endedReason: 'customer-ended-call' } };
        return answer > 4 ? (trouble[answer - 5] ?? lost) : { is: 'transfer-asked' };
      case 'look-at-call': {
        if (answer > 6) return trouble[answer - 6] ?? lost;
        if (answer === 6) return { is: 'call-seen', call: { is: 'missing' } };
        const forwarding = answer % 2 === 1;
        const live = { is: 'live', status: 'in-progress', forwarding } as const;
        const call = answer === 4 ? ({ is: 'over', endedReason: 'customer-ended-call' } as const) : live;
        return { is: 'call-seen', call };
      }
      case 'tell-caller':
        return answer > 5 ? (trouble[answer - 6] ?? lost) : { is: 'told' };
    }
  }

  step(step: Step): void {
    const handoffId = this.record?.handoffId ?? 'ho_0';
    switch (step.is) {
      case 'wait':
        this.now += step.ms;
        return;
      case 'begin-work':
        this.begin();
        return;
      case 'finish-work':
        this.finish(step.which, step.answer);
        return;
      case 'crash':
        this.crash(step.happened);
        return;
      case 'escalate':
        this.deliver(given.escalation(`ho_${step.which}`, { requestedAt: this.now, context: CONTEXT }));
        return;
      case 'task':
        this.#ofTask(step);
        return;
      case 'message': {
        const events: HandoffEvent[] = [
          { type: 'window-expired', handoffId },
          { type: 'checkup', handoffId },
          given.confirmed(),
          given.resumed,
          given.takenBack,
        ];
        this.deliver(events[step.what] ?? given.resume);
        return;
      }
      case 'follow': {
        const next = this.follows.shift();
        if (next !== undefined) this.deliver(next);
        return;
      }
      case 'call-over': {
        const { clear, richness, transfer, putOff } = step;
        const told = { clear, richness, putOff, ...(transfer === undefined ? {} : { transfer }) };
        this.deliver(given.callOver(told));
      }
    }
  }

  /** TaskRouter says something of a task that it has, or of one that nobody here made. */
  #ofTask({ what, which, agent }: { what: number; which: number; agent: number }): void {
    const task = this.open()[0] ?? this.tasks[which];
    if (task === undefined) {
      this.deliver(given.accepted(agent, { handoffId: 'ho_foreign' }));
      return;
    }
    const about = { handoffId: task.handoffId, try: task.try, taskSid: task.sid };
    if (what >= 4) task.open = false;
    const ended = { ...about, why: 'somebody closed it' };
    const events: HandoffEvent[] = [
      given.offered(agent, about),
      given.accepted(agent, about),
      given.accepted(agent, about),
      given.offerOver(agent),
      { type: 'task-gave-up', ...ended },
      { type: 'task-ended', ...ended },
    ];
    this.deliver(events[what] ?? given.resume);
  }
}
