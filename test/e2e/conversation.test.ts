import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { SimulatedCall } from '../../infra/local/simulators/vapi/vapi.ts';
import { readConversation } from '../../lib/aws/call-store.ts';
import { speech } from '../../lib/speech/english.ts';
import { type Product, startProduct } from './product.ts';

let product: Product;
beforeAll(async () => {
  product = await startProduct({ HANDOFF_WINDOW_SECONDS: '3', MUTE_ON_INTERRUPTION: 'true' });
});
afterEach(() => product.vapi.deliveries.clear());
afterAll(() => product.stop());

const caller = (serverMessages?: readonly string[]) =>
  product.vapi.startCall({
    caller: '+14155550123',
    messages: [],
    ...(serverMessages && { serverMessages }),
  });
const conversation = async (call: SimulatedCall) => {
  await product.system.idle();
  const said = await readConversation(product.records, Date.now)(call.id);
  return said.map(({ role, text }) => `${role}: ${text}`);
};
const tasksOf = (call: SimulatedCall) => product.twilio.tasksOfCall(call.id);

const TALK = [
  'assistant: Hello, how can I help you?',
  'caller: I was charged twice. On invoice 4471.',
  'assistant: I am sorry. Let me look.',
  'caller: Yes.',
  'assistant: I can see two charges. Is that right?',
  'caller: Yes.',
];
const talk = async (call: SimulatedCall, how: { pieces?: number; literalType?: boolean } = {}) => {
  for (const line of TALK) {
    const text = line.slice(line.indexOf(':') + 2);
    if (line.startsWith('caller')) await call.callerSays(text, how);
    else await call.assistantSays(text, how);
  }
};

describe('What was said', () => {
  it('is kept once and in order, however many events tell it', async () => {
    const call = await caller();
    await talk(call);
    expect(await conversation(call)).toEqual(TALK);
  });

  it('is put together where finals come in pieces, under their other name', async () => {
    const call = await caller();
    await talk(call, { pieces: 2, literalType: true });
    expect(await conversation(call)).toEqual(TALK);
  });

  it('is kept from final transcripts alone', async () => {
    const call = await caller(['transcript']);
    await talk(call);
    expect(await conversation(call)).toEqual(TALK);
  });

  it('is kept from conversation updates alone', async () => {
    const call = await caller(['conversation-update']);
    await talk(call);
    expect(await conversation(call)).toEqual(TALK);
  });

  it('is the same when every message comes twice and late', async () => {
    for (const type of ['transcript', 'speech-update', 'user-interrupted']) {
      for (let i = 0; i < 12; i += 1) {
        product.vapi.deliveries.next(type, { copies: 2, delayMs: (i * 37) % 160 });
      }
    }
    const call = await caller();
    await talk(call);
    await product.vapi.idle();
    expect(await conversation(call)).toEqual(TALK);
  });

  it('is kept with its last words where only the message about the end tells them', async () => {
    const call = await caller(['status-update', 'end-of-call-report']);
    await talk(call);
    await call.hangUp();
    expect(await conversation(call)).toEqual(TALK);
  });

  it('does not grow any more once the call is over', async () => {
    const call = await caller();
    await talk(call);
    await product.system.idle();
    await call.hangUp();
    // What comes in the very millisecond of the end still counts as said before it.
    await pause(1);
    await call.send('transcript', { role: 'user', transcriptType: 'final', transcript: 'Too late.' });
    expect(await conversation(call)).toEqual(TALK);
  });

  it('holds no card number', async () => {
    const call = await caller();
    await call.callerSays('My card is 4111 1111 1111 1111, please hurry.');
    expect(await conversation(call)).toEqual(['caller: My card is [card number], please hurry.']);
  });
});

