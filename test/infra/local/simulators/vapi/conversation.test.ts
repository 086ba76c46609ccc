import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SimulatedCall } from '../../../../../infra/local/simulators/vapi/vapi.ts';
import { AGENT, type Bench, post, startBench, transferTo } from './receiver.ts';
import { eventsOf, toldBy, WISH } from './talk.ts';

let bench: Bench;
let call: SimulatedCall;
beforeEach(async () => {
  bench = await startBench();
  call = await started();
});
afterEach(() => bench.stop());

async function started(options: Parameters<Bench['vapi']['startCall']>[0] = {}) {
  const begun = await bench.vapi.startCall({ messages: [], ...options });
  bench.receiver.received.length = 0;
  return begun;
}
const events = () => eventsOf(bench);
const told = () => toldBy(bench);

describe('the caller of a simulated call speaks', () => {
  it('and Vapi tells the beginning, what it understands more and more of, and the end', async () => {
    await call.callerSays('Can I talk to a person?');
    expect(told()).toEqual([
      'user started 0',
      'transcript user partial Can I',
      'transcript user partial Can I talk to',
      'transcript user final Can I talk to a person?',
      'user stopped 0',
    ]);
  });

  it('in several final transcripts, by sentences where there are enough', async () => {
    await call.callerSays(WISH, { partials: 0, pieces: 2 });
    expect(told().slice(1, -1)).toEqual([
      'transcript user final Hi, I was charged twice on invoice 4471.',
      'transcript user final Can I talk to a person?',
    ]);
    bench.receiver.received.length = 0;
    await call.callerSays('I want a person', { partials: 0, pieces: 2 });
    expect(told().slice(1, -1)).toEqual(['transcript user final I want', 'transcript user final a person']);
    expect(call.messages.at(-1)).toMatchObject({ role: 'user', message: 'I want a person' });
  });

  it('as long as it is said to take, however slowly the product answers', async () => {
    bench.receiver.replies.push(
      { status: 200, body: {}, afterMs: 40 },
      { status: 200, body: {}, afterMs: 40 },
    );
    await call.callerSays('No.', { takesMs: 30 });
    const [first, last] = [events()[0], events().at(-1)];
    expect(Number(last?.timestamp) - Number(first?.timestamp)).toBe(30);
    expect(call.messages.at(-1)).toMatchObject({ time: first?.timestamp, endTime: last?.timestamp });
  });

  it('without anybody waiting for it, unless it is in real time', async () => {
    const before = performance.now();
    await call.callerSays(WISH, { takesMs: 60_000 });
    expect(performance.now() - before).toBeLessThan(5_000);
    call = await started();
    const again = performance.now();
    await call.callerSays(WISH, { takesMs: 200, realTime: true });
    expect(performance.now() - again).toBeGreaterThan(180);
    const [first, last] = [events()[0], events().at(-1)];
    expect(Number(last?.timestamp) - Number(first?.timestamp)).toBeGreaterThanOrEqual(195);
    expect(Number(last?.timestamp)).toBeLessThanOrEqual(Date.now());
  });

  it('and every transcript says how sure it is, where that is asked for', async () => {
    await call.callerSays('A person', { confidence: 0.6 });
    const sure = events().filter(({ type }) => type === 'transcript');
    expect(sure.map(({ confidence }) => confidence)).toEqual([0.6, 0.6, 0.6]);
    expect(bench.receiver.received.at(-1)?.message).toMatchObject({
      artifact: {
        messages: [
          {},
          { metadata: { wordLevelConfidence: [{ word: 'A', confidence: 0.6 }, { word: 'person' }] } },
        ],
      },
    });
    bench.receiver.received.length = 0;
    await call.callerSays('A person');
    expect(events().every(({ confidence }) => confidence === undefined)).toBe(true);
  });

  it('after the assistant, whose sentence is over then and not cut', async () => {
    call.speak('How can I help?');
    await call.callerSays('A person.');
    expect(call.speaking).toBeUndefined();
    expect(call.cut).toEqual([]);
    expect(told()[0]).toBe('user started 1');
  });

  it('to nobody, once the assistant is off the line', async () => {
    await post(call.controlUrl, transferTo(AGENT));
    await expect(call.callerSays('Hello?')).rejects.toThrow('do not hear each other');
    await call.hangUp();
    await expect(call.assistantSays('Hello?')).rejects.toThrow('do not hear each other');
    await expect(call.callerInterrupts('Hello?')).rejects.toThrow('do not hear each other');
  });

  it('until the call ends, and nothing of it is told after that', async () => {
    const saying = call.callerSays(WISH, { takesMs: 400, realTime: true, partials: 0 });
    await expect.poll(told).toEqual(['user started 0']);
    await call.hangUp();
    await saying;
    expect(told()).toEqual(['user started 0', 'status-update ended', 'end-of-call-report']);
  });
});

