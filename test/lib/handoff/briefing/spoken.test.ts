import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SOURCES } from '../../../../lib/base/call-facts.ts';
import { briefing } from '../../../../lib/handoff/briefing/spoken.ts';
import { LANGUAGES } from '../../../../lib/speech/index.ts';
import { ANY_UNIT } from '../../any-text.ts';
import * as given from '../given.ts';

type Context = Parameters<typeof briefing>[0]['context'];

const of = (context: Partial<Context>, speech?: string) =>
  briefing(
    given.request({
      context: { messages: [], ...context },
      ...(speech === undefined ? {} : { speech }),
    }),
  );

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

  it.each([
    ['es', {}, 'El asistente tiene en línea a una persona.'],
    [
      'es',
      { customerName: 'Ana García', department: 'Billing' },
      'El asistente tiene en línea a Ana García, para facturación.',
    ],
    [
      'es',
      { department: 'obras', reason: 'Le cobraron dos veces' },
      'El asistente tiene en línea a una persona, para obras. Le cobraron dos veces.',
    ],
    [
      'de',
      { department: 'sales', reason: 'Will kündigen!' },
      'Der Assistent hat jemanden in der Leitung, für den Vertrieb. Will kündigen.',
    ],
    ['fr', { department: 'support' }, "L'assistant a quelqu'un en ligne, pour l'assistance."],
    ['pt', {}, 'The assistant has a caller on the line.'],
  ])('in the language of the handoff, %s, of %j is: %s', (language, context, sentence) => {
    expect(of(context, language)).toBe(sentence);
  });

  it.each([
    ['en', {}, 'The assistant has a caller who gives the name Jane on the line.'],
    [
      'es',
      { department: 'billing' },
      'El asistente tiene en línea a una persona que dice llamarse Jane, para facturación.',
    ],
    [
      'de',
      { department: 'sales', reason: 'Will kündigen' },
      'Der Assistent hat eine Person, die sich Jane nennt, in der Leitung, für den Vertrieb. Will kündigen.',
    ],
    ['fr', {}, "L'assistant a quelqu'un qui dit s'appeler Jane en ligne."],
  ])('whose name is not the team’s own word, in %s with %j, is: %s', (language, context, sentence) => {
    for (const source of ['caller', 'assistant'] as const) {
      expect(of({ ...context, customerName: 'Jane', sources: { customerName: source } }, language)).toBe(
        sentence,
      );
    }
    for (const sources of [{ customerName: 'team' }, { customerId: 'caller' }, {}, undefined] as const) {
      const said = of({ ...context, customerName: 'Jane', ...(sources && { sources }) }, language);
      expect(said).toContain('Jane');
      expect(said).not.toMatch(/gives the name|dice llamarse|sich Jane nennt|dit s'appeler/);
    }
  });

  it('who gave no name that could be said is a caller, whoever left it empty', () => {
    for (const customerName of ['', ' \u0007 ']) {
      expect(of({ customerName, sources: { customerName: 'caller' } })).toBe(
        'The assistant has a caller on the line.',
      );
    }
  });

  it('holds what was told as it was told, also where it looks like a place to fill in', () => {
    expect(of({ customerName: '{department}', department: '{who} constructor' })).toBe(
      'The assistant has {department} on the line, for {who} constructor.',
    );
    expect(of({ customerName: '{name} {who}', sources: { customerName: 'caller' } })).toBe(
      'The assistant has a caller who gives the name {name} {who} on the line.',
    );
    expect(of({ department: 'constructor' })).toBe(
      'The assistant has a caller on the line, for constructor.',
    );
  });

  it('has as much of the reason as fits beside the words around a name', () => {
    // 160 characters are read out, those around a name of which only the caller knows taken off.
    const reason = `${'wants it '.repeat(17)}back`;
    expect(reason).toHaveLength(157);
    expect(of({ customerName: 'A. Caller', reason })).toBe(
      `The assistant has A. Caller on the line. ${reason}.`,
    );
    const said = of({ customerName: 'A. Caller', sources: { customerName: 'caller' }, reason });
    expect(said).toContain('gives the name A. Caller on the line. wants it wants it');
    expect(said).not.toContain(reason);
  });

  it('never is the caller’s number', () => {
    expect(of({ reason: 'Wants a refund' })).not.toMatch(/\d/);
  });

  it('is said in one breath and ends as a sentence, whatever is known, in any language', () => {
    const text = fc.oneof(
      fc.string({ unit: ANY_UNIT, maxLength: 900, size: 'max' }),
      fc.constantFrom('', ' ', '...', 'word '.repeat(400)),
    );
    const context = fc.record(
      {
        customerName: text,
        department: text,
        reason: text,
        summary: text,
        sources: fc.record({ customerName: fc.constantFrom(...SOURCES) }, { requiredKeys: [] }),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(context, fc.constantFrom(...LANGUAGES), (known, language) => {
        const said = of(known, language);
        expect(said.length).toBeLessThanOrEqual(310);
        expect(said).toMatch(
          /^(The assistant has|El asistente tiene en línea a|Der Assistent hat|L'assistant a) /,
        );
        expect(said).toMatch(/\.$/);
        expect(said).not.toMatch(/\p{Cc}/u);
        expect(said.isWellFormed()).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
