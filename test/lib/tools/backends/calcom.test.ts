import { describe, expect, it } from 'vitest';
import {
  again,
  attemptOf,
  CALLER,
  givenCalcom,
  HALF_AN_HOUR,
  KEY,
  none,
  orderOf,
  TEN,
  ZONE,
} from './given-calcom.ts';

const { at, calendarOf, asked, uidOf } = givenCalcom();

describe('Free times at Cal.com', () => {
  it('are its own, as moments, read by one request', async () => {
    at.cal.bookOnPage(TEN + HALF_AN_HOUR);
    const time = { from: TEN, to: TEN + 4 * HALF_AN_HOUR };
    expect(await calendarOf().slots(time, attemptOf())).toEqual({
      is: 'slots',
      starts: [TEN, TEN + 2 * HALF_AN_HOUR, TEN + 3 * HALF_AN_HOUR],
    });
    expect(at.cal.requests).toMatchObject([
      {
        path: '/v2/slots?eventTypeId=123456&start=2026-12-01T15%3A00%3A00Z&end=2026-12-01T17%3A00%3A00Z&timeZone=America%2FNew_York',
        headers: { 'cal-api-version': '2024-09-04', authorization: `Bearer ${KEY}` },
      },
    ]);
  });

  it('end with the asked time, also at midnight by UTC, which Cal.com takes for the end of that day', async () => {
    const midnight = Date.parse('2026-12-02T00:00:00Z');
    const time = { from: midnight - HALF_AN_HOUR, to: midnight };
    expect(await calendarOf().slots(time, attemptOf())).toEqual({
      is: 'slots',
      starts: [midnight - HALF_AN_HOUR],
    });
  });

  it('are the earliest first, whatever the order of the days is', async () => {
    const body = {
      status: 'success',
      data: {
        '2026-12-02': [{ start: '2026-12-02T10:00:00.000-05:00' }],
        '2026-12-01': [{ start: '2026-12-01T10:00:00.000-05:00' }],
      },
    };
    at.cal.faults.next('slots', { kind: 'answer', status: 200, body });
    const time = { from: TEN, to: TEN + 2 * 86_400_000 };
    expect(await calendarOf().slots(time, attemptOf())).toEqual({
      is: 'slots',
      starts: [TEN, TEN + 86_400_000],
    });
  });

  it('are none where all are taken', async () => {
    at.cal.bookOnPage(TEN);
    const time = { from: TEN, to: TEN + HALF_AN_HOUR };
    expect(await calendarOf().slots(time, attemptOf())).toEqual({ is: 'slots', starts: [] });
  });

  it('of an event type that does not exist are a refusal', async () => {
    const time = { from: TEN, to: TEN + HALF_AN_HOUR };
    expect(await calendarOf({ eventTypeId: '7' }).slots(time, attemptOf())).toEqual(
      none('calcom-404', 'never', false),
    );
  });
});

