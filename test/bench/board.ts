import { randomUUID } from 'node:crypto';
import type { AttributeValue, ServiceInputTypes } from '@aws-sdk/client-dynamodb';
import { prices } from '../../infra/prices.ts';
import { dynamoDbClient } from '../../lib/aws/dynamodb/client.ts';
import { keepFacts } from '../../lib/aws/facts-store.ts';
import { handoffStore } from '../../lib/aws/handoff-store.ts';
import { boardToken } from '../../lib/base/signed-link.ts';
import type { BoardData, HandoffPage } from '../../lib/board/data.ts';
import type { Facts } from '../../lib/handoff/record/facts.ts';
import { OUTCOMES, STRATEGIES } from '../../lib/handoff/record/words.ts';
import type { Product } from '../e2e/product.ts';
import * as given from '../lib/handoff/given.ts';
import { type Percentiles, percentiles } from './latency.ts';

export type BoardFigures = {
  handoffs: number;
  views: number;
  /** The first view of a fresh function, which reads the whole day. */
  first: { ms: number; requests: number };
  view: Percentiles;
  requestsOfAView: number;
  search: Percentiles;
  requestsOfASearch: number;
  csvMs: number;
  scans: number;
  /** Views whose figures are not those of what was written. */
  wrong: number;
  /** What the board's lists cost for one handed-over call: writes beside those that are made for the handoff itself. */
  ofAHandoff: { requests: number; writeUnits: number; dollarsFor1000: number };
};

const GOING_ON = 40;
const AGENTS = 30;
const CALLS = 20;
const SEARCHES = ['outcome=no_agent', 'q=0042', 'department=billing&agent=agent-7', ''];
const AT_ONCE = 40;

/** A handoff of the day, spread over its hours so far. */
function handoffOf(number: number, of: number, from: number, to: number): Facts {
  const askedAt = Math.floor(from + ((to - from) * number) / of);
  const outcome = number % 4 === 0 ? (OUTCOMES[number % OUTCOMES.length] ?? 'completed') : 'completed';
  return {
    handoffId: `ho_${String(number).padStart(26, '0')}`,
    askedAt,
    state: 'ended',
    outcome,
    strategy: STRATEGIES[number % STRATEGIES.length] ?? 'conference',
    windowSeconds: 30,
    edition: 1,
    department: ['sales', 'support', 'billing'][number % 3],
    agent: `agent-${number % AGENTS}`,
    taskAt: askedAt + 200,
    offeredAt: askedAt + 3_000,
    acceptedAt: askedAt + 9_000,
    ...(outcome === 'completed' && { joinedAt: askedAt + 10_000 + (number % 40) * 1_000 }),
    endedAt: askedAt + 240_000,
  };
}

