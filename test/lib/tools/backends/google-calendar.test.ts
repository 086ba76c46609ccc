import { describe, expect, it } from 'vitest';
import { eventIdOf } from '../../../../lib/tools/backends/google-events.ts';
import {
  again,
  attemptOf,
  CALLER,
  givenGoogle,
  HALF_AN_HOUR,
  ID,
  orderOf,
  TEN,
  ZONE,
} from './given-google.ts';

const { at, calendarOf, asked, standing } = givenGoogle();

describe('Booking in a Google calendar', () => {
  it('makes one event, whose id comes from calendar and start', async () => {
    const asker = { callId: 'call_fd01', verified: false };
    const booked = await calendarOf().book(orderOf(), attemptOf('tc_01', { asker }));
    const id = 'ofc360pl4pguqfp4fu5id1hn3c9hokkot1l8u76u9b5173jlho0';
    expect(booked).toEqual({ is: 'booked', reference: id, start: TEN });
    expect(asked()).toEqual(['free-busy', 'insert']);
    expect(at.google.requests.at(-1)).toMatchObject({
      path: '/calendar/v3/calendars/support%40example.com/events?sendUpdates=none',
      body: {
        id,
        summary: 'Call with Jordan Ellis',
        description: 'phone +14155550123',
        start: { dateTime: '2026-12-01T10:00:00-05:00', timeZone: ZONE },
        end: { dateTime: '2026-12-01T10:30:00-05:00', timeZone: ZONE },
        extendedProperties: { private: { toolCallId: 'tc_01', callId: 'call_fd01' } },
      },
    });
  });

  it('writes down for people what the caller said, and the number that calls', async () => {
    const said = { email: 'jordan@example.com', service: 'Repair', notes: 'Rings at the back' };
    await calendarOf().book(orderOf({ ...said, phone: undefined }), attemptOf());
    expect(standing()).toMatchObject([
      {
        description: `phone ${CALLER}\nemail jordan@example.com\nservice Repair\nnotes Rings at the back`,
        extendedProperties: { private: { caller: CALLER } },
      },
    ]);
  });

  it('is refused where a person has entered something', async () => {
    at.google.enter({ start: TEN - HALF_AN_HOUR, minutes: 45 });
    expect(await calendarOf().book(orderOf(), attemptOf())).toEqual({ is: 'taken' });
    expect(asked()).toEqual(['free-busy', 'get']);
    expect(standing()).toHaveLength(1);
  });

  it('is refused where another call has booked', async () => {
    await calendarOf().book(orderOf(), attemptOf('tc_01'));
    expect(await calendarOf().book(orderOf(), attemptOf('tc_02'))).toEqual({ is: 'taken' });
    expect(standing()).toHaveLength(1);
  });

  it('gives a start to one of two who want it at the same moment', async () => {
    const calendar = calendarOf();
    const both = await Promise.all(['tc_01', 'tc_02'].map((id) => calendar.book(orderOf(), attemptOf(id))));
    expect(both.map(({ is }) => is).sort()).toEqual(['booked', 'taken']);
    expect(standing()).toHaveLength(1);
  });

  it('happens once for one tool call, though it is delivered twice, one after the other or at once', async () => {
    const calendar = calendarOf();
    const first = await calendar.book(orderOf(), attemptOf());
    expect(await calendar.book(orderOf(), attemptOf())).toEqual(first);
    const later = orderOf({ start: TEN + HALF_AN_HOUR });
    const both = await Promise.all([1, 2].map(() => calendar.book(later, attemptOf('tc_02'))));
    expect(both[0]).toMatchObject({ is: 'booked', start: TEN + HALF_AN_HOUR });
    expect(both[1]).toEqual(both[0]);
    expect(standing()).toHaveLength(2);
  });

  it.each([
    ['whose answer was lost', { kind: 'lost-answer' }, 'google-cut'],
    ['that failed after it', { kind: 'status-after-effect', status: 503 }, 'google-503'],
    ['whose answer nobody can read', { kind: 'malformed' }, 'google-unreadable'],
    ['whose answer is too long', { kind: 'huge' }, 'google-too-large'],
  ] as const)('%s is found by its id, and not repeated', async (_what, fault, reason) => {
    at.google.faults.next('insert', fault);
    const calendar = calendarOf();
    const lost = await calendar.book(orderOf(), attemptOf());
    expect(lost).toEqual({ is: 'no-answer', reason, so: 'open', isFault: true });
    const before = asked().length;
    expect(await calendar.book(orderOf(), again())).toEqual({
      is: 'booked',
      reference: eventIdOf(ID, TEN, 1),
      start: TEN,
    });
    expect(asked().slice(before)).toEqual(['get']);
    expect(standing()).toHaveLength(1);
  });

  it('that never arrived is done by the next attempt', async () => {
    at.google.faults.next('insert', { kind: 'cut' });
    const calendar = calendarOf();
    expect(await calendar.book(orderOf(), attemptOf())).toMatchObject({ is: 'no-answer', so: 'open' });
    expect(await calendar.book(orderOf(), again())).toMatchObject({ is: 'booked' });
    expect(asked()).toEqual(['free-busy', 'insert', 'get', 'free-busy', 'insert']);
  });

  it('that may have happened stays open while nobody can look', async () => {
    at.google.faults.next('get', { kind: 'status', status: 503 });
    expect(await calendarOf().book(orderOf(), again())).toEqual({
      is: 'no-answer',
      reason: 'google-503',
      so: 'open',
      isFault: true,
    });
    expect(asked()).toEqual(['get']);
  });

  it('that may have happened finds what others have taken meanwhile', async () => {
    const calendar = calendarOf();
    await calendar.book(orderOf(), attemptOf('tc_02'));
    expect(await calendar.book(orderOf(), again('tc_01'))).toEqual({ is: 'taken' });
    at.google.enter({ start: TEN + HALF_AN_HOUR, minutes: 30 });
    const later = orderOf({ start: TEN + HALF_AN_HOUR });
    expect(await calendar.book(later, again('tc_03'))).toEqual({ is: 'taken' });
    expect(standing()).toHaveLength(2);
  });

  it('takes a start again that was canceled, under the id of the next generation', async () => {
    const calendar = calendarOf();
    await calendar.book(orderOf(), attemptOf('tc_01'));
    at.google.remove(eventIdOf(ID, TEN, 1));
    const before = asked().length;
    const second = await calendar.book(orderOf(), attemptOf('tc_02'));
    expect(second).toEqual({ is: 'booked', reference: eventIdOf(ID, TEN, 2), start: TEN });
    expect(asked().slice(before)).toEqual(['free-busy', 'insert', 'get', 'get', 'insert']);
    at.google.remove(eventIdOf(ID, TEN, 2));
    expect(await calendar.book(orderOf(), again('tc_03'))).toMatchObject({
      reference: eventIdOf(ID, TEN, 3),
    });
  });

  it('is open where its id is in use and nobody can look by whom', async () => {
    const calendar = calendarOf();
    await calendar.book(orderOf(), attemptOf('tc_01'));
    at.google.remove(eventIdOf(ID, TEN, 1));
    at.google.faults.next('get', { kind: 'status', status: 503 });
    expect(await calendar.book(orderOf(), attemptOf('tc_02'))).toEqual({
      is: 'no-answer',
      reason: 'google-503',
      so: 'open',
      isFault: true,
    });
  });

  it('takes a start again whose appointment a person has moved', async () => {
    const calendar = calendarOf();
    await calendar.book(orderOf(), attemptOf('tc_01'));
    at.google.move(eventIdOf(ID, TEN, 1), TEN + 4 * HALF_AN_HOUR);
    expect(await calendar.book(orderOf(), attemptOf('tc_02'))).toMatchObject({
      is: 'booked',
      reference: eventIdOf(ID, TEN, 2),
    });
  });

  it('is not done a second time for a tool call whose appointment was deleted meanwhile', async () => {
    const calendar = calendarOf();
    await calendar.book(orderOf(), attemptOf('tc_01'));
    at.google.remove(eventIdOf(ID, TEN, 1));
    expect(await calendar.book(orderOf(), again('tc_01'))).toEqual({ is: 'taken' });
    expect(standing()).toEqual([]);
  });

  it('gives a start up that was booked and canceled twenty times', async () => {
    const calendar = calendarOf();
    for (let generation = 1; generation <= 20; generation += 1) {
      const booked = await calendar.book(orderOf(), attemptOf(`tc_${generation}`));
      expect(booked).toMatchObject({ is: 'booked', reference: eventIdOf(ID, TEN, generation) });
      at.google.remove(eventIdOf(ID, TEN, generation));
    }
    expect(await calendar.book(orderOf(), attemptOf('tc_21'))).toEqual({ is: 'taken' });
    expect(standing()).toEqual([]);
  });

  it('is refused where the calendar may only be read', async () => {
    at.google.faults.next('insert', { kind: 'status', status: 403 });
    expect(await calendarOf().book(orderOf(), attemptOf())).toEqual({
      is: 'no-answer',
      reason: 'google-403',
      so: 'never',
      isFault: false,
    });
  });
});
