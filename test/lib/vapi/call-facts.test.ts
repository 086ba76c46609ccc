import { describe, expect, it } from 'vitest';
import { parseServerMessage } from '../../../lib/vapi/server-message.ts';

const factsOf = (message: object) => {
  const parsed = parseServerMessage({ message: { type: 'transfer-destination-request', ...message } });
  if (parsed.is === 'invalid' || parsed.message.kind === 'unknown' || !parsed.message.call)
    throw new Error('holds no call');
  return parsed.message.call;
};

describe('Who is calling', () => {
  const given = { number: '+14155550123', name: 'Given' };
  const ofCall = { number: '+14155550188', name: 'Of the call' };

  it('is the customer of the message before the customer of the call', () => {
    expect(factsOf({ customer: given, call: { id: 'c', customer: ofCall } })).toMatchObject({
      caller: given.number,
      customerName: given.name,
    });
  });

  it.each([
    undefined,
    null,
    {},
    { number: null, name: '' },
  ])('is the customer of the call when the message says %j', (customer) => {
    expect(factsOf({ customer, call: { id: 'c', customer: ofCall } })).toMatchObject({
      caller: ofCall.number,
      customerName: ofCall.name,
    });
  });

  it.each([
    'anonymous',
    'Restricted',
    'sip:alice@pbx.example.com',
    'client:web-user',
    '+266696687',
    '+7378742833',
  ])('is nobody with a number when the caller id says %s', (number) => {
    expect(factsOf({ customer: { number, name: 'Given' }, call: { id: 'c' } })).toEqual({
      callId: 'c',
      messages: [],
      customerName: 'Given',
      sources: { customerName: 'caller' },
    });
  });

  it.each([
    ['of the message', { customer: { sipUri: 'sip:dana@pbx.example.com' }, call: { id: 'c' } }],
    ['of the call', { call: { id: 'c', customer: { sipUri: 'sip:dana@pbx.example.com' } } }],
  ])('may be an address without a telephone, %s, which is no number', (_what, message) => {
    const facts = factsOf(message);
    expect(facts).toMatchObject({ callerSip: 'sip:dana@pbx.example.com' });
    expect(facts).not.toHaveProperty('caller');
  });

  it('is told without the card number that stands in a name or a status', () => {
    const said = 'Robin, card 4111 1111 1111 1111';
    const without = 'Robin, card [card number]';
    const call = { id: 'c', metadata: { customerName: said, accountStatus: said } };
    expect(factsOf({ call })).toMatchObject({ customerName: without, accountStatus: without });
    expect(factsOf({ call, customer: { name: said } })).toMatchObject({ customerName: without });
  });
});

describe('How far the network vouches for a caller’s number', () => {
  const noted = (callerAttestation: unknown) => ({ metadata: { callerAttestation } });
  const attestationIn = (call: object) =>
    factsOf({ call: { id: 'c', type: 'inboundPhoneCall', ...call } }).attestation;

  it('is what we have noted for the call that we opened, for an assistant or for a squad', () => {
    for (const overrides of ['assistantOverrides', 'squadOverrides']) {
      expect(attestationIn({ [overrides]: noted('TN-Validation-Passed-A') })).toBe('TN-Validation-Passed-A');
    }
    expect(attestationIn({ type: 'outboundPhoneCall', assistantOverrides: noted('x') })).toBe('x');
  });

  it.each([
    ['nobody has noted it', {}],
    ['it is no text', { assistantOverrides: noted(7) }],
    ['it is empty', { assistantOverrides: noted('') }],
    ['it goes on and on', { assistantOverrides: noted('x'.repeat(201)) }],
    [
      'whoever started the call wrote it',
      { type: 'webCall', assistantOverrides: noted('TN-Validation-Passed-A') },
    ],
    [
      'it stands in what a model can write',
      { assistantOverrides: { variableValues: { callerAttestation: 'x' } } },
    ],
    ['it stands beside the overrides', noted('TN-Validation-Passed-A')],
  ])('is not known where %s', (_why, call) => {
    expect(attestationIn(call)).toBeUndefined();
  });
});

