import * as z from 'zod/mini';
import { dueBetween } from '../../lib/aws/due-list.ts';
import { placeStore } from '../../lib/aws/place-store.ts';
import { type Product, startProduct, UNSCHEDULED } from '../e2e/product.ts';
import { type CostFigures, costOfAttempts } from './cost.ts';
import { type Counts, difference, type Percentiles, percentiles, requestsIn } from './latency.ts';
import { PATIENT } from './load.ts';
import { countUnits } from './units.ts';

export type CampaignFigures = {
  contacts: number;
  /** From the request with the whole list to the 201. */
  takenInMs: { csv: number; json: number };
  /** To the table, for the list as JSON. */
  takenInRequests: number;
  /** Calls that Vapi was asked for, and how many fewer that is than were to be. */
  attempts: number;
  missing: number;
  secondsApart: number;
  /** Between two requests for a call, as Vapi sees them. */
  gapMs: Percentiles & { mean: number; least: number };
  /**
   * By which share of what was asked the median gap is off: what the product itself adds to each. The mean has the
   * moments too in which a busy machine stands still.
   */
  paceOff: number;
  /** Requests for a call beyond one for each number. */
  doubled: number;
  /** Contacts of whom the results say something else than what their telephone did. */
  wrong: number;
  /** At the end: places that nobody gave back, and calls and campaigns that still owe something. */
  placesLeft: number;
  owed: number;
  deadLetters: number;
  /** For one attempt, by operation; empty receives are left out. */
  requests: Counts & { perAttempt: number };
  cost: CostFigures;
};

const KEY = 'the key of the bench';
const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const PLACES = { maxCalls: 100, reservedForInbound: 0 };
const SETTINGS = {
  OUTBOUND_API_KEY: KEY,
  OUTBOUND_HOURS: JSON.stringify(Object.fromEntries(DAYS.map((day) => [day, ['00:00-24:00']]))),
  VAPI_PHONE_NUMBER_ID: 'f2a1b3c4-90de-4c8b-a7f6-3e2d1c0b9a88',
  VAPI_ASSISTANTS: JSON.stringify({ outbound: 'as-outbound' }),
  MAX_CALLS: String(PLACES.maxCalls),
  RESERVED_FOR_INBOUND: String(PLACES.reservedForInbound),
};

/** The calls of one second go to as many areas: none has more than it may. */
const AREAS = ['212', '213', '303', '312', '404', '415', '503', '602', '617', '713'];
/** What a telephone does, and the outcome that its contact has. */
const ENDS = [
  { phone: 'busy', outcome: 'busy' },
  { phone: 'no-answer', outcome: 'no_answer' },
  { phone: 'voicemail', outcome: 'voicemail' },
] as const;

/** Vapi says that it rings before it says that nobody picks up, and the report follows that by some time. */
const RINGS_MS = 1_000;
const REPORT_AFTER_MS = 300;
const LOOK_MS = 20;
/** Where nobody has been called for so long, nobody is called any more, however slow the machine is. */
const SILENCE_MS = 60_000;
const LONGEST_CALL_MS = 3_600_000;
const MOST_OWED = 100_000;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const answerSchema = z.object({ campaign: z.object({ id: z.string() }), refused: z.array(z.unknown()) });

/** `list`: its own block of numbers, so that no list has a number of another one's. */
const numbersOf = (count: number, list: '555' | '556'): string[] =>
  Array.from({ length: count }, (_, row) => {
    const line = String(Math.floor(row / AREAS.length)).padStart(4, '0');
    return `+1${AREAS[row % AREAS.length]}${list}${line}`;
  });
const endOf = (number: string) => ENDS[Number(number) % ENDS.length] ?? ENDS[0];

const csvOf = (numbers: readonly string[]): string =>
  [
    'number,id,name,consent,plan',
    ...numbers.map((number, row) => `${number},c-${row},"Vale, Robin",express,gold`),
  ].join('\r\n');

const jsonOf = (numbers: readonly string[], settings: object): string =>
  JSON.stringify({
    ...{ name: 'Bench', consent: { kind: 'express' }, settings, start: false },
    contacts: numbers.map((number, row) => ({
      ...{ number, id: `c-${row}`, name: 'Vale, Robin', variables: { plan: 'gold' } },
    })),
  });

type Type = 'application/json' | 'text/csv';

