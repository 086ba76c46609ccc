import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CalcomSimulator, startCalcom } from '../../infra/local/simulators/calcom/calcom.ts';
import {
  type GoogleCalendarSimulator,
  startGoogleCalendar,
} from '../../infra/local/simulators/google-calendar/google-calendar.ts';
import { inventedServiceAccount } from '../../infra/local/simulators/google-calendar/tokens.ts';
import { type HubspotSimulator, startHubspot } from '../../infra/local/simulators/hubspot/hubspot.ts';
import type { SimulatedCall } from '../../infra/local/simulators/vapi/vapi.ts';
import { startZendesk, type ZendeskSimulator } from '../../infra/local/simulators/zendesk/zendesk.ts';
import { type Product, startProduct } from './product.ts';
import { hoursAhead, type Told, uses } from './tool-calls.ts';

const CALLER = '+14155550123';
const STRANGER = '+14155550142';

let product: Product;
const calls = (caller = CALLER) => product.vapi.startCall({ caller, called: '+14155550188', messages: [] });
type Options = Parameters<typeof uses>[4];
const ask = (call: SimulatedCall, tool: string, args: Record<string, unknown> = {}, options: Options = {}) =>
  uses(product.system.url, call, tool, args, options);
const slotsIn = ({ data }: Told): string[] => (Array.isArray(data.slots) ? data.slots.map(String) : []);
const heard = (call: SimulatedCall, words: RegExp) => call.said.filter((one) => words.test(one)).length;

