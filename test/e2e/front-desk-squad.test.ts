import { afterEach, describe, expect, it } from 'vitest';
import { deskAssistants, deskSquad } from '../../infra/assistants/desk.ts';
import { topology as wholeTopology } from '../../infra/local/functions.ts';
import type { SimulatedCall } from '../../infra/local/simulators/vapi/vapi.ts';
import { DEPARTMENTS, options, SAVED } from '../infra/assistants/options.ts';
import { type Product, startProduct, UNSCHEDULED } from './product.ts';

const OURS = '+14155550188';
const AT_VAPI = '+14155550199';
const CALLER = '+14155550123';
const HUMAN = '+14155550142';
const SQUAD = 'a4b5c6d7-1e2f-4a3b-8c4d-5e6f70819203';
const BROKEN = 'call.in-progress.error-vapifault-worker-died';
const DESK = {
  VAPI_PHONE_NUMBER_ID: 'f2a1b3c4-90de-4c8b-a7f6-3e2d1c0b9a88',
  VAPI_SQUAD_ID: SQUAD,
  VAPI_ASSISTANTS: JSON.stringify(SAVED),
  DEPARTMENTS: DEPARTMENTS.join(','),
};

let product: Product;
afterEach(() => product.stop());

/** The assistants that the team gets, saved at Vapi, with a number of ours and one of Vapi's. */
async function start(settings: Record<string, string> = {}, topology = wholeTopology): Promise<void> {
  product = await startProduct({ ...DESK, ...settings }, undefined, { topology });
  const given = options({ serverUrl: `${product.system.url}/webhook/vapi`, saved: SAVED });
  const ids = new Map<string, string>(Object.entries(SAVED));
  for (const [key, assistant] of deskAssistants(given)) {
    const id = ids.get(key);
    product.vapi.saveAssistant({ ...(id !== undefined && { id }), ...assistant });
  }
  product.vapi.saveSquad({ id: SQUAD, ...deskSquad(given) });
  product.vapi.saveNumber({ number: AT_VAPI });
}
const settled = async () => {
  for (let round = 0; round < 3; round += 1) {
    await product.twilio.idle();
    await product.vapi.idle();
    await product.system.idle();
  }
};
const atVapi = (from: string | undefined = CALLER) =>
  product.vapi.callIn({ to: AT_VAPI, ...(from !== undefined && { from }) });
async function atOurs(): Promise<SimulatedCall> {
  const before = product.vapi.calls().length;
  product.twilio.callIn({ to: OURS, from: CALLER });
  await expect.poll(() => product.vapi.calls().slice(before).at(-1)?.status).toBe('in-progress');
  const call = product.vapi.calls().at(-1);
  if (call === undefined) throw new Error('there is no call');
  return call;
}
const routes = async (call: SimulatedCall, args: Record<string, unknown>, toolCallId?: string) => {
  const { body } = await call.askForHuman(args, {
    toolName: 'route_call',
    ...(toolCallId !== undefined && { toolCallId }),
  });
  const [first] = Object(body).results;
  return first?.result;
};
const entered = (call: SimulatedCall) => call.entries.map(({ assistantId }) => assistantId);
/** Sentences of the router's own greeting that were said in a call. */
const greetings = ({ entries }: SimulatedCall) =>
  entries.filter(({ assistantId, said }) => assistantId === SAVED['front-desk'] && said !== undefined).length;
const metBilling = async (call: SimulatedCall) => {
  await call.callerSays('I was charged twice on invoice 4471.');
  expect(await routes(call, { intent: 'billing' })).toBe('GO billing');
  const moved = await call.handsOff('handoff_to_billing', {
    destination: SAVED.billing,
    caller_needs: 'A refund.',
    caller_told: 'Invoice 4471.',
  });
  expect(moved).toMatchObject({ moved: true });
  await call.callerSays('The second charge was on the third.');
};

