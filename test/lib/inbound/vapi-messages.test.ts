import { describe, expect, it } from 'vitest';
import { handoffIdOf } from '../../../lib/base/ids.ts';
import type { Loaded } from '../../../lib/handoff/ports/store.ts';
import { answerServerMessage, type ServerMessageOptions } from '../../../lib/inbound/vapi-messages.ts';
import { speechOf } from '../../../lib/speech/index.ts';
import { parseServerMessage } from '../../../lib/vapi/server-message.ts';
import { MemoryCallers } from '../desk/memory-callers.ts';
import * as given from '../handoff/given.ts';
import { KEEPS } from './tools/options.ts';

const SENTENCES = speechOf('en').toCaller;

const { T0, CALL_ID, handoff, loaded } = given;

const OPTIONS: ServerMessageOptions = {
  toolsUrl: 'https://hooks.example.com/webhook/vapi/tools',
  escalationTools: ['escalate_to_human'],
  windowSeconds: 30,
  language: 'en',
  controlHosts: ['.vapi.ai'],
  bridging: { bridge: 'auto', accountSid: 'AC1', flexWorkflow: false },
  teamWords: { departments: ['sales', 'support', 'billing'], skills: [] },
  transferMode: 'blind-transfer',
  callbacks: { teamNumber: '+14155550188' },
  desk: { setup: { assistants: {} }, resumeMinutes: 30 },
};

const world = (from: Loaded, changed: Partial<ServerMessageOptions> = {}) => {
  const store = new given.MemoryStore(from);
  const queue = new given.MemoryQueue();
  const watched = given.watching();
  const conversation = {
    events: { send: async () => {} },
    keepEvent: async () => {},
    markLive: async () => {},
    markOver: async () => {},
    saveReport: async () => 'saved' as const,
    afterCall: false,
    clock: () => T0 + 9_000,
  };
  const followups = { send: async () => {} };
  const ports = {
    store,
    queue,
    followups,
    outbound: { send: async () => {} },
    ...KEEPS,
    clock: () => T0 + 9_000,
    desk: { memory: new MemoryCallers(), isOver: async () => false },
    conversation,
    ...watched,
  };
  /** A message as Vapi sends it. */
  const told = async (message: Record<string, unknown>) => {
    const parsed = parseServerMessage({ message: { call: { id: CALL_ID }, ...message } });
    if (parsed.is !== 'message') throw new Error(`${parsed.field} ${parsed.problem}`);
    return answerServerMessage(parsed.message, { ...OPTIONS, ...changed }, ports);
  };
  return { store, queue, told, ...watched };
};

