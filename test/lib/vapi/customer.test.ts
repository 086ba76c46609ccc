import { describe, expect, it } from 'vitest';
import { readCustomer } from '../../../lib/vapi/customer.ts';

const JANE = { customerName: 'Jane Victim', customerId: 'C-1', accountStatus: 'Platinum, verified' };
const SNAKE = { customer_name: 'Jane Victim', customer_id: 'C-1', account: { status: 'Platinum, verified' } };

const allFrom = (source: string) => ({
  ...JANE,
  sources: { customerName: source, customerId: source, accountStatus: source },
});

/** Every place of a call in which somebody on the team's side, or who starts a web call, can write. */
const places = (words: object): [string, Record<string, unknown>][] => [
  ['the metadata of the assistant’s overrides', { assistantOverrides: { metadata: words } }],
  ['the variables of the assistant’s overrides', { assistantOverrides: { variableValues: words } }],
  ['the metadata of the squad’s overrides', { squadOverrides: { metadata: words } }],
  ['the variables of the squad’s overrides', { squadOverrides: { variableValues: words } }],
  ['the metadata that a squad’s members share', { squad: { membersOverrides: { metadata: words } } }],
  ['the variables that a squad’s members share', { squad: { membersOverrides: { variableValues: words } } }],
  ['the metadata of an assistant of its own', { assistant: { metadata: words } }],
  ['the metadata of the call', { metadata: words }],
];

describe.each([
  ['in camelCase', JANE],
  ['in snake_case, with an account', SNAKE],
])('Who the caller is, written %s', (_how, words) => {
  it.each(places(words))('is the team’s word on a telephone call: %s', (_where, place) => {
    for (const type of ['inboundPhoneCall', 'outboundPhoneCall']) {
      expect(readCustomer({ call: { type, ...place } })).toEqual(allFrom('team'));
    }
  });

  it.each(places(words))('is the word of whoever started it on any other call: %s', (_where, place) => {
    for (const type of [
      'webCall',
      'vapi.websocketCall',
      'teleport',
      'inboundphonecall',
      '',
      null,
      7,
      undefined,
    ]) {
      expect(readCustomer({ call: { type, ...place } })).toEqual(allFrom('caller'));
    }
  });

  it('is the assistant’s word where the talk alone says it, on any call', () => {
    for (const type of ['inboundPhoneCall', 'webCall', undefined]) {
      expect(readCustomer({ call: { type }, artifact: { variableValues: words } })).toEqual(
        allFrom('assistant'),
      );
    }
  });
});

