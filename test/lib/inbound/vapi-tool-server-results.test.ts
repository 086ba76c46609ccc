import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Ticket } from '../../../lib/tools/ports.ts';
import { ANY_UNIT } from '../any-text.ts';
import { at, CALLER } from '../tools/asking.ts';
import { helpDeskWith, ourCalendar, theirCalendar } from '../tools/team.ts';
import { type Result, resultsIn, toldIn, toolCall, toolServer } from './tool-server.ts';

const TICKET: Ticket = { id: '4711', status: 'open', subject: 'Charged twice', requesterNumbers: [CALLER] };

const withTickets = (ticket: Ticket) => toolServer({ helpDesk: helpDeskWith([ticket]).helpDesk });

/** One line, whoever counts the lines, as long as a result may be, with a sentence and data. */
function expectOneLine({ result = '' }: Result): void {
  expect(result).not.toMatch(/[\n\r\v\f\u0085\u2028\u2029]/);
  expect(result.length).toBeLessThanOrEqual(2_000);
  expect(JSON.parse(result)).toEqual({ say: expect.stringMatching(/\S/), data: expect.any(Object) });
}

describe('What a system answers', () => {
  const LONG = 60_000;
  it.each([
    ['letters', 'x'],
    ['quotes', '"'],
    ['backslashes', '\\'],
    ['control characters', '\u0000'],
    ['line separators', 'a\u2028'],
    ['halves of characters', 'a\ud83d'],
    ['emoji', '👩‍👩‍👧'],
    ['line breaks', 'a\r\n'],
  ])('becomes one line of 2,000 characters at the most, whatever it is full of: %s', async (_what, sign) => {
    const text = sign.repeat(LONG / sign.length);
    const told = { id: text, subject: text, status: text, priority: text, updatedAt: text, assignee: text };
    const { told: tell } = withTickets({ ...told, requesterNumbers: [CALLER] });
    const toolCallList = ['get_ticket_status', 'get_ticket_details'].map((name) => toolCall(name, name));
    for (const one of resultsIn(await tell({ type: 'tool-calls', toolCallList }))) expectOneLine(one);
  });

  it('as a reference may be longer than a result: what was booked is told all the same, and can be canceled', async () => {
    for (const reference of ['r'.repeat(LONG), '\u2028"\\\n'.repeat(LONG / 4)]) {
      const books = { is: 'booked', reference, start: at(1, '09:00') } as const;
      const { calendar, requests } = theirCalendar({ starts: [at(1, '09:00')], books });
      const { uses, told } = toolServer({ calendar });
      await uses('check_availability');
      const start = '2026-12-01T09:00:00-05:00';
      const toolCallList = [toolCall('tc-book', 'schedule_appointment', { start, name: 'Robin Vale' })];
      const [booked] = resultsIn(await told({ type: 'tool-calls', toolCallList }));
      expectOneLine(booked ?? { name: '' });
      expect(toldIn(booked ?? {})).toEqual({ say: expect.stringContaining('booked'), data: { start } });
      await uses('cancel_appointment');
      expect(requests.at(-1)).toEqual(['cancel', reference]);
    }
  });

  it('keeps a reference as it is, with its line breaks written out', async () => {
    const reference = 'a\u2028b\n"c"';
    const { calendar } = theirCalendar({
      starts: [at(1, '09:00')],
      books: { is: 'booked', reference, start: at(1, '09:00') },
    });
    const { uses, told } = toolServer({ calendar });
    await uses('check_availability');
    const order = { start: '2026-12-01T09:00:00-05:00', name: 'Robin Vale' };
    const toolCallList = [toolCall('tc-book', 'schedule_appointment', order)];
    const [booked = { name: '' }] = resultsIn(await told({ type: 'tool-calls', toolCallList }));
    expectOneLine(booked);
    expect(toldIn(booked).data.reference).toBe(reference);
  });
});

describe('Whatever a model asks for', () => {
  it('it is answered in one line of 2,000 characters at the most', async () => {
    const backends = {
      ...helpDeskWith([TICKET]),
      calendar: ourCalendar({ starts: [at(1, '09:00')] }).calendar,
    };
    const text = fc.oneof(
      fc.string({ unit: ANY_UNIT }),
      fc.constantFrom('tomorrow', '4711', 'none', 'de', '9 am'),
    );
    const some = fc.oneof(fc.jsonValue({ maxDepth: 2 }), text);
    const names = [
      'start',
      'name',
      'date',
      'time',
      'part_of_day',
      'ticket',
      'reference',
      'email',
      'phone',
      'language',
    ];
    const given = fc.oneof(some, fc.dictionary(fc.constantFrom(...names), some));
    const tool = fc.constantFrom(
      ...[
        'check_availability',
        'scheduleAppointment',
        'cancel_appointment',
        'get_ticket_status',
        'getTicketDetails',
      ],
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(tool, given), { minLength: 1, maxLength: 4 }), async (calls) => {
        const toolCallList = calls.map(([name, args], index) => toolCall(`tc-${index}`, name, args));
        const results = resultsIn(await toolServer(backends).told({ type: 'tool-calls', toolCallList }));
        expect(results.map(({ toolCallId }) => toolCallId)).toEqual(toolCallList.map(({ id }) => id));
        for (const one of results) expectOneLine(one);
      }),
      { seed: 43, numRuns: 200 },
    );
  });
});
