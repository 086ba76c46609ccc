import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { SOURCES } from '../../../../lib/base/call-facts.ts';
import { ATTRIBUTES_LIMIT, taskAttributes } from '../../../../lib/handoff/briefing/task-attributes.ts';
import type { HandoffContext, HandoffRequest, StrategyName } from '../../../../lib/handoff/record/handoff.ts';
import { ANY_UNIT } from '../../any-text.ts';
import * as given from '../given.ts';

const URL_OF_PAGE = `https://handoff.example.com/prod/agent/${'t'.repeat(300)}`;
const HANDOFF_ID = 'ho_DJWVHDD4KHTDCSH806PEKNYYK6';
const CALL_SID = `CA${'0123456789abcdef'.repeat(2)}`;

const attributesSchema = z.looseObject({
  type: z.literal('ai_handoff'),
  handoff_id: z.literal(HANDOFF_ID),
  handoff_try: z.literal(2),
  vapi_call_id: z.literal(given.CALL_ID),
  call_sid: z.literal(CALL_SID),
  from: z.literal('+14155550199'),
  context_url: z.literal(URL_OF_PAGE),
  messages: z.array(z.object({ role: z.enum(['assistant', 'caller']), text: z.string() })),
  conversations: z.looseObject({ conversation_id: z.literal(HANDOFF_ID) }),
});

const written = (context: Partial<HandoffContext>, changed: Partial<HandoffRequest> = {}): string =>
  taskAttributes(
    {
      callId: given.CALL_ID,
      handoffId: HANDOFF_ID,
      taskNo: 2,
      strategy: { is: 'vapi-transfer', reason: 'for the test' },
      request: given.request({ callSid: CALL_SID, context: { messages: [], ...context }, ...changed }),
    },
    URL_OF_PAGE,
  );

/** Reads the attributes, having checked what always holds: the limit, the ids, well-formed text. */
const read = (json: string) => {
  expect(json.length).toBeLessThanOrEqual(4096);
  expect(Buffer.byteLength(json)).toBeLessThanOrEqual(4096);
  expect(json.isWellFormed()).toBe(true);
  expect(json).not.toMatch(/\\u[0-9a-f]{4}/i);
  return attributesSchema.parse(JSON.parse(json));
};

const talk = (count: number, text: (n: number) => string) =>
  Array.from({ length: count }, (_, n) => ({ role: 'caller' as const, text: text(n) }));

