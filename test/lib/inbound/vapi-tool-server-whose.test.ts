import { describe, expect, it } from 'vitest';
import { ATTESTATION_NOTE } from '../../../lib/vapi/own-call.ts';
import { CALLER } from '../tools/asking.ts';
import { helpDeskWith } from '../tools/team.ts';
import { CALL_ID, toolServer } from './tool-server.ts';

const TICKET = { id: '4711', status: 'open', subject: 'Charged twice', requesterNumbers: [CALLER] };
const attested = (attestation: string) => ({
  assistantOverrides: { metadata: { [ATTESTATION_NOTE]: attestation } },
});

/** What the help desk is told of who asks, and what they hear of a ticket. */
const asks = async (call: Record<string, unknown> = {}, message: Record<string, unknown> = {}) => {
  const { helpDesk, attempts, requests } = helpDeskWith([TICKET]);
  const { uses } = toolServer({ helpDesk });
  const { data } = await uses('get_ticket_details', { ticket: '4711' }, { call, message });
  const latest = await uses('get_ticket_status', {}, { call, message });
  return { asker: attempts[0]?.asker, data, latest: latest.data, requests };
};

describe('A caller’s number is believed', () => {
  it.each([
    ['on a call that came in', {}],
    ['on a call that went out', { type: 'outboundPhoneCall' }],
    ['where the network vouches for it fully', attested('TN-Validation-Passed-A')],
    ['where Twilio has told nothing', attested('')],
  ])('%s: their own ticket is told in full', async (_when, call) => {
    const { asker, data, requests } = await asks(call);
    expect(asker).toEqual({ callId: CALL_ID, caller: CALLER, verified: true });
    expect(data).toMatchObject({ id: '4711', status: 'open', subject: 'Charged twice' });
    expect(requests).toEqual([
      ['get_ticket_details', '4711'],
      ['get_ticket_status', undefined],
    ]);
  });
});

describe('A caller’s number is not believed', () => {
  it.each([
    'TN-Validation-Passed-B',
    'TN-Validation-Passed-C',
    'TN-Validation-Passed-A-Diverted',
    'TN-Validation-Failed-A',
    'TN-Validation-Failed',
    'No-TN-Validation',
    'tn-validation-passed-a',
    'something new',
  ])('where the network says %s: the status alone is told', async (attestation) => {
    const { asker, data, requests } = await asks(attested(attestation));
    expect(asker).toEqual({ callId: CALL_ID, caller: CALLER, verified: false });
    expect(data).toEqual({ id: '4711', status: 'open' });
    expect(requests).toHaveLength(2);
  });

  it('where a call of a squad notes the same', async () => {
    const call = { squadOverrides: { metadata: { [ATTESTATION_NOTE]: 'TN-Validation-Passed-B' } } };
    expect((await asks(call)).data).toEqual({ id: '4711', status: 'open' });
  });

  it.each([
    ['a web call', { type: 'webCall' }, {}],
    ['a web call that says it is attested', { type: 'webCall', ...attested('TN-Validation-Passed-A') }, {}],
    ['a call over a socket', { type: 'vapi.websocketCall' }, {}],
    ['a call of no kind that is known', { type: undefined }, {}],
    ['a call by SIP', {}, { customer: { number: CALLER, sipUri: 'sip:4155550123@example.com' } }],
    ['a call over SIP’s transport', { transport: { provider: 'vapi.sip' } }, {}],
    ['a call with a withheld number', {}, { customer: {} }],
    ['a call from a number of no plan', {}, { customer: { number: '+10000000000' } }],
    ['a call from what is no number', {}, { customer: { number: 'anonymous' } }],
    ['a call from a number that nobody can have', {}, { customer: { number: '+266696687' } }],
  ])('on %s: it is nobody’s, and without a ticket’s number nobody is asked', async (_what, call, message) => {
    const { asker, data, latest, requests } = await asks(call, message);
    expect(asker).toEqual({ callId: CALL_ID, verified: false });
    expect(data).toEqual({ id: '4711', status: 'open' });
    expect(latest).toEqual({ reason: 'bad_argument', field: 'ticket' });
    expect(requests).toEqual([['get_ticket_details', '4711']]);
  });
});

describe('The team’s own id of the customer', () => {
  const named = (customerId: string) => ({ assistantOverrides: { metadata: { customerId } } });

  it('is told to the system where the team itself gave it', async () => {
    expect((await asks(named('C-1001'))).asker).toMatchObject({ customerId: 'C-1001' });
  });

  it('is left out where whoever started the call wrote it, or the model has heard it', async () => {
    expect((await asks({ type: 'webCall', ...named('C-1001') })).asker).not.toHaveProperty('customerId');
    const heard = { artifact: { variableValues: { customerId: 'C-1001' } } };
    expect((await asks({}, heard)).asker).not.toHaveProperty('customerId');
  });
});
