import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseServerMessage, type ServerMessage } from '../../../lib/vapi/server-message.ts';

const folder = new URL('../../fixtures/vapi/', import.meta.url);
const NAMES = readdirSync(folder).filter((name) => name.endsWith('.json') && name !== 'hmac-vectors.json');
type Body = { message: Record<string, unknown> };
const fixture = (name: string): Body => JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
const KNOWN = [
  'tool-calls',
  'function-call',
  'transfer-destination-request',
  'status-update',
  'transfer-update',
  'end-of-call-report',
  'speech-update',
  'user-interrupted',
  'transcript',
  'transcript[transcriptType="final"]',
  'conversation-update',
];
/** In characters: an utterance of 4,000 for a handoff, and in what is told of the talk once more, and as the final. */
const KEPT: Record<string, number> = {
  'status-update': 10_000,
  'speech-update': 10_000,
  'user-interrupted': 10_000,
  'conversation-update': 10_000,
  transcript: 14_000,
  'transcript[transcriptType="final"]': 14_000,
  // With a transcript of 300,000 and a summary of 4,000.
  'end-of-call-report': 310_000,
};

const parsed = (json: unknown): ServerMessage => {
  const result = parseServerMessage(json);
  if (result.is === 'invalid') throw new Error(`${result.field} ${result.problem}`);
  return result.message;
};
const ofCall = (call: object, extra: object = {}) => {
  const message = parsed({ message: { type: 'transfer-update', call: { id: 'call-1', ...call }, ...extra } });
  if (message.kind !== 'transfer-update') throw new Error('not a transfer-update');
  return message.call;
};

/** Every path of an object, down to `depth` keys. */
const pathsOf = (value: unknown, depth: number): string[][] =>
  depth === 0 || typeof value !== 'object' || value === null
    ? []
    : Object.entries(value).flatMap(([key, inner]) => [
        [key],
        ...pathsOf(inner, depth - 1).map((path) => [key, ...path]),
      ]);
const replaced = (value: unknown, [key, ...rest]: string[], by: unknown): unknown => {
  if (key === undefined) return by;
  if (Array.isArray(value))
    return value.map((one, at) => (String(at) === key ? replaced(one, rest, by) : one));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, name === key ? replaced(one, rest, by) : one]),
  );
};

describe('Any field of a message', () => {
  it.each(NAMES)('of %s may be null, of another kind or empty', (name) => {
    const body = fixture(name);
    const needed = (path: string[]) => {
      const [, one, two] = path;
      return one === undefined || one === 'type' || (one === 'call' && (two === undefined || two === 'id'));
    };
    for (const path of pathsOf(body, 5)) {
      for (const by of [null, 7, '', [], {}, [null], true]) {
        const result = parseServerMessage(replaced(body, path, by));
        if (result.is === 'message') continue;
        // Only what a message cannot be without makes it invalid.
        const [, field, ...rest] = path;
        const telling = ['status', 'functionCall', 'toolCallList'].includes(field ?? '');
        expect(needed(path) || telling, [field, ...rest].join('.')).toBe(true);
      }
    }
  });

  it('may be missing, and is then not there at all', () => {
    expect(ofCall({})).toEqual({ callId: 'call-1', messages: [] });
    expect(
      ofCall(
        { monitor: null, transport: null, customer: null, type: null },
        { customer: null, artifact: null },
      ),
    ).toEqual({ callId: 'call-1', messages: [] });
  });
});