describe('The attributes of a task', () => {
  it('carry all that the assistant told of the caller', () => {
    const context: HandoffContext = {
      reason: 'wants a refund',
      department: 'billing',
      skills: ['billing', 'spanish'],
      language: 'es-US',
      urgency: 'high',
      summary: 'The invoice of March was paid twice.',
      sentiment: 'annoyed',
      unresolvedTopics: ['refund', 'address'],
      captured: { invoice: 'INV-7', month: 'March' },
      customerName: 'A. Caller',
      customerId: 'C-1',
      accountStatus: 'active',
      messages: [
        { role: 'caller', text: 'I paid twice.' },
        { role: 'assistant', text: 'I am sorry.' },
      ],
    };
    const known = written(context, { called: '+14155550100', direction: 'inbound' });
    expect(read(known)).toMatchObject({
      name: 'A. Caller',
      from: '+14155550199',
      to: '+14155550100',
      direction: 'inbound',
      language: 'es-US',
      department: 'billing',
      skills: ['billing', 'spanish'],
      urgency: 'high',
      customer_id: 'C-1',
      account_status: 'active',
      reason: 'wants a refund',
      summary: 'The invoice of March was paid twice.',
      summary_source: 'assistant',
      sentiment: 'annoyed',
      unresolved_topics: ['refund', 'address'],
      captured: { invoice: 'INV-7', month: 'March' },
      messages: context.messages,
      conversations: { communication_channel: 'Call' },
    });
  });

  it('say of name, id and account status who said them', () => {
    const customer = { customerName: 'A. Caller', customerId: 'C-1', accountStatus: 'platinum' };
    const sources = { customerName: 'caller', customerId: 'team', accountStatus: 'assistant' } as const;
    expect(read(written({ ...customer, sources }))).toMatchObject({
      name_source: 'caller',
      customer_id_source: 'team',
      account_status_source: 'assistant',
    });
    // A number stands for the name, the id is too long to be one, and no status is known.
    const without = read(written({ customerId: 'c'.repeat(201), sources }));
    for (const absent of ['name_source', 'customer_id_source', 'account_status_source']) {
      expect(without).not.toHaveProperty(absent);
    }
    // Kept before sources were: nobody can take it for the team's word.
    expect(read(written(customer))).not.toHaveProperty('account_status_source');
  });

  it('name the caller by number where there is no name, and leave out what is not known', () => {
    const known = read(written({}));
    expect(known).toMatchObject({ name: '+14155550199', messages: [] });
    for (const absent of [
      'to',
      'summary',
      'summary_source',
      'reason',
      'department',
      'skills',
      'captured',
      'unresolved_topics',
    ]) {
      expect(known).not.toHaveProperty(absent);
    }
  });

  it('hold the last ten messages when they fit, in their order', () => {
    const { messages } = read(written({ messages: talk(40, (n) => `message ${n}`) }));
    expect(messages.map(({ text }) => text)).toEqual(
      Array.from({ length: 10 }, (_, n) => `message ${n + 30}`),
    );
  });

  const scripts = {
    Latin: 'The caller says something long. ',
    German: 'Größenänderung überprüfen, Straße fünf. ',
    Chinese: '来电者要求退款并且已经等了很久。',
    Arabic: 'المتصل يريد التحدث مع موظف الآن. ',
    Devanagari: 'कॉल करने वाला व्यक्ति बात करना चाहता है। ',
    'emoji of families': '👩‍👩‍👧‍👦🏳️‍🌈',
    'stacked accents': `e${'\u0301'.repeat(30)} `,
    quotes: '"\\" "\\" ',
    'control characters': '\u0000\u0007\u001b[31m\u007f\u0085\n\t',
    'lone surrogates': '\ud83d x \ude00 y ',
    'line separators': 'a\u2028b\u2029',
  };
  for (const [script, text] of Object.entries(scripts)) {
    for (const times of [1, 40, 4_000]) {
      it(`stay within the limit with ${script} ${times} times in every field, and keep five messages`, () => {
        const long = text.repeat(times);
        const context: HandoffContext = {
          reason: long,
          department: long,
          skills: Array.from({ length: 30 }, () => long),
          language: long,
          urgency: long,
          summary: long,
          sentiment: long,
          unresolvedTopics: Array.from({ length: 30 }, () => long),
          captured: Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`${n} ${long}`, long])),
          customerName: long,
          customerId: long,
          accountStatus: long,
          sources: { customerName: 'assistant', customerId: 'assistant', accountStatus: 'assistant' },
          messages: talk(30, (n) => `${n} ${long}`),
        };
        const { messages } = read(written(context, { called: long }));
        expect(messages.length).toBeGreaterThanOrEqual(5);
        const numbers = messages.map(({ text: kept }) => Number.parseInt(kept, 10));
        expect(numbers).toEqual(numbers.map((_, at) => 30 - numbers.length + at));
      });
    }
  }

  it('hold the end of a talk of 100 MB as they hold that of any other', () => {
    const huge = 'word '.repeat(2_000_000);
    const messages = [...talk(5_000, () => 'old'), ...talk(5, () => huge)];
    const known = read(written({ summary: huge, reason: huge, messages }));
    expect(known.messages.length).toBeGreaterThanOrEqual(5);
    expect(known.messages.slice(-5).every(({ text }) => text.startsWith('word word'))).toBe(true);
  });

  it('stay within the limit, whole in their ids and well-formed, whatever was said', () => {
    const text = fc.oneof(
      fc.string({ unit: ANY_UNIT, maxLength: 3_000, size: 'max' }),
      fc.string({ unit: 'grapheme', maxLength: 1_000, size: 'max' }),
      fc
        .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 500 })
        .map((units) => String.fromCharCode(...units)),
      fc.constantFrom('', ' ', '\ud83d', '\u0000', '"'),
    );
    const context = fc.record(
      {
        reason: text,
        department: text,
        skills: fc.array(text, { maxLength: 12 }),
        language: text,
        urgency: text,
        summary: text,
        sentiment: text,
        unresolvedTopics: fc.array(text, { maxLength: 12 }),
        captured: fc.dictionary(text, text, { maxKeys: 12 }),
        customerName: text,
        customerId: text,
        accountStatus: text,
        sources: fc.record({
          customerName: fc.constantFrom(...SOURCES),
          customerId: fc.constantFrom(...SOURCES),
          accountStatus: fc.constantFrom(...SOURCES),
        }),
        messages: fc.array(fc.record({ role: fc.constantFrom('assistant', 'caller'), text }), {
          maxLength: 14,
        }),
      },
      { requiredKeys: ['messages'] },
    );
    fc.assert(
      fc.property(context, (known) => {
        const { messages } = read(written(known));
        expect(messages.length).toBeGreaterThanOrEqual(Math.min(5, known.messages.length));
        const last = known.messages.slice(-messages.length);
        expect(messages.map(({ role }) => role)).toEqual(last.map(({ role }) => role));
      }),
      // Shrinking texts of this length takes minutes.
      { numRuns: 150, endOnFailure: true },
    );
  });

  it('have an extract of the caller’s words where the assistant gave no summary, and say so', () => {
    const messages = [
      { role: 'caller' as const, text: 'Where is my refund?' },
      { role: 'assistant' as const, text: 'Let me see.' },
    ];
    for (const summary of [undefined, '', ' \n ']) {
      const context = summary === undefined ? { messages } : { messages, summary };
      expect(read(written(context))).toMatchObject({
        summary: 'Extract of the caller’s own words: Where is my refund?',
        summary_source: 'extract',
      });
    }
    expect(read(written({ messages: messages.slice(1) }))).not.toHaveProperty('summary_source');
  });

  it('have no id that was cut: a longer one is left out', () => {
    const known = read(written({ customerId: 'c'.repeat(201) }, { called: `sip:${'x'.repeat(200)}` }));
    expect(known).not.toHaveProperty('customer_id');
    expect(known).not.toHaveProperty('to');
    expect(read(written({ customerId: 'c'.repeat(200) })).customer_id).toBe('c'.repeat(200));
    // In bytes.
    expect(read(written({ customerId: 'ü'.repeat(101) }))).not.toHaveProperty('customer_id');
  });

  it('tell a caller whom the front desk has put into the queue from one of an assistant', () => {
    expect(JSON.parse(written({}, { requestedBy: 'front-desk' })).type).toBe('front_desk');
    expect(JSON.parse(written({})).type).toBe('ai_handoff');
  });

  it.each([
    [
      { reason: 'wants a refund', summary: 'Paid twice.' },
      'https://x.example',
      'wants a refund · https://x.example',
    ],
    [{ reason: ' ', summary: 'Paid twice.' }, undefined, 'Paid twice.'],
    [{}, 'https://x.example', 'https://x.example'],
    [{}, undefined, undefined],
  ])('have a subject for agents in Flex, and for no others: %j', (context, page, subject) => {
    const request = given.request({ context: { messages: [], ...context } });
    const of = (is: StrategyName) => {
      const strategy = { is, reason: 'for the test' };
      return JSON.parse(taskAttributes(given.handoff(given.QUEUED, [], { request, strategy }), page)).subject;
    };
    expect(of('enqueue')).toBe(subject);
    expect(of('conference')).toBeUndefined();
  });

  it('name the limit of TaskRouter', () => {
    expect(ATTRIBUTES_LIMIT).toBe(4096);
  });
});
