import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  startTeamBackend,
  type TeamBackend,
} from '../../../../infra/local/simulators/team-backend/team-backend.ts';
import { UnusableReceiver } from '../../../../lib/http/signed-delivery.ts';
import {
  always,
  attempt,
  type Backend,
  backendAt,
  CALLER,
  cancel,
  fill,
  HOUR,
  NINE,
  NOW,
  noAnswer,
  OLD_SECRET,
  order,
  SECRET,
  TOOLS,
  TWO_DAYS,
  ticket,
} from './signed-team.ts';

const stops: (() => Promise<void>)[] = [];
const startTeam = async (secret: string) => {
  const started = await startTeamBackend({ secrets: [secret], clock: () => NOW });
  stops.push(started.stop);
  return started;
};
const answering = async (status: number, body: string) => {
  const { backend: one, stop } = await always(status, body);
  stops.push(stop);
  return one;
};
const resultIs = (result: unknown) => answering(200, JSON.stringify({ result }));
const NOT_FOUND = '{"result":null,"reason":"not_found"}';

let team: TeamBackend;
let backend: Backend;
beforeEach(async () => {
  team = await startTeam(SECRET);
  backend = backendAt(team.url);
});
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()));
});

/** Somebody else, whose number is as good. */
const STRANGER = { callId: 'call_2', caller: '+14155550199', verified: true };

describe('What the team is asked', () => {
  const call = { id: 'call_1', caller: CALLER, customerId: 'C-17', verified: true };
  const wanted = { date: '2026-12-01', time: '09:00', service: 'boiler' };
  const whole = {
    service: 'boiler',
    name: 'Robin Vale',
    phone: '+14155550124',
    email: 'robin@example.com',
    notes: 'second floor',
    language: 'de',
  };
  const timeZone = 'America/New_York';

  it.each([
    ['get_ticket_status', { ticket: '4711' }, () => TOOLS.get_ticket_status(backend)],
    ['get_ticket_details', { ticket: '4711' }, () => TOOLS.get_ticket_details(backend)],
    [
      'check_availability',
      { ...wanted, part_of_day: 'morning', timeZone },
      () => backend.calendar.slots({ ...TWO_DAYS, ...wanted, partOfDay: 'morning' }, attempt('tc_1')),
    ],
    [
      'schedule_appointment',
      { ...whole, start: '2026-12-01T09:00:00-05:00', timeZone },
      () => backend.calendar.book({ ...whole, start: NINE }, attempt('tc_1')),
    ],
    ['cancel_appointment', { reference: 'A1' }, () => TOOLS.cancel_appointment(backend)],
  ])('is one signed request with all that the contract names: %s', async (tool, args, ask) => {
    fill(team);
    expect(await ask()).not.toMatchObject({ is: 'no-answer' });
    const body = { tool, toolCallId: 'tc_1', arguments: args, call };
    expect(team.requests).toEqual([
      { tool, id: 'tc_1', timestamp: '1796050000', signatures: 1, body, status: 200 },
    ]);
  });

  it('leaves out what nobody said', async () => {
    const withheld = { asker: { callId: 'call_1', verified: false } };
    await backend.helpDesk.ticket({ tool: 'get_ticket_status' }, attempt('tc_1', withheld));
    await backend.calendar.slots(TWO_DAYS, attempt('tc_2', withheld));
    await backend.calendar.book(order, attempt('tc_3', withheld));
    await cancel(backend, {}, attempt('tc_4', withheld));
    const start = '2026-12-01T09:00:00-05:00';
    const asked = { name: 'Robin Vale', language: 'en', start, timeZone };
    expect(team.requests.map(({ body }) => body)).toEqual(
      [
        { tool: 'get_ticket_status', toolCallId: 'tc_1', arguments: {} },
        { tool: 'check_availability', toolCallId: 'tc_2', arguments: { timeZone } },
        { tool: 'schedule_appointment', toolCallId: 'tc_3', arguments: asked },
        { tool: 'cancel_appointment', toolCallId: 'tc_4', arguments: {} },
      ].map((body) => ({ ...body, call: { id: 'call_1', verified: false } })),
    );
  });

  it('goes below the address that the team gave, whatever it ends with', async () => {
    fill(team);
    for (const url of [team.url, `${team.url}/`, `${team.url}//`]) {
      expect(await TOOLS.get_ticket_status(backendAt(url))).toMatchObject({ is: 'ticket' });
    }
  });

  it('is signed with each secret, so that the team can change over from one to the next', async () => {
    const late = await startTeam(OLD_SECRET);
    for (const one of [team, late]) {
      fill(one);
      const rotating = backendAt(one.url, [SECRET, OLD_SECRET]);
      expect(await TOOLS.get_ticket_status(rotating)).toMatchObject({ is: 'ticket' });
      expect(one.requests).toMatchObject([{ signatures: 2, status: 200 }]);
    }
    expect(await TOOLS.get_ticket_status(backendAt(late.url))).toEqual(noAnswer('http-401', 'never', false));
  });
});

