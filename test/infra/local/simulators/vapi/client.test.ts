import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Calls, OpenOrder } from '../../../../../lib/handoff/ports/calls.ts';
import { TRANSFER_MODES } from '../../../../../lib/handoff/record/handoff.ts';
import { simplerMode } from '../../../../../lib/handoff/record/transfer-mode.ts';
import { vapiCalls } from '../../../../../lib/vapi/calls.ts';
import { parseServerMessage } from '../../../../../lib/vapi/server-message.ts';
import { connectTestLegs, OUR_ACCOUNT, type TestLegs } from './legs.ts';
import { AGENT, API_KEY, type Bench, startBench } from './receiver.ts';

const BRIEFING = 'The assistant has a caller on the line, who was charged twice.';
const LEG = `CA${'5'.repeat(32)}`;
const ORDER: OpenOrder = {
  assistant: { assistantId: 'assistant-1' },
  phoneNumberId: 'number-1',
  customer: '+14155550123',
  firstMessage: 'I am sorry, nobody is free just now.',
  variableValues: { handoffOutcome: 'no_agent' },
  metadata: { handoffCallSid: LEG, handoffAccountSid: OUR_ACCOUNT },
};

let bench: Bench;
let legs: TestLegs;
let calls: Calls;
beforeEach(async () => {
  bench = await startBench({ bypassPatienceMs: 200 });
  legs = connectTestLegs(bench.vapi);
  calls = client();
});
afterEach(() => bench.stop());

const client = (apiKey = API_KEY) =>
  vapiCalls({
    apiUrl: bench.vapi.url,
    apiKey: async () => apiKey,
    controlHosts: ['127.0.0.1'],
    clock: Date.now,
    timeoutMs: 5_000,
  });

async function started() {
  const call = await bench.vapi.startCall({ messages: [] });
  return { call, to: { callId: call.id, controlUrl: call.controlUrl } };
}
const lastFacts = () => {
  const parsed = parseServerMessage({ message: bench.receiver.received.at(-1)?.message });
  if (parsed.is === 'invalid' || parsed.message.kind === 'unknown') throw new Error('holds no call');
  return parsed.message.call;
};

describe("the product's client at the simulated Vapi", () => {
  it('speaks to the caller, over the assistant or after it', async () => {
    const { call, to } = await started();
    call.speak('Let me see.');
    expect(await calls.say(to, 'Still looking.', { interrupt: false })).toEqual({ is: 'told' });
    expect(call).toMatchObject({ speaking: 'Let me see.', cut: [] });
    expect(await calls.say(to, 'Here is a colleague.')).toEqual({ is: 'told' });
    expect(call).toMatchObject({ speaking: 'Here is a colleague.', cut: ['Let me see.'] });
  });

  it('tells the assistant something that the caller does not hear', async () => {
    const { call, to } = await started();
    expect(await calls.inform(to, 'Nobody is free.')).toEqual({ is: 'told' });
    expect(call).toMatchObject({ told: ['Nobody is free.'], said: [] });
  });

  it.each(TRANSFER_MODES)('has the caller moved by %s', async (mode) => {
    const { call, to } = await started();
    const asked = await calls.transfer(to, { number: AGENT, mode, briefing: BRIEFING });
    expect(asked).toEqual({ is: 'transfer-asked' });
    await bench.vapi.idle();
    expect(call).toMatchObject({ said: [], transfers: [{ number: AGENT, outcome: 'connected' }] });
    expect(call.transfers[0]?.briefed).toBe(mode === 'blind-transfer' ? undefined : BRIEFING);
  });

  it('finds the plan that Vapi takes, one simpler than the other', async () => {
    const { call, to } = await started();
    bench.vapi.refuseModes('warm-transfer-experimental', 'warm-transfer-say-message');
    const answers: string[] = [];
    for (let mode = TRANSFER_MODES.at(0); mode !== undefined; mode = simplerMode(mode)) {
      answers.push((await calls.transfer(to, { number: AGENT, mode, briefing: BRIEFING })).is);
    }
    expect(answers).toEqual(['plan-refused', 'plan-refused', 'transfer-asked']);
    await bench.vapi.idle();
    expect(call.transfers).toMatchObject([{ plan: { mode: 'blind-transfer' }, outcome: 'connected' }]);
  });

  it('opens a call for a leg that exists, and knows the leg again by its webhooks', async () => {
    const opened = await calls.open(ORDER);
    if (opened.is !== 'assistant-opened') throw new Error(opened.is);
    expect(await calls.look(opened.callId)).toEqual({
      is: 'call-seen',
      call: expect.objectContaining({ is: 'live', status: 'queued' }),
    });
    const streamUrl = /<Stream url="([^"]+)"/.exec(opened.twiml)?.[1] ?? '';
    expect(legs.join(streamUrl, LEG)).toBe(true);
    await bench.vapi.idle();
    expect(bench.vapi.call(opened.callId)).toMatchObject({
      status: 'in-progress',
      said: [ORDER.firstMessage],
    });
    expect(lastFacts()).toMatchObject({
      callId: opened.callId,
      callSid: LEG,
      accountSid: OUR_ACCOUNT,
      assistantId: 'assistant-1',
      vapiNumberId: 'number-1',
      caller: '+14155550123',
      direction: 'inbound',
    });
  });

  it('opens one for a squad too, and none with a wrong key', async () => {
    const squad = { ...ORDER, assistant: { squadId: 'squad-1' } };
    const opened = await calls.open(squad);
    if (opened.is !== 'assistant-opened') throw new Error(opened.is);
    expect(legs.join(/<Stream url="([^"]+)"/.exec(opened.twiml)?.[1] ?? '', LEG)).toBe(true);
    await bench.vapi.idle();
    expect(bench.vapi.call(opened.callId)).toMatchObject({ said: [ORDER.firstMessage] });
    expect(lastFacts()).toMatchObject({ callSid: LEG, accountSid: OUR_ACCOUNT, squadId: 'squad-1' });
    expect(await client('another').open(ORDER)).toEqual({ is: 'refused', reason: 'vapi-401' });
    expect(bench.vapi.calls()).toHaveLength(1);
  });

  it('may open a call twice: the one that no leg joins ends by itself', async () => {
    bench.vapi.faults.next('create-call', { kind: 'lost-answer' });
    expect(await calls.open(ORDER)).toEqual({ is: 'not-done', reason: 'vapi-cut' });
    expect(await calls.open(ORDER)).toMatchObject({ is: 'assistant-opened' });
    const [lost, kept] = bench.vapi.calls();
    expect(legs.join(kept?.listenUrl.replace(/listen$/, 'transport') ?? '', LEG)).toBe(true);
    await bench.vapi.idle();
    expect([lost?.status, kept?.status]).toEqual(['ended', 'in-progress']);
  });
});
