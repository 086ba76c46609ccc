import type { CallEvent } from '../../../lib/conversation/events.ts';
import type { Listening } from '../../../lib/conversation/observe.ts';
import type { CallPorts } from '../../../lib/conversation/ports.ts';
import { handleCall } from '../../../lib/conversation/run.ts';
import type { Loaded } from '../../../lib/handoff/ports/store.ts';
import type { HandoffMessage } from '../../../lib/handoff/record/events.ts';
import { type OutsidePorts, outside } from '../../../lib/lambda/wiring/call-effects.ts';
import * as given from './given-call.ts';
import { MemoryCalls } from './memory-calls.ts';

/** Milliseconds after T0 at which a batch of the queue arrives, and what is in it; nothing wakes what is owed. */
export type Delivery = { at: number; events: CallEvent[] };
export type Plan = {
  deliveries: readonly Delivery[];
  listening?: Partial<Listening>;
  /** Stops the invocation that comes to this wait, counted over the whole run, for good. */
  crashAt?: number;
  /** What Vapi's own record of the call shows. */
  record?: unknown;
};
export type PlayedCall = {
  store: MemoryCalls;
  /** Every wait of an invocation for the outside, before it acts and after. */
  points: number;
  crashes: number;
  requests: { requestId: string; handoffId: string }[];
  /** What was asked of the assistant's voice, in order. */
  voice: { at: number; is: 'mute' | 'unmute' }[];
  informed: string[];
  reviews: string[];
  summaries: string[];
  deadLetters: Delivery[];
};

const { CALL_ID, T0 } = given;
/** SQS gives a message of a dead invocation back after this, and no more often than that. */
const VISIBILITY_MS = 60_000;
const MAX_RECEIVES = 5;
const HANDOFF_BEGINS_MS = 300;

/**
 * One call played to its end by the real loop over in-memory ports: every message of the queue is delivered until it
 * is worked on, and each invocation may be stopped for good at any wait.
 */
export const play = async (plan: Plan): Promise<PlayedCall> => {
  const store = new MemoryCalls();
  const played: PlayedCall = {
    store,
    points: 0,
    crashes: 0,
    requests: [],
    voice: [],
    informed: [],
    reviews: [],
    summaries: [],
    deadLetters: [],
  };
  let now = T0;
  let owners = 0;
  let waiting = plan.deliveries.map(({ at, events }) => ({ due: T0 + at, events, receives: 1 }));
  let handoff: { loaded: Loaded; from: number } | undefined;
  const handoffNow = (): Loaded =>
    handoff !== undefined && handoff.from <= now ? handoff.loaded : { is: 'none', version: 0 };

  const ports = (died: () => void): CallPorts => {
    let dead = false;
    /** Never returns to a dead one. */
    const point = (): Promise<void> => {
      if (dead) return new Promise(() => {});
      played.points += 1;
      now += 2;
      if (played.points !== plan.crashAt) return Promise.resolve();
      dead = true;
      played.crashes += 1;
      died();
      return new Promise(() => {});
    };
    const at = async <T>(act: () => T): Promise<Awaited<T>> => {
      await point();
      const result = await act();
      await point();
      return result;
    };
    const quiet = { info: () => {}, warn: () => {}, error: () => {} };
    const base = { clock: () => now, log: quiet, count: () => {} };
    const begin = (messages: readonly { message: HandoffMessage | { callback: unknown } }[]): void => {
      for (const { message } of messages) {
        if (!('event' in message) || message.event.type !== 'escalation-requested') continue;
        const { handoffId, request } = message.event;
        played.requests.push({ requestId: request.requestId, handoffId });
        const record = given.begun(handoffId, request);
        handoff ??= { loaded: { is: 'handoff', handoff: record, version: 1 }, from: now + HANDOFF_BEGINS_MS };
      }
    };
    const outsidePorts: OutsidePorts = {
      ...base,
      handoffs: {
        ...base,
        store: {
          load: () => at(handoffNow),
          save: () => Promise.reject(new Error('a call writes no handoff')),
          markCallOver: () => Promise.reject(new Error('a call writes no handoff')),
          callOfLeg: async () => undefined,
        },
        queue: { send: (messages) => at(() => begin(messages)) },
      },
      escalation: {
        windowSeconds: 30,
        language: 'en',
        bridging: { bridge: 'vapi-transfer', accountSid: 'AC1', flexWorkflow: false },
        teamWords: { departments: ['sales', 'support', 'billing'], skills: [] },
      },
      calls: {
        inform: (_to, content) =>
          at(() => {
            played.informed.push(content);
            return { is: 'told' };
          }),
        mute: (_to, on) =>
          at(() => {
            played.voice.push({ at: now - T0, is: on ? 'mute' : 'unmute' });
            return { is: 'told' };
          }),
        record: () => at(() => ({ is: 'record', record: plan.record })),
      },
      readConversation: () => at(() => store.conversation()),
      saveReport: () => at(() => 'saved'),
      reviews: {
        send: (messages) =>
          at(() => {
            for (const { message } of messages) played.reviews.push(message.review.missing.join());
          }),
      },
      summaries: { send: (messages) => at(() => void played.summaries.push(JSON.stringify(messages))) },
    };
    return {
      ...base,
      ...outside(outsidePorts),
      store: {
        load: (callId) =>
          at(() => {
            store.standing = handoffNow().is === 'handoff' ? { is: 'settled' } : { is: 'none' };
            return store.load(callId);
          }),
        save: (call, version) => at(() => store.save(call, version)),
        append: (callId, turns) => at(() => store.append(callId, turns)),
      },
      queue: {
        send: (messages) =>
          at(() => {
            for (const { delaySeconds } of messages) {
              waiting.push({ due: now + delaySeconds * 1000, events: [], receives: 1 });
            }
          }),
      },
      newOwner: () => `owner-${++owners}`,
    };
  };

  while (waiting.length > 0) {
    waiting = waiting.toSorted((a, b) => a.due - b.due);
    const [next] = waiting.splice(0, 1);
    if (next === undefined) break;
    now = Math.max(now, next.due);
    const crash = Promise.withResolvers<'crashed'>();
    const listening = { ...given.LISTENING, ...plan.listening };
    const ended = handleCall(
      CALL_ID,
      next.events,
      listening,
      ports(() => crash.resolve('crashed')),
    );
    if ((await Promise.race([ended, crash.promise])) !== 'crashed') continue;
    const { due, events, receives } = next;
    if (receives === MAX_RECEIVES) played.deadLetters.push({ at: due - T0, events });
    else waiting.push({ due: now + VISIBILITY_MS, events, receives: receives + 1 });
  }
  return played;
};
