import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SERVER_MESSAGES } from '../../../../../infra/local/simulators/vapi/call.ts';
import type { SimulatedCall } from '../../../../../infra/local/simulators/vapi/vapi.ts';
import { type Bench, startBench } from './receiver.ts';
import { eventsOf, toldBy, WISH } from './talk.ts';

const FINAL = 'transcript[transcriptType="final"]';

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

const fixture = (name: string): { message: unknown } =>
  JSON.parse(readFileSync(new URL(`../../../../fixtures/vapi/${name}.json`, import.meta.url), 'utf8'));

/** The names and types of all that is in a value; of a talk, those of its entries by role. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) {
    const shapes = value.map((entry) => [Object(entry).role ?? 'entry', shapeOf(entry)]);
    return Object.fromEntries(shapes);
  }
  if (typeof value !== 'object' || value === null) return value === null ? 'null' : typeof value;
  const shapes = Object.entries(value).map(([name, entry]) => [name, shapeOf(entry)]);
  return Object.fromEntries(shapes.sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)));
}
/** Without what is the same on every message, and has its own tests. */
const shapeOfMessage = (message: unknown) => {
  const { call: _, assistant, phoneNumber, artifact, ...rest } = Object(message);
  const { variableValues, ...kept } = Object(artifact);
  return shapeOf({ ...rest, artifact: kept });
};

describe('what a simulated call tells of its talk', () => {
  it('has the names and types of the captured events', async () => {
    call = await started({ serverMessages: [...SERVER_MESSAGES, 'conversation-update'] });
    await call.assistantSays('Thanks for calling Example Energy, how can I help?');
    await call.callerSays(WISH, { partials: 1, confidence: 0.98 });
    await call.assistantSays('Let me see.', { finishes: false });
    await call.callerInterrupts('No.', { partials: 0 });
    const sent = bench.receiver.received.map(({ message }) => message);
    const event = (wanted: object) =>
      sent.find((message) => Object.entries(wanted).every(([name, value]) => message[name] === value));
    const captured: [string, object][] = [
      ['speech-update.assistant-started', { role: 'assistant', status: 'started' }],
      ['speech-update.assistant-stopped', { role: 'assistant', status: 'stopped' }],
      ['speech-update.user-started', { role: 'user', status: 'started' }],
      ['speech-update.user-stopped', { role: 'user', status: 'stopped' }],
    ];
    for (const [name, wanted] of captured) {
      expect(shapeOfMessage(event(wanted)), name).toEqual(shapeOfMessage(fixture(name).message));
    }
    const interrupted = Object(event({ type: 'user-interrupted' }));
    expect(shapeOfMessage({ ...interrupted, artifact: {} })).toEqual(
      shapeOfMessage({ ...Object(fixture('user-interrupted').message), artifact: {} }),
    );
    const update = sent.filter(({ type }) => type === 'conversation-update')[1];
    expect(shapeOfMessage(update)).toEqual(shapeOfMessage(fixture('conversation-update').message));
  });

  it.each([
    ['transcript', 'final'],
    ['transcript.partial', 'partial'],
  ])('has the fields of the captured %s', async (name, transcriptType) => {
    await call.callerSays(WISH);
    const { message } =
      bench.receiver.received.find((received) => received.message.transcriptType === transcriptType) ?? {};
    const { artifact: ours, ...fields } = Object(message);
    const { artifact, ...captured } = Object(fixture(name).message);
    expect(shapeOfMessage(fields)).toEqual(shapeOfMessage(captured));
    expect(Object.keys(ours).sort()).toEqual(Object.keys(artifact).sort());
  });

  it('is only what is subscribed to', async () => {
    call = await started({ serverMessages: ['status-update', 'speech-update', 'conversation-update'] });
    await call.callerSays('A person.');
    expect(told()).toEqual(['user started 0', 'user stopped 0', 'conversation-update']);
    expect(await call.askForHuman()).toEqual({ status: 0, body: undefined });
    await call.hangUp();
    expect(told().at(-1)).toBe('status-update ended');
    expect(await call.send('hang')).toEqual({ status: 200, body: {} });
  });

  it('are final transcripts under their own type, where asked for or nothing else is subscribed', async () => {
    await call.callerSays('A person.', { literalType: true });
    expect(events().map(({ type }) => type)).toEqual([
      'speech-update',
      'transcript',
      'transcript',
      FINAL,
      'speech-update',
    ]);
    call = await started({ serverMessages: [FINAL] });
    await call.callerSays('A person.');
    expect(told()).toEqual([`${FINAL} user final A person.`]);
  });

  it('happens at one time after the other, whatever is said and however fast', async () => {
    const speech = fc.record({
      who: fc.constantFrom('caller', 'assistant', 'interrupting', 'tool', 'message'),
      text: fc.stringMatching(/^[A-Za-z]{1,8}( [a-z]{1,8}[.?!]?){0,6}$/),
      takesMs: fc.integer({ min: 0, max: 20_000 }),
      pieces: fc.integer({ min: 1, max: 4 }),
    });
    const conversation = fc.array(speech, { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(conversation, async (talk) => {
        const one = await started({ serverMessages: [...SERVER_MESSAGES, 'conversation-update'] });
        const begun = Date.now();
        for (const { who, text, takesMs, pieces } of talk) {
          if (who === 'caller') await one.callerSays(text, { takesMs, pieces });
          if (who === 'assistant') await one.assistantSays(text, { takesMs, pieces });
          if (who === 'interrupting') {
            one.speak('Let me see.');
            await one.callerInterrupts(text, { takesMs, pieces });
          }
          if (who === 'tool') await one.askForHuman({}, { toolCallId: text });
          if (who === 'message') one.addMessage('user', text);
        }
        const times = events().map(({ timestamp }) => timestamp);
        expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
        expect(times[0] ?? begun).toBeGreaterThanOrEqual(begun - 1);
        const begins = one.messages.map(({ time }) => time);
        expect(begins).toEqual([...begins].sort((a, b) => a - b));
        expect(one.messages.every((said) => !('endTime' in said) || said.endTime >= said.time)).toBe(true);
      }),
      { numRuns: 25 },
    );
  });
});