describe('A ticket of the team', () => {
  it('is told as the team tells it: whole to whom it belongs, its status alone to anybody else', async () => {
    fill(team);
    expect(backend.helpDesk).toMatchObject({ name: 'http', whoDecides: 'backend' });
    const theirs = await TOOLS.get_ticket_details(backend);
    expect(theirs).toEqual({ is: 'ticket', ticket: ticket('4711', '2026-11-28T15:30:00Z') });
    const others = await TOOLS.get_ticket_details(backend, attempt('tc_2', { asker: STRANGER }));
    expect(others).toEqual({ is: 'ticket', ticket: { id: '4711', status: 'open' } });
  });

  it("is the caller's latest where no number was said", async () => {
    fill(team);
    const latest = await backend.helpDesk.ticket({ tool: 'get_ticket_status' }, attempt('tc_1'));
    expect(latest).toMatchObject({ ticket: { id: '4712' } });
  });

  it('that they do not have is not found', async () => {
    expect(await TOOLS.get_ticket_status(backend)).toEqual({ is: 'not-found' });
    const latest = await backend.helpDesk.ticket({ tool: 'get_ticket_details' }, attempt('tc_2'));
    expect(latest).toEqual({ is: 'not-found' });
  });

  const open = { id: 'AB-1', status: 'open' };
  const nulls = { subject: null, priority: null, updatedAt: null, assignee: null };
  const odd = { subject: '', priority: 3, updatedAt: '28/11/2026', assignee: { id: 1 }, more: 1 };
  it.each([
    ['has an id that is a number', { ...open, id: 4711 }, { ...open, id: '4711' }],
    ['has nulls', { ...open, ...nulls }, open],
    ['has more, and parts that cannot be read', { ...open, ...odd }, open],
    ['has a word of its own', { ...open, status: 'On hold' }, { ...open, status: 'On hold' }],
    [
      'has a time without seconds',
      { ...open, updatedAt: '2026-11-28T15:30+01:00' },
      { ...open, updatedAt: '2026-11-28T15:30+01:00' },
    ],
  ])('is read where it %s', async (_what, told, read) => {
    expect(await TOOLS.get_ticket_details(await resultIs(told))).toEqual({ is: 'ticket', ticket: read });
  });

  it.each([
    ['has no id', { status: 'open' }],
    ['has an id of which JSON lost digits', { ...open, id: 2 ** 60 }],
    ['has no status', { id: 'AB-1' }],
    ['has an empty status', { ...open, status: '' }],
    ['is a list', [open]],
    ['is null for no reason that we know', null],
  ])('is unreadable where it %s', async (_what, told) => {
    const answer = await TOOLS.get_ticket_status(await resultIs(told));
    expect(answer).toEqual(noAnswer('http-unreadable', 'never', true));
  });
});

describe('Free times of the team', () => {
  it('are those within the time that is asked for, the earliest first', async () => {
    const { from, to } = TWO_DAYS;
    for (const start of [to, to - 1, NINE, from, from - 1]) team.slots.add(start);
    const answer = await TOOLS.check_availability(backend);
    expect(answer).toEqual({ is: 'slots', starts: [from, NINE, to - 1] });
    const late = await resultIs({ slots: [to - 1, NINE].map((at) => new Date(at).toISOString()) });
    expect(await TOOLS.check_availability(late)).toEqual({ is: 'slots', starts: [NINE, to - 1] });
  });

  it.each([
    '2026-12-01T14:00:00Z',
    '2026-12-01T09:00:00-05:00',
    '2026-12-01T09:00-05:00',
    '2026-12-01T19:30:00.000+05:30',
  ])('may be written with any offset, and count once: %s', async (iso) => {
    const told = await resultIs({ slots: [iso, '2026-12-01T14:00:00.000Z'] });
    expect(await TOOLS.check_availability(told)).toEqual({ is: 'slots', starts: [NINE] });
  });

  it('are none where there are none, or what is asked for is not to be had at all', async () => {
    expect(await TOOLS.check_availability(backend)).toEqual({ is: 'slots', starts: [] });
    const unknown = await answering(200, NOT_FOUND);
    expect(await TOOLS.check_availability(unknown)).toEqual({ is: 'slots', starts: [] });
  });

  it('are five hundred at most, the earliest', async () => {
    const slots = Array.from({ length: 2_000 }, (_one, i) => new Date(NINE + (1_999 - i) * 1_000));
    const told = await TOOLS.check_availability(await resultIs({ slots }));
    expect(told).toEqual({ is: 'slots', starts: Array.from({ length: 500 }, (_one, i) => NINE + i * 1_000) });
  });

  it.each([
    '2026-12-01T09:00:00',
    '2026-12-01',
    '2026-02-30T09:00:00Z',
    'tomorrow at nine',
    NINE,
    null,
  ])('are unreadable as a whole where one of them is: %s', async (slot) => {
    const told = await resultIs({ slots: ['2026-12-01T14:00:00Z', slot] });
    expect(await TOOLS.check_availability(told)).toEqual(noAnswer('http-unreadable', 'never', true));
  });
});

