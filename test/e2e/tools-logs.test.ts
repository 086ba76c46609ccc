import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  startTeamBackend,
  type TeamBackend,
} from '../../infra/local/simulators/team-backend/team-backend.ts';
import { type Product, startProduct } from './product.ts';
import { captureOutput, TRACE } from './signed.ts';
import { hoursAhead, postTools, resultOf, uses } from './tool-calls.ts';

const SECRET = 'a secret of these tests';
const CALLER = '+14155550123';
const OTHER = '+14155550142';
const SUBJECT = 'Charged twice for the boiler';

let team: TeamBackend;
let product: Product;
let output: ReturnType<typeof captureOutput>;
beforeAll(async () => {
  output = captureOutput();
  team = await startTeamBackend({ secrets: [SECRET] });
  product = await startProduct({
    ...{ HELP_DESK: 'http', CALENDAR: 'http', TOOLS_URL: team.url, TOOLS_SECRET: SECRET },
    LOG_LEVEL: 'info',
  });
  for (const slot of hoursAhead(2)) team.slots.add(slot);
  team.tickets.set('4711', {
    ...{
      id: '4711',
      subject: SUBJECT,
      status: 'waiting-for-parts',
      assignee: 'Amara Osei',
      requester: CALLER,
    },
    updatedAt: '2026-11-20T10:00:00Z',
  });
});
afterAll(async () => {
  output.stop();
  await product.stop();
  await team.stop();
});

describe('The logs of a call with tools', () => {
  it('follow it by its id, and hold nothing personal, nothing of a ticket, and no secret', async () => {
    const call = await product.vapi.startCall({ caller: CALLER, called: '+14155550188', messages: [] });
    const ask = (tool: string, args: Record<string, unknown> = {}, options = {}) =>
      uses(product.system.url, call, tool, args, options);
    const { data } = await ask('check_availability', { service: 'boiler check', date: 'in two days' });
    const [start, next] = Array.isArray(data.slots) ? data.slots : [];
    const order = {
      start,
      name: 'Robin Vale',
      phone: OTHER,
      email: 'robin@example.com',
      notes: 'Beware of the dog',
    };
    await ask('schedule_appointment', { ...order, email: 'robin at example' });
    const { data: booked } = await ask('schedule_appointment', order);
    await ask('schedule_appointment', { ...order, start: next, name: '' });
    await ask('get_ticket_details', { ticket: '4711' });
    await ask('get_ticket_status', { ticket: 'the red card' });
    await ask('cancel_appointment', { reference: 'A9999' });
    await resultOf(product.system.url, call, 'open_the_door', { name: 'Robin Vale' });
    // Late, refused, broken, unreadable, left alone.
    team.faults.next('get_ticket_details', { kind: 'slow', ms: 3_000 });
    await ask('get_ticket_details', { ticket: '4711' });
    await expect.poll(() => call.said, { timeout: 20_000 }).toContainEqual(expect.stringContaining(SUBJECT));
    for (const kind of ['lost-answer', 'malformed', 'huge'] as const) {
      team.faults.next('get_ticket_details', { kind }, 2);
      await ask('get_ticket_details', { ticket: '4711' });
    }
    team.faults.next('get_ticket_status', { kind: 'status', status: 500, as: 'page' });
    await ask('get_ticket_status', { ticket: '4711' });
    team.faults.next('cancel_appointment', { kind: 'status', status: 401 });
    await ask('cancel_appointment');
    await postTools(
      product.system.url,
      { type: 'tool-calls', call: { id: call.id }, customer: { number: CALLER } },
      {},
    );
    await call.hangUp();
    await product.system.idle({ delayed: true });

    const all = output.text();
    const lines = all.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line)] : []));
    const services = lines.flatMap(({ callId, service }) => (callId === call.id ? [service] : []));
    expect(services).toEqual(expect.arrayContaining(['vapi-tools', 'tools-worker']));
    expect(lines.some(({ message }) => message === 'get_ticket_details')).toBe(true);

    const { env } = product.system;
    const secrets = [env.VAPI_API_KEY, env.VAPI_SERVER_SECRET, SECRET].filter((one) => one !== undefined);
    const hidden = [
      ...[CALLER, OTHER, '5550123', '5550142', 'Robin', 'robin', 'Vale', 'example', 'boiler', 'dog', 'door'],
      ...[
        '4711',
        'waiting-for-parts',
        'Amara',
        'Osei',
        'A9999',
        String(booked.reference),
        String(start),
        'red card',
      ],
      ...['/control', team.url, 'whsec_', 'webhook-signature', 'ticket 4711', 'Charged', ...secrets],
    ];
    for (const one of hidden) expect(all).not.toContain(one);
    expect(all).not.toMatch(TRACE);
  });
});
