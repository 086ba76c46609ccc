import { describe, expect, it } from 'vitest';
import type { HelpDesk } from '../../../lib/tools/ports.ts';
import { at } from '../tools/asking.ts';
import { helpDeskWith, ourCalendar, theirCalendar } from '../tools/team.ts';
import { BUDGET_MS, resultsIn, toldIn, toolCall, toolServer } from './tool-server.ts';

const TICKET = { id: '4711', status: 'open' };
const OTHER = { id: '12', status: 'solved' };
const NINE = at(1, '09:00');
const ORDER = { start: '2026-12-01T09:00:00-05:00', name: 'Robin Vale' };

const desk = () => {
  const { helpDesk, requests } = helpDeskWith([TICKET, OTHER]);
  return { ...toolServer({ helpDesk }), requests };
};
const calendars = {
  'one of ours': () => ourCalendar({ starts: [NINE, at(1, '15:00')] }),
  'one that knows itself': () =>
    theirCalendar({ starts: [NINE, at(1, '15:00')], cancels: { is: 'canceled', reference: 'ref-1' } }),
};

describe('The same tool call again', () => {
  it('gets the same answer, and nobody is asked a second time', async () => {
    const { uses, requests, at: there } = desk();
    const first = await uses('get_ticket_status', { ticket: '4711' }, { id: 'tc' });
    there.now += 600_000;
    expect(await uses('get_ticket_status', { ticket: '4711' }, { id: 'tc' })).toEqual(first);
    expect(await uses('getTicketStatus', '{"ticket": "4711"}', { id: 'tc' })).toEqual(first);
    expect(requests).toHaveLength(1);
  });

  it.each(Object.entries(calendars))('books and cancels once, at %s', async (_which, calendarWith) => {
    const { calendar, requests } = calendarWith();
    const { uses } = toolServer({ calendar });
    await uses('check_availability');
    const booked = await uses('schedule_appointment', ORDER, { id: 'tc-book' });
    expect(await uses('schedule_appointment', ORDER, { id: 'tc-book' })).toEqual(booked);
    const canceled = await uses('cancel_appointment', {}, { id: 'tc-cancel' });
    expect(canceled.data).toMatchObject({ reference: 'ref-1' });
    // What it asks for now would be another one, or none.
    expect(await uses('cancel_appointment', {}, { id: 'tc-cancel' })).toEqual(canceled);
    expect(await uses('schedule_appointment', ORDER, { id: 'tc-book' })).toEqual(booked);
    expect(requests.map(([what]) => what)).toEqual(['slots', 'book', 'cancel']);
  });

  it('at the same moment is one request, and both get its answer', async () => {
    const answer = Promise.withResolvers<void>();
    let asked = 0;
    const helpDesk: HelpDesk = {
      name: 'desk',
      whoDecides: 'us',
      async ticket() {
        asked += 1;
        await answer.promise;
        return { is: 'ticket', ticket: TICKET };
      },
    };
    const { uses, ports } = toolServer({ helpDesk });
    // The second one looks whether the first has its answer; with the second look it has.
    ports.wait = async () => answer.resolve();
    const both = ['tc', 'tc'].map((id) => uses('get_ticket_status', { ticket: 4711 }, { id }));
    expect((await Promise.all(both)).map(({ data }) => data)).toEqual([TICKET, TICKET]);
    expect(asked).toBe(1);
  });
});