describe('A team with Zendesk and a Google calendar, by settings alone', () => {
  const CALENDAR_ID = 'team@example.com';
  const ZONE = 'America/New_York';
  const CLIENT = { clientId: 'voice_handoff', clientSecret: 'f3a9c27be81d4c60' };
  let zendesk: ZendeskSimulator;
  let google: GoogleCalendarSimulator;
  beforeAll(async () => {
    const serviceAccount = inventedServiceAccount();
    zendesk = await startZendesk(CLIENT);
    google = await startGoogleCalendar({ calendarId: CALENDAR_ID, serviceAccount });
    product = await startProduct({
      ...{ HELP_DESK: 'zendesk', ZENDESK_SUBDOMAIN: 'example-energy', ZENDESK_URL: zendesk.url },
      ...{ ZENDESK_CLIENT_ID: CLIENT.clientId, ZENDESK_CLIENT_SECRET: CLIENT.clientSecret },
      ...{ CALENDAR: 'google', GOOGLE_CALENDAR_ID: CALENDAR_ID, BUSINESS_TIME_ZONE: ZONE },
      ...{ GOOGLE_CALENDAR_URL: google.url, GOOGLE_TOKEN_URL: google.tokenUrl },
      GOOGLE_SERVICE_ACCOUNT: JSON.stringify(serviceAccount),
    });
    zendesk.users.set(11, { id: 11, name: 'Robin Vale', phone: '(415) 555-0123' });
    zendesk.users.set(12, { id: 12, name: 'Amara Osei', phone: null });
    const ticket = {
      requester_id: 11,
      assignee_id: 12,
      priority: 'high',
      updated_at: '2026-11-20T10:00:00Z',
    };
    zendesk.tickets.set(4711, { ...ticket, id: 4711, subject: 'Charged twice', status: 'pending' });
    zendesk.tickets.set(4712, {
      ...ticket,
      id: 4712,
      subject: 'Meter',
      status: 'open',
      updated_at: '2026-11-27T10:00:00Z',
    });
  });
  afterAll(async () => {
    await product.stop();
    await google.stop();
    await zendesk.stop();
  });

  /** What stands in the calendar: starts of what is not canceled. */
  const standing = () =>
    [...google.events.values()]
      .filter(({ status }) => status === 'confirmed')
      .map(({ start }) => Date.parse(start.dateTime));

  it('tells a ticket to its requester, and to others its status alone', async () => {
    const own = await ask(await calls(), 'get_ticket_details', { ticket: 'ticket 4711' });
    expect(own.say).toMatch(/4711.*waiting for an answer.*Charged twice.*high.*Amara Osei/);
    expect(own.data).toMatchObject({ id: '4711', status: 'pending', subject: 'Charged twice' });
    const other = await ask(await calls(STRANGER), 'get_ticket_details', { ticket: 4711 });
    expect(other.data).toEqual({ id: '4711', status: 'pending' });
    expect(other.say).not.toMatch(/Charged|Amara|high/);
  });

  it('finds the caller’s latest ticket by their number, and none for others', async () => {
    expect((await ask(await calls(), 'get_ticket_status')).data).toEqual({ id: '4712', status: 'open' });
    expect((await ask(await calls(STRANGER), 'get_ticket_status')).data).toEqual({ reason: 'not_found' });
    expect((await ask(await calls(), 'get_ticket_status', { ticket: 9 })).data).toEqual({
      reason: 'not_found',
    });
  });

  it('offers what the office hours have and nobody has taken, books it once, and cancels it', async () => {
    const call = await calls();
    const offered = await ask(call, 'check_availability', { time: '10:00' });
    const [first = '', second = ''] = slotsIn(offered);
    expect(slotsIn(offered).every((slot) => /T10:00:00-0[45]:00$/.test(slot))).toBe(true);
    const order = { start: second, name: 'Robin Vale' };
    const booked = await ask(call, 'schedule_appointment', order, { toolCallId: 'call_g' });
    expect(booked.data).toEqual({ reference: expect.any(String), start: second });
    expect(await ask(call, 'schedule_appointment', order, { toolCallId: 'call_g' })).toEqual(booked);
    expect(standing()).toEqual([Date.parse(second)]);
    // Nobody else is offered it.
    const others = await ask(await calls(STRANGER), 'check_availability', {
      date: second.slice(0, 10),
      time: '10:00',
    });
    expect(slotsIn(others)).not.toContain(second);
    // Entered by the team itself since it was offered.
    google.enter({ start: Date.parse(first), minutes: 30 });
    const taken = await ask(call, 'schedule_appointment', { ...order, start: first });
    expect(taken.data).toEqual({ reason: 'taken' });

    const { reference } = booked.data;
    expect((await ask(await calls(STRANGER), 'cancel_appointment', { reference })).data).toEqual({
      reason: 'not_found',
    });
    expect((await ask(await calls(), 'cancel_appointment')).data).toMatchObject({ reference });
    expect(standing()).toEqual([Date.parse(first)]);
    expect((await ask(await calls(), 'cancel_appointment')).data).toEqual({ reason: 'not_found' });
  });

  it('of a lost answer makes one event, and tells of it', async () => {
    const call = await calls();
    const [start = ''] = slotsIn(await ask(call, 'check_availability', { time: '15:00' }));
    google.faults.next('insert', { kind: 'lost-answer' });
    const told = await ask(call, 'schedule_appointment', { start, name: 'Robin Vale' });
    expect(told.data).toMatchObject({ start });
    expect(standing().filter((at) => at === Date.parse(start))).toHaveLength(1);
  });

  it('after a lost answer to a cancel never cancels the next one', async () => {
    const booking = await calls();
    const [first = '', second = ''] = slotsIn(await ask(booking, 'check_availability', { time: '11:00' }));
    for (const start of [first, second])
      await ask(booking, 'schedule_appointment', { start, name: 'Robin Vale' });
    const before = standing();
    const call = await calls();
    google.faults.next('delete', { kind: 'lost-answer' });
    const told = await ask(call, 'cancel_appointment', {}, { toolCallId: 'call_lost' });
    expect(await ask(call, 'cancel_appointment', {}, { toolCallId: 'call_lost' })).toEqual(told);
    await product.system.idle({ delayed: true });
    expect(standing()).toHaveLength(before.length - 1);
  });

  it('is said to be checked where Zendesk is slow, and spoken once', async () => {
    const call = await calls();
    zendesk.faults.next('show-ticket', { kind: 'slow', ms: 3_000 });
    const told = await ask(call, 'get_ticket_status', { ticket: 4711 });
    expect(told.data).toEqual({ pending: true });
    await expect.poll(() => heard(call, /4711.*waiting/), { timeout: 20_000 }).toBe(1);
  });
});

