import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectTestLegs, OUR_ACCOUNT, type TestLegs } from './legs.ts';
import { AGENT, type Bench, getCall, post, returningPlan, startBench, transferTo } from './receiver.ts';

const TAKEN_AWAY = 'call.in-progress.twilio-completed-call';
let bench: Bench;
let legs: TestLegs;
beforeEach(async () => {
  bench = await startBench({ agentAnswers: () => ({ is: 'answers', afterMs: 60 }) });
  legs = connectTestLegs(bench.vapi);
});
afterEach(() => bench.stop());

async function started() {
  const call = await bench.vapi.startCall({ ownLeg: true, messages: [] });
  const { callSid = 'none' } = call;
  const streamUrl = `${bench.vapi.url.replace('http', 'ws')}/${call.id}/transport`;
  return { call, callSid, streamUrl };
}
/** The messages after the first, which tells that the call is in progress. */
const told = () => bench.receiver.received.slice(1).map(({ message }) => message);
const names = () => bench.receiver.names().slice(1);

describe('a call of the simulated Vapi on a leg of our own account', () => {
  it('has the leg that Twilio made for it, with its media stream', async () => {
    const { call, callSid, streamUrl } = await started();
    expect(legs.asked).toEqual([{ callerLeg: { from: '+14155550123', to: '+14155550188', streamUrl } }]);
    expect(call).toMatchObject({ status: 'in-progress', stream: 'open', accountSid: OUR_ACCOUNT });
    const transport = { provider: 'twilio', callSid, accountSid: OUR_ACCOUNT };
    expect(bench.receiver.received.at(-1)?.message).toMatchObject({
      status: 'in-progress',
      call: { transport, phoneCallProviderId: callSid },
    });
    expect((await getCall(bench.vapi, call.id)).body).toMatchObject({ transport });
  });

  it('needs such legs, and a caller who telephones', async () => {
    const other = await startBench();
    await expect(other.vapi.startCall({ ownLeg: true })).rejects.toThrow('no legs');
    await other.stop();
    await expect(bench.vapi.startCall({ ownLeg: true, type: 'webCall' })).rejects.toThrow('no leg');
    const { call } = await started();
    await expect(bench.vapi.startCall({ ownLeg: true, callId: call.id })).rejects.toThrow('already');
    expect(legs.asked).toHaveLength(1);
    expect(bench.vapi.calls()).toEqual([call]);
  });

  it('has one stream, and nobody else gets into it', async () => {
    const { call, callSid, streamUrl } = await started();
    expect(bench.vapi.streams.opened(streamUrl, callSid)).toBe(false);
    expect(bench.vapi.streams.opened('ws://127.0.0.1/unknown/transport', callSid)).toBe(false);
    bench.vapi.streams.closed(streamUrl, `CA${'9'.repeat(32)}`, 'hung-up');
    bench.vapi.streams.closed('ws://127.0.0.1/unknown/transport', callSid, 'hung-up');
    await bench.vapi.idle();
    expect(call).toMatchObject({ status: 'in-progress', stream: 'open' });
  });

  it('ends when the caller puts the phone down at Twilio', async () => {
    const { call, callSid } = await started();
    await call.hangUp();
    expect(legs.asked.slice(1)).toEqual([{ hangUp: callSid }]);
    expect(names()).toEqual(['status-update:ended', 'end-of-call-report']);
    expect(call).toMatchObject({ stream: 'closed', endedReason: 'customer-ended-call' });
  });

  it('ends with the reason that is asked for', async () => {
    const { call } = await started();
    await call.hangUp('silence-timed-out');
    expect(told().map(({ endedReason }) => endedReason)).toEqual(['silence-timed-out', 'silence-timed-out']);
  });

  it('closes the stream when it is ended by control, once', async () => {
    const { call, callSid, streamUrl } = await started();
    await post(call.controlUrl, { type: 'end-call' });
    await bench.vapi.idle();
    expect(legs.asked.slice(1)).toEqual([{ closeStream: streamUrl }]);
    expect(call).toMatchObject({ status: 'ended', stream: 'closed', endedReason: 'manually-canceled' });
    bench.vapi.streams.closed(streamUrl, callSid, 'hung-up');
    await bench.vapi.idle();
    expect(names()).toEqual(['status-update:ended', 'end-of-call-report']);
  });

  it('lets agent and caller talk, and the caller hang up at Twilio', async () => {
    const { call, callSid } = await started();
    await post(call.controlUrl, transferTo(AGENT, returningPlan));
    await bench.vapi.idle();
    await call.endConversation();
    expect(legs.asked.at(-1)).toEqual({ hangUp: callSid });
    expect(call).toMatchObject({ status: 'ended', endedReason: 'assistant-forwarded-call' });
  });

  it('knows that the caller hung up while the agent was rung', async () => {
    const { call } = await started();
    await post(call.controlUrl, transferTo(AGENT, returningPlan));
    await call.hangUp();
    expect(call.endedReason).toBe('customer-ended-call-during-transfer');
  });
});

