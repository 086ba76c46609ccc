import { afterEach, describe, expect, it } from 'vitest';
import type { Leg } from '../../infra/local/simulators/twilio/voice/leg.ts';
import type { SimulatedCall } from '../../infra/local/simulators/vapi/vapi.ts';
import { type Product, startProduct } from './product.ts';

const OURS = '+14155550188';
const CALLER = '+14155550123';
const NUMBER_ID = 'f2a1b3c4-90de-4c8b-a7f6-3e2d1c0b9a88';
const ASSISTANTS = {
  'front-desk': 'c1d7e2a9-4b55-4a1e-8f60-0d9b8c7a6e51',
  billing: 'd2e8f3ba-5c66-4b2f-9071-1eac9d8b7f62',
};
const DESK = { VAPI_PHONE_NUMBER_ID: NUMBER_ID, VAPI_ASSISTANTS: JSON.stringify(ASSISTANTS) };
const BROKEN = 'call.in-progress.error-vapifault-worker-died';

let product: Product;
afterEach(() => product.stop());

const start = async (settings: Record<string, string> = {}, agents: 'free' | 'none' = 'free') => {
  product = await startProduct({ ...DESK, ...settings });
  if (agents === 'free') product.twilio.addWorker({ name: 'amara.osei', contactUri: '+14155550171' });
  return product;
};
const settled = async () => {
  for (let round = 0; round < 3; round += 1) {
    await product.twilio.idle();
    await product.vapi.idle();
    await product.system.idle();
  }
};
const heardBy = (leg: Leg) =>
  product.twilio.heardOn(leg.sid).map((one) => ('text' in one ? `${one.is}: ${one.text}` : one.is));
const callsIn = (from: string | undefined = CALLER): Leg => product.twilio.callIn({ to: OURS, from });
const talking = async (from?: string): Promise<{ leg: Leg; call: SimulatedCall }> => {
  const before = product.vapi.calls().length;
  const leg = callsIn(from);
  await expect.poll(() => product.vapi.calls().slice(before).at(-1)?.status).toBe('in-progress');
  const call = product.vapi.calls().at(-1);
  if (call === undefined) throw new Error('there is no call');
  return { leg, call };
};
const opened = () => product.vapi.requests.filter(({ operation }) => operation === 'create-call').length;

