import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  startTeamBackend,
  type TeamBackend,
} from '../../../../../infra/local/simulators/team-backend/team-backend.ts';

/** Monday, 30 November 2026, 14:46:40 UTC. */
const NOW = 1_796_050_000_000;
const HOUR = 3_600_000;
/** Tuesday at nine in New York. */
const NINE = 1_796_133_600_000;
const SECRET = `whsec_${Buffer.from('an invented key for a test').toString('base64')}`;
const CALLER = '+14155550123';

let team: TeamBackend;
beforeEach(async () => {
  team = await startTeamBackend({ secrets: ['a plain secret', SECRET], clock: () => NOW });
});
afterEach(() => team.stop());

type Asked = { tool: string; arguments: Record<string, unknown>; call?: Record<string, unknown> };
const bodyOf = (id: string, { tool, arguments: args, call }: Asked) =>
  JSON.stringify({
    tool,
    toolCallId: id,
    arguments: args,
    call: { id: 'call_1', caller: CALLER, verified: true, ...call },
  });
const signed = (id: string, body: string, at = NOW, secret = SECRET) => ({
  'content-type': 'application/json',
  'webhook-id': id,
  'webhook-timestamp': String(Math.floor(at / 1000)),
  'webhook-signature': new Webhook(secret).sign(id, new Date(at), body),
});
const post = async (tool: string, headers: Record<string, string>, body: string) => {
  const response = await fetch(`${team.url}/${tool}`, { method: 'POST', headers, body });
  const answer: unknown = await response.json();
  return { status: response.status, answer };
};
const ask = (id: string, asked: Asked) => {
  const body = bodyOf(id, asked);
  return post(asked.tool, signed(id, body), body);
};

const zone = { timeZone: 'America/New_York' };
const check = (id: string, args: Record<string, unknown> = {}) =>
  ask(id, { tool: 'check_availability', arguments: { ...zone, ...args } });
const schedule = (id: string, args: Record<string, unknown> = {}) =>
  ask(id, {
    tool: 'schedule_appointment',
    arguments: {
      ...zone,
      start: '2026-12-01T09:00:00-05:00',
      name: 'Robin Vale',
      language: 'en',
      ...args,
    },
  });
const cancel = (id: string, args: Record<string, unknown>, call: Record<string, unknown> = {}) =>
  ask(id, { tool: 'cancel_appointment', arguments: args, call });
const ticketOf = (id: string, args: Record<string, unknown>, call: Record<string, unknown> = {}) =>
  ask(id, { tool: 'get_ticket_details', arguments: args, call });

const NOT_FOUND = { status: 200, answer: { result: null, reason: 'not_found' } };
const TAKEN = { status: 409, answer: { result: null, reason: 'taken' } };
const slots = (...starts: number[]) => ({
  status: 200,
  answer: { result: { slots: starts.map((start) => new Date(start).toISOString()) } },
});

describe('The simulated backend of a team believes', () => {
  const body = bodyOf('a', { tool: 'cancel_appointment', arguments: {} });

  it.each([
    ['either of its secrets', signed('a', body)],
    ['a plain secret', signed('a', body, NOW, Buffer.from('a plain secret').toString('base64'))],
    [
      'one good signature of several',
      { ...signed('a', body), 'webhook-signature': `v1,bm8= ${signed('a', body)['webhook-signature']}` },
    ],
    ['what is five minutes old', signed('a', body, NOW - 300_000)],
  ])('%s', async (_what, headers) => {
    expect(await post('cancel_appointment', headers, body)).toEqual(NOT_FOUND);
  });

  it.each([
    ['what is not signed', { 'content-type': 'application/json', 'webhook-id': 'a' }],
    ['what somebody else signed', { ...signed('a', body), 'webhook-signature': 'v1,c2lnbmF0dXJl' }],
    ['what is signed for another id', { ...signed('a', body), 'webhook-id': 'b' }],
    ['what is signed for another body', signed('a', '{}')],
    ['what is older than five minutes', signed('a', body, NOW - 301_000)],
    ['what comes from the future', signed('a', body, NOW + 301_000)],
    ['a timestamp that is none', { ...signed('a', body), 'webhook-timestamp': 'now' }],
  ])('never %s', async (_what, headers) => {
    expect((await post('cancel_appointment', headers, body)).status).toBe(401);
    expect(team.requests.map(({ tool, status }) => [tool, status])).toEqual([['cancel_appointment', 401]]);
  });
});

