import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Door, doorTo } from '../../infra/local/aws/door.ts';
import { type Emulators, startEmulators } from '../../infra/local/aws/emulators.ts';
import {
  startTeamBackend,
  type TeamBackend,
} from '../../infra/local/simulators/team-backend/team-backend.ts';
import type { SimulatedCall } from '../../infra/local/simulators/vapi/vapi.ts';
import { toolSpeechOf } from '../../lib/speech/tools/index.ts';
import { type Product, startProduct } from './product.ts';
import { hoursAhead, uses } from './tool-calls.ts';

const SECRET = 'a secret of these tests';
const CALLER = '+14155550123';
const TOLD = /4711 .*open/;
const PENDING = { say: toolSpeechOf('en').checking, data: { pending: true } };
const UNAVAILABLE = { say: toolSpeechOf('en').unavailable, data: { reason: 'unavailable', failed: true } };

let inner: Emulators;
let doors: { queue: Door; table: Door };
let team: TeamBackend;
let product: Product;
beforeAll(async () => {
  inner = await startEmulators();
  doors = { queue: await doorTo(inner.sqsUrl), table: await doorTo(inner.dynamoUrl) };
  team = await startTeamBackend({ secrets: [SECRET] });
  product = await startProduct(
    { HELP_DESK: 'http', CALENDAR: 'http', TOOLS_URL: team.url, TOOLS_SECRET: SECRET },
    undefined,
    { external: { sqsUrl: doors.queue.url, dynamoUrl: doors.table.url } },
  );
});
afterAll(async () => {
  await product.stop();
  for (const one of [team, doors.queue, doors.table, inner]) await one.stop();
});
beforeEach(() => {
  for (const slot of hoursAhead(2)) team.slots.add(slot);
  team.tickets.set('4711', {
    ...{ id: '4711', subject: 'Meter', status: 'open', requester: CALLER },
    updatedAt: '2026-11-20T10:00:00Z',
  });
});
afterEach(() => {
  doors.queue.mood = 'up';
  doors.table.mood = 'up';
});

const calls = () => product.vapi.startCall({ caller: CALLER, called: '+14155550188', messages: [] });
const ask = (call: SimulatedCall, tool: string, args: Record<string, unknown> = {}) =>
  uses(product.system.url, call, tool, args);
const heard = (call: SimulatedCall) => call.said.filter((one) => TOLD.test(one)).length;

describe.each(['failing', 'cutting', 'silent'] as const)('While the table is %s', (mood) => {
  it('a look-up is said to be checked, and the caller hears the answer once when the table is back', async () => {
    const call = await calls();
    doors.table.mood = mood;
    expect(await ask(call, 'get_ticket_status', { ticket: 4711 })).toEqual(PENDING);
    doors.table.mood = 'up';
    await expect.poll(() => heard(call), { timeout: 60_000 }).toBe(1);
    await product.system.idle({ delayed: true });
    expect(heard(call)).toBe(1);
  });

  it('nothing is booked, and the caller is told so at once', async () => {
    const call = await calls();
    const { data } = await ask(call, 'check_availability');
    const [start] = Array.isArray(data.slots) ? data.slots : [];
    const from = team.requests.length;
    doors.table.mood = mood;
    for (const [tool, args] of [
      ['schedule_appointment', { start, name: 'Robin Vale' }],
      ['cancel_appointment', {}],
    ] as const) {
      expect(await ask(call, tool, args)).toEqual(UNAVAILABLE);
    }
    doors.table.mood = 'up';
    // Longer than a tool goes on behind the caller's back.
    await new Promise((resolve) => setTimeout(resolve, 90_000));
    expect(team.requests.length).toBe(from);
  });

  it('and the queue as well, the caller is told at once that it cannot be looked up', async () => {
    const call = await calls();
    doors.table.mood = mood;
    doors.queue.mood = mood;
    expect(await ask(call, 'get_ticket_status', { ticket: 4711 })).toEqual(UNAVAILABLE);
  });
});

describe.each(['failing', 'cutting', 'silent'] as const)('While the queue is %s', (mood) => {
  it('what is answered in time is answered', async () => {
    const call = await calls();
    doors.queue.mood = mood;
    expect((await ask(call, 'get_ticket_status', { ticket: 4711 })).data).toEqual({
      id: '4711',
      status: 'open',
    });
    expect((await ask(call, 'check_availability')).data.slots).toHaveLength(3);
  });

  it('what takes longer is found by the sweeper, and spoken once', async () => {
    const call = await calls();
    team.faults.next('get_ticket_status', { kind: 'slow', ms: 3_000 });
    doors.queue.mood = mood;
    expect(await ask(call, 'get_ticket_status', { ticket: 4711 })).toEqual(PENDING);
    doors.queue.mood = 'up';
    await expect.poll(() => heard(call), { timeout: 60_000 }).toBe(1);
    await product.system.idle({ delayed: true });
    expect(heard(call)).toBe(1);
  });
});