describe.each([
  ['at our own number', atOurs],
  ['at a number of Vapi’s', () => atVapi()],
])('A caller of the squad %s', (_, calls) => {
  it('is greeted once, asked at most twice, and is with whom they need in the same call', async () => {
    await start();
    const call = await calls();
    expect(entered(call)).toEqual([SAVED['front-desk']]);
    await call.callerSays('It does not work.');
    expect(await routes(call, { intent: 'unclear', question: 'What does not work?' })).toBe(
      'ASK What does not work?',
    );
    await call.callerSays('All of it.');
    const second = await routes(call, { intent: '' }, 'call_second');
    expect(second).toMatch(/^ASK \S/);
    // The same tool call delivered again counts once.
    expect(await routes(call, { intent: '' }, 'call_second')).toBe(second);
    await call.callerSays('I do not know.');
    expect(await routes(call, { intent: 'unclear', question: 'Again?' })).toBe('GO support');
    await call.handsOff('handoff_to_support', {
      destination: SAVED.support,
      caller_needs: 'Help.',
      caller_told: 'nothing yet',
    });
    expect(entered(call)).toEqual([SAVED['front-desk'], SAVED.support]);
    expect(greetings(call)).toBe(1);
    expect(product.vapi.calls()).toHaveLength(1);
  });

  it('who is cut off goes on with whom they were with, who knows, and is greeted by no router', async () => {
    await start();
    const first = await calls();
    await metBilling(first);
    await first.breaks(BROKEN);
    await settled();
    const second = product.vapi.calls().at(-1) === first ? await calls() : product.vapi.calls().at(-1);
    if (second === undefined) throw new Error('there is no second call');
    await expect.poll(() => second.status).toBe('in-progress');
    expect(entered(second)).toEqual([SAVED.billing]);
    expect(second.variableValues).toMatchObject({
      resumed: 'yes',
      last_intent: 'billing',
      last_words: 'I was charged twice on invoice 4471. The second charge was on the third.',
    });
    expect(greetings(second)).toBe(0);
  });
});

describe('A caller who rings a number of Vapi’s again', () => {
  const again = async () => entered(await atVapi())[0];

  it('while the report of the call that broke is still to come is picked up all the same', async () => {
    await start();
    const call = await atVapi();
    await metBilling(call);
    await call.breaks(BROKEN, { report: { delayMs: 60_000 } });
    expect(await again()).toBe(SAVED.billing);
  });

  it('is picked up by the report alone where the status-update is lost', async () => {
    await start();
    const call = await atVapi();
    await metBilling(call);
    await call.breaks(BROKEN, { statusUpdate: { drop: true } });
    expect(await again()).toBe(SAVED.billing);
  });

  it.each([
    ['after a goodbye', 'assistant-ended-call'],
    ['after hanging up', 'customer-ended-call'],
    ['after a call as long as may be', 'exceeded-max-duration'],
    ['after a silence', 'silence-timed-out'],
  ])('%s is with the router', async (_, reason) => {
    await start();
    const call = await atVapi();
    await metBilling(call);
    await call.breaks(reason);
    await settled();
    expect(await again()).toBe(SAVED['front-desk']);
  });

  it('without a number is with the router, however the last one of that kind ended', async () => {
    await start();
    const call = await atVapi('anonymous');
    await metBilling(call);
    await call.breaks(BROKEN);
    await settled();
    expect(entered(await atVapi('anonymous'))).toEqual([SAVED['front-desk']]);
    expect(entered(await atVapi('+266696687'))).toEqual([SAVED['front-desk']]);
  });

  it('is with the router half an hour later', async () => {
    // In half an hour the sweeper would ask the table 7,200 times, which takes as long as all other tests here.
    await start({}, UNSCHEDULED);
    const call = await atVapi();
    await metBilling(call);
    await call.breaks(BROKEN);
    await settled();
    await new Promise((go) => setTimeout(go, 30 * 60_000));
    expect(await again()).toBe(SAVED['front-desk']);
  });
});

describe('A caller at a number of Vapi’s beyond the limit', () => {
  it('hears the sentence where there is nowhere else, and has a place as soon as one is free', async () => {
    await start({ MAX_CALLS: '1' });
    const first = await atVapi();
    const second = await atVapi('+14155550124');
    expect(second.endedReason).toBe('assistant-request-returned-error');
    expect(second.said).toEqual([expect.stringContaining('more calls than we can answer')]);
    await first.hangUp();
    await settled();
    expect((await atVapi('+14155550124')).status).toBe('in-progress');
  });

  it('goes to the fallback number where there is one', async () => {
    await start({ MAX_CALLS: '1', HUMAN_AGENT_NUMBER: HUMAN });
    await atVapi();
    const second = await atVapi('+14155550124');
    expect(second.destination).toMatchObject({ type: 'number', number: HUMAN });
  });

  it('counts with those at our own number', async () => {
    await start({ MAX_CALLS: '2', BUSY: 'reject' });
    await atVapi();
    await atOurs();
    expect((await atVapi('+14155550124')).endedReason).toBe('assistant-request-returned-error');
    const leg = product.twilio.callIn({ to: OURS, from: '+14155550125' });
    await expect.poll(() => leg.status).toBe('busy');
  });
});