describe('The simulated backend of a team refuses', () => {
  it('what is no POST, no tool of its own, no JSON, or over 64 KB', async () => {
    const body = bodyOf('a', { tool: 'cancel_appointment', arguments: {} });
    expect((await fetch(`${team.url}/cancel_appointment`)).status).toBe(405);
    expect((await post('cancelAppointment', signed('a', body), body)).status).toBe(404);
    const plain = { ...signed('a', body), 'content-type': 'text/plain' };
    expect((await post('cancel_appointment', plain, body)).status).toBe(415);
    const long = body + ' '.repeat(65_536);
    expect((await post('cancel_appointment', signed('a', long), long)).status).toBe(413);
    expect(team.requests.map(({ status }) => status)).toEqual([405, 404, 415, 413]);
  });

  it.each([
    ['a tool that its path does not name', bodyOf('a', { tool: 'get_ticket_status', arguments: {} })],
    ['a tool call that webhook-id does not name', bodyOf('b', { tool: 'cancel_appointment', arguments: {} })],
    ['no object', '[]'],
    ['no JSON', 'cancel it'],
  ])('%s', async (_what, body) => {
    expect((await post('cancel_appointment', signed('a', body), body)).status).toBe(400);
  });

  it.each<[string, Asked]>([
    ['an unknown argument', { tool: 'cancel_appointment', arguments: { id: 'A1' } }],
    ['a number for a ticket', { tool: 'get_ticket_status', arguments: { ticket: 4711 } }],
    ['a null', { tool: 'get_ticket_status', arguments: { ticket: null } }],
    ['no zone', { tool: 'check_availability', arguments: {} }],
    ['a zone that there is not', { tool: 'check_availability', arguments: { timeZone: 'Mars/Base' } }],
    ['a spoken day', { tool: 'check_availability', arguments: { ...zone, date: 'tomorrow' } }],
    ['a spoken time', { tool: 'check_availability', arguments: { ...zone, time: '3 pm' } }],
    ['seconds', { tool: 'check_availability', arguments: { ...zone, time: '09:00:00' } }],
    ['camel case', { tool: 'check_availability', arguments: { ...zone, partOfDay: 'morning' } }],
    [
      'a start without an offset',
      {
        tool: 'schedule_appointment',
        arguments: { ...zone, start: '2026-12-01T09:00:00', name: 'Robin Vale', language: 'en' },
      },
    ],
    [
      'nobody to book for',
      { tool: 'schedule_appointment', arguments: { ...zone, start: '2026-12-01T09:00:00Z', language: 'en' } },
    ],
    [
      'more about the call than the contract names',
      { tool: 'cancel_appointment', arguments: {}, call: { name: 'Robin Vale' } },
    ],
    [
      'a caller that is no number',
      { tool: 'cancel_appointment', arguments: {}, call: { caller: 'anonymous' } },
    ],
  ])('%s', async (_what, asked) => {
    expect((await ask('a', asked)).status).toBe(400);
  });
});

