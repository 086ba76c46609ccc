import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FINAL_TRANSCRIPT, readCallEvent, TRANSCRIPT, toldBy } from '../../../lib/vapi/call-events.ts';
import { parseServerMessage } from '../../../lib/vapi/server-message.ts';

const T0 = 1_789_743_846_360;
type Message = Record<string, unknown> & { type: string };
const fixture = (name: string): Message =>
  JSON.parse(readFileSync(new URL(`../../fixtures/vapi/${name}.json`, import.meta.url), 'utf8')).message;
const read = (message: Message) => readCallEvent(message.type, message);

const HELLO = {
  role: 'assistant',
  at: T0,
  end: T0 + 2_820,
  text: 'Thanks for calling Example Energy, how can I help?',
};
const CHARGED = {
  role: 'caller',
  at: T0 + 3_850,
  end: T0 + 8_110,
  text: 'Hi, I was charged twice on invoice 4471. Can I talk to a person?',
};
const MOMENT = {
  role: 'assistant',
  at: T0 + 9_540,
  end: T0 + 11_740,
  text: 'Sure, one moment while I get a colleague.',
};
const OKAY = { role: 'caller', at: T0 + 12_540, end: T0 + 13_340, text: 'Okay, thanks.' };
const ESCALATED = { id: 'call_Qm7xV2pLk9RzT4bN8sWc1dYe', at: T0 + 10_040, failed: false };

describe('A message of the fixtures', () => {
  it.each([
    ['speech-update.assistant-started', { is: 'speech', role: 'assistant', status: 'started' }, []],
    ['speech-update.assistant-stopped', { is: 'speech', role: 'assistant', status: 'stopped' }, [HELLO]],
    ['speech-update.user-started', { is: 'speech', role: 'caller', status: 'started' }, [HELLO]],
    ['speech-update.user-stopped', { is: 'speech', role: 'caller', status: 'stopped' }, [HELLO, CHARGED]],
    ['transcript', { is: 'final', role: 'caller', text: CHARGED.text }, [HELLO, CHARGED]],
    ['transcript.partial', { is: 'partial' }, [HELLO]],
    ['user-interrupted', { is: 'interrupted' }, [HELLO, CHARGED, MOMENT]],
    ['conversation-update', { is: 'conversation' }, [HELLO, CHARGED]],
  ])('tells who speaks and what was said, and nothing else: %s', (name, what, heard) => {
    expect(read(fixture(name))).toEqual({ what, heard, tools: [] });
  });

  it('tells with the end of the call what was said last, and what became of the tools', () => {
    const { message } = parsed({ message: fixture('status-update.ended') });
    expect(message).toMatchObject({
      kind: 'status-update',
      told: {
        what: { is: 'ended', reason: 'customer-ended-call' },
        heard: [HELLO, CHARGED, MOMENT, OKAY],
        tools: [ESCALATED],
      },
    });
    for (const name of ['status-update', 'status-update.ringing', 'status-update.forwarding']) {
      expect(parsed({ message: fixture(name) }).message).toMatchObject({ told: undefined });
    }
  });
});

const parsed = (json: unknown) => {
  const result = parseServerMessage(json);
  if (result.is === 'invalid') throw new Error(`${result.field} ${result.problem}`);
  return result;
};
const transcript = (changed: object, type: string = TRANSCRIPT): Message => ({
  type,
  role: 'user',
  transcriptType: 'partial',
  transcript: 'Hi there',
  ...changed,
});