describe('Booking at Cal.com', () => {
  it('makes one booking, which tells whose it is', async () => {
    expect(await calendarOf().book(orderOf(), attemptOf())).toEqual({
      is: 'booked',
      reference: uidOf(0),
      start: TEN,
    });
    expect(at.cal.requests).toMatchObject([
      {
        method: 'POST',
        path: '/v2/bookings',
        headers: { 'cal-api-version': '2024-08-13', authorization: `Bearer ${KEY}` },
      },
    ]);
    expect(at.cal.requests[0]?.body).toEqual({
      eventTypeId: 123456,
      start: '2026-12-01T15:00:00Z',
      attendee: {
        name: 'Jordan Ellis',
        email: 'jordan@example.com',
        timeZone: ZONE,
        phoneNumber: CALLER,
        language: 'en',
      },
      metadata: { toolCallId: 'tc_01', callId: 'call_fd01', caller: CALLER },
    });
  });

  it('needs an e-mail address, without which Cal.com is not asked', async () => {
    expect(await calendarOf().book(orderOf({ email: undefined }), attemptOf())).toEqual({
      is: 'email-needed',
    });
    expect(await calendarOf().book(orderOf({ email: undefined }), again())).toEqual({ is: 'email-needed' });
    expect(at.cal.requests).toEqual([]);
  });

  it('tells what the caller said beside, and a number that Cal.com would refuse as a note', async () => {
    const asker = { callId: 'call_fd01', verified: false };
    const said = { service: 'Repair', notes: 'Rings at the back', phone: '+447700900123' };
    expect(await calendarOf().book(orderOf(said), attemptOf('tc_01', { asker }))).toMatchObject({
      is: 'booked',
    });
    expect([...at.cal.bookings.values()]).toMatchObject([
      {
        bookingFieldsResponses: { notes: 'phone +447700900123\nservice Repair\nRings at the back' },
        metadata: { toolCallId: 'tc_01', callId: 'call_fd01' },
      },
    ]);
  });

  it.each([
    ['on the event type’s page', () => at.cal.bookOnPage(TEN)],
    ['in another call', () => calendarOf().book(orderOf({ email: 'robin@example.com' }), attemptOf('tc_02'))],
    ['by the same person in another call', () => calendarOf().book(orderOf(), attemptOf('tc_02'))],
  ])('is refused where somebody has booked %s', async (_where, book) => {
    await book();
    const before = asked().length;
    expect(await calendarOf().book(orderOf(), attemptOf('tc_01'))).toEqual({ is: 'taken' });
    expect(asked().slice(before)).toEqual(['create', 'list']);
    expect(at.cal.bookings.size).toBe(1);
  });

  it('is refused where the time has passed meanwhile', async () => {
    at.now = TEN;
    expect(await calendarOf().book(orderOf(), attemptOf())).toEqual({ is: 'taken' });
  });

  it.each([
    [400, 'One of the hosts either already has booking at this time or is not available'],
    [400, 'no_available_users_found_error'],
    [400, 'The event type can\'t be booked at the "start" time provided. This could be because'],
    [409, 'No more seats left at this seated booking.'],
  ])('is refused by %s: %s', async (status, message) => {
    const body = { status: 'error', error: { code: 'BadRequestException', message } };
    at.cal.faults.next('create', { kind: 'answer', status, body });
    expect(await calendarOf().book(orderOf(), attemptOf())).toEqual({ is: 'taken' });
  });

  it('that Cal.com does not take for another reason is no taken start', async () => {
    expect(await calendarOf().book(orderOf({ email: 'jordan at example' }), attemptOf())).toEqual(
      none('calcom-400', 'never', false),
    );
    expect(asked()).toEqual(['create']);
  });

  it('happens once for one tool call, though it is delivered twice', async () => {
    const calendar = calendarOf();
    const first = await calendar.book(orderOf(), attemptOf());
    expect(first).toMatchObject({ is: 'booked' });
    expect(await calendar.book(orderOf(), attemptOf())).toEqual(first);
    expect(asked()).toEqual(['create', 'create', 'list']);
    expect(at.cal.bookings.size).toBe(1);
  });

  it.each([
    ['whose answer was lost', { kind: 'lost-answer' }, 'calcom-cut'],
    ['that failed after it', { kind: 'status-after-effect', status: 502 }, 'calcom-502'],
    ['whose answer nobody can read', { kind: 'malformed' }, 'calcom-unreadable'],
    ['whose answer lacks the booking', { kind: 'without', field: 'data' }, 'calcom-unreadable'],
    ['whose answer is too long', { kind: 'huge' }, 'calcom-too-large'],
  ] as const)('%s is looked up, and not repeated', async (_what, fault, reason) => {
    at.cal.faults.next('create', fault);
    const calendar = calendarOf();
    // The lookup finds the same letters alone.
    const order = orderOf({ email: 'Jordan@Example.com' });
    expect(await calendar.book(order, attemptOf())).toEqual(none(reason, 'open', true));
    expect(await calendar.book(order, again())).toEqual({
      is: 'booked',
      reference: uidOf(0),
      start: TEN,
    });
    expect(asked()).toEqual(['create', 'list']);
    expect([...at.cal.bookings.values()]).toMatchObject([{ attendees: [{ email: 'jordan@example.com' }] }]);
  });

  it('that never arrived is done by the next attempt', async () => {
    at.cal.faults.next('create', { kind: 'cut' });
    const calendar = calendarOf();
    expect(await calendar.book(orderOf(), attemptOf())).toEqual(none('calcom-cut', 'open', true));
    expect(await calendar.book(orderOf(), again())).toMatchObject({ is: 'booked' });
    expect(asked()).toEqual(['create', 'list', 'create']);
  });

  it('that may have happened stays open while nobody can look', async () => {
    at.cal.faults.next('list', { kind: 'status', status: 503 });
    expect(await calendarOf().book(orderOf(), again())).toEqual(none('calcom-503', 'open', true));
    at.cal.bookOnPage(TEN);
    at.cal.faults.next('list', { kind: 'status', status: 503 });
    expect(await calendarOf().book(orderOf(), attemptOf())).toEqual(none('calcom-503', 'open', true));
    expect(asked()).toEqual(['list', 'create', 'list']);
  });

  it('is not done a second time for a tool call whose booking was canceled meanwhile', async () => {
    const calendar = calendarOf();
    await calendar.book(orderOf(), attemptOf());
    at.cal.decide(uidOf(0), 'cancelled');
    expect(await calendar.book(orderOf(), again())).toEqual({ is: 'taken' });
    expect(at.cal.bookings.size).toBe(1);
  });

  it('takes a start again that was canceled', async () => {
    const calendar = calendarOf();
    await calendar.book(orderOf(), attemptOf('tc_01'));
    at.cal.decide(uidOf(0), 'cancelled');
    expect(await calendar.book(orderOf(), attemptOf('tc_02'))).toEqual({
      is: 'booked',
      reference: uidOf(1),
      start: TEN,
    });
  });

  it('counts where the team has to confirm it first', async () => {
    at.cal.faults.next('create', { kind: 'lost-answer' });
    const calendar = calendarOf();
    await calendar.book(orderOf(), attemptOf());
    at.cal.decide(uidOf(0), 'pending');
    expect(await calendar.book(orderOf(), again())).toMatchObject({ is: 'booked' });
  });
});
