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
 * Many calls at one time, each with 20 events: the request (sent twice), chatter, the callbacks, the end. A third is
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

  const play = async (number: number) => {
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
      await product.talking(call, 120_000);
      await call.endConversation();
    }
    if (kind === 2) await call.hangUp();
    await product.ended(call.id, 180_000);
  };
  const results = await Promise.allSettled(Array.from({ length: calls }, (_, number) => play(number)));
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
    lost: results.filter(({ status }) => status === 'rejected').length,
    deadLetters: (await system.deadLetters()).length,
    ackMs: percentiles(acks),
    peakRssMB: peakRss / 1_000_000,
  };
};
