import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CallMessage, callEventSchema } from '../../../lib/conversation/events.ts';
import { tellConversation } from '../../../lib/inbound/vapi-conversation.ts';
import { FINAL_TRANSCRIPT, readCallEvent, TRANSCRIPT } from '../../../lib/vapi/call-events.ts';
import { parseServerMessage } from '../../../lib/vapi/server-message.ts';
import { ANY_UNIT } from '../any-text.ts';

const T0 = 1_789_743_846_360;
const parsed = (json: unknown) => {
  const result = parseServerMessage(json);
  if (result.is === 'invalid') throw new Error(`${result.field} ${result.problem}`);
  return result;
};

/** The body of the queue's message, as it is sent. */
const sentBody = async (json: unknown): Promise<string> => {
  const sent: CallMessage[] = [];
  await tellConversation(parsed(json).message, {
    events: { send: async (messages) => void sent.push(...messages.map(({ message }) => message)) },
    keepEvent: async () => {},
    markLive: async () => {},
    markOver: async () => {},
    saveReport: async () => 'saved',
    afterCall: true,
    clock: () => T0,
  });
  expect(sent).toHaveLength(1);
  return JSON.stringify(sent[0]).replace(
    /[\ud800-\udfff\ufffe\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16)}`,
  );
};

describe('A message of the queue', () => {
  it.each([
    ['Latin', 'a'],
    ['quotes', '"'],
    ['backslashes', '\\'],
    ['control characters', '\u0001'],
    ['Cyrillic', 'ж'],
    ['Devanagari', 'क'],
    ['Han', '漢'],
    ['what is no character', '\uffff'],
    ['half pairs', '\ud83d'],
    ['smileys', '😀'],
    ['rare Han', '𠜎'],
  ])('is below 64 KB with eight utterances of 4,000 characters and a final one, in %s', async (_script, letter) => {
    const text = letter.repeat(4_000 / letter.length);
    const entries = Array.from({ length: 8 }, (_, n) => ({ role: 'user', message: text, time: T0 + n }));
    const long = letter.repeat(200 / letter.length);
    const message = {
      type: TRANSCRIPT,
      role: 'user',
      transcriptType: 'final',
      transcript: text,
      artifact: {
        messages: entries,
        variableValues: { customerName: long, customerId: long, accountStatus: long },
      },
      call: {
        id: long.slice(0, 128),
        assistantId: long,
        squadId: long,
        customer: { name: long, number: long },
      },
    };
    const body = await sentBody({ message });
    expect(Buffer.byteLength(body)).toBeLessThan(64 * 1024);
    // The newest words are there.
    const event = callEventSchema.parse(JSON.parse(body).event);
    expect(event.what).toMatchObject({ is: 'final' });
    expect(event.heard.at(-1)?.at).toBe(T0 + 7);
  });

  it('loses nothing of eight utterances of ordinary length', async () => {
    const entries = Array.from({ length: 8 }, (_, n) => ({
      role: n % 2 ? 'user' : 'bot',
      message: `${n} ${'漢字かな'.repeat(200)}`,
      time: T0 + n,
    }));
    const body = await sentBody({
      message: { type: 'conversation-update', call: { id: 'c' }, messages: entries },
    });
    expect(callEventSchema.parse(JSON.parse(body).event).heard).toHaveLength(8);
  });
});

describe('A message of anything at all', () => {
  const value = fc.jsonValue({ maxDepth: 3 });
  const entry = fc.record(
    {
      role: fc.oneof(fc.constantFrom('user', 'bot', 'assistant', 'tool_call_result', 'system'), value),
      message: fc.oneof(fc.string({ unit: ANY_UNIT }), value),
      content: value,
      time: fc.oneof(fc.integer(), fc.double(), value),
      endTime: fc.oneof(fc.integer(), fc.double(), value),
      toolCallId: fc.oneof(fc.string(), value),
      result: fc.oneof(fc.string(), value),
      error: value,
    },
    { requiredKeys: [] },
  );
  const entries = fc.oneof(fc.array(fc.oneof(entry, value), { maxLength: 12 }), value);
  const message = fc.record(
    {
      type: fc.constantFrom(
        TRANSCRIPT,
        FINAL_TRANSCRIPT,
        'speech-update',
        'user-interrupted',
        'conversation-update',
      ),
      role: fc.oneof(fc.constantFrom('user', 'assistant'), value),
      status: fc.oneof(fc.constantFrom('started', 'stopped'), value),
      transcript: fc.oneof(fc.string({ unit: ANY_UNIT }), value),
      transcriptType: fc.oneof(fc.constantFrom('final', 'partial'), value),
      confidence: value,
      messages: entries,
      messagesOpenAIFormatted: entries,
      artifact: fc.oneof(
        fc.record({ messages: entries, messagesOpenAIFormatted: entries }, { requiredKeys: [] }),
        value,
      ),
      call: fc.record({
        id: fc.constant('c'),
        createdAt: fc.oneof(fc.constant('2026-09-18T15:04:03.800Z'), value),
      }),
      timestamp: value,
    },
    { requiredKeys: ['type', 'call'] },
  );

  it('is never an error, and what it tells is what the worker takes', () => {
    fc.assert(
      fc.property(message, (one) => {
        const told = readCallEvent(one.type, one);
        if (told === undefined) return;
        const sent: unknown = JSON.parse(JSON.stringify({ ...told, at: T0, receivedAt: T0, known: {} }));
        expect(callEventSchema.parse(sent)).toEqual(sent);
      }),
      { seed: 47, numRuns: 3_000 },
    );
  });
});
