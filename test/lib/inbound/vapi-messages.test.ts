import { describe, expect, it } from 'vitest';
import type { Loaded } from '../../../lib/handoff/ports/store.ts';
import { answerServerMessage, type ServerMessageOptions } from '../../../lib/inbound/vapi-messages.ts';
import { parseServerMessage } from '../../../lib/vapi/server-message.ts';
import * as given from '../handoff/given.ts';
import { KEEPS } from './tools/options.ts';

const { T0, CALL_ID, handoff, loaded } = given;

const OPTIONS: ServerMessageOptions = {
  escalationTools: ['escalate_to_human'],
  windowSeconds: 30,
  language: 'en',
  controlHosts: ['.vapi.ai'],
  bridging: { bridge: 'auto', accountSid: 'AC1', flexWorkflow: false },
  teamWords: { departments: ['sales', 'support', 'billing'], skills: [] },
  transferMode: 'blind-transfer',
  callbacks: { teamNumber: '+14155550188' },
};

const world = (from: Loaded, changed: Partial<ServerMessageOptions> = {}) => {
  const store = new given.MemoryStore(from);
  const queue = new given.MemoryQueue();
  const watched = given.watching();
  const conversation = {
    events: { send: async () => {} },
    keepEvent: async () => {},
    markOver: async () => {},
    saveReport: async () => 'saved' as const,
    afterCall: false,
    clock: () => T0 + 9_000,
  };
  const followups = { send: async () => {} };
  const ports = { store, queue, followups, ...KEEPS, clock: () => T0 + 9_000, conversation, ...watched };
  /** A message as Vapi sends it. */
  const told = async (message: Record<string, unknown>) => {
    const parsed = parseServerMessage({ message: { call: { id: CALL_ID }, ...message } });
    if (parsed.is !== 'message') throw new Error(`${parsed.field} ${parsed.problem}`);
    return answerServerMessage(parsed.message, { ...OPTIONS, ...changed }, ports);
  };
  return { store, queue, told, ...watched };
};

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
    expect(queue.sent).toMatchObject([{ message: { event: { type: 'taken-back' } }, delaySeconds: 0 }]);
  });

  it('is nobody where there is no fallback, and the handoff that waits goes on', async () => {
    const { store, told } = world(loaded(handoff(given.QUEUED)));
    expect(await told(request())).toEqual({ error: expect.stringContaining('getting a colleague') });
    expect(store.record.progress).toEqual(given.QUEUED);
  });
});
