import { validateRequest } from 'twilio/lib/webhooks/webhooks.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Phone } from '../../../../../../infra/local/simulators/twilio/twilio.ts';
import { TOKEN } from '../bench.ts';
import { AGENT, OURS, startVoiceBench, type VoiceBench } from './bench.ts';

let bench: VoiceBench;
let phone: Phone;
beforeEach(async () => {
  phone = 'takes';
  bench = await startVoiceBench({ agentPhones: () => phone });
});
afterEach(() => bench.stop());

const GATHER = '<Gather numDigits="1" timeout="2" action="/pressed"><Say>Press 1 to talk</Say></Gather>';
const withAction = (): string => {
  bench.documents.set('/pressed', ({ Digits }) => `<Response><Say>You pressed ${Digits}</Say></Response>`);
  return GATHER.replace('/pressed', `${bench.product}/pressed`);
};

describe('a leg of the simulated Twilio', () => {
  it('is initiated, rings, is answered and ends, and tells each of it in this order', async () => {
    const leg = await bench.dial('<Pause length="3"/>');
    await bench.twilio.idle();
    expect(bench.statuses(leg)).toEqual(['initiated', 'ringing', 'in-progress', 'completed']);
    const told = bench.at('/status').map(({ params }) => params);
    expect(told.map(({ SequenceNumber }) => SequenceNumber)).toEqual(['0', '1', '2', '3']);
    expect(told.map(({ CallDuration }) => CallDuration)).toEqual([
      undefined,
      undefined,
      undefined,
      expect.stringMatching(/^[1-9]\d*$/),
    ]);
    expect(Number(told.at(-1)?.CallDuration)).toBeGreaterThanOrEqual(3);
    expect(told.at(-1)).toMatchObject({
      CallSid: leg.sid,
      From: OURS,
      To: AGENT,
      Direction: 'outbound-api',
      CallbackSource: 'call-progress-events',
      Duration: '1',
      ToCountry: 'US',
    });
    expect(told.at(-1)?.Timestamp).toMatch(/^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d \+0000$/);
    for (const { url, params, headers } of bench.at('/status'))
      expect(validateRequest(TOKEN, String(headers['x-twilio-signature']), url, params)).toBe(true);
  });

  it('tells only of its end when nothing else is asked for', async () => {
    const leg = await bench.dial('', { StatusCallbackEvent: 'completed' });
    await bench.twilio.idle();
    expect(bench.statuses(leg)).toEqual(['completed']);
    expect(bench.at('/status')[0]?.params.SequenceNumber).toBe('0');
  });

  it.each([
    ['busy', ['initiated', 'ringing', 'busy']],
    ['no-answer', ['initiated', 'ringing', 'no-answer']],
    ['fails', ['initiated', 'failed']],
  ] as const)('ends when the phone %s', async (does, expected) => {
    phone = does;
    const leg = await bench.dial('<Say>Hello</Say>', { Timeout: '2' });
    await bench.twilio.idle();
    expect(bench.statuses(leg)).toEqual(expected);
    expect(leg.heard).toEqual([]);
    expect(
      bench.moments.filter(({ callSid }) => callSid === leg.sid).map(({ what, detail }) => [what, detail]),
    ).toEqual([
      ...(does === 'fails' ? [] : [['agent-rung', AGENT]]),
      ['agent-missed', expected.at(-1)],
      ['leg-ended', expected.at(-1)],
    ]);
  });

  it.each([
    ['takes', ['Press 1 to talk', 'You pressed 1']],
    ['declines', ['Press 1 to talk', 'You pressed 2']],
    ['no-key', ['Press 1 to talk', 'Nobody?']],
    ['voicemail', ['Press 1 to talk', 'Nobody?']],
    ['hangs-up', ['Press 1 to talk']],
  ] as const)('is asked for a key, and the phone %s', async (does, heard) => {
    phone = does;
    const leg = await bench.dial(`${withAction()}<Say>Nobody?</Say>`);
    await bench.twilio.idle();
    expect([leg.heard, leg.status]).toEqual([heard, 'completed']);
    expect(bench.whats().includes('agent-hung-up')).toBe(does === 'hangs-up');
  });

  it('waits for somebody who presses a key or hangs up, where the phone does nothing itself', async () => {
    phone = { does: 'waits', answersAfterMs: 50 };
    const leg = await bench.dial(withAction().replace('timeout="2"', 'timeout="500"'));
    expect(bench.twilio.press(leg.sid, '1')).toBe(false);
    await expect.poll(() => bench.twilio.press(leg.sid, '7')).toBe(true);
    await expect.poll(() => leg.heard).toEqual(['Press 1 to talk', 'You pressed 7']);
    await bench.redirect(leg, '<Pause length="500"/>');
    bench.twilio.hangUp(leg.sid);
    expect(leg.status).toBe('completed');
  });

  it('takes the time of the phone, and is canceled while it rings', async () => {
    phone = { does: 'takes', answersAfterMs: 60_000 };
    const leg = await bench.dial('', { Timeout: '600' });
    await expect.poll(() => leg.status).toBe('ringing');
    expect((await bench.update(leg, { Status: 'completed' })).body.status).toBe('canceled');
    await bench.twilio.idle();
    expect(bench.statuses(leg)).toEqual(['initiated', 'ringing', 'canceled']);
  });

  it('is turned away by somebody who does not take it', async () => {
    phone = { does: 'takes', answersAfterMs: 60_000 };
    const leg = await bench.dial('', { Timeout: '600' });
    await expect.poll(() => leg.status).toBe('ringing');
    bench.twilio.hangUp(leg.sid);
    expect(leg.status).toBe('busy');
  });

  it.each([
    ['voicemail', { MachineDetection: 'Enable' }, 'machine_start'],
    ['voicemail', { MachineDetection: 'DetectMessageEnd' }, 'machine_end_beep'],
    ['takes', { MachineDetection: 'Enable' }, 'human'],
    ['voicemail', {}, undefined],
  ] as const)('says of the phone that %s, asked with %j, that it is %s', async (does, params, answeredBy) => {
    phone = does;
    const leg = await bench.dial('', params);
    await bench.twilio.idle();
    expect(leg.status).toBe('completed');
    expect(bench.at('/status').at(-1)?.params.AnsweredBy).toBe(answeredBy);
  });

  it('detects a machine beside its TwiML, when asked to', async () => {
    phone = 'voicemail';
    bench.documents.set('/amd', { status: 204 });
    const AsyncAmdStatusCallback = `${bench.product}/amd`;
    await bench.dial('', { MachineDetection: 'Enable', AsyncAmd: 'true', AsyncAmdStatusCallback });
    await bench.twilio.idle();
    expect(bench.at('/amd')[0]?.params.AnsweredBy).toBe('machine_start');
  });
});

describe('a status callback of the simulated Twilio', () => {
  it('can be lost, come late, or come several times', async () => {
    bench.twilio.deliveries
      .next('voice-status:initiated', { drop: true })
      .next('voice-status:ringing', { delayMs: 150 })
      .next('voice-status', { copies: 2 });
    const leg = await bench.dial('');
    await bench.twilio.idle();
    expect(bench.statuses(leg)).toEqual(['in-progress', 'in-progress', 'completed', 'ringing']);
  });

  it('never comes after the stop', async () => {
    phone = 'no-answer';
    await bench.dial('', { Timeout: '600' });
    await bench.twilio.stop();
    const { length } = bench.received;
    await new Promise((resolve) => setTimeout(resolve, 80));
    expect(bench.received).toHaveLength(length);
  });
});
