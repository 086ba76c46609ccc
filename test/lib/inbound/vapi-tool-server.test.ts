import { describe, expect, it } from 'vitest';
import { speechOf } from '../../../lib/speech/index.ts';
import { toolSpeechOf } from '../../../lib/speech/tools/index.ts';
import type { HelpDesk, Ticket } from '../../../lib/tools/ports.ts';
import { at, CALLER } from '../tools/asking.ts';
import { helpDeskWith, ourCalendar } from '../tools/team.ts';
import { CALL_ID, resultsIn, toldIn, toolCall, toolServer } from './tool-server.ts';

const TICKET: Ticket = { id: '4711', status: 'open', subject: 'Charged twice', requesterNumbers: [CALLER] };
const OPEN = { id: '4711', status: 'open' };

const withTickets = (...tickets: Ticket[]) => {
  const desk = helpDeskWith(tickets.length === 0 ? [TICKET] : tickets);
  return { ...desk, ...toolServer({ helpDesk: desk.helpDesk }) };
};

describe('A tool call', () => {
  const args = { ticket: '4711' };
  const call = toolCall('tc-1', 'get_ticket_status', args);
  it.each([
    ['with its arguments as an object', { toolCallList: [call] }],
    [
      'with its arguments as text',
      { toolCallList: [toolCall('tc-1', 'get_ticket_status', JSON.stringify(args))] },
    ],
    ['flattened', { toolCallList: [{ id: 'tc-1', name: 'get_ticket_status', arguments: args }] }],
    [
      'flattened, with parameters',
      { toolCallList: [{ toolCallId: 'tc-1', name: 'get_ticket_status', parameters: args }] },
    ],
    [
      'under its tool',
      { toolWithToolCallList: [{ type: 'function', name: 'get_ticket_status', toolCall: call }] },
    ],
    [
      'in every list at once',
      { toolCalls: [call], toolCallList: [call], toolWithToolCallList: [{ toolCall: call }] },
    ],
    ['in camelCase', { toolCallList: [toolCall('tc-1', 'getTicketStatus', args)] }],
  ])('is answered once %s', async (_shape, message) => {
    const { told, requests } = withTickets();
    const answer = await told({ type: 'tool-calls', ...message });
    const [only, ...more] = resultsIn(answer);
    expect(more).toEqual([]);
    expect(only).toMatchObject({ toolCallId: 'tc-1', name: expect.stringMatching(/^get_?ticket_?status$/i) });
    expect(toldIn(only ?? {}).data).toEqual(OPEN);
    expect(requests).toEqual([['get_ticket_status', '4711']]);
  });

  it('is answered in the older form without a list', async () => {
    const { told } = withTickets();
    const answer = await told({
      type: 'function-call',
      functionCall: { name: 'getTicketStatus', parameters: args },
    });
    expect(Object.keys(Object(answer))).toEqual(['result']);
    expect(toldIn(Object(answer)).data).toEqual(OPEN);
    const unknown = await told({
      type: 'function-call',
      functionCall: { name: 'open_the_door', parameters: {} },
    });
    expect(unknown).toEqual({ error: speechOf('en').toAssistant.unknownTool });
  });

  it('without an id is answered without one, and not asked a second time when it is delivered again', async () => {
    const { told, requests } = withTickets();
    const message = {
      type: 'tool-calls',
      timestamp: 1,
      toolCallList: [toolCall(undefined, 'get_ticket_status', args)],
    };
    const [first] = resultsIn(await told(message));
    expect(first).not.toHaveProperty('toolCallId');
    expect(resultsIn(await told(message))).toEqual([first]);
    expect(requests).toHaveLength(1);
  });

  it('of a name that is no tool of ours is told so, and counts as one that failed', async () => {
    const { uses, events, counts } = withTickets();
    for (const name of ['open_the_door', 'escalate_to_human', '__proto__', 'x'.repeat(200)]) {
      expect(await uses(name)).toEqual({ error: speechOf('en').toAssistant.unknownTool, data: {} });
    }
    expect(events.sent).toHaveLength(4);
    expect(counts.filter((one) => one === 'tool_call_refused')).toHaveLength(4);
  });

  it.each([
    ['none', undefined],
    ['null', null],
    ['an empty text', ''],
    ['an empty list', []],
    ['a number', 7],
    ['a list of texts', ['4711', '4712']],
    ['damaged JSON', '{"language": "en", "no'],
    ['no JSON', 'the ticket, please'],
    ['the names of a prototype', '{"__proto__": {"ticket": "1"}, "constructor": 2}'],
  ])('is answered with what is known of the caller where its arguments are %s', async (_what, given) => {
    const { uses, requests } = withTickets();
    expect((await uses('get_ticket_status', given)).data).toEqual(OPEN);
    expect(requests).toEqual([['get_ticket_status', undefined]]);
  });

  it('is read as far as its damaged arguments can be', async () => {
    const { uses, requests } = withTickets();
    await uses('get_ticket_status', '{"ticket": "4711", "langu');
    expect(requests).toEqual([['get_ticket_status', '4711']]);
  });

  it('may have arguments that are nested a hundred thousand levels deep', async () => {
    const { told } = withTickets();
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const toolCallList = [toolCall('tc-1', 'get_ticket_status', `{"ticket": "4711", "more": ${deep}}`)];
    const [only] = resultsIn(await told({ type: 'tool-calls', toolCallList }));
    expect(toldIn(only ?? {}).data).toEqual(OPEN);
  });
});

