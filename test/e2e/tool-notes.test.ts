import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import {
  startTeamBackend,
  type TeamBackend,
} from '../../infra/local/simulators/team-backend/team-backend.ts';
import type { SimulatedCall } from '../../infra/local/simulators/vapi/vapi.ts';
import { type Product, startProduct, UNSCHEDULED } from './product.ts';

/** What an agent learns of a ticket that was looked up and of appointments that were made in the call. */
const SECRET = 'a secret of these tests';
const CALLER = '+14155550123';
const TICKET = {
  id: '4711',
  subject: 'Meter <b>7</b> & "more"',
  status: 'open',
  updatedAt: '2026-11-20T10:00:00Z',
  requester: CALLER,
};
const HOUR = 3_600_000;

const attributesSchema = z.object({
  captured: z.record(z.string(), z.string()).optional(),
  context_url: z.string(),
});
const dataSchema = z.object({ sections: z.record(z.string(), z.string()) });
const answerSchema = z.object({ results: z.tuple([z.object({ result: z.string() })]) });
const offerSchema = z.object({ data: z.object({ slots: z.array(z.string()).min(1) }) });

let team: TeamBackend;
let product: Product;
beforeEach(() => {
  team.tickets.set(TICKET.id, TICKET);
  const day = Math.ceil((Date.now() + 48 * HOUR) / HOUR) * HOUR;
  for (const hours of [0, 1, 2]) team.slots.add(day + hours * HOUR);
});
afterEach(() => team.faults.clear());

const starting = (strategy: 'vapi-transfer' | 'enqueue') => async () => {
  team = await startTeamBackend({ secrets: [SECRET] });
  const settings = {
    ...{ HELP_DESK: 'http', CALENDAR: 'http', TOOLS_URL: team.url, TOOLS_SECRET: SECRET },
    ...{ BRIDGE: strategy, HANDOFF_WINDOW_SECONDS: '30' },
  };
  // The sweeper's own looks at the table are none of a call's.
  product = await startProduct(settings, undefined, { topology: UNSCHEDULED });
};
const stopping = async () => {
  await product.stop();
  await team.stop();
};

const calls = (ownLeg = false) => product.vapi.startCall({ caller: CALLER, called: '+14155550188', ownLeg });

/** A second later than whatever was before it, the assistant's model calls a tool at the tools' own server; what it reads. */
async function uses(call: SimulatedCall, toolName: string, args: Record<string, unknown>): Promise<unknown> {
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  const serverUrl = `${product.system.url}/webhook/vapi/tools`;
  const { body } = await call.askForHuman(args, { toolName, serverUrl });
  return JSON.parse(answerSchema.parse(body).results[0].result);
}

async function books(call: SimulatedCall): Promise<void> {
  const offered = offerSchema.parse(await uses(call, 'check_availability', {}));
  await uses(call, 'schedule_appointment', { start: offered.data.slots[0], name: 'Robin Vale' });
}

/** The attributes of the task that a request for a human makes, and how often the table was looked through for it. */
async function asksForHuman(call: SimulatedCall, args: Record<string, unknown> = { reason: 'a person' }) {
  await product.system.idle();
  const before = product.system.counts().dynamodb.Query ?? 0;
  await call.askForHuman(args);
  await product.until(call.id, ({ progress }) => progress.state === 'queued');
  await product.system.idle();
  const [task] = product.twilio.tasksOfCall(call.id);
  const { captured, context_url: url } = attributesSchema.parse(JSON.parse(task?.attributes ?? '{}'));
  return { captured, url, looks: (product.system.counts().dynamodb.Query ?? 0) - before };
}

async function notedOn(url: string): Promise<string> {
  const response = await fetch(`${url}/data`);
  return dataSchema.parse(await response.json()).sections.noted ?? '';
}
const rowsIn = (noted: string) =>
  [...noted.matchAll(/<dt><bdi>(.*?)<\/bdi><\/dt><dd><bdi>(.*?)<\/bdi><\/dd>/g)].map(([, label, text]) => [
    label,
    text,
  ]);
const TIME = /^\w{3} \d{1,2} \w{3}, \d\d:00$/;

describe('When the assistant has looked something up, or booked it,', () => {
  beforeAll(starting('vapi-transfer'));
  afterAll(stopping);

  it('the task and its page tell the agent, also what was canceled again', async () => {
    const call = await calls();
    await uses(call, 'get_ticket_status', { ticket: '4711' });
    await books(call);
    await uses(call, 'cancel_appointment', {});
    await books(call);
    const { captured, url, looks } = await asksForHuman(call, {
      reason: 'Wants to know why.',
      captured: { account_number: '20417' },
    });
    expect(looks).toBe(1);
    expect(Object.keys(captured ?? {})).toEqual(['account_number', 'Booked', 'Canceled', 'Ticket 4711']);
    const ticket = "open, Meter 'b'7'/b' & 'more'";
    expect(captured).toMatchObject({
      account_number: '20417',
      'Ticket 4711': ticket,
      Canceled: expect.stringMatching(TIME),
    });
    const rows = rowsIn(await notedOn(url));
    expect(rows.map(([label]) => label)).toEqual(['Ticket 4711', 'Booked', 'Canceled', 'Booked']);
    const [noted, first, canceled, second] = rows.map(([, text]) => text);
    expect(noted).toBe('open, Meter &#39;b&#39;7&#39;/b&#39; &amp; &#39;more&#39;');
    expect(canceled).toBe(captured?.Canceled);
    expect(first).toBe(canceled);
    expect(captured?.Booked).toBe(`${second}; ${first}`);
    expect(await (await fetch(url)).text()).toContain('What the assistant looked up and did');
  });

  it('a result that comes after the agent was asked for comes to the page all the same', async () => {
    const call = await calls();
    team.faults.always('get_ticket_status', { kind: 'slow', ms: 4_000 });
    expect(await uses(call, 'get_ticket_status', { ticket: '4711' })).toMatchObject({
      data: { pending: true },
    });
    await call.askForHuman({ reason: 'a person' });
    await product.until(call.id, ({ progress }) => progress.state === 'queued');
    const [task] = product.twilio.tasksOfCall(call.id);
    const { captured, context_url: url } = attributesSchema.parse(JSON.parse(task?.attributes ?? '{}'));
    expect(captured).toBeUndefined();
    expect(await notedOn(url)).toBe('');
    await expect.poll(() => notedOn(url), { timeout: 15_000 }).toContain('Ticket 4711');
  });

  it('a call without such a tool costs no look, and shows nothing of it', async () => {
    const call = await calls();
    const { captured, url, looks } = await asksForHuman(call);
    expect(looks).toBe(0);
    expect(captured).toBeUndefined();
    expect(await notedOn(url)).toBe('');
    expect(await (await fetch(url)).text()).toContain('<section id="noted" hidden>');
  });
});

describe('When the caller waits in Twilio’s own queue,', () => {
  beforeAll(starting('enqueue'));
  afterAll(stopping);

  it('the task that Twilio makes tells the agent the same', async () => {
    const call = await calls(true);
    await uses(call, 'getTicketDetails', { ticket: '4711' });
    await books(call);
    const { captured, looks } = await asksForHuman(call);
    expect(looks).toBe(1);
    expect(captured).toEqual({
      Booked: expect.stringMatching(TIME),
      'Ticket 4711': expect.stringMatching(/^open, Meter/),
    });
  });
});