describe('The facts of a call', () => {
  it('name a leg at Twilio only where Twilio carries the call', () => {
    const twilio = { provider: 'twilio', callSid: 'CA1', accountSid: 'AC1' };
    expect(ofCall({ transport: twilio })).toMatchObject({ callSid: 'CA1', accountSid: 'AC1' });
    expect(ofCall({ phoneCallProvider: 'twilio', phoneCallProviderId: 'CA2' })).toMatchObject({
      callSid: 'CA2',
    });
    expect(ofCall({ transport: { ...twilio, provider: 'vonage' } })).not.toHaveProperty('callSid');
    expect(ofCall({ phoneCallProvider: 'vapi', phoneCallProviderId: 'x' })).not.toHaveProperty('callSid');
  });

  it('take our own words from metadata before variables, wherever they stand', () => {
    const places = [
      { assistantOverrides: { metadata: { customerId: 'c-1' }, variableValues: { customerId: 'c-9' } } },
      { metadata: { customer_id: 'c-1' }, assistantOverrides: null },
      { assistantOverrides: { variableValues: { customerId: 'c-1' } } },
    ];
    for (const place of places) expect(ofCall(place)).toMatchObject({ customerId: 'c-1' });
    expect(ofCall({}, { artifact: { variableValues: { customer_id: 1 } } })).toMatchObject({
      customerId: '1',
    });
    expect(ofCall({ metadata: { account: { status: 'gold' } } })).toMatchObject({ accountStatus: 'gold' });
  });

  it.each([
    ['inboundPhoneCall', 'inbound'],
    ['outboundPhoneCall', 'outbound'],
    ['webCall', 'web'],
    ['vapi.websocketCall', 'web'],
    ['constructor', undefined],
    ['__proto__', undefined],
    ['teleport', undefined],
  ])('know %s as %s', (type, direction) => {
    expect(ofCall({ type }).direction).toBe(direction);
  });

  it.each([
    [1_795_262_400_000, 1_795_262_400_000],
    [1_795_262_400_000.7, 1_795_262_400_000],
    ['2026-11-21T12:00:00.000Z', 1_795_262_400_000],
    ['noon', undefined],
    [Number.POSITIVE_INFINITY, undefined],
    [null, undefined],
  ])('read the time %j as %j', (timestamp, ms) => {
    expect(ofCall({}, { timestamp }).timestamp).toBe(ms);
  });

  it('hold the end of the talk, by who spoke and without what nobody said', () => {
    const messages = [
      { role: 'system', message: 'You are the front desk' },
      { role: 'bot', message: 'Hello' },
      { role: 'user', message: ' ' },
      { role: 'tool_calls', toolCalls: [] },
      { role: 'constructor', message: 'x' },
      { role: 'user', content: 'A person, please' },
    ];
    const talk = [
      { role: 'assistant', text: 'Hello' },
      { role: 'caller', text: 'A person, please' },
    ];
    expect(ofCall({}, { artifact: { messages } }).messages).toEqual(talk);
    expect(ofCall({}, { artifact: { messages: [], messagesOpenAIFormatted: messages } }).messages).toEqual(
      talk,
    );
  });
});

describe('What a message holds beside the facts', () => {
  it.each(NAMES)('is not kept from %s, be it ever so secret', (name) => {
    const { message } = fixture(name);
    const secret = { password: 'S3CR3T', twilioAuthToken: 'S3CR3T', nested: [{ value: 'S3CR3T' }] };
    const kept = JSON.stringify(
      parsed({
        message: {
          ...message,
          phoneNumber: { ...secret, number: '+14155550188' },
          assistant: secret,
          assistantVersion: secret,
          server: secret,
          compliance: secret,
          costs: [secret],
        },
      }),
    );
    expect(kept).not.toMatch(/S3CR3T|twilioAuthToken|"assistant":|phoneNumber/);
  });

  it.each(KNOWN)('costs nothing in %s, though it be ten megabytes', (type) => {
    const huge = 'x'.repeat(10_000_000);
    const kept = JSON.stringify(
      parsed({
        message: {
          type,
          status: type === 'speech-update' ? 'started' : 'ended',
          role: 'user',
          transcript: huge,
          summary: huge,
          recordingUrl: huge,
          endedReason: huge,
          customer: { name: huge, number: huge },
          call: { id: 'call-1', monitor: { controlUrl: huge }, metadata: { customerId: huge } },
          artifact: { transcript: huge, messages: [{ role: 'user', message: huge }] },
          toolCallList: [{ id: 'a', name: 'escalate', arguments: {} }],
          functionCall: { name: 'escalate', parameters: {} },
        },
      }),
    );
    expect(kept.length).toBeLessThan(KEPT[type] ?? 6_000);
  });

  it('costs nothing in an unknown type, which is told by its name', () => {
    const hundred = 'a'.repeat(200);
    for (const type of [
      'chat.created',
      'transcript[transcriptType="partial"]',
      'voice-input',
      '__proto__',
      'toString',
      hundred,
    ]) {
      expect(parsed({ message: { type, call: null, junk: 'S3CR3T' } })).toEqual({ kind: 'unknown', type });
    }
    expect(parseServerMessage({ message: { type: `${hundred}a` } })).toMatchObject({ field: 'message.type' });
  });
});