describe('Who the caller is', () => {
  const phone = (over: object) => ({ type: 'inboundPhoneCall', ...over });

  it('is not told by blanks, which hide nothing that is', () => {
    const blank = { customerName: ' ', customerId: '  ', accountStatus: '\t', account: { status: ' ' } };
    const customer = { name: ' ', externalId: 'C-20417' };
    expect(readCustomer({ customer, call: phone({ metadata: blank }) })).toEqual({
      customerId: 'C-20417',
      sources: { customerId: 'team' },
    });
  });

  it('is told by Vapi’s own customer: name and external id', () => {
    const customer = { number: '+15550100123', externalId: 'C-20417', name: 'Dana Example' };
    const known = { customerName: 'Dana Example', customerId: 'C-20417' };
    expect(readCustomer({ call: phone({ customer }) })).toEqual({
      ...known,
      sources: { customerName: 'team', customerId: 'team' },
    });
    expect(readCustomer({ call: { type: 'webCall' }, customer })).toEqual({
      ...known,
      sources: { customerName: 'caller', customerId: 'caller' },
    });
  });

  it('is what the call carries, whatever the model took down besides', () => {
    const artifact = {
      variableValues: { customerId: 'C-9', accountStatus: 'platinum', customerName: 'Mallory' },
    };
    const call = phone({ squadOverrides: { metadata: { account: { status: 'gold' } } } });
    expect(readCustomer({ call, artifact })).toEqual({
      customerName: 'Mallory',
      customerId: 'C-9',
      accountStatus: 'gold',
      sources: { customerName: 'assistant', customerId: 'assistant', accountStatus: 'team' },
    });
  });

  it('does not become the team’s word by naming its own source', () => {
    const claims = {
      ...JANE,
      sources: { customerName: 'team', customerId: 'team', accountStatus: 'team' },
      source: 'team',
      ...{ customerNameSource: 'team', customerIdSource: 'team', accountStatusSource: 'team' },
      handoffPreviousCallId: 'call-0',
    };
    for (const [, place] of places(claims)) {
      expect(readCustomer({ call: { type: 'webCall', ...place } })).toEqual(allFrom('caller'));
    }
    expect(readCustomer({ call: phone({}), artifact: { variableValues: claims } })).toEqual(
      allFrom('assistant'),
    );
  });

  it('is not read from a prototype', () => {
    const metadata: unknown = JSON.parse('{"__proto__": {"customerId": "C-1", "accountStatus": "platinum"}}');
    expect(readCustomer({ call: phone({ metadata }) })).toEqual({});
  });

  it('keeps an id of the team as it is, and takes none from anybody else that is a card number', () => {
    const words = { customerId: '4111111111111111' };
    expect(readCustomer({ call: phone({ metadata: words }) })).toMatchObject(words);
    expect(readCustomer({ call: { type: 'webCall', metadata: words } })).toEqual({});
    expect(readCustomer({ call: phone({}), artifact: { variableValues: words } })).toEqual({});
  });
});

describe('A caller who has dialled in by SIP, which anybody can', () => {
  const headers = { assistantOverrides: { variableValues: SNAKE } };
  const ways: [string, object][] = [
    ['by the transport', { transport: { provider: 'vapi.sip' } }],
    ['by the kind of transport', { phoneCallTransport: 'sip' }],
    ['by their address', { customer: { sipUri: 'sip:mallory@pbx.example.com' } }],
  ];

  it.each(ways)('says the variables themselves: known %s', (_how, told) => {
    expect(readCustomer({ call: { type: 'inboundPhoneCall', ...told, ...headers } })).toEqual(
      allFrom('caller'),
    );
  });

  it('says their own name, and does not write the metadata', () => {
    const customer = { sipUri: 'sip:mallory@pbx.example.com', name: 'Jane Victim' };
    const metadata = { customerId: 'C-1' };
    expect(readCustomer({ call: { type: 'inboundPhoneCall', customer, metadata } })).toEqual({
      customerName: 'Jane Victim',
      customerId: 'C-1',
      sources: { customerName: 'caller', customerId: 'team' },
    });
  });

  it('is not somebody whom the team has rung by SIP', () => {
    const call = { type: 'outboundPhoneCall', transport: { provider: 'vapi.sip' }, ...headers };
    expect(readCustomer({ call })).toEqual(allFrom('team'));
  });
});

describe('The call that we open to give a caller back', () => {
  const opened = (metadata: object, variableValues: object = {}) => ({
    type: 'inboundPhoneCall',
    assistantOverrides: {
      metadata: { handoffCallSid: 'CA1', handoffPreviousCallId: 'call-0', ...metadata },
      variableValues,
    },
  });

  it('brings every part back with the source that it had', () => {
    const noted = {
      customerNameSource: 'assistant',
      customerIdSource: 'team',
      accountStatusSource: 'caller',
    };
    const { customerName, ...rest } = JANE;
    expect(readCustomer({ call: opened({ ...rest, ...noted }, { customerName }) })).toEqual({
      ...JANE,
      sources: { customerName: 'assistant', customerId: 'team', accountStatus: 'caller' },
    });
  });

  it('makes nothing the team’s word of which it does not say so', () => {
    expect(readCustomer({ call: opened(JANE) })).toEqual(JANE);
    expect(readCustomer({ call: opened({ ...JANE, customerIdSource: 'root' }) })).toEqual(JANE);
  });
});