describe('A team with HubSpot and Cal.com, by settings alone', () => {
  const TOKEN = 'pat-na1-f3a9c27be81d4c60';
  const KEY = 'cal_live_f3a9c27be81d4c60';
  const TYPE = 123_456;
  let hubspot: HubspotSimulator;
  let calcom: CalcomSimulator;
  let starts: number[];
  beforeAll(async () => {
    starts = [1, 2, 3].flatMap((days) => hoursAhead(days));
    hubspot = await startHubspot({ token: TOKEN });
    calcom = await startCalcom({ apiKey: KEY, eventTypeId: TYPE, starts });
    product = await startProduct({
      ...{ HELP_DESK: 'hubspot', HUBSPOT_TOKEN: TOKEN, HUBSPOT_URL: hubspot.url },
      ...{
        CALENDAR: 'calcom',
        CALCOM_API_KEY: KEY,
        CALCOM_EVENT_TYPE_ID: String(TYPE),
        CALCOM_URL: calcom.url,
      },
      BUSINESS_TIME_ZONE: 'Europe/Berlin',
    });
    hubspot.pipelines[0]?.stages.push({ id: '5', label: 'Parts ordered' });
    hubspot.contacts.set('51', { id: '51', properties: { firstname: 'Robin', phone: '+1 415 555 0123' } });
    hubspot.tickets.set('900', {
      id: '900',
      properties: {
        ...{ subject: 'Charged twice', hs_pipeline: '0', hs_pipeline_stage: '5', hs_ticket_priority: 'HIGH' },
        hs_lastmodifieddate: '2026-11-20T10:00:00Z',
      },
      contacts: ['51'],
    });
  });
  afterAll(async () => {
    await product.stop();
    await calcom.stop();
    await hubspot.stop();
  });

  const standing = () => [...calcom.bookings.values()].filter(({ status }) => status === 'accepted');

  it('tells a ticket in the words of the team’s pipeline to whom it is about, and to others its status', async () => {
    const own = await ask(await calls(), 'getTicketDetails', {});
    expect(own.say).toMatch(/900.*Parts ordered.*Charged twice/);
    expect(own.data).toMatchObject({ id: '900', subject: 'Charged twice' });
    const other = await ask(await calls(STRANGER), 'get_ticket_details', { ticket: '900' });
    expect(other.data).toEqual({ id: '900', status: own.data.status });
  });

  it('is asked for an e-mail address, books once with it, and cancels for the caller alone', async () => {
    const call = await calls();
    const offered = await ask(call, 'check_availability', {});
    const [start = ''] = slotsIn(offered);
    expect(start).toMatch(/\+0[12]:00$/);
    expect(Date.parse(start)).toBe(starts[0]);
    const asked = await ask(call, 'schedule_appointment', { start, name: 'Robin Vale' });
    expect(asked.data).toEqual({ reason: 'bad_argument', field: 'email' });
    const order = { start, name: 'Robin Vale', email: 'robin at example dot com' };
    const booked = await ask(call, 'schedule_appointment', order, { toolCallId: 'call_c' });
    expect(booked.data).toEqual({ reference: expect.any(String), start });
    expect(await ask(call, 'schedule_appointment', order, { toolCallId: 'call_c' })).toEqual(booked);
    expect(standing()).toMatchObject([{ attendees: [{ email: 'robin@example.com', name: 'Robin Vale' }] }]);

    const { reference } = booked.data;
    expect((await ask(await calls(STRANGER), 'cancel_appointment', { reference })).data).toEqual({
      reason: 'not_found',
    });
    expect((await ask(await calls(), 'cancel_appointment')).data).toMatchObject({ reference });
    expect(standing()).toEqual([]);
  });

  it('of a lost answer makes one booking, also when its message comes again', async () => {
    const call = await calls();
    const [start = ''] = slotsIn(await ask(call, 'check_availability', {}));
    calcom.faults.next('create', { kind: 'lost-answer' });
    const order = { start, name: 'Robin Vale', email: 'robin@example.com' };
    const told = await ask(call, 'schedule_appointment', order, { toolCallId: 'call_lost' });
    expect(told.data).toMatchObject({ start });
    expect(await ask(call, 'schedule_appointment', order, { toolCallId: 'call_lost' })).toEqual(told);
    expect(standing().filter((one) => Date.parse(one.start) === Date.parse(start))).toHaveLength(1);
  });

  it('offers another time where somebody was faster', async () => {
    const call = await calls();
    const [start = '', next = ''] = slotsIn(await ask(call, 'check_availability', {}));
    calcom.bookOnPage(Date.parse(start));
    const order = { name: 'Robin Vale', email: 'robin@example.com' };
    expect((await ask(call, 'schedule_appointment', { ...order, start })).data).toEqual({ reason: 'taken' });
    expect(slotsIn(await ask(call, 'check_availability', {}))).not.toContain(start);
    expect((await ask(call, 'schedule_appointment', { ...order, start: next })).data).toMatchObject({
      start: next,
    });
  });

  it('says at once that it cannot look where a key is refused', async () => {
    const before = Date.now();
    hubspot.faults.next('show-ticket', { kind: 'status', status: 401 });
    calcom.faults.next('slots', { kind: 'status', status: 401 });
    const call = await calls();
    const answers = [
      await ask(call, 'get_ticket_status', { ticket: 900 }),
      await ask(call, 'check_availability', {}),
    ];
    for (const { data } of answers) expect(data).toEqual({ reason: 'unavailable', failed: true });
    expect(Date.now() - before).toBeLessThan(1_000);
  });
});
