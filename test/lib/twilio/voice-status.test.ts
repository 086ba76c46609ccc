import { describe, expect, it } from 'vitest';
import { parseVoiceStatus, ringable } from '../../../lib/twilio/callbacks.ts';
import voiceStatus from '../../fixtures/twilio/voice-status-callback.json' with { type: 'json' };

describe('a Voice status callback', () => {
  it('tells the call and its status, and no phone number', () => {
    expect(parseVoiceStatus(voiceStatus)).toEqual({
      is: 'voice-status',
      callSid: 'CA0c5e92d7f83b4a61947fa2d6e1b5308c',
      callStatus: 'completed',
      sequenceNumber: 3,
      durationSeconds: 385,
    });
  });

  it('tells the parent call and who answered, where Twilio sends them', () => {
    const parent = 'CAf1d8037ba6e94c25b0c79e3a541d6f82';
    const params = { ...voiceStatus, ParentCallSid: parent, AnsweredBy: 'machine_start' };
    expect(parseVoiceStatus(params)).toMatchObject({ parentCallSid: parent, answeredBy: 'machine_start' });
  });

  it('is read for every status of a call', () => {
    for (const status of [
      'initiated',
      'queued',
      'ringing',
      'in-progress',
      'completed',
      'busy',
      'failed',
      'no-answer',
      'canceled',
    ]) {
      expect(parseVoiceStatus({ ...voiceStatus, CallStatus: status })).toMatchObject({ callStatus: status });
    }
  });

  it('is invalid with an unknown status or without the id of the call', () => {
    expect(parseVoiceStatus({ ...voiceStatus, CallStatus: 'paused' })).toEqual({
      is: 'invalid',
      field: 'CallStatus',
      problem: 'malformed',
    });
    const { CallSid: _, ...rest } = voiceStatus;
    expect(parseVoiceStatus(rest)).toEqual({ is: 'invalid', field: 'CallSid', problem: 'missing' });
  });
});

describe('the address of a worker', () => {
  it('can be rung when it is a number in E.164', () => {
    expect(ringable('+14155550177')).toEqual({ is: 'ringable', number: '+14155550177' });
  });

  it('cannot be rung when it is missing, a SIP address, a client or no full number', () => {
    const reasons: [string | undefined, string][] = [
      [undefined, 'missing'],
      ['', 'missing'],
      ['sip:amara@example.com', 'sip'],
      ['SIPS:amara@example.com', 'sip'],
      ['client:amara', 'client'],
      ['4155550177', 'not-e164'],
      ['+1 415 555 0177', 'not-e164'],
      ['+14155550177\n', 'not-e164'],
      ['tel:+14155550177', 'not-e164'],
    ];
    for (const [contactUri, reason] of reasons) {
      expect(ringable(contactUri)).toEqual({ is: 'not-ringable', reason });
    }
  });
});