describe('A chat that asks for a human', () => {
  const tool = (id: string | undefined, name: string) => ({
    ...(id === undefined ? {} : { id }),
    function: { name, arguments: '{}' },
  });
  const inChat = (message: Record<string, unknown>) => ({
    call: undefined,
    chat: { id: 'chat-8' },
    ...message,
  });

  it('is told for each id that this works only in a phone call, and nobody is fetched', async () => {
    const { queue, told, counts } = world({ is: 'none', version: 0 });
    const toolCallList = [
      tool('tc-8', 'escalate_to_human'),
      tool('tc-9', 'request_callback'),
      tool(undefined, 'x'),
    ];
    const error = expect.stringContaining('only in a phone call');
    expect(await told(inChat({ type: 'tool-calls', toolCallList }))).toEqual({
      results: [
        { name: 'escalate_to_human', toolCallId: 'tc-8', error },
        { name: 'request_callback', toolCallId: 'tc-9', error },
        { name: 'x', error },
      ],
    });
    expect(queue.sent).toEqual([]);
    expect(counts.filter((name) => name === 'tool_call_refused')).toHaveLength(3);
  });

  it.each([
    ['es', 'solo funciona en una llamada telefónica'],
    ['de', 'geht nur in einem Telefongespräch'],
    ['fr', 'ne fonctionne que pendant un appel téléphonique'],
  ] as const)('is told so in the language of the team: %s', async (language, words) => {
    const { told } = world({ is: 'none', version: 0 }, { language });
    const toolCallList = [tool('tc-8', 'escalate_to_human')];
    expect(await told(inChat({ type: 'tool-calls', toolCallList }))).toMatchObject({
      results: [{ toolCallId: 'tc-8', error: expect.stringContaining(words) }],
    });
  });

  it('is told so in the older form, and where Vapi asks whom to connect with', async () => {
    const { queue, told } = world({ is: 'none', version: 0 });
    const error = expect.stringContaining('only in a phone call');
    const functionCall = { name: 'escalate_to_human', parameters: {} };
    expect(await told(inChat({ type: 'function-call', functionCall }))).toEqual({ error });
    expect(await told(inChat({ type: 'transfer-destination-request' }))).toEqual({ error });
    expect(await told(inChat({ type: 'handoff-destination-request' }))).toEqual({ destination: {}, error });
    expect(queue.sent).toEqual([]);
  });

  it.each([
    'conversation-update',
    'end-of-call-report',
    'status-update',
    'tool-calls',
  ])('is acknowledged for everything else: %s', async (type) => {
    const { queue, told } = world({ is: 'none', version: 0 });
    expect(await told(inChat({ type }))).toEqual(type === 'tool-calls' ? { results: [] } : {});
    expect(queue.sent).toEqual([]);
  });
});

describe('A transfer that Vapi tells about while an agent is being joined', () => {
  const forwarding = (destination?: unknown) => ({
    type: 'status-update',
    status: 'forwarding',
    destination,
  });

  it.each([
    [{ type: 'sip', sipUri: 'sip:sales@pbx.example.com' }],
    [{ type: 'number', number: '+15550100199' }],
    [{ type: 'assistant', assistantName: 'Billing' }],
    ['sip:sales@pbx.example.com'],
  ])('is another one where it goes elsewhere: %j', async (destination) => {
    const { store, told, counts } = world(loaded(handoff(given.BRIDGING)));
    await told(forwarding(destination));
    await told({ type: 'transfer-update', destination });
    expect(store.record.progress).toEqual(given.BRIDGING);
    expect(counts).toContain('event_foreign');
  });

  it.each([
    [{ type: 'number', number: given.agent().number }],
    [undefined],
  ])('is ours where it goes to the agent, or is not told: %j', async (destination) => {
    const { told, counts } = world(loaded(handoff(given.BRIDGING)));
    await told(forwarding(destination));
    expect(counts).not.toContain('event_foreign');
  });
});

