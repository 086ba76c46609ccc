import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { QUEUE_RESULTS } from '../../../lib/handoff/record/events.ts';
import { ringableByTwilio } from '../../../lib/twilio/callbacks.ts';
import {
  parseAgentCall,
  parseArrivingCall,
  parseCallerCall,
  parseConferenceEvent,
} from '../../../lib/twilio/voice-callbacks.ts';
import enqueueAction from '../../fixtures/twilio/enqueue-action-callback.json' with { type: 'json' };

const CALL = 'CAf1d8037ba6e94c25b0c79e3a541d6f82';
const CONFERENCE = 'CF5d0a7c92e16b4f38a9d4e2b7c8013f65';
const common = { AccountSid: 'AC7b1c9e04d2f84a6fb3e5a1907c42d8e6', ApiVersion: '2010-04-01' };
const numbers = { From: '+14155550199', To: '+14155550177' };

describe('a status callback of a conference', () => {
  const joined = {
    ...common,
    ConferenceSid: CONFERENCE,
    FriendlyName: 'ho_1-1',
    StatusCallbackEvent: 'participant-join',
    CallSid: CALL,
    SequenceNumber: '2',
    StartConferenceOnEnter: 'true',
    Muted: 'false',
  };

  it('tells who joined or left which conference', () => {
    for (const event of ['join', 'leave']) {
      expect(parseConferenceEvent({ ...joined, StatusCallbackEvent: `participant-${event}` })).toEqual({
        is: 'conference-event',
        conferenceSid: CONFERENCE,
        name: 'ho_1-1',
        event,
        callSid: CALL,
      });
    }
  });

  it('tells that a conference began or is over, of no call in particular', () => {
    const { CallSid: _, ...ofNobody } = joined;
    for (const event of ['start', 'end']) {
      for (const params of [ofNobody, { ...ofNobody, CallSid: '' }]) {
        expect(parseConferenceEvent({ ...params, StatusCallbackEvent: `conference-${event}` })).toEqual({
          is: 'conference-event',
          conferenceSid: CONFERENCE,
          name: 'ho_1-1',
          event,
        });
      }
    }
  });

  it('is another event when it is not one that a handoff follows', () => {
    for (const eventType of ['participant-mute', 'participant-hold', 'join', 'toString', 'something-new']) {
      expect(parseConferenceEvent({ StatusCallbackEvent: eventType })).toEqual({ is: 'other', eventType });
    }
  });

  it('is invalid without its event, its conference or the name of that, or with an id of another kind', () => {
    const wrong: [object, string, string][] = [
      [{ StatusCallbackEvent: '' }, 'StatusCallbackEvent', 'missing'],
      [{ ConferenceSid: '' }, 'ConferenceSid', 'missing'],
      [{ ConferenceSid: CALL }, 'ConferenceSid', 'malformed'],
      [{ FriendlyName: '' }, 'FriendlyName', 'missing'],
      [{ CallSid: CONFERENCE }, 'CallSid', 'malformed'],
    ];
    for (const [changed, field, problem] of wrong) {
      expect(parseConferenceEvent({ ...joined, ...changed })).toEqual({ is: 'invalid', field, problem });
    }
  });
});