describe('A call at our own number', () => {
  it('is talked to by the router, and ends as calls do', async () => {
    await start();
    const { leg, call } = await talking();
    expect(call.talking.id).toBe(ASSISTANTS['front-desk']);
    await call.callerSays('Thank you, goodbye.');
    await call.breaks('assistant-ended-call');
    await settled();
    expect(leg.status).toBe('completed');
    expect(heardBy(leg)).toHaveLength(1);
    expect(opened()).toBe(1);
  });

  it('is opened once, however often Twilio asks, also while the first still waits', async () => {
    await start();
    product.vapi.faults.next('create-bypass-call', { kind: 'slow', ms: 3_000 });
    const leg = callsIn();
    await expect.poll(() => leg.requests.length).toBe(1);
    const answers = await Promise.all([
      product.twilio.repeatRequest(leg.sid),
      product.twilio.repeatRequest(leg.sid),
    ]);
    await settled();
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(opened()).toBe(1);
    expect(product.vapi.calls()).toHaveLength(1);
  });

  it('can be handed over to an agent, who talks with the caller', async () => {
    await start();
    const { leg, call } = await talking();
    await call.askForHuman({ reason: 'A refund', department: 'billing', summary: 'Charged twice.' });
    const handoff = await product.until(call.id, ({ progress }) => progress.state === 'connected', 60_000);
    expect(handoff.request.callSid).toBe(leg.sid);
  });

  it('is picked up by a fresh assistant who knows, when the first one breaks', async () => {
    await start();
    const { leg, call } = await talking();
    await call.askForHuman({ intent: 'billing' }, { toolName: 'route_call' });
    await call.callerSays('I was charged twice.');
    // What Vapi tells of the end comes after the leg has asked.
    await call.breaks(BROKEN, { statusUpdate: { delayMs: 9_000 }, report: { delayMs: 9_000 } });
    await expect.poll(() => product.vapi.calls().length).toBe(2);
    const next = product.vapi.calls().at(-1);
    await expect.poll(() => next?.status).toBe('in-progress');
    expect(next?.talking.id).toBe(ASSISTANTS.billing);
    expect(next?.variableValues).toMatchObject({
      resumed: 'yes',
      last_intent: 'billing',
      last_words: 'I was charged twice.',
    });
    // A second break of one call goes to agents.
    await next?.breaks(BROKEN);
    await expect.poll(() => leg.log).toContain('Enqueue');
    await settled();
    expect(opened()).toBe(2);
  });

  it('is picked up with its own assistant when the caller rings again after it broke and was lost', async () => {
    await start();
    const first = await talking();
    await first.call.askForHuman({ intent: 'billing' }, { toolName: 'route_call' });
    await first.call.callerSays('I was charged twice on invoice 4471.');
    product.twilio.hangUp(first.leg.sid);
    await settled();
    // A goodbye leaves nothing to pick up.
    const second = await talking();
    expect(second.call.talking.id).toBe(ASSISTANTS['front-desk']);
  });

  it.each([
    ['later than 5 s', { kind: 'slow', ms: 5_500 }],
    ['without an answer, after the effect', { kind: 'lost-answer' }],
    ['with 400', { kind: 'status', status: 400 }],
    ['with 429 as a page', { kind: 'status', status: 429, as: 'page' }],
    ['with 500', { kind: 'status', status: 500 }],
    ['with a 201 without TwiML', { kind: 'without', field: 'phoneCallProviderDetails' }],
  ] as const)('goes to agents when Vapi answers %s, and one talks with the caller', async (_, fault) => {
    await start();
    product.vapi.faults.next('create-bypass-call', fault);
    const leg = callsIn();
    const handoff = await product.until(leg.sid, ({ progress }) => progress.state === 'connected', 60_000);
    expect(handoff.request).toMatchObject({ requestedBy: 'front-desk', caller: CALLER });
    expect(opened()).toBe(1);
    const [task] = product.twilio.tasks.values();
    expect(JSON.parse(task?.attributes ?? '{}')).toMatchObject({ type: 'front_desk', from: CALLER });
    product.twilio.hangUp(leg.sid);
    await product.ended(leg.sid, 60_000);
  });

  it('hears that there are many calls when no agent comes either, and is called back', async () => {
    await start({ HANDOFF_WINDOW_SECONDS: '20' }, 'none');
    product.vapi.faults.next('create-bypass-call', { kind: 'status', status: 400 });
    const leg = callsIn();
    const handoff = await product.ended(leg.sid, 120_000);
    expect(handoff.progress).toMatchObject({ outcome: 'no_agent' });
    await settled();
    const heard = heardBy(leg).join('\n');
    expect(heard).toContain('Please stay on the line.');
    expect(heard).not.toContain('press star');
    expect(heard).toContain('We have noted your number');
    expect(leg.status).toBe('completed');
    const callbacks = [...product.twilio.tasks.values()].filter(({ attributes }) =>
      attributes.includes('callback_request'),
    );
    expect(callbacks).toHaveLength(1);
  });

  it('hears the sentence at once where the team wants that, and is called back once', async () => {
    await start({ BUSY: 'say' });
    product.vapi.faults.next('create-bypass-call', { kind: 'status', status: 400 });
    const leg = callsIn();
    await settled();
    await product.twilio.repeatRequest(leg.sid, 0);
    await settled();
    expect(heardBy(leg)).toEqual([expect.stringContaining('more calls than we can answer')]);
    const tasks = [...product.twilio.tasks.values()];
    expect(tasks.map(({ attributes }) => JSON.parse(attributes).callback_number)).toEqual([CALLER]);
  });

  it('of a caller who withholds the number is answered, and promised no callback', async () => {
    await start({ BUSY: 'say' });
    const { leg, call } = await talking('anonymous');
    expect(leg.status).toBe('in-progress');
    await call.hangUp();
    product.vapi.faults.next('create-bypass-call', { kind: 'status', status: 400 });
    const busy = callsIn('+266696687');
    await settled();
    expect(heardBy(busy)).toEqual([expect.stringContaining('call again a little later')]);
    expect(product.twilio.tasks.size).toBe(0);
  });

  it('is rejected unbilled where the team wants that', async () => {
    await start({ BUSY: 'reject' });
    product.vapi.faults.next('create-bypass-call', { kind: 'status', status: 400 });
    const leg = callsIn();
    await settled();
    expect([leg.status, leg.answeredAt]).toEqual(['busy', undefined]);
  });

  it('finds a place only while there is one, and leaves it at its end', async () => {
    await start({ MAX_CALLS: '1', BUSY: 'reject', RESERVED_FOR_INBOUND: '0' });
    const { call } = await talking();
    const beyond = callsIn('+14155550124');
    await settled();
    expect(beyond.status).toBe('busy');
    expect(opened()).toBe(1);
    await call.hangUp();
    await settled();
    expect((await talking('+14155550125')).leg.status).toBe('in-progress');
  });

  it('goes to agents where no number at Vapi is set', async () => {
    await start({ VAPI_PHONE_NUMBER_ID: '' });
    const leg = callsIn();
    await product.until(leg.sid, ({ progress }) => progress.state === 'connected', 60_000);
    expect(opened()).toBe(0);
  });
});
