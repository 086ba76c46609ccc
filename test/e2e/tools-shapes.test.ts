import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  startTeamBackend,
  type TeamBackend,
} from '../../infra/local/simulators/team-backend/team-backend.ts';
import { speech } from '../../lib/speech/english.ts';
import { type Product, startProduct } from './product.ts';
import { hoursAhead, postTools } from './tool-calls.ts';

const SECRET = 'a secret of these tests';
const CALLER = '+14155550123';
const TICKET = {
  ...{ id: '4711', subject: 'Meter', status: 'open', requester: CALLER },
  updatedAt: '2026-11-20T10:00:00Z',
};
const NO_TOOL = speech.toAssistant.unknownTool;

let team: TeamBackend;
let product: Product;
beforeAll(async () => {
  team = await startTeamBackend({ secrets: [SECRET] });
  product = await startProduct({
    ...{ HELP_DESK: 'http', CALENDAR: 'http', TOOLS_URL: team.url, TOOLS_SECRET: SECRET },
  });
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

let calls = 0;
/** What the address of the tools answers to these tool calls of a call that nobody knew before. */
async function resultsOf(toolCallList: unknown[], callId?: string): Promise<Record<string, unknown>[]> {
  calls += 1;
  const { status, json } = await postTools(product.system.url, {
    ...{ type: 'tool-calls', timestamp: Date.now(), customer: { number: CALLER }, toolCallList },
    call: { id: callId ?? `call-of-shapes-${calls}`, type: 'inboundPhoneCall' },
  });
  expect(status).toBe(200);
  return Object(json).results;
}
const one = (id: unknown, name: unknown = 'get_ticket_status', args: unknown = { ticket: '4711' }) => ({
  id,
  function: { name, arguments: args },
});

describe('Every tool call with an id gets one result by it, and the message 200:', () => {
  it('one without a name, alone and beside another one', async () => {
    for (const nameless of [{ id: 'a' }, { id: 'a', function: {} }, one('a', null), one('a', '')]) {
      expect(await resultsOf([nameless])).toEqual([{ name: '', toolCallId: 'a', error: NO_TOOL }]);
      expect(await resultsOf([nameless, one('b')])).toMatchObject([
        { toolCallId: 'a', error: NO_TOOL },
        { toolCallId: 'b', result: expect.stringContaining('open') },
      ]);
    }
  });

  it('one with a name that is too long for any tool', async () => {
    expect(await resultsOf([one('a', 'n'.repeat(201))])).toMatchObject([{ toolCallId: 'a', error: NO_TOOL }]);
  });

  it('one whose id is long, or a number', async () => {
    const id = 'i'.repeat(400);
    expect(await resultsOf([one(id), one(7)])).toMatchObject([
      { toolCallId: id, result: expect.stringContaining('open') },
      { toolCallId: '7', result: expect.stringContaining('open') },
    ]);
  });

  it('more than are done at once', async () => {
    const ids = Array.from({ length: 33 }, (_, at) => `tc-${at}`);
    const results = await resultsOf(ids.map((id) => one(id)));
    expect(results.map(({ toolCallId }) => toolCallId)).toEqual(ids);
    expect(results.slice(0, -1).every(({ result }) => String(result).includes('open'))).toBe(true);
    expect(results.at(-1)).toMatchObject({ error: NO_TOOL });
  });
});

describe('Two wishes to cancel without a reference', () => {
  const AGAIN = { reason: 'already_canceled' };
  const dataOf = ({ result }: Record<string, unknown> = {}) => JSON.parse(String(result)).data;

  /** A call that has booked an appointment, of a caller who has another one from a call before. */
  async function withTwo(callId: string): Promise<string> {
    const references = [];
    for (const call of [`${callId}-before`, callId]) {
      const [looked] = await resultsOf([one(`look-${call}`, 'check_availability', {})], call);
      const order = { start: dataOf(looked).slots[0], name: 'Robin Vale' };
      const [booked] = await resultsOf([one(`book-${call}`, 'schedule_appointment', order)], call);
      references.push(dataOf(booked).reference);
    }
    expect(team.appointments.size).toBe(2);
    return String(references.at(-1));
  }

  it.each([
    'in one message',
    'one after the other',
  ])('%s cancel the appointment of the call alone', async (how) => {
    const callId = `call-that-cancels-${how}`.replaceAll(' ', '-');
    const reference = await withTwo(callId);
    const both = ['one', 'two'].map((id) => one(`${id}-${callId}`, 'cancel_appointment', {}));
    const results =
      how === 'in one message'
        ? await resultsOf(both, callId)
        : [...(await resultsOf(both.slice(0, 1), callId)), ...(await resultsOf(both.slice(1), callId))];
    expect(results.map(dataOf)).toMatchObject([{ reference }, { reference, ...AGAIN }]);
    expect(dataOf(results[0])).not.toMatchObject(AGAIN);
    expect(
      team.requests.filter(
        ({ tool, body }) => tool === 'cancel_appointment' && Object(body).call.id === callId,
      ),
    ).toHaveLength(1);
  });
});
