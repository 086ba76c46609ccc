import * as z from 'zod/mini';
import { stored } from '../../lib/base/stored.ts';
import { perform } from '../../lib/handoff/effects/perform.ts';
import type { RunPorts } from '../../lib/handoff/loop/work-off.ts';
import { decide } from '../../lib/handoff/machine/decide.ts';
import { afterEffect } from '../../lib/handoff/machine/results.ts';
import { isPatient } from '../../lib/handoff/machine/steps.ts';
import type { EffectResult } from '../../lib/handoff/ports/results.ts';
import type { HandoffStore } from '../../lib/handoff/ports/store.ts';
import { handoffMessageSchema } from '../../lib/handoff/record/events.ts';
import { type Handoff, handoffFrom, handoffSchema, type Work } from '../../lib/handoff/record/handoff.ts';
import { completed, effectOf, oweAs, type Pending, unknownEffectSchema } from '../../lib/outbox/effect.ts';
import { type Capability, type LoopPorts, workOff } from '../../lib/outbox/loop.ts';
import { readOwing, writtenOwing } from '../../lib/outbox/stored.ts';

/**
 * The version after this one: a caller can ask for a moment (an event), in which the handoff is `held` (a state) and
 * after which the caller is sent a text (an effect), which the record counts (a field). All the rest it leaves to the
 * machine as it is.
 */
const newWorkSchema = z.discriminatedUnion('kind', [
  stored({ kind: z.literal('send-text'), words: z.string() }),
  stored({ kind: z.literal('end-hold') }),
]);
type NewWork = z.infer<typeof newWorkSchema>;

const heldSchema = stored({ state: z.literal('held'), taskSid: z.optional(z.string()), since: z.int() });
const newEffectSchema = effectOf(newWorkSchema);
const effectSchema = z.union([newEffectSchema, handoffSchema.shape.effects._zod.def.element]);
const recordSchema = stored({
  ...handoffSchema.shape,
  progress: z.union([heldSchema, handoffSchema.shape.progress]),
  effects: z.array(effectSchema),
  unknownEffects: z.optional(z.array(unknownEffectSchema)),
  texts: z._default(z.int(), 0),
});
export type NewHandoff = z.infer<typeof recordSchema>;

const messageSchema = z.union([
  handoffMessageSchema,
  stored({ callId: z.string(), event: stored({ type: z.literal('hold-asked'), seconds: z.int() }) }),
]);
export type NewMessage = z.infer<typeof messageSchema>;

type NewLoaded = { record: NewHandoff | undefined; isCallOver: boolean; version: number };
export type NewStore = {
  load(callId: string): Promise<NewLoaded>;
  save(record: NewHandoff, expectedVersion: number): Promise<'saved' | 'lost'>;
};
export type NewPorts = Omit<RunPorts, 'store' | 'queue'> & {
  store: NewStore;
  markCallOver: HandoffStore['markCallOver'];
  queue: LoopPorts<NewLoaded, NewHandoff, NewMessage>['queue'];
  sendText(words: string): Promise<'sent'>;
};

export const newHandoffFrom = (json: unknown): NewHandoff | undefined =>
  readOwing(recordSchema, effectSchema, json);

const HOLD_AFTER_MS = 1_500;

/** The record as the machine of before knows it: a held handoff is one that waits in the queue. */
const asBefore = (record: NewHandoff): Handoff => {
  const { progress } = record;
  const known =
    progress.state === 'held'
      ? { state: 'queued', ...(progress.taskSid && { taskSid: progress.taskSid }) }
      : progress;
  const handoff = handoffFrom(JSON.parse(JSON.stringify(writtenOwing({ ...record, progress: known }))));
  if (handoff === undefined) throw new Error('all but what is new can be read');
  return handoff;
};

const asNow = (handoff: Handoff, before: NewHandoff | undefined): NewHandoff => {
  const record = newHandoffFrom(JSON.parse(JSON.stringify(writtenOwing(handoff))));
  if (record === undefined) throw new Error('a record of before can be read');
  const { progress } = record;
  if (before?.progress.state !== 'held' || progress.state !== 'queued') return record;
  return { ...record, progress: { ...before.progress, ...progress, state: 'held' } };
};