describe('An appointment with the team', () => {
  it('is booked once, and its time is taken from then on', async () => {
    team.slots.add(NINE);
    const booked = await TOOLS.schedule_appointment(backend);
    expect(booked).toEqual({ is: 'booked', reference: 'A1001', start: NINE });
    expect(await TOOLS.schedule_appointment(backend, attempt('tc_2'))).toEqual({ is: 'taken' });
    const free = await TOOLS.check_availability(backend, attempt('tc_3'));
    expect(free).toEqual({ is: 'slots', starts: [] });
    expect([...team.appointments.keys()]).toEqual(['A1001']);
  });

  it.each([
    '{"result":null,"reason":"taken"}',
    '{"reason":"slot_taken"}',
    'Conflict',
    '',
  ])('is taken where the team says 409, whatever it says beside: %j', async (body) => {
    expect(await TOOLS.schedule_appointment(await answering(409, body))).toEqual({ is: 'taken' });
  });

  it.each([200, 201])('is at the time that the team says, under its reference: %s', async (status) => {
    const told = { result: { reference: 1001, start: '2026-12-01T16:00:00+01:00' } };
    const booked = await TOOLS.schedule_appointment(await answering(status, JSON.stringify(told)));
    expect(booked).toEqual({ is: 'booked', reference: '1001', start: NINE + HOUR });
  });

  it('for what they do not have is clearly none', async () => {
    const answer = await TOOLS.schedule_appointment(await answering(200, NOT_FOUND));
    expect(answer).toEqual(noAnswer('http-not-found', 'never', false));
  });

  it.each([
    [{}],
    [{ reference: 'A1' }],
    [{ start: '2026-12-01T14:00:00Z' }],
    [{ reference: 'A1', start: '2026-12-01T09:00:00' }],
    [null],
  ])('may have been made where the answer cannot be read: %j', async (result) => {
    const answer = await TOOLS.schedule_appointment(await resultIs(result));
    expect(answer).toEqual(noAnswer('http-unreadable', 'open', true));
  });

  it('is canceled by its reference, or as the next one of the caller', async () => {
    fill(team);
    const start = NINE + 2 * HOUR;
    team.appointments.set('A2', { reference: 'A2', start, name: 'Robin Vale', numbers: [CALLER] });
    const byReference = await cancel(backend, { reference: 'A2' }, attempt('tc_1'));
    expect(byReference).toEqual({ is: 'canceled', reference: 'A2', start });
    const next = await cancel(backend, {}, attempt('tc_2'));
    expect(next).toEqual({ is: 'canceled', reference: 'A1', start: NINE + HOUR });
    expect(await cancel(backend, {}, attempt('tc_3'))).toEqual({ is: 'not-found' });
    expect(team.appointments.size).toBe(0);
  });

  it("is nobody else's to cancel", async () => {
    fill(team);
    const answer = await TOOLS.cancel_appointment(backend, attempt('tc_1', { asker: STRANGER }));
    expect(answer).toEqual({ is: 'not-found' });
    expect(team.appointments.size).toBe(1);
  });

  it.each([
    [{ reference: 17 }, '17'],
    [{ reference: 'A1', start: null }, 'A1'],
    [{ reference: 'A1', start: 'at nine' }, 'A1'],
  ])('is canceled also where its time is not told: %j', async (result, reference) => {
    const answer = await cancel(await resultIs(result), {}, attempt('tc_1'));
    expect(answer).toEqual({ is: 'canceled', reference });
  });

  it('may be canceled where the answer cannot be read', async () => {
    const answer = await cancel(await resultIs({}), {}, attempt('tc_1'));
    expect(answer).toEqual(noAnswer('http-unreadable', 'open', true));
  });
});

describe('A backend', () => {
  it.each([
    'http://tools.example.com/private',
    'https://team:word@tools.example.com/private',
    'private',
  ])('at %s cannot be used, which is told without its address', (url) => {
    expect(() => backendAt(url)).toThrow(UnusableReceiver);
    expect(() => backendAt(url)).toThrow(/^(?!.*(private|example)).*the backend of the tools/);
  });

  it('with a secret that cannot sign is told without it', () => {
    const make = () => backendAt('https://tools.example.com/', [SECRET, 'whsec_private']);
    expect(make).toThrow(/^(?!.*private).*the backend of the tools/);
  });
});
