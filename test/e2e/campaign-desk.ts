import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { UNLIMITED } from '../../infra/local/simulators/vapi/concurrency.ts';
import type { OutboundPhone } from '../../infra/local/simulators/vapi/outbound.ts';
import { type Product, startProduct } from './product.ts';

export const KEY = 'a key of these tests';
export const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
export const ALWAYS = Object.fromEntries(DAYS.map((day) => [day, ['00:00-24:00']]));
export const AGENT = '+14155550177';

export let product: Product;
export const phones = new Map<string, OutboundPhone>();
let given = 0;
/** Numbers that nobody has called yet. */
export const numbers = (count: number, area = '415') =>
  Array.from({ length: count }, () => `+1${area}555${String(++given).padStart(4, '0')}`);

/** For one file of tests: the product, whose simulated Vapi has no faults left after each of them. */
export function withCampaigns(): void {
  beforeAll(async () => {
    product = await startProduct(
      {
        ...{ OUTBOUND_API_KEY: KEY, OUTBOUND_HOURS: JSON.stringify(ALWAYS), HANDOFF_WINDOW_SECONDS: '3' },
        ...{ MAX_CALLS: '40', RESERVED_FOR_INBOUND: '2' },
        VAPI_PHONE_NUMBER_ID: 'f2a1b3c4-90de-4c8b-a7f6-3e2d1c0b9a88',
        VAPI_ASSISTANTS: JSON.stringify({ outbound: 'c1d7e2a9-4b55-4a1e-8f60-0d9b8c7a6e51' }),
      },
      undefined,
      { outboundPhones: (called) => phones.get(called) ?? 'busy' },
    );
  });
  afterEach(() => {
    const { vapi } = product;
    for (const script of [vapi.faults, vapi.deliveries]) script.clear();
    vapi.limitConcurrency(UNLIMITED);
  });
  afterAll(() => product.stop());
}

type Campaign = {
  id: string;
  name: string;
  status: string;
  counts: Record<string, number>;
  pausedBecause?: { code: string; failures: { row: number; endedReason: string }[] };
};
type Told = {
  status: number;
  body: {
    campaign?: Campaign;
    campaigns?: Campaign[];
    refused?: { row: number; code: string; message: string }[];
    pageUrl?: string;
    error?: { code: string; message: string; field?: string };
  };
};

export const request = async (
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Told> => {
  const response = await fetch(`${product.system.url}/outbound${path}`, {
    method,
    headers: { 'content-type': 'application/json', 'x-api-key': KEY, ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return { status: response.status, body: Object(await response.json()) };
};
export const FAST = { secondsApart: 0.2, attempts: { most: 1 } };
export const campaignOf = (called: readonly string[], settings: object = {}, more: object = {}) => ({
  name: 'Renewals',
  consent: { kind: 'express' },
  contacts: called.map((number) => ({ number })),
  settings: { ...FAST, ...settings },
  ...more,
});
export const started = async (body: object, headers: Record<string, string> = {}): Promise<Campaign> => {
  const { status, body: answer } = await request('POST', '/campaigns', body, headers);
  expect([status, answer.error]).toEqual([201, undefined]);
  if (answer.campaign === undefined) throw new Error('no campaign');
  return answer.campaign;
};
export const look = async (id: string): Promise<Campaign> => {
  const { body } = await request('GET', `/campaigns/${id}`);
  if (body.campaign === undefined) throw new Error(JSON.stringify(body));
  return body.campaign;
};
export const until = async (id: string, status: string, timeout = 30_000): Promise<Campaign> => {
  // Minutes of simulated time: each look is a request to the whole product.
  await expect.poll(async () => (await look(id)).status, { timeout, interval: 500 }).toBe(status);
  return look(id);
};
export const results = async (id: string): Promise<string[][]> => {
  const response = await fetch(`${product.system.url}/outbound/campaigns/${id}/results`, {
    headers: { 'x-api-key': KEY },
  });
  const [, ...lines] = (await response.text()).trim().split('\r\n');
  return lines.map((line) => line.split(',').map((cell) => cell.replaceAll('"', '')));
};
export const move = (id: string, what: string) => request('POST', `/campaigns/${id}/${what}`);
export const list = (...listed: string[]) => request('POST', '/do-not-call', { numbers: listed });
/** Whom Vapi was asked to call, of these numbers, in that order. */
export const dialled = (called: readonly string[]) =>
  product.vapi.calls().filter(({ caller }) => caller !== undefined && called.includes(caller));
export const some = (counts: Record<string, number>) =>
  Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