describe('a leg that our own account takes away from the simulated Vapi', () => {
  it('ends the call with an early, empty report, then the status and the real one', async () => {
    const { call, callSid } = await started();
    legs.redirect(callSid);
    expect(call.stream).toBe('closed');
    await bench.vapi.idle();
    expect(names()).toEqual(['end-of-call-report', 'status-update:ended', 'end-of-call-report']);
    expect(told().map(({ endedReason }) => endedReason)).toEqual([TAKEN_AWAY, TAKEN_AWAY, TAKEN_AWAY]);
    const [early, , report] = told();
    expect(early).toMatchObject({ analysis: {}, artifact: { messages: [] } });
    expect(early).not.toHaveProperty('durationMs');
    expect(report).toMatchObject({ durationMs: expect.any(Number), artifact: { transcript: '' } });
    expect(legs.asked).toHaveLength(1);
  });

  it('hears nothing more of the assistant', async () => {
    const { call, callSid } = await started();
    call.speak('Let me see what I can find.');
    legs.redirect(callSid);
    call.speak('Are you still there?');
    expect(call).toMatchObject({
      cut: ['Let me see what I can find.'],
      said: ['Let me see what I can find.'],
      unheard: ['Are you still there?'],
    });
    expect(call.speaking).toBeUndefined();
    await bench.vapi.idle();
  });

  it('stops a transfer whose agent is being rung', async () => {
    const { call, callSid } = await started();
    await post(call.controlUrl, transferTo(AGENT, returningPlan));
    legs.redirect(callSid);
    expect(call.transfers).toMatchObject([{ outcome: 'cancelled' }]);
    await bench.vapi.idle();
    expect(told().at(-1)).toMatchObject({ artifact: { transfers: [{ status: 'cancelled' }] } });
  });

  it('cannot be transferred by Vapi any more', async () => {
    const { call, callSid } = await started();
    bench.receiver.replies.push({ status: 200, body: {}, afterMs: 280 });
    legs.redirect(callSid);
    await post(call.controlUrl, transferTo(AGENT, returningPlan));
    await bench.vapi.idle();
    expect(call).toMatchObject({ status: 'ended', endedReason: TAKEN_AWAY });
    expect(call).toMatchObject({ transfers: [{ outcome: 'failed' }], said: [] });
    expect(call.unheard).toEqual(['Nobody could take the call.']);
  });

  it('still hangs up at Twilio', async () => {
    const { call, callSid } = await started();
    legs.redirect(callSid);
    await call.hangUp();
    expect(legs.asked.at(-1)).toEqual({ hangUp: callSid });
    expect(names()).toHaveLength(3);
    expect(call.endedReason).toBe(TAKEN_AWAY);
  });

  it('is not missed once the simulator has stopped', async () => {
    const { call, callSid } = await started();
    await bench.vapi.stop();
    legs.redirect(callSid);
    await call.hangUp();
    expect([call.status, names()]).toEqual(['in-progress', []]);
  });
});