describe('A caller who has had five handoffs', () => {
  const fifth = handoff(given.ended({ outcome: 'no_agent' }), [], {
    requestNo: 5,
    history: [{ handoffId: 'ho_0', requestId: 'call_0', outcome: 'no_agent', at: T0 }],
  });
  const called = (...ids: string[]) =>
    ids.map((id) => ({ role: 'tool_calls', toolCalls: [{ id, function: { name: 'escalate_to_human' } }] }));
  const asks = (id: string, messages: object[], call: object = {}) => ({
    type: 'tool-calls',
    call: { id: CALL_ID, ...call },
    toolCallList: [{ id, function: { name: 'escalate_to_human', arguments: {} } }],
    artifact: { messages },
  });
  const says = (result: string) => ({ results: [expect.objectContaining({ result })] });

  it('hears from the tool that there is no sixth, and nobody is asked', async () => {
    const { queue, told, counts } = world(loaded(fifth));
    expect(await told(asks('call_6', called('call_1', 'call_6')))).toEqual(says(SENTENCES.enough));
    expect(queue.sent).toEqual([]);
    expect(counts).toContain('escalation_refused');
    // From a model whose ids begin anew, and in the other list of the talk.
    expect(await told(asks('call_0', called('call_0', 'call_0')))).toEqual(says(SENTENCES.enough));
    const openAi = { role: 'assistant', tool_calls: [{ id: 'c', function: { name: 'escalate_to_human' } }] };
    const other = { ...asks('call_6', []), artifact: { messagesOpenAIFormatted: [openAi] } };
    expect(await told(other)).toEqual(says(SENTENCES.enough));
  });

  it('hears the same from every tool call of one message', async () => {
    const { queue, told } = world(loaded(fifth));
    const twice = asks('call_6', called('call_1', 'call_6', 'call_7'));
    const again = { id: 'call_7', function: { name: 'escalate_to_human', arguments: {} } };
    const { enough: result } = SENTENCES;
    expect(await told({ ...twice, toolCallList: [...twice.toolCallList, again] })).toMatchObject({
      results: [
        { toolCallId: 'call_6', result },
        { toolCallId: 'call_7', result },
      ],
    });
    expect(queue.sent).toEqual([]);
  });

  it('is promised one where it cannot be known yet: the worker finds out', async () => {
    const { store, queue, told } = world(loaded(fifth));
    // The talk does not show it.
    expect(await told(asks('call_6', called('call_6')))).toEqual(says(SENTENCES.connecting));
    expect(await told(asks('call_6', []))).toEqual(says(SENTENCES.connecting));
    // The table does not answer.
    store.down = true;
    expect(await told(asks('call_6', called('call_1', 'call_6')))).toEqual(says(SENTENCES.connecting));
    expect(queue.sent).toHaveLength(6);
  });

  it('gets the answer of the fifth where that comes again', async () => {
    const { told } = world(loaded({ ...fifth, handoffId: handoffIdOf(CALL_ID, 'call_5') }));
    expect(await told(asks('call_5', called('call_1', 'call_5')))).toEqual(says(SENTENCES.connecting));
  });

  it('hears it as well when Vapi wants to transfer', async () => {
    const { queue, told, counts } = world(loaded(fifth));
    expect(await told({ type: 'transfer-destination-request' })).toEqual({ error: SENTENCES.enough });
    expect(queue.sent).toEqual([]);
    expect(counts).toContain('escalation_refused');
  });

  it('has had them in the calls before as well, which a web call cannot claim', async () => {
    const { queue, told } = world({ is: 'none', version: 0 });
    const notes = { assistantOverrides: { metadata: { handoffsSoFar: '5' } } };
    expect(await told(asks('call_1', [], { type: 'inboundPhoneCall', ...notes }))).toEqual(
      says(SENTENCES.enough),
    );
    const squad = { squadOverrides: notes.assistantOverrides };
    expect(await told(asks('call_1', [], { type: 'outboundPhoneCall', ...squad }))).toEqual(
      says(SENTENCES.enough),
    );
    for (const handoffsSoFar of ['4', '-5', 'many', 5, '5e9']) {
      const call = { type: 'inboundPhoneCall', assistantOverrides: { metadata: { handoffsSoFar } } };
      expect(await told(asks('call_1', [], call))).toEqual(says(SENTENCES.connecting));
    }
    expect(await told(asks('call_1', [], { type: 'teleport', ...notes }))).toEqual(
      says(SENTENCES.connecting),
    );
    expect(queue.sent).toHaveLength(12);
  });

  it('costs nobody a look at the table who asks for the first time', async () => {
    const { store, told } = world({ is: 'none', version: 0 });
    const others = [{ role: 'tool_calls', toolCalls: [{ id: 'c', function: { name: 'look_up_order' } }] }];
    expect(await told(asks('call_1', [...others, ...called('call_1')]))).toEqual(says(SENTENCES.connecting));
    expect(store.calls).not.toContain('load');
  });
});