describe('What our own systems say of the customer', () => {
  const known = { customerId: 'C-20417', customerName: 'Dana Example', accountStatus: 'gold' };
  const other = { customerId: 'C-1', customerName: 'Another', accountStatus: 'none' };

  it.each([
    ['a squad’s metadata', { squadOverrides: { metadata: known } }],
    ['a squad’s variables', { squadOverrides: { variableValues: known } }],
    ['what a squad’s members share', { squad: { membersOverrides: { metadata: known } } }],
    ['the metadata of an assistant made for the call', { assistant: { metadata: known } }],
    ['an assistant’s overrides', { assistantOverrides: { metadata: known } }],
  ])('is read from %s', (_where, call) => {
    expect(factsOf({ call: { id: 'c', ...call } })).toMatchObject(known);
  });

  it('is what was set last: for the call before for the assistant, and for a squad before for one of its kind', () => {
    const set = [
      { squadOverrides: { metadata: known } },
      { assistantOverrides: { metadata: other } },
      { squad: { membersOverrides: { metadata: other } } },
      { assistant: { metadata: other } },
    ];
    expect(factsOf({ call: Object.assign({ id: 'c' }, ...set) })).toMatchObject(known);
    const ofSquad = {
      squadOverrides: { variableValues: known },
      assistantOverrides: { variableValues: other },
    };
    expect(factsOf({ call: { id: 'c', ...ofSquad } })).toMatchObject(known);
  });

  it.each([
    ['the customer of the message', { customer: { externalId: 'C-20417' }, call: { id: 'c' } }],
    ['the customer of the call', { call: { id: 'c', customer: { externalId: 'C-20417' } } }],
    ['a number', { customer: { externalId: 20417 }, call: { id: 'c' } }],
  ])('has the id that Vapi keeps for us, from %s', (_where, message) => {
    expect(factsOf(message).customerId).toMatch(/20417$/);
  });

  it('has the id that was set for this call before the one of the customer', () => {
    const call = { id: 'c', customer: { externalId: 'C-1' }, squadOverrides: { variableValues: known } };
    expect(factsOf({ call }).customerId).toBe('C-20417');
  });

  it.each([
    [{ externalId: '' }],
    [{ externalId: {} }],
    [{ externalId: 'x'.repeat(201) }],
    ['C-1'],
  ])('is nothing where the customer is %j', (customer) => {
    expect(factsOf({ customer, call: { id: 'c' } })).not.toHaveProperty('customerId');
  });
});

describe('Who has the call', () => {
  it('is an assistant or a squad, on a number of Vapi', () => {
    const call = { id: 'c', assistantId: 'assistant-1', squadId: 'squad-1', phoneNumberId: 'number-1' };
    expect(factsOf({ call, phoneNumber: { id: 'number-2' } })).toMatchObject({
      assistantId: 'assistant-1',
      squadId: 'squad-1',
      vapiNumberId: 'number-1',
    });
    expect(factsOf({ call: { id: 'c' }, phoneNumber: { id: 'number-2' } }).vapiNumberId).toBe('number-2');
  });

  it.each(['', null, 7, {}, 'x'.repeat(201)])('is not known by %j', (odd) => {
    const call = { id: 'c', assistantId: odd, squadId: odd, phoneNumberId: odd };
    const facts = factsOf({ call, phoneNumber: { id: odd } });
    expect(facts).toEqual({ callId: 'c', messages: [] });
  });
});