describe("a request for the agent's instructions", () => {
  const answered = {
    ...common,
    ...numbers,
    CallSid: CALL,
    CallStatus: 'in-progress',
    Direction: 'outbound-api',
  };

  it('tells the call and its status, and no phone number', () => {
    expect(parseAgentCall(answered)).toEqual({
      is: 'agent-call',
      callSid: CALL,
      callStatus: 'in-progress',
      machine: false,
    });
  });

  it('tells the key that was pressed; an empty one is none', () => {
    for (const digits of ['1', '2', '#']) {
      expect(parseAgentCall({ ...answered, Digits: digits })).toMatchObject({ digits });
    }
    expect(parseAgentCall({ ...answered, Digits: '' })).not.toHaveProperty('digits');
  });

  it('tells whether a machine answered', () => {
    const machines: [string, boolean][] = [
      ['machine_start', true],
      ['machine_end_beep', true],
      ['machine_end_silence', true],
      ['machine_end_other', true],
      ['fax', true],
      ['human', false],
      ['unknown', false],
      ['', false],
    ];
    for (const [AnsweredBy, machine] of machines) {
      expect(parseAgentCall({ ...answered, AnsweredBy })).toMatchObject({ machine });
    }
  });

  it('is read without a status, and with one that is not known', () => {
    for (const CallStatus of ['', 'paused']) {
      const read = parseAgentCall({ ...answered, CallStatus });
      expect(read).toEqual({ is: 'agent-call', callSid: CALL, machine: false });
    }
  });

  it('is invalid without the id of the call', () => {
    expect(parseAgentCall({ ...answered, CallSid: '' })).toEqual({
      is: 'invalid',
      field: 'CallSid',
      problem: 'missing',
    });
    expect(parseAgentCall({ ...answered, CallSid: CONFERENCE })).toEqual({
      is: 'invalid',
      field: 'CallSid',
      problem: 'malformed',
    });
  });
});

describe("a request for the caller's instructions", () => {
  const called = { ...common, ...numbers, CallSid: CALL, CallStatus: 'in-progress', Direction: 'inbound' };

  it('tells the call and its status, and no phone number', () => {
    expect(parseCallerCall(called)).toEqual({
      is: 'caller-call',
      callSid: CALL,
      callStatus: 'in-progress',
    });
  });

  it('tells why the caller left the queue', () => {
    expect(parseCallerCall(enqueueAction)).toEqual({
      is: 'caller-call',
      callSid: CALL,
      callStatus: 'in-progress',
      queueResult: 'queue-full',
    });
    for (const queueResult of QUEUE_RESULTS) {
      expect(parseCallerCall({ ...called, QueueResult: queueResult })).toMatchObject({ queueResult });
    }
  });

  it('tells the place in the queue, and the key that leads out of it', () => {
    expect(parseCallerCall({ ...called, QueuePosition: '3', Digits: '1' })).toMatchObject({
      position: 3,
      digits: '1',
    });
  });

  it('tells that the leg has left the queue, also for a reason that is not known', () => {
    expect(parseCallerCall({ ...called, QueueResult: 'vanished' })).toMatchObject({ queueResult: 'error' });
  });

  it('is read without what is not known or cannot be read', () => {
    const odd = { QueueResult: '', DialCallStatus: 'sung', QueuePosition: 'first', Digits: '' };
    expect(parseCallerCall({ ...called, ...odd, CallStatus: 'paused' })).toEqual({
      is: 'caller-call',
      callSid: CALL,
    });
  });

  it('is invalid without the id of the call', () => {
    const { CallSid: _, ...rest } = called;
    expect(parseCallerCall(rest)).toEqual({ is: 'invalid', field: 'CallSid', problem: 'missing' });
  });
});

describe('the address of a worker whom our own account rings', () => {
  it('is a full phone number, a SIP address or a client', () => {
    for (const number of [
      '+14155550177',
      'sip:amara@example.com',
      'SIPS:amara@example.com:5061;transport=tls?x-team=billing',
      'client:amara_2Eosei',
      'client:amara?team=billing',
    ]) {
      expect(ringableByTwilio(number)).toEqual({ is: 'ringable', number });
    }
  });

  it('cannot be rung when it is missing or incomplete', () => {
    const reasons: [string | undefined, string][] = [
      [undefined, 'missing'],
      ['', 'missing'],
      ['sip:', 'sip'],
      ['sip:amara', 'sip'],
      ['sip:@example.com', 'sip'],
      ['sip:amara@', 'sip'],
      ['sip:amara@example.com\n', 'sip'],
      ['sip:a@b@example.com', 'sip'],
      ['client:', 'client'],
      ['client:amara osei', 'client'],
      ['4155550177', 'not-e164'],
      ['+14155550177\n', 'not-e164'],
      ['tel:+14155550177', 'not-e164'],
      ['amara@example.com', 'not-e164'],
      ['x-sip:amara@example.com', 'not-e164'],
      ['x-client:amara', 'not-e164'],
    ];
    for (const [contactUri, reason] of reasons) {
      expect(ringableByTwilio(contactUri)).toEqual({ is: 'not-ringable', reason });
    }
  });
});