describe('A call that is in progress', () => {
  const system = { role: 'system', message: 'You help callers of Example Energy.' };
  const inProgress = (...messages: object[]) => ({
    type: 'status-update',
    status: 'in-progress',
    artifact: { messages },
  });

  it('and in which the caller has said nothing can have no handoff, which is not read', async () => {
    const { store, told } = world(loaded(handoff(given.CONNECTED)));
    expect(await told(inProgress(system))).toEqual({});
    await told(inProgress(system, { role: 'bot', message: 'Hello, how can I help you?' }));
    expect(store.calls).toEqual([]);
  });

  it.each([
    ['the caller has spoken', [system, { role: 'user', message: 'A person, please.' }]],
    ['a tool was called', [system, { role: 'tool_calls', toolCalls: [] }]],
    ['nothing is told of what was said', []],
  ])('and in which %s may be back from a transfer, and is looked at', async (_what, messages) => {
    const { store, told } = world(loaded(handoff(given.CONNECTED)));
    await told(inProgress(...messages));
    expect(store.calls).toEqual(['load']);
  });
});

describe('A transfer whose destination Vapi asks for', () => {
  const request = (call = {}) => ({
    type: 'transfer-destination-request',
    call: { id: CALL_ID, type: 'inboundPhoneCall', ...call },
  });
  const FALLBACK = { fallbackNumber: '+15550100199' };

  it('is none on a web call, which it would drop: a sentence, and the offer of a callback', async () => {
    const { queue, told } = world({ is: 'none', version: 0 }, FALLBACK);
    expect(await told(request({ type: 'webCall' }))).toEqual({
      error: expect.stringMatching(/cannot connect you .* note a callback/),
    });
    expect(queue.sent).toEqual([]);
  });

  it.each([
    ['requested', given.REQUESTED],
    ['queued', given.QUEUED],
    ['offered', given.OFFERED],
  ])('is the fallback number, and a handoff that waits is taken back: %s', async (_, progress) => {
    const { store, told } = world(loaded(handoff(progress)), FALLBACK);
    expect(await told(request())).toMatchObject({ destination: { number: '+15550100199' } });
    expect(store.record.progress).toMatchObject({ state: 'ended', outcome: 'canceled' });
    expect(await told(request())).toMatchObject({ destination: { number: '+15550100199' } });
    expect(store.saves).toHaveLength(1);
  });

  it('is the agent who is being joined, whatever the fallback', async () => {
    const { store, told } = world(loaded(handoff(given.BRIDGING)), FALLBACK);
    expect(await told(request())).toMatchObject({ destination: { number: given.agent().number } });
    expect(store.saves).toEqual([]);
  });

  it('is the fallback number where the table cannot be read; the worker takes the handoff back', async () => {
    const { store, queue, told } = world(loaded(handoff(given.QUEUED)), FALLBACK);
    store.down = true;
    expect(await told(request())).toMatchObject({ destination: { number: '+15550100199' } });
    expect(queue.sent).toMatchObject([{ message: { event: { type: 'taken-back' } }, delaySeconds: 2 }]);
  });

  it('is the fallback number while a request for a human is on its way, which is taken back when it is there', async () => {
    const { queue, told } = world({ is: 'none', version: 0 }, FALLBACK);
    const toolCallList = [{ id: 'tc-1', function: { name: 'escalate_to_human', arguments: {} } }];
    await told({ ...request(), type: 'tool-calls', timestamp: T0, toolCallList });
    await told({ ...request(), timestamp: T0 + 30 });
    expect(queue.sent.at(-1)).toMatchObject({
      message: { event: { type: 'taken-back', askedAt: T0 + 30 } },
      delaySeconds: 2,
    });
  });

  it('does not undo what was asked for since, when the message comes again', async () => {
    const since = given.request({ askedAt: T0 + 3_000 });
    const { store, told } = world(loaded(handoff(given.QUEUED, [], { request: since })), FALLBACK);
    await told({ ...request(), timestamp: T0 });
    expect(store.record.progress).toEqual(given.QUEUED);
  });

  it('is nobody where there is no fallback, and the handoff that waits goes on', async () => {
    const { store, told } = world(loaded(handoff(given.QUEUED)));
    expect(await told(request())).toEqual({ error: expect.stringContaining('getting a colleague') });
    expect(store.record.progress).toEqual(given.QUEUED);
  });
});
