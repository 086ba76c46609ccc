import { afterEach, describe, expect, it } from 'vitest';
import type { AgentAnswer } from '../../../../../infra/local/simulators/vapi/vapi.ts';
import { AGENT, type Bench, getCall, post, returningPlan, startBench, transferTo } from './receiver.ts';

let bench: Bench | undefined;
afterEach(async () => {
  await bench?.stop();
  bench = undefined;
});

async function transferring(agent: AgentAnswer, plan?: object) {
  bench = await startBench({ agentAnswers: () => agent });
  const { vapi, receiver } = bench;
  const call = await vapi.startCall({ messages: [] });
  const { status } = await post(call.controlUrl, transferTo(AGENT, plan));
  expect(status).toBe(200);
  return { vapi, receiver, call };
}

const started = ['status-update:in-progress', 'status-update:forwarding', 'transfer-update'];
const ended = ['status-update:ended', 'end-of-call-report'];

describe('a transfer in the simulated Vapi', () => {
  it('that the agent answers keeps forwarding until they have talked', async () => {
    const { vapi, receiver, call } = await transferring('answers', returningPlan);
    await vapi.idle();
    expect(call).toMatchObject({ status: 'forwarding', transfers: [{ outcome: 'connected' }] });
    expect(receiver.received[1]?.message).toMatchObject({
      destination: { number: AGENT, transferPlan: returningPlan },
      transcript: '',
      summary: expect.any(String),
      call: { id: call.id, status: 'ringing' },
    });
    await call.endConversation();
    expect(receiver.names()).toEqual([...started, ...ended]);
    expect(receiver.received.at(-1)?.message).toMatchObject({
      endedReason: 'assistant-forwarded-call',
      artifact: { transfers: [{ status: 'connected', mode: 'warm-transfer-experimental' }] },
    });
  });

  it.each([
    'no-answer',
    'busy',
    'voicemail',
  ] as const)('comes back to the assistant on %s, where the plan says so', async (answer) => {
    const { vapi, receiver, call } = await transferring(answer, returningPlan);
    await vapi.idle();
    expect(call).toMatchObject({ status: 'in-progress', said: ['Nobody could take the call.'] });
    expect(receiver.names()).toEqual([...started, 'status-update:in-progress']);
    expect((await getCall(vapi, call.id)).body).not.toHaveProperty('destination');
    await call.hangUp();
    expect(receiver.received.at(-1)?.message).toMatchObject({
      endedReason: 'customer-ended-call-after-warm-transfer-attempt',
      artifact: { transfers: [{ status: answer }] },
    });
  });

  it('ends the call after the fallback message, unless the plan keeps it', async () => {
    const plan = { mode: 'warm-transfer-experimental', fallbackPlan: { message: 'Goodbye.' } };
    const { vapi, call } = await transferring('busy', plan);
    await vapi.idle();
    const endedReason = 'call.forwarding.operator-busy';
    expect(call).toMatchObject({ status: 'ended', said: ['Goodbye.'], endedReason });
  });

  it.each([
    ['no-answer', 'call.forwarding.no-answer'],
    ['busy', 'call.forwarding.operator-busy'],
  ] as const)('of any other mode ends the call on %s', async (answer, endedReason) => {
    const { vapi, receiver, call } = await transferring(answer, { mode: 'warm-transfer-say-summary' });
    await vapi.idle();
    expect(call).toMatchObject({ status: 'ended', endedReason, said: [] });
    expect(receiver.names()).toEqual([...started, ...ended]);
    expect(receiver.received.at(-1)?.message).toMatchObject({
      artifact: { transfers: [{ status: answer }] },
    });
  });

  it.each([
    'warm-transfer-say-message',
    'warm-transfer-wait-for-operator-to-speak-first-and-then-say-message',
    'warm-transfer-experimental',
  ] as const)('of mode %s speaks its message to the agent, and to nobody else', async (mode) => {
    const briefing = 'A customer was charged twice.';
    const plan = { mode, message: { type: 'custom-message', content: briefing } };
    const { vapi, call } = await transferring({ is: 'answers', afterMs: 20 }, plan);
    expect(call.transfers[0]).not.toHaveProperty('briefed');
    await vapi.idle();
    expect(call).toMatchObject({ said: [], unheard: [], transfers: [{ briefed: briefing }] });
  });

  it.each([
    ['answers', { mode: 'warm-transfer-say-summary', message: 'A customer.' }],
    ['answers', { mode: 'blind-transfer', message: 'A customer.' }],
    ['answers', { mode: 'warm-transfer-say-message' }],
    ['no-answer', { ...returningPlan, message: 'A customer.' }],
    ['voicemail', { ...returningPlan, message: 'A customer.' }],
  ] as const)('briefs nobody: %s, %o', async (answer, plan) => {
    const { vapi, call } = await transferring(answer, plan);
    await vapi.idle();
    expect(call.transfers).toHaveLength(1);
    expect(call.transfers[0]).not.toHaveProperty('briefed');
  });

  it('that only says a message ends the call when the agent does not answer', async () => {
    const plan = { mode: 'warm-transfer-say-message', message: 'A customer was charged twice.' };
    const { vapi, receiver, call } = await transferring('no-answer', plan);
    await vapi.idle();
    expect(call).toMatchObject({ status: 'ended', endedReason: 'call.forwarding.no-answer', said: [] });
    const transfers = [{ destination: { number: AGENT }, mode: plan.mode, status: 'no-answer' }];
    expect(receiver.received.at(-1)?.message).toMatchObject({ artifact: { transfers } });
  });

  it('can be told as completed instead of connected', async () => {
    const { vapi, receiver, call } = await transferring('answers');
    await vapi.idle();
    await call.endConversation('completed');
    expect(receiver.received.at(-1)?.message).toMatchObject({
      endedReason: 'assistant-forwarded-call',
      artifact: { transfers: [{ mode: 'blind-transfer', status: 'completed' }] },
    });
  });

  it('of any other mode takes a machine for a human', async () => {
    const { vapi, call } = await transferring('voicemail');
    await vapi.idle();
    expect(call).toMatchObject({ status: 'forwarding', transfers: [{ outcome: 'connected' }] });
  });

  it('fails for a web call, which cannot be moved to a telephone', async () => {
    bench = await startBench();
    const call = await bench.vapi.startCall({ type: 'webCall' });
    await post(call.controlUrl, transferTo(AGENT));
    await bench.vapi.idle();
    expect(call.endedReason).toBe('call.in-progress.error-transfer-failed');
    expect(bench.receiver.received.at(-1)?.message).toMatchObject({
      artifact: { transfers: [{ status: 'failed' }] },
    });
  });

  it('is over when the caller hangs up while the agent is rung', async () => {
    const { vapi, receiver, call } = await transferring({ is: 'answers', afterMs: 40 }, returningPlan);
    await call.hangUp();
    await vapi.idle();
    expect(call).toMatchObject({
      status: 'ended',
      endedReason: 'customer-ended-call-during-transfer',
      transfers: [{ outcome: 'cancelled' }],
    });
    expect(receiver.names()).toEqual(expect.arrayContaining(ended));
    expect(receiver.names()).toHaveLength(new Set(receiver.names()).size);
    const report = receiver.received.find(({ message }) => message.type === 'end-of-call-report');
    expect(report?.message).toMatchObject({ artifact: { transfers: [{ status: 'cancelled' }] } });
  });

  it('is not carried out while another one runs, though it is answered with 200', async () => {
    const { vapi, receiver, call } = await transferring({ is: 'answers', afterMs: 5 }, returningPlan);
    expect((await post(call.controlUrl, transferTo('+14155550178'))).status).toBe(200);
    await vapi.idle();
    expect(call.transfers).toMatchObject([
      { number: AGENT, outcome: 'connected' },
      { number: '+14155550178', outcome: 'ignored' },
    ]);
    expect(receiver.names()).toEqual(started);
    await call.endConversation();
    expect(receiver.received.at(-1)?.message.artifact).toHaveProperty('transfers.length', 1);
    await expect(vapi.startCall({ callId: call.id })).rejects.toThrow('already');
  });

  it('tells what the assistant was saying, and takes it off the line', async () => {
    bench = await startBench();
    const call = await bench.vapi.startCall({ messages: [] });
    call.speak('Let me tell you about our opening hours.');
    await post(call.controlUrl, transferTo(AGENT));
    await post(call.controlUrl, { type: 'say', content: 'Are you still there?' });
    expect(call).toMatchObject({
      transfers: [{ speaking: 'Let me tell you about our opening hours.' }],
      cut: ['Let me tell you about our opening hours.'],
      unheard: ['Are you still there?'],
    });
    expect(call.speaking).toBeUndefined();
  });

  it("announces itself in Vapi's own words when no message is given", async () => {
    bench = await startBench();
    const call = await bench.vapi.startCall({ messages: [] });
    await post(call.controlUrl, { type: 'transfer', destination: { type: 'number', number: AGENT } });
    expect(call.said).toEqual(['Transferring the call now.']);
  });

  it('cannot be finished before an agent has answered', async () => {
    bench = await startBench();
    const call = await bench.vapi.startCall();
    await expect(call.endConversation()).rejects.toThrow('no agent');
  });
});
