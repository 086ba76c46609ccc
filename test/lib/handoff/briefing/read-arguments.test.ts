import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contextOf } from '../../../../lib/handoff/briefing/read-arguments.ts';

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

  it.each([
    [{ queue: 'billing' }, { department: 'billing' }],
    [{ requiredSkills: ['refunds'] }, { skills: ['refunds'] }],
    [{ skill: 'refunds' }, { skills: ['refunds'] }],
    [{ conversationSummary: 'Paid twice.' }, { summary: 'Paid twice.' }],
    [{ unresolved: ['refund'] }, { unresolvedTopics: ['refund'] }],
    [{ openTopics: ['refund'] }, { unresolvedTopics: ['refund'] }],
    [{ topics: ['refund'] }, { unresolvedTopics: ['refund'] }],
    [{ capturedData: { month: 'March' } }, { captured: { month: 'March' } }],
    [{ collectedData: { month: 'March' } }, { captured: { month: 'March' } }],
    [{ collected_data: { month: 'March' } }, { captured: { month: 'March' } }],
    [{ customerName: 'A. Caller' }, { customerName: 'A. Caller' }],
    [{ customer_name: 'A. Caller' }, { customerName: 'A. Caller' }],
    [{ account_status: 'gold' }, { accountStatus: 'gold' }],
  ])('is read from %j', (values, known) => {
    expect(contextOf(values, NOTHING_KNOWN)).toMatchObject(known);
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

  it('says of each part of it who said it', () => {
    const call = {
      customerId: 'C-1',
      accountStatus: 'gold',
      sources: { customerId: 'team', accountStatus: 'caller' },
      messages: [],
    } as const;
    const said = { customer_id: 'C-9', account_status: 'platinum', name: 'Somebody' };
    expect(contextOf(said, call)).toEqual({
      customerId: 'C-1',
      accountStatus: 'gold',
      customerName: 'Somebody',
      sources: { customerId: 'team', accountStatus: 'caller', customerName: 'assistant' },
      messages: [],
    });
    // An id of the call's that cannot be kept leaves its source to nobody.
    const tooLong = { customerId: 'c'.repeat(201), sources: { customerId: 'team' }, messages: [] } as const;
    expect(contextOf(said, tooLong)).toMatchObject({
      customerId: 'C-9',
      sources: { customerId: 'assistant' },
    });
    expect(contextOf({}, tooLong)).toEqual({ messages: [] });
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
    const silence = [{ role: 'caller', text: ' \n' }] as const;
    expect(contextOf({ customer_id: ' ' }, { messages: silence })).toEqual({ messages: [] });
  });

  it.each([
    ['a list', ['refund', 'new address']],
    ['a text with commas', 'refund, new address'],
    ['lines', '- refund\n- new address'],
    ['numbered lines', '1. refund\n2. new address'],
    ['a list as JSON in a string', '["refund", "new address"]'],
    ['a list of objects', [{ topic: 'refund' }, { topic: 'new address' }]],
    ['a list with gaps', [null, 'refund', '', {}, 'new address']],
  ])('reads topics from %s', (_, topics) => {
    expect(contextOf({ unresolved_topics: topics }, NOTHING_KNOWN).unresolvedTopics).toEqual([
      'refund',
      'new address',
    ]);
  });

  it('does not part an amount at its comma, nor a list of one at the comma inside', () => {
    expect(contextOf({ topics: 'refund of $1,234.50, address' }, NOTHING_KNOWN).unresolvedTopics).toEqual([
      'refund of $1,234.50',
      'address',
    ]);
    expect(contextOf({ topics: ['refund, all of it'] }, NOTHING_KNOWN).unresolvedTopics).toEqual([
      'refund, all of it',
    ]);
  });

  it('reads a topic that is an object as one', () => {
    const topic = { what: 'refund', month: 'March' };
    expect(contextOf({ topics: topic }, NOTHING_KNOWN).unresolvedTopics).toEqual(['refund, March']);
  });

  it('reads twelve topics of a long list, and the first twelve items of a text', () => {
    const list = Array.from({ length: 30 }, (_, at) => `topic ${at + 1}`);
    const { unresolvedTopics, reason } = contextOf({ topics: list, reason: list }, NOTHING_KNOWN);
    expect(unresolvedTopics).toEqual(list.slice(0, 12));
    expect(reason).toBe(list.slice(0, 12).join(', '));
  });

  it('reads a summary that was sent as a list or an object, and a name that is empty does not hide another', () => {
    expect(contextOf({ summary: ['Paid twice.', 'Wants it back.'] }, NOTHING_KNOWN).summary).toBe(
      'Paid twice. Wants it back.',
    );
    const parts = ['Version 1.2 broke ', '', ' Wants it back'];
    expect(contextOf({ summary: parts }, NOTHING_KNOWN).summary).toBe('Version 1.2 broke, Wants it back');
    expect(contextOf({ reason: { text: 'Paid twice.' } }, NOTHING_KNOWN).reason).toBe('Paid twice.');
    expect(contextOf({ summary: '', conversation_summary: 'Paid twice.' }, NOTHING_KNOWN).summary).toBe(
      'Paid twice.',
    );
    expect(contextOf({ captured: {}, data: { month: 'March' } }, NOTHING_KNOWN).captured).toEqual({
      month: 'March',
    });
  });

  it('has no card number, code or password, wherever it was said', () => {
    const secret = 'my card is 4111 1111 1111 1111, cvv 123';
    const told = contextOf(
      {
        reason: secret,
        summary: [secret],
        sentiment: secret,
        department: secret,
        urgency: secret,
        unresolved_topics: [secret, 'four one one one one one one one one one one one one one one one'],
        skills: `billing, ${secret}`,
        captured: JSON.stringify({
          card: { number: '4111 1111' },
          note: secret,
          login: { password: 'swordfish' },
        }),
        name: secret,
      },
      { messages: [{ role: 'caller', text: `${secret} and my password is swordfish` }] },
    );
    expect(told).toMatchObject({
      reason: 'my card is [card number], cvv [security code]',
      captured: {
        'card.number': '[card number]',
        note: 'my card is [card number], cvv [security code]',
        'login.password': '[password]',
      },
      messages: [
        {
          role: 'caller',
          text: 'my card is [card number], cvv [security code] and my password is [password]',
        },
      ],
    });
    expect(JSON.stringify(told)).not.toMatch(/1111|123|one one|swordfish/);
  });

  it('has no piece of a card number that stands where a text is cut', () => {
    for (let before = 560; before < 610; before++) {
      const text = `${'x'.repeat(before)} 4111 1111 1111 1111 ${'y'.repeat(400)}`;
      const { messages } = contextOf({}, { messages: [{ role: 'caller', text }] });
      expect(messages[0]?.text).not.toMatch(/\d/);
    }
    // Passwords become so short that the end of the 16,000 characters that are read gets into what is kept.
    const passwords = `password ${'xy'.repeat(94)}9, `.repeat(79);
    for (let blanks = 1; blanks < 220; blanks += 3) {
      const reason = `${passwords}${'.'.repeat(blanks)} 4111 1111 1111 1111`;
      expect(contextOf({ reason }, NOTHING_KNOWN).reason).not.toMatch(/\d/);
    }
  });

  it('holds nothing of a card number that is cut in two at the end of a message', () => {
    const passwords = `password ${'xy'.repeat(94)}9, `.repeat(19);
    for (let room = 1; room < 20; room += 1) {
      const whole = `${passwords.padEnd(4_000 - room, '.')}4111 1111 1111 1111`;
      const messages = [{ role: 'caller', text: whole.slice(0, 4_000) }] as const;
      expect(contextOf({}, { messages }).messages[0]?.text).not.toMatch(/\d/);
    }
  });

  it('leaves the ids of the team as they are', () => {
    const customerId = '4111111111111111';
    expect(contextOf({}, { customerId, messages: [] })).toEqual({ customerId, messages: [] });
  });

  it('takes no id from the model that is a card number, and none that is cut', () => {
    expect(contextOf({ customer_id: ' C-70412 ' }, NOTHING_KNOWN)).toMatchObject({ customerId: 'C-70412' });
    const longest = '7-'.repeat(100);
    expect(contextOf({ customer_id: longest }, NOTHING_KNOWN)).toMatchObject({ customerId: longest });
    for (const said of ['4111111111111111', '4111 1111 1111 1111', 4111111111111111]) {
      expect(contextOf({ customer_id: said }, NOTHING_KNOWN)).toEqual({ messages: [] });
    }
    expect(contextOf({ customer_id: '7'.repeat(201) }, NOTHING_KNOWN)).toEqual({ messages: [] });
  });

  it('cuts a long message at a whole sentence', () => {
    const text = 'The pump is broken again. '.repeat(40);
    const { messages } = contextOf({}, { messages: [{ role: 'caller', text }] });
    expect(messages[0]?.text).toMatch(/^(The pump is broken again\. ){22}…$/);
  });

  it('keeps as much of a very long text as of a long one', () => {
    const text = 'The pump is broken again. '.repeat(1_000);
    const { reason = '', messages } = contextOf({ reason: text }, { messages: [{ role: 'caller', text }] });
    expect(reason.length).toBeGreaterThan(1_900);
    expect(messages[0]?.text.length).toBeGreaterThan(550);
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