describe('the assistant of a simulated call speaks', () => {
  it('and Vapi tells the beginning, the words and the end', async () => {
    await call.assistantSays('How can I help?');
    expect(told()).toEqual([
      'assistant started 0',
      'transcript assistant final How can I help?',
      'assistant stopped 0',
    ]);
    expect(call).toMatchObject({ said: ['How can I help?'], cut: [] });
    expect(call.messages.at(-1)).toMatchObject({ role: 'bot', message: 'How can I help?' });
    expect(call.speaking).toBeUndefined();
  });

  it('until the product has it say something else', async () => {
    await call.assistantSays('Our opening hours are these.', { finishes: false });
    expect(call.speaking).toBe('Our opening hours are these.');
    await post(call.controlUrl, { type: 'say', content: 'One moment.', interruptAssistantEnabled: true });
    await bench.vapi.idle();
    expect(told()).toEqual(['assistant started 0', 'assistant stopped 0']);
    expect(call).toMatchObject({ cut: ['Our opening hours are these.'], speaking: 'One moment.' });
  });

  it('in vain while the product cuts it: there is one end, and no more of its words', async () => {
    const saying = call.assistantSays(WISH, { takesMs: 300, realTime: true, pieces: 2 });
    await post(call.controlUrl, transferTo(AGENT));
    await saying;
    await bench.vapi.idle();
    expect(told().filter((event) => event.startsWith('assistant'))).toEqual([
      'assistant started 0',
      'assistant stopped 0',
    ]);
    expect(told().filter((event) => event.startsWith('transcript'))).toEqual([]);
    expect(call.cut).toEqual([WISH]);
  });

  it('unheard, where its sentences come by live call control, unless the call talks', async () => {
    const say = (content: string) => post(call.controlUrl, { type: 'say', content });
    await say('One moment.');
    await bench.vapi.idle();
    expect(told()).toEqual([]);
    call = await started({ talks: true });
    await say('One moment.');
    await say('Please stay on the line.');
    call.finishSpeaking();
    await bench.vapi.idle();
    expect(told()).toEqual([
      'assistant started 0',
      'transcript assistant final One moment.',
      'assistant stopped 0',
      'assistant started 1',
      'transcript assistant final Please stay on the line.',
      'assistant stopped 1',
    ]);
    expect(call.messages.at(-1)).toMatchObject({ message: 'Please stay on the line.' });
  });
});

describe('the caller interrupts the assistant', () => {
  it('whose sentence is cut before the caller is understood', async () => {
    await call.assistantSays('Our opening hours are these.', { finishes: false });
    await call.callerInterrupts('Stop, a person', { partials: 1 });
    expect(told()).toEqual([
      'assistant started 0',
      'user started 1',
      'assistant stopped 0',
      'user-interrupted turn-0000',
      'transcript user partial Stop,',
      'transcript user final Stop, a person',
      'user stopped 1',
    ]);
    expect(call.cut).toEqual(['Our opening hours are these.']);
    expect(call.messages.slice(-2)).toMatchObject([{ role: 'bot' }, { role: 'user' }]);
  });

  it('also in a sentence that the product had it say', async () => {
    await post(call.controlUrl, { type: 'say', content: 'Please stay on the line.' });
    await call.callerInterrupts('No!', { partials: 0 });
    expect(told().slice(0, 3)).toEqual([
      'user started 1',
      'assistant stopped 0',
      'user-interrupted turn-0000',
    ]);
    expect(call).toMatchObject({ cut: ['Please stay on the line.'] });
  });

  it('only while it speaks', async () => {
    await call.assistantSays('How can I help?');
    await expect(call.callerInterrupts('Stop')).rejects.toThrow('not speaking');
  });
});
