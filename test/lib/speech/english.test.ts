import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { briefing } from '../../../lib/handoff/briefing/spoken.ts';
import { conferenceName } from '../../../lib/handoff/record/conference.ts';
import { OUTCOMES } from '../../../lib/handoff/record/handoff.ts';
import {
  FOR_THE_ASSISTANT,
  GOODBYE,
  SENTENCES,
  TO_THE_AGENT,
  WAIT_IN_QUEUE,
  WELCOME_BACK,
} from '../../../lib/speech/english.ts';
import * as given from '../handoff/given.ts';

const of = (context: Partial<Parameters<typeof briefing>[0]['context']>) =>
  briefing(given.request({ context: { messages: [], ...context } }));

describe('What an agent hears of a caller', () => {
  it.each([
    [{}, 'The assistant has a caller on the line.'],
    [{ customerName: 'A. Caller' }, 'The assistant has A. Caller on the line.'],
    [{ department: 'billing' }, 'The assistant has a caller on the line, for billing.'],
    [{ reason: 'Wants a refund.' }, 'The assistant has a caller on the line. Wants a refund.'],
    [{ reason: 'Where is it?!' }, 'The assistant has a caller on the line. Where is it.'],
    [{ summary: 'Paid twice' }, 'The assistant has a caller on the line. Paid twice.'],
    [
      { reason: 'Wants a refund', summary: 'Paid twice' },
      'The assistant has a caller on the line. Wants a refund.',
    ],
  ])('of %j is: %s', (context, sentence) => {
    expect(of(context)).toBe(sentence);
  });

  it('never is the caller’s number', () => {
    expect(of({ reason: 'Wants a refund' })).not.toMatch(/\d/);
  });

  it('is said in one breath and ends as a sentence, whatever is known', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 900, size: 'max' }),
      fc.constantFrom('', ' ', '...', 'word '.repeat(400)),
    );
    const context = fc.record(
      { customerName: text, department: text, reason: text, summary: text },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(context, (known) => {
        const said = of(known);
        expect(said.length).toBeLessThanOrEqual(300);
        expect(said).toMatch(/^The assistant has /);
        expect(said).toMatch(/\.$/);
        expect(said).not.toMatch(/\p{Cc}/u);
        expect(said.isWellFormed()).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

describe('What is said', () => {
  const all = [
    ...Object.values(SENTENCES),
    ...Object.values(WELCOME_BACK),
    ...Object.values(FOR_THE_ASSISTANT),
    ...Object.values(TO_THE_AGENT),
    ...Object.values(GOODBYE),
    WAIT_IN_QUEUE,
  ];
  it.each(all)('ends as a sentence, and needs no escaping: %s', (sentence) => {
    expect(sentence).toMatch(/^[A-Z][^<>&"]*[.?]$/);
  });

  it('has words for every outcome', () => {
    for (const outcome of OUTCOMES) {
      expect(WELCOME_BACK[outcome]).not.toBe('');
      expect(FOR_THE_ASSISTANT[outcome]).not.toBe('');
    }
  });

  it.each([
    'no_agent',
    'bridge_failed',
    'task_failed',
  ] as const)('%s: the assistant may offer a callback', (outcome) => {
    expect(FOR_THE_ASSISTANT[outcome]).toContain('request_callback');
    expect(FOR_THE_ASSISTANT[outcome]).toContain('has been told so');
  });
});

describe('The name of a conference', () => {
  it('is another one for each try', () => {
    expect(conferenceName({ handoffId: 'ho_1', taskNo: 1 })).toBe('ho_1-1');
    expect(conferenceName({ handoffId: 'ho_1', taskNo: 2 })).toBe('ho_1-2');
  });
});
