import { describe, expect, it } from 'vitest';
import {
  again,
  attemptOf,
  CALLER,
  givenCalcom,
  HALF_AN_HOUR,
  NOW,
  none,
  orderOf,
  TEN,
} from './given-calcom.ts';

const { at, calendarOf, asked, uidOf } = givenCalcom();

describe('Appointments at Cal.com', () => {
  it('are found by the number that booked them, the next one first, whatever else is booked', async () => {
    const calendar = calendarOf();
    const starts = [TEN + 4 * HALF_AN_HOUR, TEN, TEN + 2 * HALF_AN_HOUR];
    for (const start of starts) await calendar.book(orderOf({ start }), attemptOf(`tc_${start}`));
    at.cal.bookOnPage(TEN + HALF_AN_HOUR);
    const other = { callId: 'call_fd02', caller: '+14155550124', verified: true };
    await calendar.book(orderOf({ start: TEN + 3 * HALF_AN_HOUR }), attemptOf('tc_x', { asker: other }));
    at.cal.decide(uidOf(2), 'pending');
    at.now = TEN + HALF_AN_HOUR;
    const before = asked().length;
    expect(await calendar.find({ bookedBy: CALLER }, attemptOf())).toEqual({
      is: 'found',
      appointments: [
        { reference: uidOf(2), start: starts[2], bookedBy: CALLER },
        { reference: uidOf(0), start: starts[0], bookedBy: CALLER },
      ],
    });
    expect(asked().slice(before)).toEqual(['list']);
  });

  it('are read page by page', async () => {
    const calendar = calendarOf();
    for (let n = 0; n < 45; n += 1) at.cal.bookOnPage(TEN + n * HALF_AN_HOUR);
    await calendar.book(orderOf({ start: TEN + 45 * HALF_AN_HOUR }), attemptOf());
    const before = asked().length;
    expect(await calendar.find({ bookedBy: CALLER }, attemptOf())).toMatchObject({
      appointments: [{ reference: uidOf(45) }],
    });
    expect(asked().slice(before)).toEqual(['list', 'list', 'list']);
  });

  it('are not said to be none after ten pages of others', async () => {
    const booking = {
      uid: 'other',
      status: 'accepted',
      start: '2026-12-01T15:00:00.000Z',
      end: '2026-12-01T15:30:00.000Z',
      metadata: { caller: 7 },
    };
    const body = { status: 'success', data: [booking], pagination: { hasNextPage: true } };
    at.cal.faults.always('list', { kind: 'answer', status: 200, body });
    expect(await calendarOf().find({ bookedBy: CALLER }, attemptOf())).toEqual(
      none('calcom-too-many', 'never', false),
    );
    expect(asked()).toHaveLength(10);
  });

  it('are found by their reference until they are over or canceled', async () => {
    const calendar = calendarOf();
    await calendar.book(orderOf(), attemptOf());
    const reference = uidOf(0);
    const found = { is: 'found', appointments: [{ reference, start: TEN, bookedBy: CALLER }] };
    const nothing = { is: 'found', appointments: [] };
    expect(await calendar.find({ reference }, attemptOf())).toEqual(found);
    at.now = TEN + HALF_AN_HOUR - 1;
    expect(await calendar.find({ reference }, attemptOf())).toEqual(found);
    at.now = TEN + HALF_AN_HOUR;
    expect(await calendar.find({ reference }, attemptOf())).toEqual(nothing);
    at.now = NOW;
    at.cal.decide(reference, 'rejected');
    expect(await calendar.find({ reference }, attemptOf())).toEqual(nothing);
    expect(await calendar.find({ reference: 'bk_INVENTED' }, attemptOf())).toEqual(nothing);
  });

  it('of the event type’s page are nobody’s', async () => {
    const reference = at.cal.bookOnPage(TEN);
    expect(await calendarOf().find({ reference }, attemptOf())).toEqual({
      is: 'found',
      appointments: [{ reference, start: TEN, bookedBy: undefined }],
    });
  });

  it.each(['', '..', '../me', 'a b'])('%j is nothing to ask about', async (reference) => {
    const calendar = calendarOf();
    expect(await calendar.find({ reference }, attemptOf())).toEqual({ is: 'found', appointments: [] });
    expect(await calendar.cancel({ reference, start: TEN }, attemptOf())).toEqual({ is: 'not-found' });
    expect(at.cal.requests).toEqual([]);
  });

  it('are canceled, and one that was canceled already is', async () => {
    const calendar = calendarOf();
    await calendar.book(orderOf(), attemptOf());
    const canceled = { is: 'canceled', reference: uidOf(0), start: TEN };
    expect(await calendar.cancel({ reference: uidOf(0), start: TEN }, attemptOf())).toEqual(canceled);
    expect([...at.cal.bookings.values()]).toMatchObject([
      { status: 'cancelled', cancellationReason: 'canceled by telephone' },
    ]);
    expect(await calendar.cancel({ reference: uidOf(0), start: TEN }, attemptOf())).toEqual(canceled);
    expect(asked()).toEqual(['create', 'cancel', 'cancel', 'get']);
  });

  it('are canceled once though the answer is lost', async () => {
    const calendar = calendarOf();
    await calendar.book(orderOf(), attemptOf());
    at.cal.faults.next('cancel', { kind: 'lost-answer' });
    const appointment = { reference: uidOf(0), start: TEN };
    expect(await calendar.cancel(appointment, attemptOf())).toEqual(none('calcom-cut', 'open', true));
    at.cal.faults.next('get', { kind: 'status', status: 500 });
    expect(await calendar.cancel(appointment, again())).toEqual(none('calcom-500', 'open', true));
    expect(await calendar.cancel(appointment, again())).toMatchObject({ is: 'canceled' });
  });

  it.each([
    ['is cut short', { kind: 'malformed' }],
    ['lacks the booking', { kind: 'without', field: 'data' }],
    ['is a text', { kind: 'answer', status: 200, body: '<html></html>' }],
    ['is null', { kind: 'answer', status: 200, body: null }],
    ['has nothing in it', { kind: 'answer', status: 200, body: {} }],
    ['shows the booking as it was', { kind: 'answer', status: 200, body: { data: { status: 'accepted' } } }],
  ] as const)('are looked up where the answer %s: nobody knows whether they are canceled', async (_what, fault) => {
    const calendar = calendarOf();
    await calendar.book(orderOf(), attemptOf());
    at.cal.faults.next('cancel', fault);
    const appointment = { reference: uidOf(0), start: TEN };
    expect(await calendar.cancel(appointment, attemptOf())).toEqual(none('calcom-unreadable', 'open', true));
    expect(await calendar.cancel(appointment, again())).toMatchObject({ is: 'canceled' });
    expect([...at.cal.bookings.values()]).toMatchObject([{ status: 'cancelled' }]);
  });

  it('stay where Cal.com does not let them be canceled', async () => {
    const calendar = calendarOf();
    await calendar.book(orderOf(), attemptOf());
    const appointment = { reference: uidOf(0), start: TEN };
    at.cal.faults
      .next('cancel', { kind: 'status', status: 400 })
      .next('cancel', { kind: 'status', status: 403 });
    expect(await calendar.cancel(appointment, attemptOf())).toEqual(none('calcom-400', 'never', false));
    expect(await calendar.cancel(appointment, attemptOf())).toEqual(none('calcom-403', 'never', false));
    expect(asked()).toEqual(['create', 'cancel', 'get', 'cancel']);
  });

  it('that are gone cannot be canceled', async () => {
    expect(await calendarOf().cancel({ reference: 'bk_INVENTED', start: TEN }, attemptOf())).toEqual({
      is: 'not-found',
    });
  });
});
