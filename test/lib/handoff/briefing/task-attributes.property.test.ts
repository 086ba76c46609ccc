import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { tokensOf } from '../../../../lib/base/text-budget.ts';
import { CONTEXT_TOKENS, taskAttributes } from '../../../../lib/handoff/briefing/task-attributes.ts';
import type { HandoffContext } from '../../../../lib/handoff/record/handoff.ts';
import { cpuCost } from '../../../cpu-time.ts';
import * as given from '../given.ts';

const PAGE = `https://handoff.example.com/prod/agent/${'t'.repeat(150)}`;

const talkSchema = z.object({
  reason: z.optional(z.string()),
  summary: z.optional(z.string()),
  summary_source: z.optional(z.enum(['assistant', 'extract'])),
  sentiment: z.optional(z.string()),
  unresolved_topics: z.optional(z.array(z.string())),
  captured: z.optional(z.record(z.string(), z.string())),
  messages: z.array(z.object({ role: z.enum(['assistant', 'caller']), text: z.string() })),
});

const written = (context: HandoffContext, strategy: 'vapi-transfer' | 'enqueue' = 'vapi-transfer') => {
  const request = given.request({ callSid: `CA${'0123456789abcdef'.repeat(2)}`, context });
  const handoff = {
    callId: given.CALL_ID,
    handoffId: 'ho_DJWVHDD4KHTDCSH806PEKNYYK6',
    taskNo: 1,
    strategy: { is: strategy, reason: 'for the test' },
    request,
  };
  const json = taskAttributes(handoff, PAGE);
  const talk = talkSchema.parse(JSON.parse(json));
  return { json, talk, tokens: tokensOf(JSON.stringify(talk)) };
};

const said = (texts: readonly string[]): HandoffContext['messages'] =>
  texts.map((text, at) => ({ role: at % 2 === 0 ? 'caller' : 'assistant', text }));

const SENTENCES = {
  English: 'The invoice of March was charged twice and nobody has called me back. ',
  German: 'Die Rechnung für März wurde zweimal abgebucht, und niemand rief zurück. ',
  Spanish: 'La factura de marzo se cobró dos veces y nadie me ha llamado. ',
  French: 'La facture de mars a été débitée deux fois et personne ne m’a rappelé. ',
  Russian: 'Счёт за март списали дважды, и мне никто не перезвонил. ',
  Chinese: '三月的发票被扣了两次，而且没有人给我回电话。',
  Japanese: '三月の請求が二回引き落とされ、誰からも連絡がありません。',
  Arabic: 'تم خصم فاتورة مارس مرتين ولم يتصل بي أحد. ',
  Hindi: 'मार्च का बिल दो बार काटा गया और किसी ने फ़ोन नहीं किया। ',
  emoji: '😀😡👩‍👩‍👧‍👦🏳️‍🌈! ',
};

