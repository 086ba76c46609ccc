import { describe, expect, it } from 'vitest';
import { Unavailable } from '../../../../lib/base/trouble.ts';
import { OUTCOMES } from '../../../../lib/handoff/record/handoff.ts';
import { speech } from '../../../../lib/speech/english.ts';
import { readCustomer } from '../../../../lib/vapi/customer.ts';
import { attestationOf } from '../../../../lib/vapi/own-call.ts';
import * as given from '../given.ts';
import * as legs from '../given-legs.ts';
import type { Script } from '../scripted.ts';
import { trying } from '../trying.ts';

const { T0, CALL_ID, CONTROL_URL } = given;

const BUSY = { is: 'not-done', reason: 'twilio-429', retryAfterSeconds: 3 } as const;

describe('Opening an assistant', () => {
  const record = legs.own('conference', given.ended({ outcome: 'no_agent' }));
  const live = { is: 'leg-seen', leg: { is: 'live', status: 'in-progress' } } as const;
  const opened = { is: 'assistant-opened', callId: 'call-2', twiml: legs.TWIML } as const;
  const opens: Script = { legs: { look: [live] }, calls: { open: [opened] } };

  it('asks for the one that had the call, on the number it had it on, and says what happened', async () => {
    const context = { reason: 'wants a refund', customerName: 'A. Caller', customerId: 'C-1', messages: [] };
    const known = { ...record, request: { ...record.request, context } };
    const { result, asked } = await trying(known, legs.opening('no_agent'), opens);
    expect(result).toEqual(opened);
    expect(asked).toEqual([
      ['look at leg', 'CA1'],
      [
        'open',
        {
          assistant: { assistantId: 'assistant-1' },
          phoneNumberId: 'number-1',
          customer: '+14155550199',
          firstMessage: speech.toCaller.busy,
          variableValues: {
            handoffOutcome: 'no_agent',
            handoffReason: 'wants a refund',
            customerName: 'A. Caller',
          },
          metadata: {
            handoffCallSid: 'CA1',
            handoffAccountSid: 'AC1',
            handoffPreviousCallId: CALL_ID,
            handoffsSoFar: '1',
            customerId: 'C-1',
          },
        },
      ],
    ]);
  });

  it('tells the fresh call who said what of the customer', async () => {
    const sources = { customerName: 'assistant', customerId: 'team', accountStatus: 'caller' } as const;
    const context = {
      customerName: 'A. Caller',
      customerId: 'C-1',
      accountStatus: 'gold',
      sources,
      messages: [],
    };
    const known = { ...record, request: { ...record.request, context } };
    const { asked } = await trying(known, legs.opening('no_agent'), opens);
    const [, order] = asked[1] ?? [];
    expect(order).toMatchObject({
      variableValues: { customerName: 'A. Caller' },
      metadata: {
        customerId: 'C-1',
        accountStatus: 'gold',
        customerNameSource: 'assistant',
        customerIdSource: 'team',
        accountStatusSource: 'caller',
      },
    });
    // As Vapi tells of that call.
    const { variableValues, metadata } = order as { variableValues: object; metadata: object };
    const call = { type: 'inboundPhoneCall', assistantOverrides: { variableValues, metadata } };
    expect(readCustomer({ call })).toMatchObject({ accountStatus: 'gold', sources });
  });

  it('tells the fresh call how far the network vouches for the caller’s number, as it is read there', async () => {
    const attestation = 'TN-Validation-Passed-B';
    const known = { ...record, request: { ...record.request, attestation } };
    const { asked } = await trying(known, legs.opening('no_agent'), opens);
    expect(asked[1]).toMatchObject(['open', { metadata: { callerAttestation: attestation } }]);
    const [, order] = asked[1] ?? [];
    const { metadata } = order as { metadata: object };
    expect(attestationOf({ type: 'inboundPhoneCall', assistantOverrides: { metadata } })).toBe(attestation);
  });

  it('tells the fresh call how many handoffs the caller has had', async () => {
    const third = { ...record, requestNo: 3, request: { ...record.request, earlierHandoffs: 1 } };
    const { asked } = await trying(third, legs.opening('no_agent'), opens);
    expect(asked[1]).toMatchObject(['open', { metadata: { handoffsSoFar: '4' } }]);
  });

  it.each(OUTCOMES)('begins with the words for %s', async (outcome) => {
    const { asked } = await trying(record, legs.opening(outcome), opens);
    expect(asked[1]).toMatchObject(['open', { firstMessage: speech.welcomeBack[outcome] }]);
  });

  it('asks for the squad where one had the call', async () => {
    const squad = { ...record, request: { ...record.request, squadId: 'squad-1' } };
    const { asked } = await trying(squad, legs.opening('no_agent'), opens);
    expect(asked[1]).toMatchObject(['open', { assistant: { squadId: 'squad-1' } }]);
  });

  it.each(['over', 'missing'] as const)('is not done for a leg that is %s', async (is) => {
    const leg = is === 'over' ? ({ is, status: 'completed' } as const) : ({ is } as const);
    const { result, methods } = await trying(record, legs.opening('no_agent'), {
      legs: { look: [{ is: 'leg-seen', leg }] },
    });
    expect(result).toEqual({ is: 'caller-gone' });
    expect(methods).toEqual(['look at leg']);
  });

  it('is done where the leg cannot be looked at: the caller may be there', async () => {
    const { result } = await trying(record, legs.opening('no_agent'), {
      legs: { look: [BUSY] },
      calls: { open: [opened] },
    });
    expect(result).toEqual(opened);
  });

  it.each(['callSid', 'assistantId', 'vapiNumberId'] as const)('is not possible without %s', async (name) => {
    const { [name]: _none, ...request } = record.request;
    const { result, asked } = await trying({ ...record, request }, legs.opening('no_agent'), {});
    expect(result).toMatchObject({ is: 'refused' });
    expect(asked).toEqual([]);
  });
});