describe('A report of the end', () => {
  const early = 'call.in-progress.twilio-completed-call';
  const report = (extra: object) =>
    parsed({ message: { type: 'end-of-call-report', call: { id: 'c' }, ...extra } });

  it.each([
    'connected',
    'no-answer',
    'busy',
    'voicemail',
    'failed',
    'completed',
    'cancelled',
  ])('tells that a transfer was %s', (status) => {
    const transfers = [{ status: 'failed' }, null, { status, destination: null }];
    expect(report({ artifact: { transfers } })).toMatchObject({
      transfers: [{ status: 'failed' }, {}, { status }],
    });
  });

  it.each([
    [{ endedReason: early, durationSeconds: 9, summary: 'About a charge.' }, true],
    [{ endedReason: early, endedAt: '2026-11-21T12:00:00.000Z', analysis: { summary: 'x' } }, true],
    [{ endedReason: early, summary: 'About a charge.' }, false],
    [{ endedReason: early, durationSeconds: null, analysis: { summary: null } }, false],
    [{ endedReason: 'assistant-forwarded-call', analysis: { summary: 'x' } }, true],
    [{ endedReason: 'assistant-forwarded-call', analysis: {}, artifact: { transcript: 'AI: Hello' } }, false],
    [{ durationMs: 1 }, true],
    [{}, false],
  ])('%j is clear: %j', (extra, clear) => {
    expect(report(extra)).toMatchObject({ clear });
  });

  it('takes its reason from the call where the message has none, and is never without one', () => {
    expect(report({ call: { id: 'c', endedReason: 'busy' } })).toMatchObject({ endedReason: 'busy' });
    expect(report({ endedReason: null })).toMatchObject({ endedReason: 'unknown' });
  });
});

describe('A message of anything at all', () => {
  it('is read or refused, but never an error', () => {
    const value = fc.jsonValue({ maxDepth: 3 });
    const fields = (...names: string[]) =>
      fc.oneof(
        value,
        fc.record(Object.fromEntries(names.map((name) => [name, value])), { requiredKeys: [] }),
      );
    const message = fc.record(
      {
        type: fc.oneof(fc.constantFrom(...KNOWN), value),
        call: fc.oneof(
          fields('id', 'monitor', 'transport', 'customer', 'assistantOverrides', 'metadata'),
          fc.record({
            id: fc.constant('call-1'),
            monitor: fields('controlUrl'),
            type: value,
            metadata: value,
          }),
        ),
        artifact: fields('messages', 'messagesOpenAIFormatted', 'transfers', 'variableValues', 'transcript'),
        analysis: fields('summary', 'structuredData'),
        customer: fields('number', 'name'),
        destination: fields('type', 'number'),
        functionCall: fields('name', 'parameters', 'arguments'),
        status: value,
        endedReason: value,
        timestamp: value,
        toolCallList: value,
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.oneof(value, fc.record({ message })), (json) => {
        const result = parseServerMessage(json);
        if (result.is === 'invalid') expect(result.field).toMatch(/^message/);
        else expect(JSON.parse(JSON.stringify(result.message))).toHaveProperty('kind');
      }),
      { seed: 43, numRuns: 5_000 },
    );
  });
});
