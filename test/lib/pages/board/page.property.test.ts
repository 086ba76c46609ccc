import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BoardData, Figures } from '../../../../lib/board/data.ts';
import { boardPage } from '../../../../lib/pages/board/page.ts';
import { ANY_UNIT } from '../../any-text.ts';
import { isWhole } from './read.ts';

const text = fc.oneof(
  fc.string({ unit: ANY_UNIT, maxLength: 40 }),
  fc.constantFrom(
    'Marta Lindqvist',
    '<b>&"',
    '\\'.repeat(400),
    '👩‍👩‍👧'.repeat(60),
    'שלום',
    '+14155550123',
    '',
  ),
);
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
const moment = fc.oneof(
  fc
    .date({ noInvalidDate: true, min: new Date(0), max: new Date(8.64e15) })
    .map((date) => date.toISOString()),
  text,
);
const count = fc.oneof(fc.nat(), fc.nat(120), fc.double());
const figures: fc.Arbitrary<Figures> = fc.record({
  ...{ asked: count, connected: count, abandoned: count, noAgent: count, failed: count },
  ...{ canceled: count, transferred: count, serviceLevel: maybe(fc.double()) },
  ...{ averageSpeedOfAnswerSeconds: maybe(fc.double()), averageTalkSeconds: maybe(fc.double()) },
});
const by = (name: fc.Arbitrary<string>, most: number) => fc.dictionary(name, figures, { maxKeys: most });
const hour = fc.oneof(
  fc.nat(23).map((n) => String(n).padStart(2, '0')),
  text,
);
const caller = {
  ...{ id: text, callId: text, name: maybe(text), caller: maybe(text), reason: maybe(text) },
  ...{ department: maybe(text), since: moment },
};
const many = <T>(each: fc.Arbitrary<T>) => fc.array(each, { maxLength: 60 });
const agents: fc.Arbitrary<BoardData['agents']> = fc.oneof(
  fc.constant({ is: 'unknown' as const }),
  fc.record({
    is: fc.constant('known' as const),
    at: moment,
    byActivity: fc.dictionary(fc.oneof(fc.constant('Available'), text), many(fc.record({ name: text })), {
      maxKeys: 8,
    }),
  }),
);

const board: fc.Arbitrary<BoardData> = fc.record({
  at: moment,
  now: fc.record({
    waiting: many(fc.record(caller)),
    ringing: many(fc.record({ ...caller, agent: maybe(text) })),
    talking: many(fc.record({ ...caller, agent: maybe(text) })),
    calls: count,
  }),
  agents,
  today: fc
    .record({
      ...{ figures, date: fc.oneof(fc.constant('2026-11-30'), text) },
      timeZone: fc.oneof(fc.constantFrom('Europe/Berlin', 'Asia/Kathmandu', 'UTC'), text),
      ...{ byDepartment: by(text, 20), byHour: by(hour, 30), byAgent: by(text, 40), byStrategy: by(text, 8) },
    })
    .map(({ figures: own, ...rest }) => ({ ...own, ...rest })),
  followups: fc.record({
    callbacks: many(fc.record({ ...caller, when: maybe(text) })),
    reviews: many(fc.record({ ...caller, when: maybe(text) })),
  }),
});

describe('Whatever a board holds', () => {
  it('its page weighs under 100 KB, is whole, and shows no value that is none', () => {
    fc.assert(
      fc.property(board, (data) => {
        const page = boardPage(data);
        expect(Buffer.byteLength(page)).toBeLessThan(100_000);
        expect(isWhole(page)).toBe(true);
        expect(page.match(/ (?:x|y|width|height|data-since)="(?![\d.]+%?")[^"]*"/g) ?? []).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});