describe('Another tool call with the same id', () => {
  it('is answered for itself, and each of them again', async () => {
    const { uses, requests } = desk();
    const values = [{ ticket: '4711' }, { ticket: '12' }, { ticket: '13' }];
    const answers = [];
    for (const one of values) answers.push(await uses('get_ticket_status', one, { id: 'call_0' }));
    expect(answers.map(({ data }) => data)).toEqual([TICKET, OTHER, { reason: 'not_found' }]);
    for (const [index, one] of values.entries()) {
      expect(await uses('get_ticket_status', one, { id: 'call_0' })).toEqual(answers[index]);
    }
    expect((await uses('get_ticket_details', { ticket: '4711' }, { id: 'call_0' })).say).not.toBe(
      answers[0]?.say,
    );
    expect(requests).toHaveLength(4);
  });

  it('cancels once, though it has the id of what booked', async () => {
    const { calendar, requests } = calendars['one of ours']();
    const { uses } = toolServer({ calendar });
    await uses('check_availability', {}, { id: 'call_0' });
    await uses('schedule_appointment', ORDER, { id: 'call_0' });
    await uses('schedule_appointment', { ...ORDER, start: '2026-12-01T15:00:00-05:00' }, { id: 'call_0' });
    const canceled = await uses('cancel_appointment', {}, { id: 'call_0', call: { type: 'webCall' } });
    expect(await uses('cancel_appointment', {}, { id: 'call_0', call: { type: 'webCall' } })).toEqual(
      canceled,
    );
    expect(requests.map(([what]) => what)).toEqual(['slots', 'book', 'book', 'cancel']);
  });

  it('does not wait for one that takes long, and leaves that one alone', async () => {
    const { helpDesk, requests } = helpDeskWith([OTHER]);
    const { ticket } = helpDesk;
    helpDesk.ticket = async (asked, attempt) => {
      if (asked.ticket !== '4711') return ticket(asked, attempt);
      requests.push([asked.tool, asked.ticket]);
      there.now += BUDGET_MS;
      return { is: 'no-answer', reason: 'desk-timeout', so: 'open', isFault: true };
    };
    const { calendar } = calendars['one of ours']();
    const { uses, at: there, runs } = toolServer({ helpDesk, calendar });
    expect((await uses('get_ticket_status', { ticket: '4711' }, { id: 'call_0' })).data).toEqual({
      pending: true,
    });
    const before = there.now;
    expect((await uses('get_ticket_status', { ticket: '12' }, { id: 'call_0' })).data).toEqual(OTHER);
    expect((await uses('check_availability', {}, { id: 'call_0' })).data.slots).toHaveLength(2);
    expect(there.now).toBe(before);
    const [slow] = runs.kept.values();
    expect(slow?.run).toMatchObject({
      args: { ticket: '4711' },
      effects: [{ work: { kind: 'ask' }, attempts: 1 }],
    });
    expect(requests.map(([, number]) => number)).toEqual(['4711', '12']);
  });
});

describe('A wish that comes once more in another tool call', () => {
  it('while the calendar is slow is being checked: one appointment is asked for', async () => {
    const { calendar, requests } = calendars['one that knows itself']();
    const { uses, at: there, events } = toolServer({ calendar });
    calendar.book = async (order) => {
      requests.push(['book', order]);
      there.now += BUDGET_MS;
      return { is: 'no-answer', reason: 'calendar-timeout', so: 'open', isFault: true };
    };
    await uses('check_availability');
    for (const id of ['tc-1', 'tc-2', 'tc-3']) {
      expect((await uses('schedule_appointment', ORDER, { id })).data).toEqual({ pending: true });
    }
    expect(requests.map(([what]) => what)).toEqual(['slots', 'book']);
    expect(events.sent).toEqual([]);
  });

  it('while a cancel is slow cancels nothing else', async () => {
    const { calendar, requests } = calendars['one that knows itself']();
    const { uses, told, at: there } = toolServer({ calendar });
    calendar.cancel = async ({ reference }) => {
      requests.push(['cancel', reference]);
      there.now += BUDGET_MS;
      return { is: 'no-answer', reason: 'calendar-timeout', so: 'open', isFault: true };
    };
    const toolCallList = ['tc-1', 'tc-2'].map((id) => toolCall(id, 'cancel_appointment'));
    const results = resultsIn(await told({ type: 'tool-calls', toolCallList }));
    expect(results.map((one) => toldIn(one).data)).toEqual([{ pending: true }, { pending: true }]);
    expect((await uses('cancel_appointment', {}, { id: 'tc-3' })).data).toEqual({ pending: true });
    expect(requests).toEqual([['cancel', undefined]]);
  });
});