describe('A rule', { timeout: 90_000 }, () => {
  it('fetches a human for a caller whose wish the assistant overhears, and says so once', async () => {
    const call = await caller();
    await call.assistantSays('Hello, how can I help you?');
    await call.callerSays('My invoice is wrong. I want to speak to a real person.');
    await product.until(call.id, ({ progress }) => progress.state === 'queued');
    const [task] = tasksOf(call);
    const attributes: unknown = JSON.parse(task?.attributes ?? 'null');
    expect(attributes).toMatchObject({ type: 'ai_handoff', department: 'billing', from: '+14155550123' });
    expect(attributes).toHaveProperty('reason', expect.stringContaining('asked for a person'));
    expect(attributes).toHaveProperty('summary_source', 'extract');
    await product.ended(call.id);
    expect(call.said.filter((text) => text === speech.toCaller.connecting)).toHaveLength(1);
    expect(tasksOf(call)).toHaveLength(1);
  });

  it('leaves it to the assistant where that calls its tool', async () => {
    const call = await caller();
    await call.callerSays('I want to speak to a real person.');
    await call.askForHuman({ reason: 'asks for a person' });
    await product.ended(call.id);
    await product.system.idle({ delayed: true });
    expect(tasksOf(call)).toHaveLength(1);
    expect(call.said).not.toContain(speech.toCaller.connecting);
  });

  it('does not fetch anybody for a caller who wants no human', async () => {
    const call = await caller();
    await call.callerSays('No, I do not want to talk to a person, you are doing fine.');
    await call.callerSays('The letter says "talk to a human if you have questions".');
    await product.system.idle({ delayed: true });
    expect(await product.record(call.id)).toBeUndefined();
  });

  const asksAgain = async (call: SimulatedCall) => {
    await call.callerSays('Where is my order 4471?');
    await call.assistantSays('It was shipped on Monday.');
    await call.callerSays('Yes, but where is my order 4471?');
  };
  const failsTwice = async (call: SimulatedCall) => {
    await call.askForHuman({}, { toolName: 'open_the_door' });
    await call.askForHuman({}, { toolName: 'open_the_window' });
  };
  const staysUnclear = async (call: SimulatedCall) => {
    await call.callerSays('It is about the thing.');
    await call.assistantSays('Could you tell me a bit more about what you need?');
    await call.callerSays('Well, you know, the thing from before.');
    await call.assistantSays('I am sorry, I did not quite understand. What exactly is it about?');
    await call.callerSays('The thing that I told you.');
  };
  it.each([
    ['whose question is not answered', asksAgain, 'the same question 2 times'],
    ['whom no tool helps', failsTwice, 'tools failed 2 times'],
    ['who is not understood', staysUnclear, 'still unclear'],
  ])('fetches a human for a caller %s', async (_, play, reason) => {
    const call = await caller();
    await play(call);
    await product.until(call.id, ({ progress }) => progress.state === 'queued');
    expect(JSON.parse(tasksOf(call)[0]?.attributes ?? '{}').reason).toContain(reason);
    await product.ended(call.id);
  });

  it('asks for simpler words at the third interruption, and for a human', async () => {
    const call = await caller();
    for (const text of ['But I only want', 'No, listen to me', 'That is not what I said']) {
      await call.assistantSays('Our tariffs depend on many things, and first of all on where you live.', {
        finishes: false,
      });
      await call.callerInterrupts(text);
    }
    await product.until(call.id, ({ progress }) => progress.state === 'queued');
    expect(JSON.parse(tasksOf(call)[0]?.attributes ?? '{}').reason).toContain('interrupted the assistant 3');
    expect(call.told.filter((text) => text === speech.toAssistant.simpler)).toHaveLength(1);
    await product.ended(call.id);
  });

  it('never leaves the assistant muted', async () => {
    const call = await caller();
    await call.assistantSays('Our tariffs depend on many things.', { finishes: false });
    await call.callerInterrupts('Wait, wait');
    await product.system.idle({ delayed: true });
    expect(call.muted.assistant).toBe(false);
    const controls = product.vapi.requests.flatMap(({ operation, callId }) =>
      callId === call.id && operation === 'control' ? ['control'] : [],
    );
    expect(controls).toHaveLength(2);
  });

  it('fires again after nobody was free, when the caller asks again', async () => {
    const call = await caller();
    await call.callerSays('I want to speak to a real person.');
    const first = await product.ended(call.id);
    expect(first.progress).toMatchObject({ outcome: 'no_agent' });
    await product.system.idle({ delayed: true });
    expect((await product.record(call.id))?.requestNo).toBe(1);
    await call.callerSays('Then give me a human now, please.');
    const second = await product.until(call.id, ({ requestNo }) => requestNo === 2);
    expect(second.request.requestedBy).toBe('rule');
    await product.ended(call.id);
  });
});