describe('A transcript', () => {
  it('is final under both of its names', () => {
    const what = { is: 'final', role: 'caller', text: 'Hi there' };
    expect(FINAL_TRANSCRIPT).toBe('transcript[transcriptType="final"]');
    expect(read(transcript({ transcriptType: 'final' }))?.what).toEqual(what);
    expect(read(transcript({ transcriptType: undefined }, FINAL_TRANSCRIPT))?.what).toEqual(what);
    expect(
      parsed({ message: { ...transcript({}, FINAL_TRANSCRIPT), call: { id: 'c' } } }).message,
    ).toMatchObject({
      kind: 'conversation',
      told: { what },
    });
  });

  it.each<[string, object, boolean]>([
    ['with more than two characters', { transcript: 'Hey' }, true],
    ['with two characters', { transcript: 'Hm' }, false],
    ['with two characters and a stop', { transcript: '"Hm." ...' }, false],
    ['with three characters of another script', { transcript: 'ありがとう' }, true],
    ['with nothing', { transcript: '   ' }, false],
    ['with a confidence of 0.7', { confidence: 0.7 }, true],
    ['with a confidence of 0.69', { confidence: 0.69 }, false],
    ['with a confidence that is no number', { confidence: 'low' }, true],
    ['without a confidence', {}, true],
    ['of the assistant', { role: 'assistant' }, false],
    ['of nobody known', { role: 'system' }, false],
    ['without words', { transcript: null }, false],
    ['without a type of its own', { transcriptType: undefined }, true],
  ])('that is partial counts only where the caller really speaks: %s', (_name, changed, counts) => {
    expect(read(transcript(changed))?.what).toEqual(counts ? { is: 'partial' } : undefined);
  });

  it.each<[string, object]>([
    ['without words', { transcript: ' \n ' }],
    ['of nobody known', { role: 'tool' }],
    ['of another type', { transcript: ['Hi'] }],
  ])('that is final means nothing %s', (_name, changed) => {
    expect(read(transcript({ transcriptType: 'final', ...changed }))).toBeUndefined();
  });
});

describe('Speech', () => {
  it.each([
    [{ role: 'user', status: 'started' }, true],
    [{ role: 'bot', status: 'stopped' }, true],
    [{ role: 'user', status: 'paused' }, false],
    [{ role: 'system', status: 'started' }, false],
    [{ role: '__proto__', status: 'started' }, false],
    [{ status: 'started' }, false],
  ])('of %j is told: %j', (changed, isTold) => {
    expect(read({ type: 'speech-update', ...changed }) !== undefined).toBe(isTold);
  });
});

const heard = (messages: unknown, more: object = {}) =>
  toldBy({ is: 'conversation' }, { artifact: { messages }, ...more }).heard;