describe('The simulated backend of a team has', () => {
  const ticket = {
    id: '4711',
    subject: 'Duplicate charge',
    status: 'open',
    updatedAt: '2026-11-28T15:30:00Z',
  };
  beforeEach(() => {
    team.tickets.set('4711', { ...ticket, requester: CALLER });
    team.tickets.set('4712', {
      ...ticket,
      id: '4712',
      updatedAt: '2026-11-29T08:00:00Z',
      requester: CALLER,
    });
  });

  it('tickets, whole for those they belong to', async () => {
    const whole = { status: 200, answer: { result: ticket } };
    const part = { status: 200, answer: { result: { id: '4711', status: 'open' } } };
    expect(await ticketOf('a', { ticket: '4711' })).toEqual(whole);
    expect(await ticketOf('b', { ticket: '4711' }, { caller: '+14155550199' })).toEqual(part);
    expect(await ticketOf('c', { ticket: '4711' }, { verified: false })).toEqual(part);
    expect(await ticketOf('d', { ticket: '1' })).toEqual(NOT_FOUND);
  });

  it('the latest ticket of a caller', async () => {
    expect(await ticketOf('a', {})).toMatchObject({ answer: { result: { id: '4712' } } });
    expect(await ticketOf('b', {}, { caller: '+14155550199' })).toEqual(NOT_FOUND);
  });

  it('free times, by day and hour on the wall, and none that are past', async () => {
    for (const start of [NOW - HOUR, NINE, NINE + 4 * HOUR, NINE + 9 * HOUR, NINE + 24 * HOUR]) {
      team.slots.add(start);
    }
    expect(await check('a')).toEqual(slots(NINE, NINE + 4 * HOUR, NINE + 9 * HOUR, NINE + 24 * HOUR));
    expect(await check('b', { date: '2026-12-01', part_of_day: 'morning' })).toEqual(slots(NINE));
    expect(await check('c', { part_of_day: 'afternoon' })).toEqual(slots(NINE + 4 * HOUR));
    expect(await check('d', { part_of_day: 'evening' })).toEqual(slots(NINE + 9 * HOUR));
    expect(await check('e', { date: '2026-12-01', time: '13:00' })).toEqual(
      slots(NINE + 4 * HOUR, NINE + 9 * HOUR),
    );
  });

  it('each time once: what is booked is taken, what is canceled is free again', async () => {
    team.slots.add(NINE);
    const booked = { reference: 'A1001', start: '2026-12-01T14:00:00.000Z' };
    expect(await schedule('a')).toEqual({ status: 200, answer: { result: booked } });
    expect(await schedule('b')).toEqual(TAKEN);
    expect(await check('c')).toEqual(slots());
    expect(await cancel('d', { reference: 'A1001' }, { caller: '+14155550199' })).toEqual(NOT_FOUND);
    expect(await cancel('e', { reference: 'A1001' }, { verified: false })).toEqual(NOT_FOUND);
    expect(await cancel('f', {})).toEqual({ status: 200, answer: { result: booked } });
    expect(await cancel('g', { reference: 'A1001' })).toEqual(NOT_FOUND);
    expect(await check('h')).toEqual(slots(NINE));
    expect(await schedule('i')).toMatchObject({ answer: { result: { reference: 'A1003' } } });
  });

  it('no appointment for a time that it never offered, or that is past', async () => {
    team.slots.add(NOW - HOUR);
    expect(await schedule('a')).toEqual(TAKEN);
    expect(await schedule('b', { start: new Date(NOW - HOUR).toISOString() })).toEqual(TAKEN);
  });

  it('one answer for one id, however often it comes', async () => {
    team.slots.add(NINE);
    const first = await schedule('a');
    expect(await schedule('a')).toEqual(first);
    expect(team.appointments.size).toBe(1);
    expect(team.requests.map(({ id }) => id)).toEqual(['a', 'a']);
  });
});

describe('The simulated backend of a team fails as it is told', () => {
  it('before or after it did something, in order', async () => {
    for (let i = 0; i < 8; i += 1) team.slots.add(NINE + i * HOUR);
    team.faults
      .next('schedule_appointment', { kind: 'status', status: 503, headers: { 'retry-after': '1' } })
      .next('schedule_appointment', { kind: 'cut' })
      .next('schedule_appointment', { kind: 'lost-answer' })
      .next('schedule_appointment', { kind: 'status-after-effect', status: 502 })
      .next('schedule_appointment', { kind: 'without', field: 'reference' })
      .next('schedule_appointment', { kind: 'malformed' })
      .next('schedule_appointment', { kind: 'status', status: 202 });
    const at = (hour: number) => ({ start: new Date(NINE + hour * HOUR).toISOString() });
    expect((await schedule('a', at(0))).status).toBe(503);
    await expect(schedule('b', at(1))).rejects.toThrow();
    await expect(schedule('c', at(2))).rejects.toThrow();
    expect((await schedule('d', at(3))).status).toBe(502);
    expect(await schedule('e', at(4))).toEqual({ status: 200, answer: { result: at(4) } });
    await expect(schedule('f', at(5))).rejects.toThrow(SyntaxError);
    expect(await schedule('g', at(6))).toEqual({ status: 202, answer: { pending: true } });
    expect((await schedule('h', at(7))).status).toBe(200);
    const hours = [...team.appointments.values()].map(({ start }) => (start - NINE) / HOUR);
    expect(hours).toEqual([2, 3, 4, 5, 7]);
    expect(team.requests.map(({ status }) => status)).toEqual([503, 'cut', 'cut', 502, 200, 200, 202, 200]);
  });

  it('with more than 64 KB of good JSON', async () => {
    team.faults.next('check_availability', { kind: 'huge' });
    const body = bodyOf('a', { tool: 'check_availability', arguments: zone });
    const response = await fetch(`${team.url}/check_availability`, {
      method: 'POST',
      headers: signed('a', body),
      body,
    });
    const text = await response.text();
    expect(text.length).toBeGreaterThan(65_536);
    expect(JSON.parse(text)).toEqual({ result: { slots: [] } });
  });

  it('late, and stops at once all the same', async () => {
    team.faults.always('check_availability', { kind: 'slow', ms: 60_000 });
    const late = check('a').catch(() => 'cut');
    await expect.poll(() => team.requests.length).toBe(1);
    const began = performance.now();
    await team.stop();
    expect(performance.now() - began).toBeLessThan(50_000);
    await late;
    team = await startTeamBackend({ secrets: [SECRET] });
  });
});
