import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCallReport } from '../../../lib/vapi/call-report.ts';
import { isNameOfSummary, structuredOf } from '../../../lib/vapi/structured-outputs.ts';

type Output = [name: string | undefined, result: unknown];

const artifactOf = (outputs: readonly Output[]) => ({
  structuredOutputs: Object.fromEntries(
    outputs.map(([name, result], nth) => [`so-${nth + 1}`, { ...(name !== undefined && { name }), result }]),
  ),
});
const found = (outputs: readonly Output[], structuredData?: unknown) =>
  Object.fromEntries(structuredOf({ structuredData }, artifactOf(outputs)).found);
const summaryOf = (outputs: readonly Output[], more: { analysis?: object; summary?: string } = {}) =>
  readCallReport({ ...more, artifact: artifactOf(outputs) }, (text) => text).summary;

describe('Structured outputs', () => {
  it('stand under their own names where two have a field of one name, and lose nothing', () => {
    const csat = { score: 2, reason: 'waited long' };
    const lead = { score: 87, reason: 'wants an offer' };
    expect(
      found([
        ['csat', csat],
        ['lead_quality', lead],
        ['address', { city: 'Springfield' }],
      ]),
    ).toEqual({ csat, lead_quality: lead, city: 'Springfield' });
  });

  it('of one name are told apart by their ids', () => {
    expect(
      found([
        ['csat', 2],
        ['csat', 5],
      ]),
    ).toEqual({ csat: 2, 'csat (so-2)': 5 });
    expect(
      found([
        ['csat', { score: 2 }],
        ['csat', { score: 5 }],
      ]),
    ).toEqual({ csat: { score: 2 }, 'csat (so-2)': { score: 5 } });
  });

  it('that say the same twice are one', () => {
    expect(
      found([
        ['mood', 'calm'],
        ['mood', 'calm'],
      ]),
    ).toEqual({ mood: 'calm' });
  });

  it('may have a field that is called like another output, or like one that stands apart', () => {
    expect(
      found([
        ['csat', { reason: 'waited long' }],
        ['reason', 'an offer'],
      ]),
    ).toEqual({ csat: { reason: 'waited long' }, reason: 'an offer' });
    expect(
      found([
        ['a', { x: 1 }],
        ['b', { x: 2 }],
        ['c', { a: 3 }],
      ]),
    ).toEqual({ a: { x: 1 }, b: { x: 2 }, c: { a: 3 } });
  });

  it('without an answer take no place from one that has it', () => {
    expect(
      found([
        ['csat', { score: 2 }],
        ['lead', { score: null }],
        ['csat', null],
      ]),
    ).toEqual({ score: 2, csat: null });
  });

  it('without a name are known by their id', () => {
    expect(found([[undefined, true]])).toEqual({ 'so-1': true });
  });

  it('lose no answer, whatever they are called and whatever is in them', () => {
    const name = fc.constantFrom('a', 'b', 'c', 'a (so-2)', 'summary');
    const scalar = fc.oneof(fc.integer({ min: 1 }), fc.constantFrom('x', 'y', true, false));
    const result = fc.oneof(
      scalar,
      fc.dictionary(name, scalar, { minKeys: 1 }),
      fc.array(scalar, { minLength: 1 }),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(name, result), { maxLength: 6 }), (outputs) => {
        // Each answer has a number of its own, so that it is known again wherever it stands.
        let count = 0;
        const marked = (value: unknown): unknown => {
          if (Array.isArray(value)) return value.map(marked);
          if (typeof value !== 'object' || value === null) {
            count += 1;
            return `answer-${count}.`;
          }
          return Object.fromEntries(Object.entries(value).map(([field, one]) => [field, marked(one)]));
        };
        const json = JSON.stringify(found(outputs.map(([one, value]): Output => [one, marked(value)])));
        for (let nth = 1; nth <= count; nth += 1) expect(json).toContain(`answer-${nth}.`);
      }),
      { seed: 7, numRuns: 2_000 },
    );
  });
});

describe('The summary of a call', () => {
  const AMONG: Output[] = [['call_summary', 'Wants an offer.']];

  it('is Vapi’s own before any other', () => {
    expect(summaryOf(AMONG, { analysis: { summary: 'Of the analysis.' }, summary: 'Of old.' })).toBe(
      'Of the analysis.',
    );
    expect(summaryOf(AMONG, { summary: 'Of old.' })).toBe('Of old.');
    expect(summaryOf(AMONG, { analysis: { summary: ' ' }, summary: '' })).toBe('Wants an offer.');
  });

  it.each<[string, Output]>([
    ['a text', ['Call Summary', 'Wants an offer.']],
    ['a field of its own name', ['callSummary', { summary: 'Wants an offer.', words: 3 }]],
    ['a single text in it', ['conversation-summary', { text: 'Wants an offer.', confidence: 0.9 }]],
    ['a field of another output', ['crm', { mood: 'calm', call_summary: 'Wants an offer.' }]],
    ['a German output', ['Gesprächszusammenfassung', 'Wants an offer.']],
    ['a Spanish output', ['resumen_de_la_llamada', 'Wants an offer.']],
    ['a French output', ['Résumé de l’appel', 'Wants an offer.']],
  ])('is an output that is called so, as %s', (_how, output) => {
    expect(summaryOf([['mood', 'calm'], output])).toBe('Wants an offer.');
  });

  it('is the output of that name before a field of it, and that before older structured data', () => {
    const outputs: Output[] = [['crm', { summary: 'A field.' }], ...AMONG];
    expect(summaryOf(outputs)).toBe('Wants an offer.');
    const analysis = { structuredData: { summary: 'Older.' } };
    expect(summaryOf([['crm', { summary: 'A field.' }]], { analysis })).toBe('A field.');
    expect(summaryOf([], { analysis })).toBe('Older.');
  });

  it('stays among the structured data as well', () => {
    expect(found(AMONG)).toEqual({ call_summary: 'Wants an offer.' });
  });

  it.each<Output>([
    ['order_summary', 'Two pizzas.'],
    ['summary_language', 'en'],
    ['has_summary', true],
    ['call_summary', ''],
    ['call_summary', null],
    ['call_summary', { a: 'One.', b: 'Two.' }],
    ['call_summary', 7],
  ])('is no output %j that says %j', (name, result) => {
    expect(summaryOf([[name, result]])).toBeUndefined();
  });

  it.each([
    ['summary', true],
    ['Summary of the call', true],
    ['short summary', true],
    ['SUMMARY', true],
    ['Post-call summary', true],
    ['call_summary_v2', true],
    ['Summary (EN)', true],
    ['end-of-call summary', true],
    ['Call recap', true],
    ['recap_of_order', false],
    ['customer summary', false],
    ['Kurzzusammenfassung', true],
    ['', false],
    ['call', false],
    ['summaries_sent', false],
    ['payment summary', false],
    ['resume_call', true],
  ])('has the name %j: %j', (name, is) => {
    expect(isNameOfSummary(name)).toBe(is);
  });
});