describe('Several tool calls in one message', () => {
  it('are answered in their order, each by its id', async () => {
    const { told } = withTickets();
    const toolCallList = [
      toolCall('tc-b', 'get_ticket_details', { ticket: 4711 }),
      toolCall('tc-a', 'open_the_door'),
      toolCall('tc-c', 'check_availability'),
    ];
    const results = resultsIn(await told({ type: 'tool-calls', toolCallList }));
    expect(results.map(({ toolCallId }) => toolCallId)).toEqual(['tc-b', 'tc-a', 'tc-c']);
    expect(results.map(({ name }) => name)).toEqual([
      'get_ticket_details',
      'open_the_door',
      'check_availability',
    ]);
    expect(results.map((one) => ('error' in one ? 'error' : toldIn(one).data))).toEqual([
      expect.objectContaining({ subject: 'Charged twice' }),
      'error',
      { reason: 'not_set_up' },
    ]);
  });

  it('look at the same time: none waits for another one’s answer', async () => {
    const both = Promise.withResolvers<void>();
    let asked = 0;
    const helpDesk: HelpDesk = {
      name: 'desk',
      whoDecides: 'us',
      async ticket() {
        asked += 1;
        if (asked === 2) both.resolve();
        await both.promise;
        return { is: 'ticket', ticket: TICKET };
      },
    };
    const { told } = toolServer({ helpDesk });
    const toolCallList = ['tc-1', 'tc-2'].map((id) =>
      toolCall(id, 'get_ticket_status', { ticket: id.slice(-1) }),
    );
    const results = resultsIn(await told({ type: 'tool-calls', toolCallList }));
    expect(results.map((one) => toldIn(one).data)).toEqual([OPEN, OPEN]);
  });

  it('for one start are one appointment, though they come at the same moment', async () => {
    const { calendar, requests } = ourCalendar({ starts: [at(1, '09:00')] });
    const { told, uses } = toolServer({ calendar });
    await uses('check_availability');
    const start = '2026-12-01T09:00:00-05:00';
    const toolCallList = ['Robin Vale', 'R. Vale'].map((name, index) =>
      toolCall(`tc-book-${index}`, 'schedule_appointment', { start, name }),
    );
    const results = resultsIn(await told({ type: 'tool-calls', toolCallList }));
    expect(results.map((one) => toldIn(one).data)).toEqual([
      { reference: 'ref-1', start },
      { reference: 'ref-1', start },
    ]);
    expect(requests.filter(([what]) => what === 'book')).toHaveLength(1);
  });

  it('see what those before them have done: booked, and canceled at once', async () => {
    const { calendar, requests } = ourCalendar({ starts: [at(1, '09:00')] });
    const { told, uses } = toolServer({ calendar });
    await uses('check_availability');
    const order = { start: '2026-12-01T09:00:00-05:00', name: 'Robin Vale' };
    const toolCallList = [
      toolCall('tc-a', 'schedule_appointment', order),
      toolCall('tc-b', 'cancel_appointment'),
    ];
    await told({ type: 'tool-calls', toolCallList });
    expect(requests.map(([what]) => what)).toEqual(['slots', 'book', 'cancel']);
  });
});

describe('A chat', () => {
  it('is told that the tools work only in a call, and nobody is asked', async () => {
    const { told, requests } = withTickets();
    const chat = { call: undefined, chat: { id: 'chat-1' } };
    const error = speechOf('en').toAssistant.onlyInACall;
    const toolCallList = [toolCall('tc-1', 'get_ticket_status'), toolCall('tc-2', 'check_availability')];
    expect(await told({ type: 'tool-calls', toolCallList, ...chat })).toEqual({
      results: [
        { name: 'get_ticket_status', toolCallId: 'tc-1', error },
        { name: 'check_availability', toolCallId: 'tc-2', error },
      ],
    });
    expect(requests).toEqual([]);
  });
});

describe('Where nothing is connected', () => {
  it.each([
    'get_ticket_status',
    'check_availability',
    'scheduleAppointment',
    'cancel_appointment',
  ])('a caller is told that it cannot be looked up: %s', async (name) => {
    const { uses, runs, events, lines } = toolServer({});
    expect(await uses(name, { language: 'fr' })).toEqual({
      say: toolSpeechOf('fr').notSetUp,
      data: { reason: 'not_set_up' },
    });
    expect(runs.kept.size).toBe(0);
    expect(events.sent).toEqual([]);
    expect(lines).toMatchObject([{ level: 'warn', fields: { callId: CALL_ID, reason: 'not-set-up' } }]);
  });
});

describe('What else comes to the address of the tools', () => {
  it.each([
    ['status-update', { status: 'ended' }],
    ['end-of-call-report', {}],
    ['transfer-destination-request', {}],
    ['handoff-destination-request', {}],
    ['assistant-request', {}],
    ['hang', {}],
  ])('is acknowledged, and nothing is kept: %s', async (type, more) => {
    const { told, runs, events } = withTickets();
    expect(await told({ type, ...more })).toEqual({});
    expect([runs.kept.size, events.sent.length]).toEqual([0, 0]);
  });
});

describe('The language of an answer', () => {
  it('is what the assistant tells, else what the caller was last heard in, else the assistant’s, else the team’s', async () => {
    const { uses, at: there } = withTickets();
    const said = async (args: unknown, message = {}) =>
      (await uses('get_ticket_status', args, { message })).say ?? '';
    expect(await said({ ticket: 4711, language: 'German' })).toMatch(/ist: offen/);
    expect(await said({ ticket: 4711 })).toMatch(/is: open/);
    there.heard = 'es';
    expect(await said({ ticket: 4711 })).toMatch(/es: abierto/);
    const messages = [
      { role: 'user', message: 'Bonjour, je voudrais savoir où en est mon dossier, merci beaucoup.' },
    ];
    expect(await said({ ticket: 4711 }, { artifact: { messages } })).toMatch(/est : ouvert/);
  });
});
