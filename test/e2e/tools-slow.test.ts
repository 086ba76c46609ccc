import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  startTeamBackend,
  type TeamBackend,
} from '../../infra/local/simulators/team-backend/team-backend.ts';
import type { SimulatedCall } from '../../infra/local/simulators/vapi/vapi.ts';
import { toolSpeechOf } from '../../lib/speech/tools/index.ts';
import { toolNamed } from '../../lib/tools/index.ts';
import { type Product, startProduct, UNSCHEDULED } from './product.ts';
import { hoursAhead, postTools, type Told, uses } from './tool-calls.ts';

const SECRET = 'a secret of these tests';
const CALLER = '+14155550123';
const TICKET = {
  ...{ id: '4711', subject: 'Meter', status: 'open', requester: CALLER },
  updatedAt: '2026-11-20T10:00:00Z',
};
const PENDING = { say: toolSpeechOf('en').checking, data: { pending: true } };
const FAILED = { say: expect.stringMatching(/\S/), data: { reason: 'unavailable', failed: true } };

let team: TeamBackend;
let product: Product;
beforeAll(async () => {
  team = await startTeamBackend({ secrets: [SECRET] });
  const settings = {
    ...{ HELP_DESK: 'http', CALENDAR: 'http', TOOLS_URL: team.url, TOOLS_SECRET: SECRET },
    HANDOFF_WINDOW_SECONDS: '20',
  };
  // What is owed has a message of its own: nothing here waits for the sweeper.
  product = await startProduct(settings, undefined, { topology: UNSCHEDULED });
});
afterAll(async () => {
  await product.stop();
  await team.stop();
});
beforeEach(() => {
  team.appointments.clear();
  team.slots.clear();
  for (const slot of hoursAhead(2)) team.slots.add(slot);
  team.tickets.set(TICKET.id, TICKET);
});
afterEach(async () => {
  team.faults.clear();
  // What broke in one test is forgotten in the next.
  await pause(90_000);
});

const calls = () => product.vapi.startCall({ caller: CALLER, called: '+14155550188', messages: [] });
type Options = Parameters<typeof uses>[4];
const ask = (call: SimulatedCall, tool: string, args: Record<string, unknown> = {}, options: Options = {}) =>
  uses(product.system.url, call, tool, args, options);
const status = (call: SimulatedCall, options?: Options) =>
  ask(call, 'get_ticket_status', { ticket: 4711 }, options);
const requestsOf = (toolCallId: string) => team.requests.filter(({ id }) => id === toolCallId);
/** How often something was said into a call, or told to its assistant's model. */
const heard = (call: SimulatedCall, words: RegExp) => call.said.filter((one) => words.test(one)).length;
const learned = (call: SimulatedCall, words: RegExp) => call.told.filter((one) => words.test(one)).length;
const slotIn = ({ data }: Told): string => String(Array.isArray(data.slots) ? data.slots[0] : '');
const TOLD = /4711 .*open/;

