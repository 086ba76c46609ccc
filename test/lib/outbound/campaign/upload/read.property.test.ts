import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numbered, peopleIn, refusedIn, world } from './given.ts';

/** What parts cells and lines, and what comes near it. */
const text = (maxLength: number) =>
  fc.string({
    unit: fc.constantFrom(...',;\t"\n\r=\' +aü1', '😀', '\u00a0', '\u0000'),
    minLength: 1,
    maxLength,
  });
const filled = (maxLength: number) => text(maxLength).filter((one) => one.trim() !== '');
const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined });

const contacts = fc.uniqueArray(
  fc.record({
    number: fc.nat({ max: 9_999 }).map(numbered),
    name: maybe(filled(20)),
    kind: fc.constantFrom('express', 'written'),
    offer: maybe(filled(100)),
    note: maybe(filled(10)),
  }),
  { selector: ({ number }) => number, minLength: 1, maxLength: 12 },
);
const style = fc.record({
  delimiter: fc.constantFrom(',', ';', '\t'),
  lineBreak: fc.constantFrom('\n', '\r\n', '\r'),
  begin: fc.constantFrom('', '\ufeff'),
  endsWithBreak: fc.boolean(),
  quotesAll: fc.boolean(),
  blankLines: fc.array(fc.boolean(), { maxLength: 12 }),
  names: fc
    .tuple(filled(20), filled(20))
    .map((names) => names.map((name) => name.trim()))
    .filter(([offer, note]) => offer !== note),
});

describe('Contacts that are written as CSV', () => {
  it('are read back the same, whatever stands in them and whoever writes them', async () => {
    await fc.assert(
      fc.asyncProperty(contacts, style, async (people, how) => {
        const cell = (value = '') =>
          how.quotesAll || /[,;\t"\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
        const line = (values: (string | undefined)[]) => values.map(cell).join(how.delimiter);
        const [offer = '', note = ''] = how.names;
        const lines = [line([offer, 'number', 'Name', 'consent', note])];
        const rows = people.map((person, index) => {
          if (how.blankLines[index]) lines.push('');
          lines.push(line([person.offer, person.number, person.name, person.kind, person.note]));
          return lines.length;
        });
        const body = how.begin + lines.join(how.lineBreak) + (how.endsWithBreak ? how.lineBreak : '');
        const expected = people.map((person, index) => ({
          ...{ row: rows[index], number: person.number, consent: { kind: person.kind } },
          ...(person.name !== undefined && { name: person.name.trim() }),
          ...((person.offer ?? person.note) !== undefined && {
            variables: {
              ...(person.offer !== undefined && { [offer]: person.offer }),
              ...(person.note !== undefined && { [note]: person.note }),
            },
          }),
        }));
        const upload = await world().csv(body);
        expect(peopleIn(upload)).toEqual(expected);
        expect(refusedIn(upload)).toEqual([]);
      }),
      { numRuns: 1_000, seed: 7 },
    );
  });
});

describe('Whatever is uploaded', () => {
  it('as CSV is read or refused', async () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      text(200),
      text(200).map((rows) => `number,name\n${rows}`),
      fc
        .array(fc.oneof(text(8), fc.nat({ max: 99 }).map(numbered)), { maxLength: 40 })
        .map((cells) => `number;x\n${cells.join('')}`),
    );
    const query = fc.oneof(
      fc.constant({}),
      fc.constantFrom({ consent: 'express' }, { consent: 'written', country: 'DE' }),
      fc.dictionary(
        fc.constantFrom('name', 'assistant', 'consent', 'country', '__proto__', 'is'),
        fc.string(),
      ),
    );
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(bytes, query, async (body, asked) => {
        const upload = await world().csv(body, asked);
        seen.add(upload.is);
        if (upload.is === 'refused') return;
        const rows = [...upload.people, ...upload.refused].map(({ row }) => row);
        expect(new Set(rows).size).toBe(rows.length);
        expect(Math.min(...rows)).toBeGreaterThan(1);
      }),
      { numRuns: 2_000, seed: 11 },
    );
    expect([...seen].sort()).toEqual(['refused', 'upload']);
  });

  it('as JSON is read or refused', async () => {
    const value = fc.oneof(fc.jsonValue(), fc.constantFrom('+14155550123', 'express', { kind: 'written' }));
    const contact = fc.record(
      {
        number: value,
        id: value,
        name: value,
        timeZone: value,
        state: value,
        consent: value,
        variables: value,
      },
      { requiredKeys: [] },
    );
    const body = fc.oneof(
      fc.anything(),
      fc.record(
        {
          name: fc.constantFrom('spring', 7),
          contacts: fc.oneof(fc.array(fc.oneof(contact, value), { maxLength: 4 }), value),
          consent: fc.constantFrom({ kind: 'express' }, 'express'),
          settings: fc.oneof(fc.constant({}), value),
          start: fc.constantFrom(true, false, 'now'),
        },
        { requiredKeys: ['name', 'contacts'] },
      ),
    );
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(body, async (given) => {
        seen.add((await world().json(given)).is);
      }),
      { numRuns: 2_000, seed: 13 },
    );
    expect([...seen].sort()).toEqual(['refused', 'upload']);
  });
});