describe('What was said', () => {
  it('stands in either place of a message and in either form', () => {
    const messages = [{ role: 'user', message: 'Hello', time: T0 }];
    const openAi = [{ role: 'user', content: 'Hello', time: T0 }];
    for (const message of [
      { messages },
      { artifact: { messages } },
      { messages: [], artifact: { messages } },
      { messagesOpenAIFormatted: openAi },
      { artifact: { messagesOpenAIFormatted: openAi, messages: null } },
      { messages: [{ role: 'User', message: 'Hello', time: T0 }] },
    ]) {
      expect(toldBy({ is: 'conversation' }, message).heard).toEqual([
        { role: 'caller', at: T0, text: 'Hello' },
      ]);
    }
  });

  it('keeps its order where no time is told, and grows at its end only', () => {
    const call = { createdAt: '2026-09-18T15:04:03.800Z' };
    const start = Date.parse(call.createdAt);
    const messages = ['system', 'assistant', 'user', 'tool', 'user'].map((role, n) => ({
      role,
      content: `${n}`,
    }));
    const whole = heard(messages, { call });
    expect(whole).toEqual([
      { role: 'assistant', at: start + 1, text: '1', untimed: true },
      { role: 'caller', at: start + 2, text: '2', untimed: true },
      { role: 'caller', at: start + 4, text: '4', untimed: true },
    ]);
    expect(heard(messages.slice(0, 4), { call })).toEqual(whole.slice(0, 2));
    const long = Array.from({ length: 500 }, (_, n) => ({ role: 'user', content: `${n}` }));
    expect(heard(long, { call })).toEqual(
      long.slice(-8).map(({ content }) => ({
        role: 'caller',
        at: start + Number(content),
        text: content,
        untimed: true,
      })),
    );
  });

  it('holds nothing of a card number that is cut in two at the end of what is read', () => {
    // Passwords become so short that the end of the 8,000 characters that are read gets into what is kept.
    const passwords = `password ${'xy'.repeat(94)}9, `.repeat(39);
    for (let room = 1; room < 20; room += 1) {
      const message = `${passwords.padEnd(8_000 - room, '.')}4111 1111 1111 1111`;
      expect(heard([{ role: 'user', message, time: T0 }])[0]?.text).not.toMatch(/\d/);
    }
  });

  it('puts an entry whose time cannot be read behind the one before it', () => {
    const times = ['noon', T0, null, -5, T0 + 900, 1e300];
    const messages = times.map((time, n) => ({ role: 'user', message: `${n}`, time }));
    expect(heard(messages)).toEqual(
      [T0 - 1, T0, T0 + 1, T0 + 2, T0 + 900, T0 + 901].map((at, n) => ({ role: 'caller', at, text: `${n}` })),
    );
  });

  it('is the newest eight utterances; nobody reads further back than 40 entries', () => {
    const spoken = Array.from({ length: 20 }, (_, n) => ({ role: 'user', message: `${n}`, time: T0 + n }));
    expect(heard(spoken).map(({ text }) => text)).toEqual(['12', '13', '14', '15', '16', '17', '18', '19']);
    const tools = Array.from({ length: 39 }, () => ({ role: 'tool_calls', time: T0 }));
    expect(heard([...spoken, ...tools]).map(({ text }) => text)).toEqual(['19']);
  });

  it('has an end only where one is told that comes after its beginning', () => {
    const ends = [T0 + 5, T0, T0 - 1, 'noon', null, Number.NaN].map((endTime) => ({
      role: 'user',
      message: 'Hello',
      time: T0,
      endTime,
    }));
    expect(heard(ends).map(({ end }) => end)).toEqual([
      T0 + 5,
      T0,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('holds no card number, wherever it was said', () => {
    const text = 'It is 4111 1111 1111 1111, thanks.';
    const message = transcript({
      transcriptType: 'final',
      transcript: text,
      artifact: { messages: [{ role: 'user', message: text, time: T0 }] },
    });
    const told = read(message);
    expect(told?.heard).toHaveLength(1);
    expect(JSON.stringify(told)).not.toMatch(/1111/);
    expect(JSON.stringify(told)).toContain('thanks');
  });

  it('is cut where it is very long, at a whole character, and after it was redacted', () => {
    const [one = { text: '' }] = heard([{ role: 'user', message: `x${'😀'.repeat(3_000)}`, time: T0 }]);
    expect(one.text.length).toBeLessThanOrEqual(4_000);
    expect(one.text).toMatch(/^x(😀)+…$/u);
    expect(heard([{ role: 'user', message: 'a'.repeat(4_000), time: T0 }])).toMatchObject([
      { text: 'a'.repeat(4_000) },
    ]);
    expect(heard([{ role: 'user', message: 'a'.repeat(4_001), time: T0 }])).toMatchObject([
      { text: `${'a'.repeat(3_999)}…` },
    ]);
    const atTheCut = `${'a '.repeat(1_995)}4111 1111 1111 1111 ${'b '.repeat(2_000)}`;
    expect(JSON.stringify(heard([{ role: 'user', message: atTheCut, time: T0 }]))).not.toContain('4111');
  });
});

describe('A tool', () => {
  const tools = (...results: object[]) =>
    toldBy(
      { is: 'conversation' },
      {
        messages: results.map((one, n) => ({
          role: 'tool_call_result',
          toolCallId: `t${n}`,
          time: T0 + n,
          ...one,
        })),
      },
    ).tools;

  it.each([
    ['No result returned', true],
    ['Error: timeout', true],
    ['error', true],
    ['"Error": 500', true],
    ['{"error": "not found"}', true],
    ['{ error: 500 }', true],
    ['Failed to reach the server', true],
    ['Request failed with status code 502', true],
    ['The tool call failed.', true],
    ['timed out after 20 s', true],
    ['There was no error', false],
    ['Errors are listed on the invoice', false],
    ['{"slots": ["error-free"]}', false],
    ['Your ticket was updated after the failed login.', false],
    ['', false],
  ])('that answered %j has failed: %j', (result, failed) => {
    expect(tools({ result })).toEqual([{ id: 't0', at: T0, failed }]);
  });

  it('that is still at work has not answered', () => {
    const result = 'Tool Result Still Pending But Proceed Further If Possible.';
    expect(tools({ result }, { result: 'ok' }).map(({ id }) => id)).toEqual(['t1']);
  });

  it('has failed where it has an error in place of a result', () => {
    expect(tools({ error: 'x' }, { result: { slots: [] } }).map(({ failed }) => failed)).toEqual([
      true,
      false,
    ]);
  });

  it('is not told without its id or its time, and only the newest eight are', () => {
    expect(tools({ toolCallId: null }, { time: 'noon' }, { time: -5 }, { role: 'tool' })).toEqual([]);
    const many = tools(...Array.from({ length: 20 }, () => ({ result: 'ok' })));
    expect(many.map(({ id }) => id)).toEqual(['t12', 't13', 't14', 't15', 't16', 't17', 't18', 't19']);
  });
});