describe('A look-up that is slow', () => {
  it('is said to be checked within the budget, then spoken once, and the model knows that it was', async () => {
    team.faults.next('get_ticket_status', { kind: 'slow', ms: 3_000 }, 2);
    const call = await calls();
    const began = Date.now();
    expect(await status(call, { toolCallId: 'call_slow' })).toEqual(PENDING);
    expect(Date.now() - began).toBeGreaterThanOrEqual(2_500);
    expect(Date.now() - began).toBeLessThan(3_000);
    // It comes again before the answer is there, as a request does whose answer was lost.
    expect(await status(call, { toolCallId: 'call_slow' })).toEqual(PENDING);
    await expect.poll(() => learned(call, TOLD), { timeout: 20_000 }).toBe(1);
    await product.system.idle({ delayed: true });
    expect([heard(call, TOLD), learned(call, TOLD)]).toEqual([1, 1]);
    const final = await status(call, { toolCallId: 'call_slow' });
    expect(final).toEqual({ say: expect.stringMatching(TOLD), data: { id: '4711', status: 'open' } });
    expect([heard(call, TOLD), learned(call, TOLD)]).toEqual([1, 1]);
  });

  it('is spoken although the message named no control URL: Vapi shows it', async () => {
    team.faults.next('get_ticket_status', { kind: 'slow', ms: 3_000 });
    const call = await calls();
    const { status: code, json } = await postTools(product.system.url, {
      ...{ type: 'tool-calls', timestamp: Date.now(), customer: { number: CALLER } },
      call: { id: call.id, type: 'inboundPhoneCall' },
      toolCallList: [{ id: 'tc', function: { name: 'get_ticket_status', arguments: { ticket: '4711' } } }],
    });
    expect({ code, json }).toMatchObject({
      code: 200,
      json: { results: [{ result: JSON.stringify(PENDING) }] },
    });
    await expect.poll(() => learned(call, TOLD), { timeout: 20_000 }).toBe(1);
    await product.system.idle({ delayed: true });
    expect([heard(call, TOLD), learned(call, TOLD)]).toEqual([1, 1]);
  });

  it('is not spoken into a call whose caller is being joined with an agent, or talks to one', async () => {
    const worker = product.twilio.addWorker({ name: 'amara.osei', contactUri: '+14155550177' });
    const call = await calls();
    team.faults.next('get_ticket_status', { kind: 'slow', ms: 5_000 }, 3);
    expect(await status(call)).toEqual(PENDING);
    await call.askForHuman({ reason: 'wants a person' });
    await product.until(call.id, ({ progress }) => ['bridging', 'connected'].includes(progress.state));
    await product.talking(call);
    await product.system.idle({ delayed: true });
    expect([heard(call, TOLD), learned(call, TOLD)]).toEqual([0, 0]);
    await call.endConversation();
    product.twilio.setAvailable(worker, false);
    await product.ended(call.id);
  });

  it('is spoken while the caller still waits for somebody to accept', async () => {
    const call = await calls();
    team.faults.next('get_ticket_status', { kind: 'slow', ms: 3_000 });
    expect(await status(call)).toEqual(PENDING);
    await call.askForHuman({ reason: 'wants a person' });
    await expect.poll(() => heard(call, TOLD), { timeout: 15_000 }).toBe(1);
    expect((await product.ended(call.id, 60_000)).progress).toMatchObject({ outcome: 'no_agent' });
  });

  it('is not spoken to somebody who has hung up', async () => {
    const call = await calls();
    team.faults.next('get_ticket_status', { kind: 'slow', ms: 3_000 });
    expect(await status(call, { toolCallId: 'call_gone' })).toEqual(PENDING);
    await call.hangUp();
    await product.system.idle({ delayed: true });
    const controls = product.vapi.requests.filter(
      ({ operation, callId }) => operation === 'control' && callId === call.id,
    );
    expect(controls).toEqual([]);
    expect(requestsOf('call_gone').length).toBeGreaterThan(0);
  });

  it('that never ends is told after a minute, and counts as a tool that failed', async () => {
    const call = await calls();
    team.faults.always('get_ticket_status', { kind: 'slow', ms: 60_000 });
    expect(await status(call)).toEqual(PENDING);
    const say = toolNamed('get_ticket_status')?.says.en.failed ?? '';
    await expect.poll(() => call.said, { timeout: 120_000, interval: 500 }).toContain(say);
    expect(call.said.filter((one) => one === say)).toHaveLength(1);
  });
});

describe('A booking that is slow, or whose answer is lost,', () => {
  const order = async (call: SimulatedCall) => {
    const start = slotIn(await ask(call, 'check_availability'));
    return { start, name: 'Robin Vale' };
  };

  it('is one appointment, whatever is delivered twice, and spoken once', async () => {
    const call = await calls();
    const booking = await order(call);
    team.faults.next('schedule_appointment', { kind: 'slow', ms: 4_000 });
    const options = { toolCallId: 'call_booking' };
    const both = [
      ask(call, 'schedule_appointment', booking, options),
      ask(call, 'schedule_appointment', booking, options),
    ];
    expect(await Promise.all(both)).toEqual([PENDING, PENDING]);
    // The model asks once more for what it was told is being checked.
    expect(await ask(call, 'schedule_appointment', booking, { toolCallId: 'call_another' })).toEqual(PENDING);
    await expect.poll(() => heard(call, /is booked/), { timeout: 20_000 }).toBe(1);
    await product.system.idle({ delayed: true });
    expect(heard(call, /is booked/)).toBe(1);
    expect(requestsOf('call_another')).toEqual([]);
    const booked = [...team.appointments.values()].filter(({ start }) => start === Date.parse(booking.start));
    expect(booked).toHaveLength(1);
    // By now it is known to both.
    const data = { reference: booked[0]?.reference, start: booking.start };
    for (const toolCallId of ['call_booking', 'call_another', 'call_third']) {
      expect((await ask(call, 'schedule_appointment', booking, { toolCallId })).data).toEqual(data);
    }
  });

  it.each([
    'lost-answer',
    'status-after-effect',
  ] as const)('is asked for again under the same id: %s', async (kind) => {
    const call = await calls();
    const booking = await order(call);
    const toolCallId = `call_${kind}`;
    team.faults.next('schedule_appointment', kind === 'lost-answer' ? { kind } : { kind, status: 503 });
    const told = await ask(call, 'schedule_appointment', booking, { toolCallId });
    expect(told.data).toMatchObject({ start: booking.start });
    expect(requestsOf(toolCallId)).toHaveLength(2);
    expect(
      [...team.appointments.values()].filter(({ start }) => start === Date.parse(booking.start)),
    ).toHaveLength(1);
  });

  it('whose answers are all lost is said to be unclear, and is not booked by another tool call', async () => {
    const call = await calls();
    const booking = await order(call);
    team.faults.always('schedule_appointment', { kind: 'lost-answer' });
    expect(await ask(call, 'schedule_appointment', booking, { toolCallId: 'call_lost' })).toEqual(PENDING);
    await expect.poll(() => heard(call, /could not find out/), { timeout: 120_000, interval: 500 }).toBe(1);
    team.faults.clear();
    const again = await ask(call, 'schedule_appointment', booking, { toolCallId: 'call_once_more' });
    expect(again.data).toEqual({ reason: 'unknown', failed: true });
    expect(requestsOf('call_once_more')).toEqual([]);
    expect(
      [...team.appointments.values()].filter(({ start }) => start === Date.parse(booking.start)),
    ).toHaveLength(1);
  });
});