async function ask(
  { system }: Product,
  method: 'GET' | 'POST',
  path: string,
  body?: string,
  type: Type = 'application/json',
): Promise<string> {
  const response = await fetch(`${system.url}/outbound/campaigns${path}`, {
    method,
    headers: { 'x-api-key': KEY, 'content-type': type },
    ...(body !== undefined && { body }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return text;
}

/** Gives the campaign's id, and how long it took. */
async function takeIn(product: Product, path: string, body: string, type?: Type) {
  const begun = performance.now();
  const text = await ask(product, 'POST', path, body, type);
  const ms = performance.now() - begun;
  const { campaign, refused } = answerSchema.parse(JSON.parse(text));
  if (refused.length > 0) throw new Error(`${refused.length} contacts were refused`);
  return { id: campaign.id, ms };
}

const callsAskedFor = ({ vapi }: Product) =>
  vapi.requests.flatMap(({ operation, body, at }) =>
    operation === 'create-call' ? [{ at, number: String(Object(Object(body).customer).number) }] : [],
  );

async function settled({ vapi, twilio, system }: Product): Promise<void> {
  await Promise.all([vapi.idle(), twilio.idle()]);
  await system.idle({ delayed: true });
}

/** Starts a campaign, and cancels it when so many calls were asked for, or when none is any more. */
async function dial(product: Product, id: string, attempts: number, done: (attempts: number) => void) {
  const before = callsAskedFor(product).length;
  await ask(product, 'POST', `/${id}/resume`);
  let asked = 0;
  for (let at = performance.now(); asked < attempts && performance.now() - at < SILENCE_MS; ) {
    await pause(LOOK_MS);
    const now = callsAskedFor(product).length - before;
    if (now === asked) continue;
    asked = now;
    at = performance.now();
    done(asked);
  }
  await ask(product, 'POST', `/${id}/cancel`);
  await settled(product);
  return callsAskedFor(product).slice(before);
}

/** Contacts of whom the results say something else than what was done to them. */
async function wrongIn(product: Product, id: string, called: readonly string[]): Promise<number> {
  const [, ...lines] = (await ask(product, 'GET', `/${id}/results`)).trim().split('\r\n');
  const calls = new Map<string, number>();
  for (const number of called) calls.set(number, (calls.get(number) ?? 0) + 1);
  return lines.filter((line) => {
    const [number = '', status, outcome, attempts] = line.replaceAll('"', '').split(',').slice(2);
    const made = calls.get(number) ?? 0;
    const right = made === 0 ? 'canceled' : endOf(number).outcome;
    return status !== 'ended' || outcome !== right || Number(attempts) !== made;
  }).length;
}

/** How many of all places cannot be taken any more. */
async function placesLeft({ records }: Product): Promise<number> {
  const places = placeStore(records, Date.now, PLACES, LONGEST_CALL_MS);
  let full = 0;
  for (let number = 0; number < PLACES.maxCalls; number += 1) {
    if ((await places.take(`bench-${number}`, 'outbound')) === 'full') full += 1;
  }
  return full;
}

/**
 * A list that is taken in, as CSV and as JSON, and the calls of its beginning at a pace, to telephones that nobody
 * picks up. What was counted is of the calls alone.
 */
export const measureCampaign = async (
  { contacts, attempts, secondsApart }: { contacts: number; attempts: number; secondsApart: number },
  done: (attempts: number) => void,
): Promise<CampaignFigures> => {
  const product = await startProduct(SETTINGS, undefined, {
    ...PATIENT,
    topology: UNSCHEDULED,
    outboundPhones: (number) => ({ is: endOf(number).phone, afterMs: RINGS_MS }),
  });
  try {
    const { system, vapi } = product;
    vapi.deliveries.always('end-of-call-report', { delayMs: REPORT_AFTER_MS });
    const units = countUnits();
    // It calls at once, and at its own pace.
    const csv = await takeIn(product, '?name=Bench', csvOf(numbersOf(contacts, '556')), 'text/csv');
    await ask(product, 'POST', `/${csv.id}/cancel`);
    await settled(product);

    const empty = system.counts();
    const pace = { secondsApart, maxConcurrent: PLACES.maxCalls, attempts: { most: 1 } };
    const json = await takeIn(product, '', jsonOf(numbersOf(contacts, '555'), pace));
    const before = system.counts();
    const takenInRequests = requestsIn(difference(before, empty));

    const { read, write } = units;
    const servedBefore = product.served.length;
    const calls = await dial(product, json.id, attempts, done);
    const requests = difference(system.counts(), before);
    const cost = costOfAttempts({
      attempts: calls.length,
      requests,
      served: product.served.slice(servedBefore),
      units: { read: units.read - read, write: units.write - write },
    });

    const numbers = calls.map(({ number }) => number);
    const gaps = calls.slice(1).map(({ at }, index) => at - (calls[index]?.at ?? Number.NaN));
    const spread = percentiles(gaps);
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
    const each = (counts: Record<string, number>) =>
      Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, count / calls.length]));
    const owed = await dueBetween(product.records)(0, Number.MAX_SAFE_INTEGER, MOST_OWED);
    return {
      contacts,
      takenInMs: { csv: csv.ms, json: json.ms },
      takenInRequests,
      attempts: calls.length,
      missing: Math.max(0, attempts - calls.length),
      secondsApart,
      gapMs: { ...spread, mean, least: Math.min(...gaps) },
      paceOff: Math.abs(spread.p50 / (secondsApart * 1_000) - 1),
      doubled: numbers.length - new Set(numbers).size,
      wrong: await wrongIn(product, json.id, numbers),
      placesLeft: await placesLeft(product),
      owed: owed.filter(({ kind }) => kind === 'campaign' || kind === 'outbound').length,
      deadLetters: (await system.deadLetters()).length,
      requests: {
        sqs: each(requests.sqs),
        dynamodb: each(requests.dynamodb),
        perAttempt: requestsIn(requests) / calls.length,
      },
      cost,
    };
  } finally {
    await product.stop();
  }
};
