import type { SimulatedCall } from '../../infra/local/simulators/vapi/vapi.ts';
import { readConversation } from '../../lib/aws/call-store.ts';
import type { Product } from '../e2e/product.ts';
import { type Percentiles, percentiles } from './latency.ts';

export type EventFigures = {
  calls: number;
  events: number;
  /** Asked for, and reached. */
  wantedPerSecond: number;
  perSecond: number;
  seconds: number;
  /** After the last event, until nothing is queued any more. */
  drainSeconds: number;
  /** Utterances that were said and are not stored, or not in their place; 0 when all is well. */
  lost: number;
  doubled: number;
  refused: number;
  deadLetters: number;
  ackMs: Percentiles;
  /** For one event. */
  sends: number;
  writes: number;
  peakRssMB: number;
};

const CALLS = 40;
/** A call sends this many events for one question and its answer. */
const EVENTS_PER_EXCHANGE = 5;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

type Step = (call: SimulatedCall, exchange: number) => ReturnType<SimulatedCall['send']>;

const asked = (exchange: number) => `This is what I say the ${exchange}. time.`;
const answered = (exchange: number) => `That is the answer number ${exchange}.`;

const STEPS: readonly Step[] = [
  (call) => call.send('speech-update', { status: 'started', role: 'user' }),
  (call, n) =>
    call.send('transcript', { role: 'user', transcriptType: 'partial', transcript: asked(n).slice(0, 12) }),
  (call, n) => {
    call.addMessage('user', asked(n));
    return call.send('transcript', { role: 'user', transcriptType: 'final', transcript: asked(n) });
  },
  (call) => call.send('speech-update', { status: 'stopped', role: 'user' }),
  (call, n) => {
    call.addMessage('bot', answered(n));
    return call.send('transcript', { role: 'assistant', transcriptType: 'final', transcript: answered(n) });
  },
];

/** Conversations of many calls at once: so many events a second, for so long, whether they are answered in time or not. */
export const measureEvents = async (
  product: Product,
  wantedPerSecond: number,
  wantedSeconds: number,
  done: (events: number) => void,
): Promise<EventFigures> => {
  const { vapi, system } = product;
  const calls = await Promise.all(
    Array.from({ length: CALLS }, () => vapi.startCall({ caller: '+14155550123', messages: [] })),
  );
  await system.idle();
  let peakRss = 0;
  const watch = setInterval(() => {
    peakRss = Math.max(peakRss, process.memoryUsage().rss);
  }, 100);
  const before = system.counts();
  const acks: number[] = [];
  let refused = 0;
  const events = wantedPerSecond * wantedSeconds;
  const exchanges = events / CALLS / EVENTS_PER_EXCHANGE;
  const gone: Promise<void>[] = [];
  const started = performance.now();
  // The events of a call go out in their order, each at its time; nobody waits for an answer.
  for (let index = 0; index < events; index += 1) {
    const due = started + (index * 1000) / wantedPerSecond;
    const wait = due - performance.now();
    if (wait > 1) await pause(wait);
    const call = calls[index % CALLS];
    const turn = Math.floor(index / CALLS);
    const step = STEPS[turn % EVENTS_PER_EXCHANGE];
    if (call === undefined || step === undefined) continue;
    const sent = performance.now();
    const exchange = Math.floor(turn / EVENTS_PER_EXCHANGE);
    gone.push(
      step(call, exchange).then(({ status }) => {
        acks.push(performance.now() - sent);
        done(acks.length);
        if (status !== 200) refused += 1;
      }),
    );
  }
  await Promise.all(gone);
  const seconds = (performance.now() - started) / 1000;
  await system.idle();
  const drainSeconds = (performance.now() - started) / 1000 - seconds;
  clearInterval(watch);
  const after = system.counts();
  const counted = (service: 'sqs' | 'dynamodb', ...operations: string[]) =>
    operations.reduce((sum, name) => sum + (after[service][name] ?? 0) - (before[service][name] ?? 0), 0);

  let lost = 0;
  let doubled = 0;
  const expected = Array.from({ length: exchanges }, (_, n) => [asked(n), answered(n)]).flat();
  const read = readConversation(product.records, Date.now);
  for (const { id } of calls) {
    const said = (await read(id, 1_000)).map(({ text }) => text);
    lost += expected.filter((text, place) => !said.includes(text) || said.indexOf(text) !== place).length;
    doubled += said.length - new Set(said).size;
  }
  return {
    calls: CALLS,
    events,
    wantedPerSecond,
    perSecond: events / seconds,
    seconds,
    drainSeconds,
    lost,
    doubled,
    refused,
    deadLetters: (await system.deadLetters()).length,
    ackMs: percentiles(acks),
    sends: counted('sqs', 'SendMessage', 'SendMessageBatch') / events,
    writes: counted('dynamodb', 'PutItem', 'UpdateItem') / events,
    peakRssMB: peakRss / 1e6,
  };
};