describe('A cancel whose answer is slow', () => {
  it('cancels one appointment, though the model asks twice, and the caller has two', async () => {
    for (const name of ['Robin Vale', 'R. Vale']) {
      const earlier = await calls();
      const start = slotIn(await ask(earlier, 'check_availability'));
      await ask(earlier, 'schedule_appointment', { start, name });
    }
    const before = team.appointments.size;
    const call = await calls();
    team.faults.next('cancel_appointment', { kind: 'slow', ms: 4_000 });
    expect(await ask(call, 'cancel_appointment', {}, { toolCallId: 'call_x' })).toEqual(PENDING);
    expect(await ask(call, 'cancel_appointment', {}, { toolCallId: 'call_y' })).toEqual(PENDING);
    await expect.poll(() => heard(call, /canceled/), { timeout: 20_000 }).toBe(1);
    await product.system.idle({ delayed: true });
    expect(team.appointments.size).toBe(before - 1);
    expect(requestsOf('call_y')).toEqual([]);
  });
});

describe('A system that cannot answer', () => {
  it.each([500, 503])('with %d is told at once, and not asked again', async (code) => {
    const call = await calls();
    team.faults.next('get_ticket_status', { kind: 'status', status: code });
    const began = Date.now();
    expect(await status(call, { toolCallId: `call_${code}` })).toEqual(FAILED);
    expect(Date.now() - began).toBeLessThan(1_000);
    await product.system.idle({ delayed: true });
    expect(requestsOf(`call_${code}`)).toHaveLength(1);
  });

  it('before five seconds are over is asked then, and the caller hears it', async () => {
    const call = await calls();
    const headers = { 'retry-after': '5' };
    team.faults.next('get_ticket_status', { kind: 'status', status: 429, headers });
    const began = Date.now();
    expect(await status(call, { toolCallId: 'call_busy' })).toEqual(PENDING);
    await expect.poll(() => heard(call, TOLD), { timeout: 20_000 }).toBe(1);
    expect(Date.now() - began).toBeGreaterThanOrEqual(5_000);
    expect(requestsOf('call_busy')).toHaveLength(2);
  });

  it('for longer than anybody waits is told at once', async () => {
    const call = await calls();
    const headers = { 'retry-after': '90' };
    team.faults.next('get_ticket_status', { kind: 'status', status: 429, headers });
    const began = Date.now();
    expect(await status(call)).toEqual(FAILED);
    expect(Date.now() - began).toBeLessThan(1_000);
  });

  it('five times in a minute is left alone for 30 seconds: it is said at once, without a request', async () => {
    team.faults.always('get_ticket_status', { kind: 'status', status: 500 });
    for (let fault = 0; fault < 5; fault += 1) await status(await calls());
    team.faults.clear();
    const from = team.requests.length;
    expect(await status(await calls())).toEqual(FAILED);
    // It is one system: its calendar is left alone as well.
    expect(await ask(await calls(), 'check_availability')).toEqual(FAILED);
    expect(team.requests.length).toBe(from);
    await pause(30_000);
    expect((await status(await calls())).data).toEqual({ id: '4711', status: 'open' });
  });
});

describe('A caller whom no tool helps', () => {
  it('gets a human after two look-ups in a row that failed', async () => {
    const call = await calls();
    team.faults.next('get_ticket_status', { kind: 'status', status: 500 }, 2);
    for (const toolCallId of ['call_one', 'call_two'])
      expect(await status(call, { toolCallId })).toEqual(FAILED);
    await product.until(call.id, ({ progress }) => progress.state === 'queued');
    const [task] = product.twilio.tasksOfCall(call.id);
    expect(JSON.parse(task?.attributes ?? '{}').reason).toContain('tools failed 2 times');
    await call.hangUp();
  });

  it('gets none for one that failed and one that is being checked', async () => {
    const call = await calls();
    team.faults.next('get_ticket_status', { kind: 'status', status: 500 });
    team.faults.next('get_ticket_status', { kind: 'slow', ms: 3_000 });
    expect(await status(call, { toolCallId: 'call_one' })).toEqual(FAILED);
    expect(await status(call, { toolCallId: 'call_two' })).toEqual(PENDING);
    await call.callerSays('All right, I wait.');
    await expect.poll(() => heard(call, TOLD), { timeout: 20_000 }).toBe(1);
    await product.system.idle({ delayed: true });
    expect(await product.record(call.id)).toBeUndefined();
  });
});
