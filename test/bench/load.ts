import type { Product } from '../e2e/product.ts';
import { type Percentiles, percentiles } from './latency.ts';

export type LoadFigures = {
  calls: number;
  eventsPerCall: number;
  seconds: number;
  eventsPerSecond: number;
  outcomes: Record<string, number>;
  /** Calls that did not end as their people made them end; 0 when all is well. */
  wrong: number;
  doubledTasks: number;
  doubledTransfers: number;
  lost: number;
  deadLetters: number;
  ackMs: Percentiles;
  peakRssMB: number;
};

const EVENTS = 20;
/** A thousand telephones do not ring in one millisecond; a thousand within five seconds is a storm already. */
const BETWEEN_CALLS_MS = 5;
const ENDING_MS = 120_000;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** What the platforms send besides what moves a handoff: repeats, late ones, chatter. */
const CHATTER = [
  'speech-update',
  'user-interrupted',
  'status-update',
  'hang',
  'conversation-update',
] as const;

/**
 * Many calls that begin within seconds and are live together, each with 20 events: the request (sent twice), chatter, the callbacks, the end. A third is
 * handed over, a third finds nobody, a third hangs up while waiting.
 */
export const measureLoad = async (product: Product, calls: number): Promise<LoadFigures> => {
  const { vapi, twilio, system } = product;
  const handedOver = Math.ceil(calls / 3);
  for (let number = 0; number < handedOver; number += 1) {
    twilio.addWorker({
      name: `bench-${number}`,
      contactUri: `+1415555${String(number % 10_000).padStart(4, '0')}`,
      skills: ['staffed'],
    });
  }
  let peakRss = 0;
  const watch = setInterval(() => {
    peakRss = Math.max(peakRss, process.memoryUsage().rss);
  }, 100);
  const acks: number[] = [];
  const started = performance.now();
  const ids: { id: string; expected: string }[] = [];

  // Told by the simulator: a thousand who look at their records would be the larger part of the load.
  const waiting = new Map<string, () => void>();
  const picked = new Set<string>();
  vapi.on(({ callId, what }) => {
    if (what !== 'agent-answered') return;
    picked.add(callId);
    waiting.get(callId)?.();
  });
  const answered = (callId: string) =>
    new Promise<void>((resolve, reject) => {
      if (picked.has(callId)) return resolve();
      waiting.set(callId, resolve);
      setTimeout(reject, ENDING_MS, new Error('no agent answered')).unref();
    });

  const play = async (number: number) => {
    await pause(number * BETWEEN_CALLS_MS);
    const kind = number % 3;
    const expected = kind === 0 ? 'completed' : kind === 1 ? 'no_agent' : 'caller_left';
    const call = await vapi.startCall({ caller: '+14155550123' });
    ids.push({ id: call.id, expected });
    const sent = performance.now();
    const asked = { reason: 'bench', department: kind === 0 ? 'staffed' : 'empty' };
    const toolCallId = `call_${number}`;
    await call.askForHuman(asked, { toolCallId });
    acks.push(performance.now() - sent);
    await call.askForHuman(asked, { toolCallId });
    // The start and the request twice are three; TaskRouter's callbacks and the end make up the rest and more.
    for (let extra = 0; extra < EVENTS - 4; extra += 1) {
      const type = CHATTER[extra % CHATTER.length] ?? 'hang';
      await call.send(type, type === 'status-update' ? { status: 'in-progress' } : {});
    }
    if (kind === 0) {
      await answered(call.id);
      await call.endConversation();
    }
    if (kind === 2) await call.hangUp();
  };
  const played = await Promise.allSettled(Array.from({ length: calls }, (_, number) => play(number)));
  const open = new Set(ids.map(({ id }) => id));
  for (const end = performance.now() + ENDING_MS; open.size > 0 && performance.now() < end; ) {
    await pause(1_000);
    for (const id of open) {
      const handoff = await product.record(id);
      if (handoff?.progress.state === 'ended' && handoff.effects.length === 0) open.delete(id);
    }
  }
  const seconds = (performance.now() - started) / 1000;
  await pause(200);
  clearInterval(watch);

  const outcomes: Record<string, number> = {};
  let wrong = 0;
  let doubledTasks = 0;
  let doubledTransfers = 0;
  for (const { id, expected } of ids) {
    const progress = (await product.record(id))?.progress;
    const outcome = progress?.state === 'ended' ? progress.outcome : 'not ended';
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    if (outcome !== expected) wrong += 1;
    if (twilio.mostOpenOf(id) > 1 || twilio.tasksOfCall(id).length > 1) doubledTasks += 1;
    if ((vapi.call(id)?.transfers.length ?? 0) !== (expected === 'completed' ? 1 : 0)) doubledTransfers += 1;
  }
  return {
    calls,
    eventsPerCall: EVENTS,
    seconds,
    eventsPerSecond: (calls * EVENTS) / seconds,
    outcomes,
    wrong,
    doubledTasks,
    doubledTransfers,
    lost: open.size + played.filter(({ status }) => status === 'rejected').length,
    deadLetters: (await system.deadLetters()).length,
    ackMs: percentiles(acks),
    peakRssMB: peakRss / 1_000_000,
  };
};
