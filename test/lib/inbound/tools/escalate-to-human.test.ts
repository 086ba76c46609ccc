import { describe, expect, it } from 'vitest';
import type { CallFacts, ToolCall } from '../../../../lib/base/call-facts.ts';
import { tool } from '../../../../lib/inbound/tools/escalate-to-human.ts';
import { readArguments } from '../../../../lib/vapi/tool-arguments.ts';
import * as given from '../../handoff/given.ts';
import { KEEPS, OPTIONS } from './options.ts';

const { T0, CALL_ID } = given;
const OWN_LEG = { callSid: 'CA1', accountSid: 'AC1' };

const world = () => {
  const queue = new given.MemoryQueue();
  const { log, count, lines } = given.watching();
  const asks = (args: ToolCall['arguments'], facts: Partial<CallFacts> = {}, before?: readonly string[]) =>
    tool.answer(
      {
        call: { callId: CALL_ID, messages: [], ...facts },
        toolCall: { id: 'call_1', name: 'escalate_to_human', arguments: args },
        again: false,
        ...(before && { before }),
      },
      {
        store: new given.MemoryStore(),
        queue,
        followups: { send: async () => {} },
        ...KEEPS,
        clock: () => T0,
        log,
        count,
      },
      OPTIONS,
    );
  const request = () => {
    const event = queue.sent[0]?.message.event;
    return event?.type === 'escalation-requested' ? event.request : undefined;
  };
  /** What each message that can make the record tells of tools. */
  const toolsUsed = () =>
    queue.sent.map(({ message: { event } }) => ('request' in event ? event.request?.toolsUsed : undefined));
  return { queue, asks, request, toolsUsed, lines };
};

describe('The tool that asks for a human', () => {
  it.each([
    ['that were cut off', '{"reason":"Was charged twice.","department":"billing","summary":"The cal'],
    ['that are plain words', 'Was charged twice.'],
    ['that are a list', ['Was charged twice.']],
  ])('does so with damaged arguments too, and tells the agent what can be read of them: %s', async (_, args) => {
    const { asks, request, lines } = world();
    expect(await asks(readArguments(args))).toEqual({
      result: expect.stringContaining('getting a colleague'),
    });
    expect(request()?.context.reason).toBe('Was charged twice.');
    expect(lines).toMatchObject([
      { level: 'warn', message: 'tool arguments damaged', fields: { callId: CALL_ID } },
      { message: 'escalation' },
    ]);
    expect(JSON.stringify(lines)).not.toContain('charged');
  });

  it('makes another handoff of an id that comes again later in the call, and one of a message that comes twice', async () => {
    const { asks, queue } = world();
    const given = { is: 'object', value: {} } as const;
    for (const timestamp of [T0, T0, T0 + 90_000]) await asks(given, { timestamp });
    const asked = queue.sent.flatMap(({ message: { event } }) =>
      event.type === 'escalation-requested' ? [[event.handoffId, event.request.requestId]] : [],
    );
    expect(asked.map(([, requestId]) => requestId)).toEqual(['call_1', 'call_1', 'call_1']);
    const [first, again, later] = asked.map(([handoffId]) => handoffId);
    expect([again === first, later === first]).toEqual([true, false]);
  });

  it('says on a web call that nobody can be joined there, offers a callback, and asks nobody', async () => {
    const { asks, queue } = world();
    const answer = await asks({ is: 'object', value: {} }, { direction: 'web' });
    expect(answer).toEqual({ result: expect.stringMatching(/cannot connect you .* note a callback/) });
    expect(queue.sent).toEqual([]);
  });

  it.each([
    ['get_ticket_status'],
    ['getTicketDetails'],
    ['cancel_appointment', 'route_call'],
    ['route_call', 'somethingElse', 'scheduleAppointment'],
  ])('tells that the team’s systems were asked before: %s', async (...before) => {
    const { asks, toolsUsed } = world();
    await asks({ is: 'object', value: {} }, {}, before);
    expect(toolsUsed()).toEqual([true, true]);
  });

  it.each([
    [[]],
    [['route_call']],
    [['routeCall', 'escalate_to_human', 'request_callback', 'transferCall']],
    [undefined],
  ])('tells nothing of tools that ask none of the team’s systems: %j', async (before) => {
    const { asks, toolsUsed } = world();
    await asks({ is: 'object', value: {} }, {}, before);
    expect(toolsUsed()).toEqual([undefined, undefined]);
  });

  const elsewhere = { controlUrl: `https://elsewhere.example.com/${CALL_ID}/control` };
  it('needs no live call control where the caller is moved at Twilio', async () => {
    const { asks, request } = world();
    const answer = await asks({ is: 'object', value: {} }, { ...OWN_LEG, ...elsewhere });
    expect(answer).toHaveProperty('result');
    expect(request()).toMatchObject({ strategy: { is: 'conference' } });
    expect(request()).not.toHaveProperty('controlUrl');
  });

  it('is refused where Vapi has to move the caller, and its control URL leads elsewhere', async () => {
    const { asks, queue } = world();
    const answer = await asks({ is: 'object', value: {} }, elsewhere);
    expect(answer).toEqual({ error: expect.stringContaining('not allowed (host)') });
    expect(queue.sent).toEqual([]);
  });
});
