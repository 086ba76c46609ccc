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
/** Without any request for so long, what has not come does not come any more, however slow the machine is. */
const SILENCE_MS = 60_000;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Nothing is decided by time, so that no verdict is: a window as long as there is any. Who finds nobody is one whom
 * TaskRouter's workflow gives up.
 */
export const WITHOUT_TIME = { HANDOFF_WINDOW_SECONDS: '900', DEPARTMENTS: 'staffed,empty' };
/** Platforms that wait for every answer. */
export const PATIENT = { webhookPatienceMs: 3_600_000, taskRouterPatienceMs: 3_600_000 };

/** What the platforms send besides what moves a handoff: repeats, late ones, chatter. */
const CHATTER = [
  'speech-update',
  'user-interrupted',
  'status-update',
  'hang',
  'conversation-update',
] as const;

const KINDS = ['completed', 'no_agent', 'caller_left'] as const;
type Kind = (typeof KINDS)[number];

/** Who waits for something that is told of a call: until it is told, or until nothing is told any more. */
const telling = () => {
  const told = new Set<string>();
  const waiting = new Map<string, PromiseWithResolvers<void>>();
  return {
    tell(callId: string) {
      told.add(callId);
      waiting.get(callId)?.resolve();
    },
    until(callId: string): Promise<void> {
      if (told.has(callId)) return Promise.resolve();
      const waits = Promise.withResolvers<void>();
      waiting.set(callId, waits);
      return waits.promise;
    },
    giveUp() {
      for (const { reject } of waiting.values()) reject(new Error('nothing happens any more'));
    },
  };
};

/**
 * Many calls that begin within seconds and are live together, each with 20 events: the request (sent twice), chatter,
 * the callbacks, the end. A third is handed over, a third finds nobody, a third hangs up while waiting.
 */
export const measureLoad = async (
  product: Product,
  calls: number,
  done: (calls: number) => void,
): Promise<LoadFigures> => {
  const { vapi, twilio, system } = product;
  const handedOver = Math.ceil(calls / 3);
  for (let number = 0; number < handedOver; number += 1) {
    twilio.addWorker({
      name: `bench-${number}`,
      contactUri: `+1415555${String(number % 10_000).padStart(4, '0')}`,
      skills: ['staffed'],
    });
  }
  // Told by the simulators: a thousand who look at their records would be the larger part of the load.
  const answered = telling();
  const queued = telling();
  vapi.on(({ callId, what }) => {
    if (what === 'agent-answered') answered.tell(callId);
  });
  twilio.on(({ callId, what }) => {
    if (what === 'task-created' && callId !== undefined) queued.tell(callId);
  });

  let peakRss = 0;
  let served = 0;
  let servedAt = performance.now();
  const watch = setInterval(() => {
    peakRss = Math.max(peakRss, process.memoryUsage().rss);
    if (product.served.length !== served) {
      served = product.served.length;
      servedAt = performance.now();
    } else if (performance.now() - servedAt > SILENCE_MS) {
      answered.giveUp();
      queued.giveUp();
    }
  }, 100);

  const acks: number[] = [];
  const started = performance.now();
  const ids: { id: string; expected: Kind }[] = [];
  let played = 0;
  const play = async (number: number) => {
    await pause(number * BETWEEN_CALLS_MS);
    const expected = KINDS[number % KINDS.length] ?? 'completed';
    const call = await vapi.startCall({ caller: '+14155550123' });
    ids.push({ id: call.id, expected });
    const sent = performance.now();
    const asked = { reason: 'bench', department: expected === 'completed' ? 'staffed' : 'empty' };
    const toolCallId = `call_${number}`;
    await call.askForHuman(asked, { toolCallId });
    acks.push(performance.now() - sent);
    await call.askForHuman(asked, { toolCallId });
    // The start and the request twice are three; TaskRouter's callbacks and the end make up the rest and more.
    const chatter = async () => {
      for (let extra = 0; extra < EVENTS - 4; extra += 1) {
        const type = CHATTER[extra % CHATTER.length] ?? 'hang';
        await call.send(type, type === 'status-update' ? { status: 'in-progress' } : {});
      }
    };
    if (expected === 'caller_left') {
      // Who leaves does so while they wait: no answer to the chatter holds them up, however late it comes.
      const chatted = chatter();
      await queued.until(call.id);
      await call.hangUp();
      await chatted;
    } else await chatter();
    if (expected === 'completed') {
      await answered.until(call.id);
      await call.endConversation();
    }
    if (expected === 'no_agent') {
      await queued.until(call.id);
      twilio.giveUp(call.id);
    }
    played += 1;
    done(played);
  };
  const plays = await Promise.allSettled(Array.from({ length: calls }, (_, number) => play(number)));
  const open = new Set(ids.map(({ id }) => id));
  for (let before = 0, since = performance.now(); open.size > 0; ) {
    // Nobody looks before the queues are empty: the looking would be load of its own.
    await Promise.all([vapi.idle(), twilio.idle(), system.idle()]);
    for (const id of open) {
      const handoff = await product.record(id);
      if (handoff?.progress.state === 'ended' && handoff.effects.length === 0) open.delete(id);
    }
    if (open.size !== before) since = performance.now();
    else if (performance.now() - since > SILENCE_MS) break;
    before = open.size;
    if (open.size > 0) await pause(1_000);
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
    lost: open.size + plays.filter(({ status }) => status === 'rejected').length,
    deadLetters: (await system.deadLetters()).length,
    ackMs: percentiles(acks),
    peakRssMB: peakRss / 1_000_000,
  };
};
