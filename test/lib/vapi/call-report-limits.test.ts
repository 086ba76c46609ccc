import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { CUT_MARK, REPORT_LIMITS, readCallReport } from '../../../lib/vapi/call-report.ts';

const CARD = '4111 1111 1111 1111';
const withoutCards = (text: string) => text.replace(/\d{4}(?: ?\d{4}){3}/g, '[card]');
const read = (message: Record<string, unknown>) => readCallReport(message, (text) => text);

describe('What is kept of a report', () => {
  it('holds no card number, wherever it was said', () => {
    const report = readCallReport(
      {
        endedReason: 'customer-ended-call',
        summary: `Paid with ${CARD}.`,
        transcript: `User: It is ${CARD}.`,
        analysis: { structuredData: { card: CARD, number: 4111111111111111 } },
        artifact: {
          structuredOutputs: {
            id: { name: `Card ${CARD}`, result: [CARD] },
            other: { name: `By ${CARD}`, result: { [CARD]: 1 } },
          },
        },
      },
      withoutCards,
    );
    expect(JSON.stringify(report)).not.toMatch(/4111/);
    expect(report.structured).toEqual({
      card: '[card]',
      number: '[card]',
      'Card [card]': ['[card]'],
      '[card]': 1,
    });
    expect(report.outputs).toEqual([{ name: 'By [card]', fields: ['[card]'] }]);
    expect(
      readCallReport({ messages: [{ role: 'user', message: `It is ${CARD}.` }] }, withoutCards).transcript,
    ).toBe('User: It is [card].');
  });

  it('names only as many outputs as there is room for', () => {
    const name = 'x'.repeat(1_000);
    const result = Object.fromEntries(Array.from({ length: 60 }, (_, nth) => [`field-${nth}`, nth]));
    const structuredOutputs = Object.fromEntries(
      Array.from({ length: 60 }, (_, nth) => [`id-${nth}`, { name: `${nth}${name}`, result }]),
    );
    const { outputs = [] } = read({ artifact: { structuredOutputs } });
    expect(outputs.length).toBeGreaterThan(2);
    expect(JSON.stringify(outputs).length).toBeLessThanOrEqual(REPORT_LIMITS.outputsBytes + 100);
  });

  const line = (each: number) => `User: line ${String(each).padStart(7, '0')}`;
  const lines = (count: number) => Array.from({ length: count }, (_, each) => line(each)).join('\n');

  it('is the end of a transcript that is too long, from the start of a line', () => {
    const report = read({ transcript: lines(100_000) });
    const [mark, ...kept] = (report.transcript ?? '').split('\n');
    expect(mark).toBe(CUT_MARK);
    expect(kept[0]).toMatch(/^User: line \d{7}$/);
    expect(kept.at(-1)).toBe(line(99_999));
    expect(report.transcript?.length).toBeGreaterThan(REPORT_LIMITS.transcript - 40);
    expect(report.transcript?.length).toBeLessThanOrEqual(REPORT_LIMITS.transcript);
    expect(report.cut).toEqual(['transcript']);
  });

  it('is the whole transcript up to its limit, and one character more is marked', () => {
    const most = `User: hello\n${'x'.repeat(REPORT_LIMITS.transcript - 12)}`;
    expect(read({ transcript: most })).toEqual({ endedReason: 'unknown', transcript: most, fieldsFilled: 1 });
    expect(read({ transcript: `${most}y` })).toMatchObject({
      transcript: expect.stringMatching(/^\[the beginning is left out\]\nx+y$/),
      cut: ['transcript'],
    });
  });

  it('is the end of a talk that is too long, made of its messages', () => {
    const messages = Array.from({ length: 50_000 }, (_, each) => ({ role: 'user', message: line(each) }));
    const { transcript = '' } = read({ artifact: { messages } });
    expect(transcript.length).toBeLessThanOrEqual(REPORT_LIMITS.transcript);
    expect(transcript.startsWith(CUT_MARK)).toBe(true);
    expect(transcript.endsWith(`User: ${line(49_999)}`)).toBe(true);
  });

  it('is the beginning of a summary that is too long', () => {
    const report = read({ summary: 'x'.repeat(4_001) });
    expect(report.summary).toBe(`${'x'.repeat(3_999)}…`);
    expect(report.cut).toEqual(['summary']);
    expect(read({ summary: 'x'.repeat(4_000) }).cut).toBeUndefined();
  });

  it('fits into one item of the table in any script', () => {
    for (const unit of ['x', '"', '\n', '\u0001', 'ß', '人', '😀', '\ud800']) {
      const long = unit.repeat(700_000);
      const report = read({
        endedReason: long,
        summary: long,
        transcript: `a${long}b`,
        analysis: { structuredData: { a: long, b: long, c: long } },
      });
      const { transcript = '', ...rest } = report;
      const bytes = Buffer.byteLength(transcript) + Buffer.byteLength(JSON.stringify(rest));
      expect(bytes).toBeLessThan(400_000);
      expect(transcript.isWellFormed()).toBe(true);
      expect(transcript.length).toBeLessThanOrEqual(REPORT_LIMITS.transcript);
    }
  });

  it('is the end of a transcript that has few characters but many bytes', () => {
    const { transcript = '', cut } = read({ transcript: `User: ${'人'.repeat(200_000)}` });
    expect(transcript).toMatch(/^\[the beginning is left out\]\n人+$/);
    expect(Buffer.byteLength(transcript)).toBeLessThanOrEqual(REPORT_LIMITS.transcriptBytes);
    expect(Buffer.byteLength(transcript)).toBeGreaterThan(REPORT_LIMITS.transcriptBytes - 10);
    expect(cut).toEqual(['transcript']);
  });

  it('tells no part of a card number that stood where the transcript was cut', () => {
    // Redaction shortens it so much that all that was read is kept, from where the reading began.
    for (let at = 0; at < 20; at += 1) {
      const transcript = `${`${CARD}, `.repeat(50_000)}${'y'.repeat(at)}`;
      const kept = readCallReport({ transcript }, withoutCards).transcript;
      expect(kept).toContain('[card]');
      expect(kept).not.toMatch(/\d/);
    }
  });

  it('is something whatever Vapi sends, and never an error', () => {
    const odd = fc.oneof(
      fc.jsonValue({ maxDepth: 3 }),
      fc.constantFrom(undefined, Number.NaN, { toString: null }, ['2026']),
    );
    const fields = z.record(z.string(), z.unknown());
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.constantFrom(
            ...['endedReason', 'startedAt', 'endedAt', 'call', 'analysis', 'artifact', 'summary', 'messages'],
          ),
          fc.oneof(
            odd,
            fc.dictionary(
              fc.constantFrom('summary', 'structuredData', 'structuredOutputs', 'messages', 'transcript'),
              fc.oneof(odd, fc.dictionary(fc.string(), fc.record({ name: odd, result: odd }))),
            ),
          ),
        ),
        (message) => {
          const report = read(fields.parse(message));
          expect(JSON.parse(JSON.stringify(report))).toEqual(report);
        },
      ),
      { numRuns: 1_000, seed: 9 },
    );
  });
});
