import { describe, expect, it } from 'vitest';
import { parseServerMessage } from '../../../lib/vapi/server-message.ts';

const factsOf = (message: object) => {
  const parsed = parseServerMessage({ message: { type: 'transfer-destination-request', ...message } });
  if (parsed.is === 'invalid' || parsed.message.kind === 'unknown') throw new Error('holds no call');
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