describe('a call at our own number', () => {
  const fixtures = globSync('test/fixtures/calling/front-desk-*.json').map(
    (file): [string, Record<string, string>] => [
      file.replace(/^.*front-desk-|[.]json$/g, ''),
      JSON.parse(readFileSync(file, 'utf8')),
    ],
  );
  const NOBODY = ['inbound-anonymous', 'inbound-withheld', 'inbound-client', 'inbound-sip'];

  it('is known in every form in which Twilio tells of one', () => {
    expect(fixtures.map(([name]) => name)).toEqual(
      expect.arrayContaining(['fallback', 'inbound-forwarded', ...NOBODY]),
    );
  });

  it.each(fixtures)('is known by its leg, its account and what was called: %s', (name, params) => {
    expect(parseArrivingCall(params)).toEqual({
      is: 'arriving-call',
      callSid: params.CallSid,
      callStatus: 'ringing',
      accountSid: params.AccountSid,
      called: '+14155550199',
      ...(NOBODY.includes(name) ? {} : { caller: '+14155550123' }),
      ...(params.StirVerstat !== undefined && { attestation: params.StirVerstat }),
    });
  });

  it.each([
    'TN-Validation-Passed-A',
    'TN-Validation-Passed-B',
    'TN-Validation-Passed-A-Diverted',
    'No-TN-Validation',
    'a word of tomorrow',
  ])('tells how far the network vouches for the number, in its own words: %s', (StirVerstat) => {
    const arriving = { ...common, ...numbers, CallSid: CALL, CallStatus: 'ringing' };
    expect(parseArrivingCall({ ...arriving, StirVerstat })).toMatchObject({ attestation: StirVerstat });
    for (const none of [{}, { StirVerstat: '' }]) {
      expect(parseArrivingCall({ ...arriving, ...none })).not.toHaveProperty('attestation');
    }
  });

  it.each([
    ['+14155550123', '+14155550123'],
    ['+266696687', undefined],
    ['+86282452253', undefined],
    ['+8656696', undefined],
    ['+2562533', undefined],
    ['+7378742833', undefined],
    ['anonymous', undefined],
    ['Restricted', undefined],
    ['', undefined],
    ['client:bob', undefined],
    ['sip:a@b.example.com', undefined],
    ['whatsapp:+14155550123', undefined],
    ['HS0123456789abcdef0123456789abcdef', undefined],
    ['+15550123', undefined],
    ['14155550123', undefined],
    ['+14155550123;oli=27', undefined],
  ])('is of a caller with a number only where that can be called: %j', (From, caller) => {
    const arriving = parseArrivingCall({ ...common, CallSid: CALL, CallStatus: 'ringing', From });
    expect(arriving).toEqual({
      is: 'arriving-call',
      callSid: CALL,
      callStatus: 'ringing',
      accountSid: common.AccountSid,
      ...(caller !== undefined && { caller }),
    });
  });

  it('is one also without its caller, its account, or a status that is known', () => {
    expect(parseArrivingCall({ CallSid: CALL, CallStatus: 'teleporting' })).toEqual({
      is: 'arriving-call',
      callSid: CALL,
    });
  });

  it.each([
    undefined,
    '',
    'CA1',
    'SMf1d8037ba6e94c25b0c79e3a541d6f82',
  ])('is none without a leg of its own: %j', (CallSid) => {
    const params = { ...common, ...numbers, ...(CallSid !== undefined && { CallSid }) };
    expect(parseArrivingCall(params)).toMatchObject({ is: 'invalid', field: 'CallSid' });
  });
});
