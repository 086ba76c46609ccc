import { randomBytes, randomUUID } from 'node:crypto';
import { OUR_NUMBER } from '../../infra/local/simulators/vapi/call.ts';
import { callerMemory } from '../../lib/aws/caller-memory.ts';
import type { Product } from '../e2e/product.ts';
import assistantRequest from '../fixtures/vapi/assistant-request.json' with { type: 'json' };
import { type Percentiles, percentiles } from './latency.ts';

export type DeskFigures = {
  calls: number;
  /** From the request to the whole answer: who talks, and the TwiML that leads to Vapi. */
  assistantRequest: Percentiles;
  voice: Percentiles;
  /** Answers that name another assistant than the right one, or no stream. */
  wrong: number;
  /** To the table, for one call. */
  requests: { assistantRequest: number; voice: number };
};

const ROUTER = 'as-front-desk';
const BILLING = 'as-billing';
/** A desk with room for whoever the bench sends. */
export const DESK_OF_THE_BENCH = {
  VAPI_ASSISTANTS: JSON.stringify({ 'front-desk': ROUTER, billing: BILLING }),
  VAPI_PHONE_NUMBER_ID: 'f2a1b3c4-90de-4c8b-a7f6-3e2d1c0b9a88',
  MAX_CALLS: '10000',
};

const WARM_UP = 20;

/**
 * Calls one after the other, each answered in both ways; every second caller was cut off a minute ago.
 */
export const measureDesk = async (
  product: Product,
  calls: number,
  done: (calls: number) => void,
): Promise<DeskFigures> => {
  const { system } = product;
  const memory = callerMemory(product.records, Date.now, 1_800);
  const warmUp = Math.min(WARM_UP, calls);
  const times = { assistantRequest: [] as number[], voice: [] as number[] };
  const requests = { assistantRequest: 0, voice: 0 };
  let wrong = 0;
  for (let number = 0; number < warmUp + calls; number += 1) {
    const caller = `+1415555${String(1_000 + number)}`;
    const isCutOff = number % 2 === 1;
    if (isCutOff) {
      const endedAt = Date.now() - 60_000;
      await memory.keep(caller, { callId: randomUUID(), endedAt, specialist: 'billing', words: 'Twice.' });
    }
    const right = isCutOff ? BILLING : ROUTER;
    for (const [kind, ask] of [
      ['assistantRequest', () => whoTalks(product, caller)],
      ['voice', () => answersOnLeg(product, caller)],
    ] as const) {
      const before = tableRequests(system);
      const begun = performance.now();
      const answered = await ask();
      const took = performance.now() - begun;
      if (number < warmUp) continue;
      times[kind].push(took);
      requests[kind] += (tableRequests(system) - before) / calls;
      if (answered !== right) wrong += 1;
    }
    if (number >= warmUp) done(times.voice.length);
  }
  return {
    calls,
    assistantRequest: percentiles(times.assistantRequest),
    voice: percentiles(times.voice),
    wrong,
    requests,
  };
};

const tableRequests = (system: Product['system']): number =>
  Object.values(system.counts().dynamodb).reduce((sum, count) => sum + count, 0);

const callSid = () => `CA${randomBytes(16).toString('hex')}`;

/** Vapi asks; gives the assistant who is named. */
const whoTalks = async ({ system, vapi }: Product, caller: string): Promise<string | undefined> => {
  const { message } = assistantRequest;
  const sid = callSid();
  const customer = { number: caller };
  const transport = { ...message.call.transport, callSid: sid };
  const call = { ...message.call, id: randomUUID(), customer, transport, phoneCallProviderId: sid };
  const body = JSON.stringify({ message: { ...message, timestamp: Date.now(), call, customer } });
  const response = await fetch(`${system.url}/webhook/vapi`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...vapi.sign(body, Date.now()) },
    body,
  });
  const answer: unknown = await response.json();
  return typeof answer === 'object' && answer !== null && 'assistantId' in answer
    ? String(answer.assistantId)
    : undefined;
};

/** Twilio asks; gives the assistant whose stream the leg is led to. */
const answersOnLeg = async (
  { system, twilio, vapi }: Product,
  caller: string,
): Promise<string | undefined> => {
  const { body } = await twilio.postForm(`${system.url}/webhook/twilio/voice`, {
    CallSid: callSid(),
    AccountSid: system.env.TWILIO_ACCOUNT_SID ?? '',
    From: caller,
    To: OUR_NUMBER,
    CallStatus: 'ringing',
    Direction: 'inbound',
    ApiVersion: '2010-04-01',
  });
  const call = vapi.calls().at(-1);
  return call !== undefined && body.includes('<Stream') && body.includes(call.id)
    ? call.talking.id
    : undefined;
};