describe('What a task tells of the talk', () => {
  it.each(Object.entries(SENTENCES))('is 500 to 800 tokens of a long talk in %s', (_, sentence) => {
    const { tokens, json, talk } = written({
      reason: sentence.repeat(4).trim(),
      summary: sentence.repeat(20).trim(),
      messages: said(Array.from({ length: 12 }, () => sentence.repeat(8).trim())),
    });
    expect(tokens).toBeGreaterThanOrEqual(500);
    expect(tokens).toBeLessThanOrEqual(CONTEXT_TOKENS);
    expect(Buffer.byteLength(json)).toBeLessThanOrEqual(4096);
    expect(talk.messages.length).toBeGreaterThanOrEqual(5);
    const sentences = Array.from({ length: 30 }, (_, count) => sentence.repeat(count + 1).trim());
    for (const text of [talk.reason, talk.summary, ...talk.messages.map((message) => message.text)]) {
      expect(sentences).toContain(text?.replace(/ …$/, ''));
    }
  });

  it('is never more than 800 tokens and 4096 bytes, and five messages are kept, whatever was said', () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 900, size: 'max' }),
      fc.lorem({ mode: 'sentences', maxCount: 12 }),
      fc.constantFrom(...Object.values(SENTENCES)).map((sentence) => sentence.repeat(9)),
      fc.constantFrom('', '"'.repeat(700), '1,2;'.repeat(200), 'é'.repeat(600)),
    );
    const context = fc.record(
      {
        reason: text,
        summary: text,
        sentiment: text,
        unresolvedTopics: fc.array(text, { maxLength: 12 }),
        captured: fc.dictionary(fc.string(), text, { maxKeys: 12 }),
        messages: fc.array(text, { maxLength: 12 }).map(said),
      },
      { requiredKeys: ['messages'] },
    );
    fc.assert(
      fc.property(context, fc.constantFrom('vapi-transfer', 'enqueue'), (known, strategy) => {
        const { json, talk, tokens } = written(known, strategy);
        expect(tokens).toBeLessThanOrEqual(CONTEXT_TOKENS);
        expect(json.length).toBeLessThanOrEqual(4096);
        expect(Buffer.byteLength(json)).toBeLessThanOrEqual(4096);
        expect(talk.messages.length).toBeGreaterThanOrEqual(Math.min(5, known.messages.length));
        expect(talk.messages.length).toBeLessThanOrEqual(10);
        const last = known.messages.slice(-talk.messages.length);
        for (const [at, { role, text: kept }] of talk.messages.entries()) {
          expect(role).toBe(last[at]?.role);
          expect(kept === '').toBe((last[at]?.text ?? '').replace(/[\s\p{Cc}]/gu, '') === '');
        }
      }),
      // Shrinking texts of this length takes minutes.
      { numRuns: 300, endOnFailure: true },
    );
  });

  const sentence = fc
    .tuple(fc.constantFrom('I', 'We', 'They'), fc.lorem({ maxCount: 12 }))
    .map(([who, words]) => `${who} ${words.toLowerCase().replace(/[^a-z ]/g, '')}.`);
  const sentences = (most: number) =>
    fc.array(sentence, { minLength: 1, maxLength: most }).map((all) => all.join(' '));
  /** What is left of a text that was cut at a sentence. */
  const atSentence = (kept: string, text: string) =>
    kept === text || (kept.endsWith('. …') && text.startsWith(`${kept.slice(0, -2)} `));

  it('is cut at whole sentences, with what comes first in its place', () => {
    fc.assert(
      fc.property(
        sentences(8),
        sentences(30),
        fc.array(sentences(12), { minLength: 1, maxLength: 12 }),
        (reason, summary, texts) => {
          const { talk } = written({ reason, summary, messages: said(texts) });
          expect(atSentence(talk.reason ?? '', reason)).toBe(true);
          expect(atSentence(talk.summary ?? '', summary)).toBe(true);
          const last = texts.slice(-talk.messages.length);
          for (const [at, { text }] of talk.messages.entries()) {
            expect(atSentence(text, last[at] ?? '')).toBe(true);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('is cut only where the room is used up', () => {
    fc.assert(
      fc.property(
        sentences(8),
        sentences(30),
        fc.array(sentences(12), { minLength: 1, maxLength: 12 }),
        (reason, summary, texts) => {
          const { talk, tokens, json } = written({ reason, summary, messages: said(texts) });
          const cut =
            talk.messages.length < Math.min(10, texts.length) || JSON.stringify(talk).includes(' …"');
          // What is free is less than one more sentence, its message's own words included.
          if (cut) expect(tokens > CONTEXT_TOKENS - 60 || Buffer.byteLength(json) > 4096 - 200).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('is all of a short talk, with as many of the last messages as fit', () => {
    const short = fc.lorem({ maxCount: 8 });
    fc.assert(
      fc.property(short, short, fc.array(short, { maxLength: 12 }), (reason, summary, texts) => {
        const { talk } = written({
          reason,
          summary,
          unresolvedTopics: ['refund', 'new address'],
          captured: { invoice: 'INV-7', month: 'March' },
          messages: said(texts),
        });
        expect(talk).toMatchObject({
          reason,
          summary,
          unresolved_topics: ['refund', 'new address'],
          captured: { invoice: 'INV-7', month: 'March' },
        });
        expect(talk.messages).toEqual(said(texts).slice(-10));
      }),
    );
  });

  it('gives one long message what four short ones leave', () => {
    const long = Array.from({ length: 12 }, (_, n) => `This is part ${n} of what I have to say.`).join(' ');
    for (let place = 0; place < 5; place++) {
      const texts = Array.from({ length: 5 }, (_, at) => (at === place ? long : 'Yes.'));
      const { talk } = written({ summary: 'Paid twice.', messages: said(texts) });
      expect(talk.messages.map(({ text }) => text)).toEqual(texts);
    }
  });

  it('loses topics and captured data only where there is no room, the last ones first', () => {
    const topics = Array.from({ length: 12 }, (_, n) => `topic ${n} ${'word '.repeat(30)}end`);
    const captured = Object.fromEntries(topics.map((topic, n) => [`field_${n}`, topic]));
    const { talk } = written({
      summary: SENTENCES.English.repeat(20),
      unresolvedTopics: topics,
      captured,
      messages: said(Array.from({ length: 12 }, () => SENTENCES.English.repeat(6))),
    });
    const kept = talk.unresolved_topics ?? [];
    expect(kept.length).toBeGreaterThan(0);
    expect(kept).toEqual(topics.slice(0, kept.length));
    const fields = Object.entries(talk.captured ?? {});
    expect(fields.length).toBeGreaterThan(0);
    expect(fields).toEqual(Object.entries(captured).slice(0, fields.length));
    expect(written({ unresolvedTopics: topics.slice(0, 6), messages: [] }).talk.unresolved_topics).toEqual(
      topics.slice(0, 6),
    );
  });

  it('is written in time: thirty times a dozen long messages cost little', () => {
    const messages = said(Array.from({ length: 12 }, () => SENTENCES.English.repeat(9).slice(0, 600)));
    const summary = SENTENCES.English.repeat(28);
    const thirty = () => Array.from({ length: 30 }, () => written({ summary, messages }));
    expect(cpuCost(thirty, 100)).toBeLessThan(100);
  });
});