/** The work, so many at a time. */
async function inParallel(count: number, work: (number: number) => Promise<void>): Promise<void> {
  const numbers = Array.from({ length: count }, (_, number) => number).values();
  const one = async () => {
    for (const number of numbers) await work(number);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
}

const requestsTo = ({ system }: Product): number =>
  Object.values(system.counts().dynamodb).reduce((sum, count) => sum + count, 0);

async function seed(product: Product, handoffs: number, done: (count: number) => void): Promise<void> {
  const { twilio, records } = product;
  const now = Date.now();
  const midnight = Math.floor(now / 86_400_000) * 86_400_000;
  for (let number = 0; number < AGENTS; number += 1) {
    const worker = twilio.addWorker({ name: `agent-${number}`, contactUri: `+1415555${1_000 + number}` });
    twilio.setAvailable(worker, false);
  }
  await inParallel(handoffs, async (number) => {
    const facts = handoffOf(number, handoffs, midnight, now);
    const keep = keepFacts(records, () => Math.min(now, facts.askedAt + 240_000), {
      timeZone: 'UTC',
      statisticsSeconds: 400 * 86_400,
      calledSeconds: 7 * 86_400,
    });
    const caller = `+1415555${String(number % 10_000).padStart(4, '0')}`;
    await keep(facts, { callId: randomUUID(), name: 'Jordan Ortiz', caller, reason: 'was charged twice' });
    done(number + 1);
  });
  const store = handoffStore(records, () => now, undefined);
  await inParallel(GOING_ON, async (number) => {
    const callId = randomUUID();
    const progress =
      [given.QUEUED, given.OFFERED, given.BRIDGING, given.CONNECTED][number % 4] ?? given.QUEUED;
    const request = given.request({ requestedAt: now - number * 1_000 });
    const look = given.looking('sweep', { notBefore: now + 600_000 });
    const going = given.handoff(progress, [look], { request, deadline: now + 600_000 });
    await store.save({ ...going, callId, handoffId: `ho_going_${number}` }, 0);
  });
}

/** How long each of so many requests took, and how many they made of the table. */
async function timed<T>(product: Product, urls: readonly string[], take: (answer: T) => void) {
  const before = requestsTo(product);
  const times: number[] = [];
  for (const url of urls) {
    const begun = performance.now();
    const answer = await fetch(url);
    take((await answer.json()) as T);
    times.push(performance.now() - begun);
  }
  return { times, requests: (requestsTo(product) - before) / urls.length };
}

/** The board of a day with so many handoffs, 40 more that go on and 30 agents, as whoever watches it asks for it. */
export async function measureBoard(
  product: Product,
  handoffs: number,
  views: number,
  done: (count: number) => void,
): Promise<BoardFigures> {
  await seed(product, handoffs, done);
  const [key = ''] = (product.system.env.LINK_SIGNING_KEY ?? '').split(',');
  const token = boardToken({ expiresAt: Math.floor(Date.now() / 1000) + 3_600 }, key);
  const board = `${product.system.url}/board/${token}`;
  let wrong = 0;
  const look = ({ today, now }: BoardData) => {
    const { waiting, ringing, talking } = now;
    const going = waiting.length + ringing.length + talking.length;
    if (today.asked !== handoffs + GOING_ON || going !== GOING_ON) wrong += 1;
  };
  const first = await timed(product, [`${board}/data`], look);
  const viewed = await timed(product, Array<string>(views).fill(`${board}/data`), look);
  const searches = Array.from({ length: views }, (_, number) => SEARCHES[number % SEARCHES.length] ?? '');
  const searched = await timed<HandoffPage>(
    product,
    searches.map((query) => `${board}/handoffs?${query}`),
    (page) => {
      if (page.handoffs.length !== 50 && page.cursor !== undefined) wrong += 1;
    },
  );
  const begun = performance.now();
  const csv = await (await fetch(`${board}/handoffs.csv`)).text();
  const csvMs = performance.now() - begun;
  if (csv.trim().split('\r\n').length !== Math.min(10_000, handoffs + GOING_ON) + 1) wrong += 1;
  return {
    handoffs,
    views,
    first: { ms: first.times[0] ?? Number.NaN, requests: first.requests },
    view: percentiles(viewed.times),
    requestsOfAView: viewed.requests,
    search: percentiles(searched.times),
    requestsOfASearch: searched.requests,
    csvMs,
    scans: product.system.counts().dynamodb.Scan ?? 0,
    wrong,
    ofAHandoff: await measureHandoffs(product),
  };
}

type Item = Record<string, AttributeValue>;

function itemsIn(input: ServiceInputTypes): Item[] {
  if ('Item' in input) return input.Item === undefined ? [] : [input.Item];
  if (!('RequestItems' in input)) return [];
  return Object.values(input.RequestItems ?? {}).flatMap((requests) =>
    Array.isArray(requests) ? requests.flatMap(({ PutRequest }) => PutRequest?.Item ?? []) : [],
  );
}

/** Calls that are handed over, by what is written for the board alone: each write of 1 KB, in the table and in its index. */
async function measureHandoffs(product: Product): Promise<BoardFigures['ofAHandoff']> {
  const { vapi, twilio } = product;
  let [requests, writeUnits] = [0, 0];
  const shown = new Map<string, string>();
  const unitsOf = (item: Item) => Math.ceil(JSON.stringify(item).length / 1_024);
  dynamoDbClient().middlewareStack.add(
    (next) => async (args) => {
      const items = itemsIn(args.input);
      const ofTheDay = items.filter(({ pk }) => /^(DAY|CALLED)#/.test(pk?.S ?? ''));
      if (ofTheDay.length > 0) requests += 1;
      for (const item of ofTheDay) writeUnits += unitsOf(item) * (item.list === undefined ? 1 : 2);
      for (const { pk, sk, list, at, facts } of items.filter((item) => item.sk?.S === 'HANDOFF')) {
        // On its list it is for its own sake; that it is shown there is the board's.
        const place = `${list?.S} ${at?.N}`;
        const before = shown.get(`${pk?.S} ${sk?.S}`);
        if (before?.startsWith(place) && before !== `${place} ${facts?.S}`) writeUnits += 1;
        shown.set(`${pk?.S} ${sk?.S}`, `${place} ${facts?.S}`);
      }
      const { Key, UpdateExpression = '' } = args.input as { Key?: Item; UpdateExpression?: string };
      if (Key?.sk?.S?.endsWith('#over') === true) {
        const begins = UpdateExpression.startsWith('SET #list');
        requests += begins ? 1 : 0;
        // The end is written anyway: it leaves the list with it.
        writeUnits += begins ? 2 : 1;
      }
      return next(args);
    },
    { step: 'initialize' },
  );
  twilio.addWorker({ name: 'bench', contactUri: '+14155550177' });
  for (let number = 0; number < CALLS; number += 1) {
    const call = await vapi.startCall({ caller: '+14155550123' });
    await call.askForHuman({ reason: 'bench' });
    await product.talking(call);
    await call.endConversation();
    await product.ended(call.id);
  }
  const [each, units] = [requests / CALLS, writeUnits / CALLS];
  return { requests: each, writeUnits: units, dollarsFor1000: units * prices.dynamoWriteUnit * 1_000 };
}
