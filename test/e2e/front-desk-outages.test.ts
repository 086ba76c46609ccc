import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Door, doorTo, type Mood } from '../../infra/local/aws/door.ts';
import { type Emulators, startEmulators } from '../../infra/local/aws/emulators.ts';
import type { Leg } from '../../infra/local/simulators/twilio/voice/leg.ts';
import { type Product, startProduct } from './product.ts';

const OURS = '+14155550188';
const AT_VAPI = '+14155550199';
const CALLER = '+14155550123';
const DESK = {
  VAPI_PHONE_NUMBER_ID: 'f2a1b3c4-90de-4c8b-a7f6-3e2d1c0b9a88',
  VAPI_ASSISTANTS: JSON.stringify({ 'front-desk': 'c1d7e2a9-4b55-4a1e-8f60-0d9b8c7a6e51' }),
  MAX_CALLS: '5',
};
const AWAY: Mood[] = ['failing', 'cutting', 'silent'];

let inner: Emulators;
let tableDoor: Door;
let queueDoor: Door;
let product: Product;

beforeEach(async () => {
  inner = await startEmulators();
  [queueDoor, tableDoor] = [await doorTo(inner.sqsUrl), await doorTo(inner.dynamoUrl)];
  product = await startProduct(DESK, undefined, {
    external: { sqsUrl: queueDoor.url, dynamoUrl: tableDoor.url },
  });
  product.twilio.addWorker({ name: 'amara.osei', contactUri: '+14155550171' });
});
afterEach(async () => {
  tableDoor.mood = 'up';
  queueDoor.mood = 'up';
  await product.stop();
  for (const one of [queueDoor, tableDoor, inner]) await one.stop();
});

const rings = (): Leg => product.twilio.callIn({ to: OURS, from: CALLER });
const heardBy = (leg: Leg) =>
  product.twilio.heardOn(leg.sid).flatMap((one) => ('text' in one ? [`${one.is}: ${one.text}`] : []));
const over = (leg: Leg) =>
  expect.poll(() => leg.status, { timeout: 60_000 }).toMatch(/completed|busy|failed/);

describe('A call at our own number', () => {
  it.each(
    AWAY,
  )('hears a sentence of ours while the table is %s, within the time that Twilio waits', async (mood) => {
    tableDoor.mood = mood;
    const began = Date.now();
    const leg = rings();
    await over(leg);
    expect(Number(leg.answeredAt) - began).toBeLessThan(12_000);
    expect(heardBy(leg)).toEqual([expect.stringMatching(/^said: .*more calls than we can answer/)]);
    expect(product.twilio.alerts).toEqual([]);
    expect(product.vapi.calls()).toEqual([]);
  });

  it.each(
    AWAY,
  )('hears a sentence of ours while table and queue are %s, and is promised nothing', async (mood) => {
    tableDoor.mood = mood;
    queueDoor.mood = mood;
    const began = Date.now();
    const leg = rings();
    await over(leg);
    expect(Number(leg.answeredAt) - began).toBeLessThan(12_000);
    expect(heardBy(leg)).toEqual([expect.stringMatching(/^said: .*call again a little later/)]);
    expect(product.twilio.alerts).toEqual([]);
  });

  it.each(AWAY)('has its assistant while the queue is %s', async (mood) => {
    queueDoor.mood = mood;
    const leg = rings();
    await expect.poll(() => leg.status, { timeout: 20_000 }).toBe('in-progress');
    expect(product.vapi.calls()).toHaveLength(1);
  });

  it.each(AWAY)('reaches an agent while the queue is %s and Vapi takes no call', async (mood) => {
    queueDoor.mood = mood;
    product.vapi.faults.next('create-bypass-call', { kind: 'status', status: 400 });
    const leg = rings();
    await expect.poll(() => leg.log, { timeout: 20_000 }).toContain('Enqueue');
    queueDoor.mood = 'up';
    await product.until(leg.sid, ({ progress }) => progress.state === 'connected', 120_000);
  });
});

describe('A leg whose assistant broke', () => {
  it.each(AWAY)('hears a sentence of ours while table and queue are %s', async (mood) => {
    const leg = rings();
    await expect.poll(() => product.vapi.calls().at(-1)?.status, { timeout: 10_000 }).toBe('in-progress');
    tableDoor.mood = mood;
    queueDoor.mood = mood;
    await product.vapi
      .calls()
      .at(-1)
      ?.breaks('worker-shutdown', {
        statusUpdate: { drop: true },
        report: { drop: true },
      });
    await over(leg);
    expect(heardBy(leg).at(-1)).toMatch(/^said: .*call again a little later/);
    expect(product.twilio.alerts).toEqual([]);
    expect(product.vapi.calls()).toHaveLength(1);
  });
});

describe('A call at a number of Vapi’s', () => {
  it.each(AWAY)('has its assistant in time while the table is %s, as a caller who is new', async (mood) => {
    product.vapi.saveNumber({ number: AT_VAPI });
    tableDoor.mood = mood;
    const began = Date.now();
    const call = await product.vapi.callIn({ to: AT_VAPI, from: CALLER });
    expect(call.entries).toHaveLength(1);
    expect(call.variableValues).toEqual({});
    tableDoor.mood = 'up';
    const entered = call.entries[0]?.at ?? Number.POSITIVE_INFINITY;
    expect(entered - began).toBeLessThan(3_000);
  });
});
