import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contextOf } from '../../../lib/handoff/escalation.ts';

const NOTHING_KNOWN = { messages: [] };

describe('What the agent will know of the caller', () => {
  it('is taken from the arguments of the tool call, under any of their usual names', () => {
    const plain = {
      reason: 'Duplicate charge',
      department: 'billing',
      skills: ['refunds', 'en'],
      summary: 'Charged twice.',
      sentiment: 'frustrated',
      unresolvedTopics: ['refund'],
      captured: { invoice: 4471, verified: true },
      urgency: 'high',
      language: 'en',
    };
    const other = {
      why: 'Duplicate charge',
      team: 'billing',
      required_skills: 'refunds, en',
      conversation_summary: 'Charged twice.',
      mood: 'frustrated',
      unresolved_topics: 'refund',
      captured_data: { invoice: '4471', verified: 'true' },
      priority: 'high',
      locale: 'en',
    };
    const context = {
      reason: 'Duplicate charge',
      department: 'billing',
      skills: ['refunds', 'en'],
      summary: 'Charged twice.',
      sentiment: 'frustrated',
      unresolvedTopics: ['refund'],
      captured: { invoice: '4471', verified: 'true' },
      urgency: 'high',
      language: 'en',
      messages: [],
    };
    expect(contextOf(plain, NOTHING_KNOWN)).toEqual(context);
    expect(contextOf(other, NOTHING_KNOWN)).toEqual(context);
  });

  it('believes the call rather than the model about who the customer is', () => {
    const call = { customerId: 'C-1', accountStatus: 'gold', customerName: 'Jordan', messages: [] };
    const said = { customerId: 'C-9', accountStatus: 'platinum', customerName: 'Somebody' };
    expect(contextOf(said, call)).toMatchObject({
      customerId: 'C-1',
      accountStatus: 'gold',
      customerName: 'Jordan',
    });
    expect(contextOf(said, NOTHING_KNOWN)).toMatchObject({ customerId: 'C-9', accountStatus: 'platinum' });
  });

  it('leaves out what is empty, null or of no use as text', () => {
    const useless = {
      reason: '',
      summary: null,
      department: {},
      skills: [null, ' ', {}],
      captured: { a: [], b: null },
    };
    expect(contextOf(useless, NOTHING_KNOWN)).toEqual({ messages: [] });
  });

  it('holds the last twelve utterances, and stays small whatever is sent', () => {
    const messages = Array.from({ length: 500 }, (_, at) => ({
      role: 'caller' as const,
      text: `${at} ${'😀'.repeat(5_000)}`,
    }));
    const context = contextOf(
      { reason: 'x'.repeat(100_000), captured: Object.fromEntries(messages.map((_, at) => [`k${at}`, 'v'])) },
      { messages },
    );
    expect(context.messages).toHaveLength(12);
    expect(context.messages.at(-1)?.text.startsWith('499 ')).toBe(true);
    expect(Buffer.byteLength(JSON.stringify(context))).toBeLessThan(16_000);
  });

  it('can be made of any arguments at all', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (values) => {
        const context = contextOf(values, NOTHING_KNOWN);
        expect(Buffer.byteLength(JSON.stringify(context))).toBeLessThan(20_000);
      }),
      { seed: 9, numRuns: 1_000 },
    );
  });
});