/** The handoffs for what has not changed: webhooks, and the greater part of the machine. */
export const storeAsBefore = ({ store, markCallOver, callOfLeg }: NewPorts): HandoffStore => {
  let last: NewHandoff | undefined;
  return {
    async load(callId) {
      const { record, isCallOver, version } = await store.load(callId);
      last = record;
      if (record === undefined) return { is: isCallOver ? 'call-over' : 'none', version };
      return { is: 'handoff', handoff: asBefore(record), version };
    },
    save: (handoff, expected) => store.save(asNow(handoff, last), expected),
    markCallOver,
    callOfLeg,
  };
};

const isNew = (work: Work | NewWork): work is NewWork =>
  work.kind === 'send-text' || work.kind === 'end-hold';

const held = (record: NewHandoff, seconds: number, now: number): NewHandoff => {
  const { progress } = record;
  // Repeated, or too late.
  if (progress.state !== 'queued' || record.texts > 0 || record.effects.some(({ work }) => isNew(work))) {
    return record;
  }
  const holding: NewHandoff = { ...record, progress: { ...progress, state: 'held', since: now } };
  const work = { kind: 'end-hold' } as const;
  return oweAs<Work | NewWork, NewHandoff>(holding, 'end-hold', work, now, now + seconds * 1000);
};

type NewResult = EffectResult | { is: 'text-sent' } | { is: 'hold-over' };

const afterNewWork = (
  record: NewHandoff,
  effect: Pending<Work | NewWork>,
  result: NewResult,
  now: number,
): NewHandoff => {
  if (!record.effects.some(({ id }) => id === effect.id)) return record;
  const left = completed<Work | NewWork, NewHandoff>(record, effect.id);
  if (result.is === 'text-sent') return { ...left, texts: left.texts + 1 };
  const { progress } = left;
  const { since: _over, ...waiting } = progress.state === 'held' ? progress : { ...progress, since: 0 };
  const on: NewHandoff =
    progress.state === 'held' ? { ...left, progress: { ...waiting, state: 'queued' } } : left;
  const text = { kind: 'send-text', words: 'Thank you for waiting.' } as const;
  return oweAs<Work | NewWork, NewHandoff>(on, 'send-text', text, now, now + HOLD_AFTER_MS);
};

const decideNew = (loaded: NewLoaded, { callId, event }: NewMessage, now: number, ports: NewPorts) => {
  const { record, isCallOver, version } = loaded;
  if (event.type === 'hold-asked') return { record: record && held(record, event.seconds, now) };
  const before =
    record === undefined
      ? ({ is: isCallOver ? 'call-over' : 'none', version } as const)
      : ({ is: 'handoff', handoff: asBefore(record), version } as const);
  const decision = decide(before, callId, event, now);
  if (decision.is === 'call-over') {
    return { record: undefined, before: () => ports.markCallOver(callId, version) };
  }
  if (decision.is === 'put-off') {
    const { event: later, delaySeconds } = decision.follow;
    return { record, follow: { message: { callId, event: later }, delaySeconds } };
  }
  return { record: decision.is === 'changed' ? asNow(decision.handoff, record) : record };
};

/** Works on one message of the handoff queue as the newer version does. Nothing that it knows is unknown to it. */
export const handleNew = (body: unknown, ports: NewPorts, receives: number): Promise<void> => {
  const message = messageSchema.parse(body);
  const outside: RunPorts = { ...ports, store: storeAsBefore(ports), queue: ports.queue };
  const capability: Capability<NewLoaded, NewHandoff, Work | NewWork, NewResult, NewMessage> = {
    recordOf: ({ record }) => record,
    isPatient: (work) => !isNew(work) && isPatient(work),
    decide: (loaded, now) => decideNew(loaded, message, now, ports),
    async perform(record, { effect, doubt }) {
      const { work } = effect;
      if (!isNew(work)) return perform(asBefore(record), { effect: { ...effect, work }, doubt }, outside);
      if (work.kind === 'end-hold') return { is: 'hold-over' };
      await ports.sendText(work.words);
      return { is: 'text-sent' };
    },
    afterResult(record, effect, result, now) {
      const { work } = effect;
      if (isNew(work) || result.is === 'text-sent' || result.is === 'hold-over') {
        return afterNewWork(record, effect, result, now);
      }
      return asNow(afterEffect(asBefore(record), { ...effect, work }, result, now), record);
    },
    reportEffect() {},
    reportMove() {},
    rounds: 20,
    beginWithinMs: 1_500,
    wakeUp: ({ callId, handoffId }) => ({ callId, handoffId, event: { type: 'resume' } }),
    isWakeUp: message.event.type === 'resume' || receives > 1,
  };
  return workOff(message.callId, ports, capability);
};