describe('The leg of a call that was opened for it', () => {
  const own = { handoffCallSid: 'CA1', handoffAccountSid: 'AC1' };
  const opened = (over: object = {}) => ({
    id: 'c',
    type: 'inboundPhoneCall',
    transport: { provider: 'twilio', conversationType: 'voice' },
    assistantOverrides: { metadata: own },
    ...over,
  });
  const legOf = (call: object, more: object = {}) => {
    const { callSid, accountSid } = factsOf({ call, ...more });
    return [callSid, accountSid];
  };

  it('is the one that our own request named, where Vapi names none', () => {
    expect(legOf(opened())).toEqual(['CA1', 'AC1']);
    expect(legOf(opened({ transport: undefined }))).toEqual(['CA1', 'AC1']);
    expect(legOf(opened({ type: 'outboundPhoneCall' }))).toEqual(['CA1', 'AC1']);
  });

  it('is named by the overrides of a squad as well', () => {
    const squad = { assistantOverrides: undefined, squadOverrides: { metadata: own } };
    expect(legOf(opened(squad))).toEqual(['CA1', 'AC1']);
    expect(legOf(opened({ ...squad, type: 'webCall' }))).toEqual([undefined, undefined]);
    expect(legOf(opened({ ...squad, assistantOverrides: { metadata: { customerId: 'C-1' } } }))).toEqual([
      'CA1',
      'AC1',
    ]);
  });

  it('is the one that Vapi names, where it does', () => {
    for (const callSid of ['CA1', 'CA2']) {
      const transport = { provider: 'twilio', callSid, accountSid: 'AC2' };
      expect(legOf(opened({ transport }))).toEqual([callSid, 'AC2']);
    }
  });

  it('is in the account of our own request only if it is the same leg', () => {
    const named = (callSid: string) => opened({ transport: { provider: 'twilio', callSid } });
    expect(legOf(named('CA1'))).toEqual(['CA1', 'AC1']);
    expect(legOf(named('CA2'))).toEqual(['CA2', undefined]);
    expect(legOf(opened({ phoneCallProvider: 'twilio', phoneCallProviderId: 'CA1' }))).toEqual([
      'CA1',
      'AC1',
    ]);
  });

  it.each([
    ['the call’s own metadata', opened({ assistantOverrides: null, metadata: own }), {}],
    ['variables', opened({ assistantOverrides: { variableValues: own } }), {}],
    ['variables of the talk', opened({ assistantOverrides: {} }), { artifact: { variableValues: own } }],
    ['an account alone', opened({ assistantOverrides: { metadata: { handoffAccountSid: 'AC1' } } }), {}],
    ['a web call, which anybody can start', opened({ type: 'webCall' }), {}],
    ['a call of an unknown kind', opened({ type: undefined }), {}],
    ['something else than a text', opened({ assistantOverrides: { metadata: { handoffCallSid: 7 } } }), {}],
  ])('is not told by %s', (_what, call, more) => {
    expect(legOf(call, more)).toEqual([undefined, undefined]);
  });
});

describe('The talk of a call', () => {
  const said = (text: string) => ({ role: 'user', message: text });

  it('is its last twelve utterances in their order', () => {
    const messages = Array.from({ length: 40 }, (_, at) => said(`${at}`));
    const texts = factsOf({ call: { id: 'c' }, artifact: { messages } }).messages.map(({ text }) => text);
    expect(texts).toEqual(['28', '29', '30', '31', '32', '33', '34', '35', '36', '37', '38', '39']);
  });

  it('is looked for at its end only, however long it was', () => {
    let touched = 0;
    const old = () => ({
      get role() {
        touched += 1;
        return 'user';
      },
      message: 'long ago',
    });
    const results = Array.from({ length: 59 }, () => ({ role: 'tool_call_result', result: '{}' }));
    const messages = [...Array.from({ length: 5_000 }, old), said('just now'), ...results];
    const facts = factsOf({ call: { id: 'c' }, artifact: { messages } });
    expect(facts.messages).toEqual([{ role: 'caller', text: 'just now' }]);
    expect(touched).toBe(0);
  });
});