describe('Telling the assistant', () => {
  const tell = given.owed('tell-assistant:ho_1', { kind: 'tell-assistant', outcome: 'no_agent' });
  it('reaches its model alone, and offers a callback', async () => {
    const { asked } = await trying(given.handoff(given.ended()), tell, {
      calls: { inform: [{ is: 'told' }] },
    });
    expect(asked).toEqual([
      ['inform', { callId: CALL_ID, controlUrl: CONTROL_URL }, expect.stringContaining('request_callback')],
    ]);
  });

  it('is not possible without a control URL', async () => {
    const { controlUrl: _none, ...request } = given.request();
    const { result } = await trying(given.handoff(given.ended(), [], { request }), tell, {});
    expect(result).toEqual({ is: 'refused', reason: 'no-control-url' });
  });
});

describe('Announcing the end', () => {
  it('says of which call and which handoff, also of one before the present', async () => {
    const announce = given.owed('announce-end:ho_0', { kind: 'announce-end', handoffId: 'ho_0' });
    const record = legs.own('conference', given.ended());
    const { asked, result } = await trying(record, announce, { announce: [{ is: 'end-announced' }] });
    expect(asked).toEqual([['announce the end', CALL_ID, 'ho_0']]);
    expect(result).toEqual({ is: 'end-announced' });
  });
});

describe('Asking for a callback', () => {
  const ask = given.owed('request-callback:ho_1', { kind: 'request-callback' });
  it('is for the number that the caller called from, with what is known', async () => {
    const context = {
      reason: 'wants a refund',
      customerName: 'A. Caller',
      department: 'billing',
      messages: [],
    };
    const record = legs.own('conference', given.ended(), [], { request: given.request({ context }) });
    const { asked } = await trying(record, ask, { callback: [{ is: 'callback-requested' }] });
    const request = {
      number: '+14155550199',
      caller: '+14155550199',
      requestedAt: T0,
      requestedBy: 'handoff',
      why: 'wants a refund',
      customerName: 'A. Caller',
      department: 'billing',
    };
    expect(asked).toEqual([['callback', CALL_ID, request]]);
  });

  it('says of whoever asks who said it, which language they want and under which id they are known', async () => {
    const context = {
      customerName: 'A. Caller',
      customerId: 'C-1',
      sources: { customerName: 'caller', customerId: 'team' } as const,
      language: 'es',
      messages: [],
    };
    const record = legs.own('conference', given.ended(), [], { request: given.request({ context }) });
    const { asked } = await trying(record, ask, { callback: [{ is: 'callback-requested' }] });
    const known = {
      customerName: 'A. Caller',
      customerNameSource: 'caller',
      customerId: 'C-1',
      customerIdSource: 'team',
      language: 'es',
    };
    expect(asked).toMatchObject([['callback', CALL_ID, known]]);
  });

  it.each([
    'costly',
    'abroad',
    'enough',
  ] as const)('is not done where the number may not be called: %s', async (why) => {
    const record = legs.own('conference', given.ended());
    const { result, asked } = await trying(record, ask, {}, 'none', { admitCallback: async () => why });
    expect([result, asked]).toEqual([{ is: 'refused', reason: why }, []]);
  });

  it('is left to the worker while the table is away', async () => {
    const down = () => Promise.reject(new Unavailable('table', 'down'));
    const record = legs.own('conference', given.ended());
    const script = { callback: [{ is: 'callback-requested' } as const] };
    const { asked } = await trying(record, ask, script, 'none', { admitCallback: down });
    expect(asked).toMatchObject([['callback', CALL_ID, { number: '+14155550199' }]]);
  });

  it('is not possible for a caller without a number', async () => {
    const { caller: _none, ...request } = given.request();
    const { result, asked } = await trying(given.handoff(given.ended(), [], { request }), ask, {});
    expect([result, asked]).toEqual([{ is: 'refused', reason: 'no-number' }, []]);
  });
});
