import { describe, expect, it } from 'vitest';
import { eventIdOf } from '../../../../lib/tools/backends/google-events.ts';
import { again, attemptOf, CALLER, givenGoogle, HALF_AN_HOUR, ID, orderOf, TEN } from './given-google.ts';

const { at, calendarOf, asked, standing } = givenGoogle();

describe('Appointments in a Google calendar', () => {
  const find = (by: { reference: string } | { bookedBy: string }) => calendarOf().find(by, attemptOf());

  it('are found by the number that booked them, the next one first, by one request', async () => {
    const calendar = calendarOf();
    const starts = [TEN + 4 * HALF_AN_HOUR, TEN, TEN + 2 * HALF_AN_HOUR];
    for (const start of starts) await calendar.book(orderOf({ start }), attemptOf(`tc_${start}`));
    const other = { callId: 'call_fd02', caller: '+14155550124', verified: true };
    await calendar.book(orderOf({ start: TEN + HALF_AN_HOUR }), attemptOf('tc_x', { asker: other }));
    at.now = TEN + HALF_AN_HOUR;
    const before = asked().length;
    const found = await calendar.find({ bookedBy: CALLER }, attemptOf());
    expect(found).toEqual({
      is: 'found',
      appointments: [starts[2], starts[0]].map((start) => ({
        reference: eventIdOf(ID, start ?? 0, 1),
        start,
        bookedBy: CALLER,
      })),
    });
    expect(asked().slice(before)).toEqual(['list']);
    expect(at.google.requests.at(-1)?.path).toContain('privateExtendedProperty=caller%3D%2B14155550123');
  });

  it('are read page by page, and no more than five pages of them', async () => {
    const calendar = calendarOf();
    for (let n = 0; n < 45; n += 1) {
      await calendar.book(orderOf({ start: TEN + n * HALF_AN_HOUR }), attemptOf(`tc_${n}`));
    }
    const before = asked().length;
    const found = await calendar.find({ bookedBy: CALLER }, attemptOf());
    expect(found.is === 'found' && found.appointments.length).toBe(45);
    expect(asked().slice(before)).toEqual(['list', 'list', 'list']);
    at.google.faults.always('list', {
      kind: 'answer',
      status: 200,
      body: { items: [], nextPageToken: 'page1' },
    });
    expect(await calendar.find({ bookedBy: CALLER }, attemptOf())).toEqual({ is: 'found', appointments: [] });
    expect(asked().slice(before)).toHaveLength(3 + 5);
  });

  it('of others are not theirs, whatever Google lists', async () => {
    const calendar = calendarOf();
    await calendar.book(orderOf(), attemptOf());
    const items = [...at.google.events.values()];
    at.google.faults.next('list', { kind: 'answer', status: 200, body: { items } });
    expect(await calendar.find({ bookedBy: '+14155550124' }, attemptOf())).toEqual({
      is: 'found',
      appointments: [],
    });
  });

  it('are found by their reference until they are over', async () => {
    await calendarOf().book(orderOf(), attemptOf());
    const reference = eventIdOf(ID, TEN, 1);
    const one = { is: 'found', appointments: [{ reference, start: TEN, bookedBy: CALLER }] };
    expect(await find({ reference })).toEqual(one);
    at.now = TEN + HALF_AN_HOUR - 1;
    expect(await find({ reference })).toEqual(one);
    at.now = TEN + HALF_AN_HOUR;
    expect(await find({ reference })).toEqual({ is: 'found', appointments: [] });
  });

  it('are not found where there is none, where it was deleted, and where a person entered it', async () => {
    const none = { is: 'found', appointments: [] };
    expect(await find({ reference: 'abc12' })).toEqual(none);
    const entered = at.google.enter({ start: TEN, minutes: 30 });
    expect(await find({ reference: entered })).toEqual(none);
    await calendarOf().book(orderOf({ start: TEN + HALF_AN_HOUR }), attemptOf());
    const reference = eventIdOf(ID, TEN + HALF_AN_HOUR, 1);
    at.google.remove(reference);
    expect(await find({ reference })).toEqual(none);
  });

  it.each(['', '..', 'AB-12', '../calendarList', 'a b c d e'])('%j is nothing to ask about', async (text) => {
    expect(await find({ reference: text })).toEqual({ is: 'found', appointments: [] });
    const nothing = { is: 'not-found' };
    expect(await calendarOf().cancel({ reference: text, start: TEN }, attemptOf())).toEqual(nothing);
    expect(at.google.requests).toEqual([]);
  });

  it('are canceled without telling anybody, and one that was canceled already is', async () => {
    const calendar = calendarOf();
    await calendar.book(orderOf(), attemptOf());
    const appointment = { reference: eventIdOf(ID, TEN, 1), start: TEN };
    const canceled = { is: 'canceled', reference: appointment.reference, start: TEN };
    expect(await calendar.cancel(appointment, attemptOf('tc_02'))).toEqual(canceled);
    expect(at.google.requests.at(-1)?.path).toMatch(/\?sendUpdates=none$/);
    expect(standing()).toEqual([]);
    expect(await calendar.cancel(appointment, attemptOf('tc_02'))).toEqual(canceled);
    expect(await calendar.cancel({ reference: 'abc12', start: TEN }, attemptOf())).toMatchObject({
      is: 'canceled',
    });
  });

  it('are canceled once though the answer is lost', async () => {
    const calendar = calendarOf();
    await calendar.book(orderOf(), attemptOf());
    at.google.faults.next('delete', { kind: 'lost-answer' });
    const appointment = { reference: eventIdOf(ID, TEN, 1), start: TEN };
    expect(await calendar.cancel(appointment, attemptOf())).toMatchObject({ is: 'no-answer', so: 'open' });
    expect(await calendar.cancel(appointment, again())).toMatchObject({ is: 'canceled' });
  });

  it('stay where canceling is not allowed', async () => {
    at.google.faults.next('delete', { kind: 'status', status: 403 });
    const appointment = { reference: 'abc12', start: TEN };
    expect(await calendarOf().cancel(appointment, attemptOf())).toEqual({
      is: 'no-answer',
      reason: 'google-403',
      so: 'never',
      isFault: false,
    });
  });
});
