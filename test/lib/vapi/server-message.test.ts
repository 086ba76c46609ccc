import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseServerMessage, type ServerMessage } from '../../../lib/vapi/server-message.ts';

const folder = new URL('../../fixtures/vapi/', import.meta.url);
const fixture = (name: string): { message: Record<string, unknown> } =>
  JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'));
const CALL = { id: 'call-1' };

const parsed = (json: unknown): ServerMessage => {
  const result = parseServerMessage(json);
  if (result.is === 'invalid') throw new Error(`${result.field} ${result.problem}`);
  return result.message;
};
const toolCalls = (extra: object) => {
  const message = parsed({ message: { type: 'tool-calls', call: CALL, ...extra } });
  return message.kind === 'tool-calls' ? message.calls : [];
};
const ARGUMENTS = { is: 'object', value: { reason: 'billing' } };

describe('A server message of the fixtures', () => {
  const names = readdirSync(folder).filter((name) => name.endsWith('.json') && name !== 'hmac-vectors.json');

  it.each(names)('%s is read, and nothing secret is kept of it', (name) => {
    const message = parsed(fixture(name.replace('.json', '')));
    const kept = JSON.stringify(message);
    for (const secret of ['twilioAuthToken', 'FAKE-', 'You are the front desk', 'credentialId']) {
      expect(kept).not.toContain(secret);
    }
    expect(kept.length).toBeLessThan(60_000);
  });

  it.each(names)('%s tells which of our own calls it is about where Vapi made that call for us', (name) => {
    const created: Record<string, unknown> = JSON.parse(
      readFileSync(new URL('../vapi-2/call.outbound.create.response-201.json', folder), 'utf8'),
    );
    const { message } = fixture(name.replace('.json', ''));
    const before = parsed({ message });
    const ours = parsed({ message: { ...message, call: created } });
    expect(JSON.stringify(before)).not.toContain('attemptId');
    const direction = 'outbound';
    if ('call' in ours) expect(ours.call).toMatchObject({ attemptId: 'att_01J8ZK3V5Q9M_1', direction });
    // What is of no call is of none of ours.
    else expect(ours).toEqual(before);
  });

  it('tells what a handoff needs of the call', () => {
    expect(parsed(fixture('tool-calls'))).toMatchObject({
      kind: 'tool-calls',
      call: {
        callId: '0199a3c4-7e21-7bb3-9c55-2f6d1e8a4b70',
        timestamp: 1789743855700,
        callSid: 'CA5f0e7d3b9c1a42868d20e6f4b7a913c2',
        accountSid: 'AC00000000000000000000000000000000',
        caller: '+14155550123',
        called: '+14155550188',
        direction: 'inbound',
        messages: [{ role: 'assistant' }, { role: 'caller' }],
      },
      calls: [
        { id: 'call_Qm7xV2pLk9RzT4bN8sWc1dYe', name: 'transfer_to_human', arguments: { is: 'object' } },
      ],
    });
    expect(parsed(fixture('function-call'))).toMatchObject({
      kind: 'function-call',
      name: 'transfer_to_human',
    });
    expect(parsed(fixture('status-update.forwarding'))).toMatchObject({
      status: 'forwarding',
      destination: '+14155550177',
    });
    expect(parsed(fixture('status-update.ended'))).toMatchObject({
      status: 'ended',
      endedReason: 'customer-ended-call',
    });
    expect(parsed(fixture('transfer-update'))).toMatchObject({
      kind: 'transfer-update',
      destination: '+14155550177',
    });
    expect(parsed(fixture('end-of-call-report.forwarded'))).toMatchObject({
      endedReason: 'assistant-forwarded-call',
      clear: true,
      transfers: [{ to: '+14155550177', status: 'connected' }],
      fieldsFilled: 6,
    });
    expect(parsed(fixture('hang'))).toEqual({ kind: 'unknown', type: 'hang' });
    for (const name of [
      'speech-update.user-stopped',
      'transcript',
      'user-interrupted',
      'conversation-update',
    ]) {
      expect(parsed(fixture(name))).toMatchObject({
        kind: 'conversation',
        call: { callId: '0199a3c4-7e21-7bb3-9c55-2f6d1e8a4b70', caller: '+14155550123' },
        told: { heard: expect.arrayContaining([expect.objectContaining({ role: 'caller' })]) },
      });
    }
  });
});

describe('What is told of a conversation', () => {
  const CONVERSATION = [
    'speech-update',
    'user-interrupted',
    'transcript',
    'transcript[transcriptType="final"]',
    'conversation-update',
  ];

  it.each(CONVERSATION)('needs a call to belong to: %s', (type) => {
    const told = { type, role: 'user', status: 'started', transcript: 'Hello', transcriptType: 'final' };
    for (const call of [undefined, null, {}, { id: '' }, { id: 7 }, { id: 'x'.repeat(129) }]) {
      expect(parseServerMessage({ message: { ...told, call } })).toMatchObject({ field: 'message.call.id' });
    }
    expect(parsed({ message: { ...told, call: { id: 'c' } } })).toMatchObject({
      kind: 'conversation',
      told: { heard: [], tools: [] },
    });
  });

  it('is taken for nothing where it means nothing, which is no error', () => {
    const call = { id: 'c' };
    expect(parsed({ message: { type: 'speech-update', call } })).toMatchObject({ told: undefined });
    expect(
      parsed({ message: { type: 'transcript', call, role: 'assistant', transcript: 'x' } }),
    ).toMatchObject({
      kind: 'conversation',
      told: undefined,
    });
  });
});

describe('A tool call is understood', () => {
  const object = { name: 'escalate', arguments: { reason: 'billing' } };
  const text = { name: 'escalate', arguments: '{"reason":"billing"}' };

  it.each([
    ['with an object', { toolCallList: [{ id: 'a', type: 'function', function: object }] }],
    ['with JSON text', { toolCallList: [{ id: 'a', type: 'function', function: text }] }],
    ['under the alias toolCalls', { toolCalls: [{ id: 'a', function: object }] }],
    [
      'beside its tool',
      {
        toolWithToolCallList: [
          { type: 'function', function: { name: 'escalate' }, toolCall: { id: 'a', function: object } },
        ],
      },
    ],
    [
      'beside its tool, named only there',
      {
        toolWithToolCallList: [
          { function: { name: 'escalate' }, toolCall: { id: 'a', arguments: { reason: 'billing' } } },
        ],
      },
    ],
    ['flattened', { toolCallList: [{ id: 'a', ...object }] }],
    [
      'flattened with parameters',
      { toolCallList: [{ id: 'a', name: 'escalate', parameters: { reason: 'billing' } }] },
    ],
    [
      'in every list at once',
      {
        toolCallList: [{ id: 'a', function: object }],
        toolCalls: [{ id: 'a', function: object }],
        toolWithToolCallList: [{ toolCall: { id: 'a', function: object } }],
      },
    ],
    ['among nulls', { toolCalls: null, toolCallList: [null, { id: 'a', type: null, function: text }, 7] }],
  ])('%s', (_name, extra) => {
    expect(toolCalls(extra)).toEqual([{ id: 'a', name: 'escalate', arguments: ARGUMENTS }]);
  });

  it.each([undefined, null, '', {}, '{}', 'null'])('with no arguments: %j', (given) => {
    expect(toolCalls({ toolCallList: [{ id: 'a', function: { name: 'x', arguments: given } }] })).toEqual([
      { id: 'a', name: 'x', arguments: { is: 'object', value: {} } },
    ]);
  });

  it.each(['not json', '[1]', '7', '"text"', [1], 7, true])('but not with arguments %j', (given) => {
    expect(
      toolCalls({ toolCallList: [{ id: 'a', function: { name: 'x', arguments: given } }] }),
    ).toMatchObject([{ id: 'a', arguments: { is: 'invalid' } }]);
  });

  it('without keys that reach for a prototype', () => {
    const args = '{"__proto__":{"polluted":true},"constructor":1,"reason":"billing"}';
    expect(toolCalls({ toolCallList: [{ id: 'a', function: { name: 'x', arguments: args } }] })).toEqual([
      { id: 'a', name: 'x', arguments: ARGUMENTS },
    ]);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });
});

describe('A report of the end', () => {
  const report = (extra: object) => {
    const message = parsed({ message: { type: 'end-of-call-report', call: CALL, ...extra } });
    if (message.kind !== 'end-of-call-report') throw new Error('not a report');
    return message;
  };

  it('that is early and empty proves nothing', () => {
    expect(report({ endedReason: 'call.in-progress.twilio-completed-call' }).clear).toBe(false);
    expect(report({ endedReason: 'call.in-progress.twilio-completed-call', durationSeconds: 4 }).clear).toBe(
      false,
    );
    expect(report({ endedReason: 'customer-ended-call' }).clear).toBe(false);
    expect(report({ endedReason: 'customer-ended-call', durationSeconds: 0, summary: '' }).clear).toBe(false);
  });

  it('that tells a duration or a summary is clear, and richer the more it tells', () => {
    const short = report({ endedReason: 'customer-ended-call', endedAt: '2026-11-21T12:00:00.000Z' });
    const long = report({
      endedReason: 'customer-ended-call',
      durationMs: 31_600,
      analysis: { summary: 'About a charge.', structuredData: { a: 1 } },
      artifact: { transcript: 'AI: Hello', transfers: [{ status: 'no-answer' }] },
    });
    expect(short).toMatchObject({ clear: true, fieldsFilled: 1 });
    expect(long).toMatchObject({ clear: true, fieldsFilled: 5, transfers: [{ status: 'no-answer' }] });
  });

  it('tells nothing of a transfer whose status it does not know', () => {
    expect(
      report({ endedReason: 'x', artifact: { transfers: [{ status: 'teleported' }] } }).transfers,
    ).toEqual([{}]);
  });
});

describe('A message of a chat', () => {
  const chat = { id: 'chat-8' };
  const asked = { id: 'tc-8', type: 'function', function: { name: 'escalate_to_human', arguments: {} } };

  it.each([
    ['alone', { chat }],
    ['in a session', { session: { id: 'session-1' } }],
    ['beside a call that is none', { chat, call: {} }],
    ['beside a call without an id', { chat, call: { id: null } }],
    ['in a session, beside an empty id', { session: {}, call: { id: '' } }],
  ])('that asks for tools has their ids, where it stands %s', (_where, place) => {
    const toolCallList = [asked, { ...asked, id: 'tc-9' }];
    expect(parsed({ message: { type: 'tool-calls', ...place, toolCallList } })).toEqual({
      kind: 'unknown',
      type: 'tool-calls',
      asked: {
        form: 'list',
        calls: [
          { id: 'tc-8', name: 'escalate_to_human' },
          { id: 'tc-9', name: 'escalate_to_human' },
        ],
      },
    });
  });

  it('in the older form, or for a destination, asks for one thing', () => {
    expect(
      parsed({ message: { type: 'function-call', chat, functionCall: { name: 'escalate' } } }),
    ).toMatchObject({ kind: 'unknown', asked: { form: 'single', calls: [{ name: 'escalate' }] } });
    expect(parsed({ message: { type: 'transfer-destination-request', chat } })).toMatchObject({
      kind: 'unknown',
      asked: { form: 'single' },
    });
    expect(parsed({ message: { type: 'handoff-destination-request', chat } })).toMatchObject({
      kind: 'unknown',
      asked: { form: 'destination' },
    });
  });

  it.each([
    'conversation-update',
    'status-update',
    'end-of-call-report',
    'transcript',
    'chat.created',
  ])('that only tells something is acknowledged: %s', (type) => {
    expect(parsed({ message: { type, chat } })).toEqual({ kind: 'unknown', type });
  });

  it('is a message of a call where it names one', () => {
    const message = { type: 'tool-calls', chat, call: CALL, toolCallList: [asked] };
    expect(parsed({ message })).toMatchObject({ kind: 'tool-calls', call: { callId: CALL.id } });
  });

  it('is refused where it names a call by something that is no id', () => {
    const message = { type: 'tool-calls', chat, call: { id: 7 }, toolCallList: [asked] };
    expect(parseServerMessage({ message })).toMatchObject({ is: 'invalid', field: 'message.call.id' });
  });
});

describe('A body that is not a server message', () => {
  it.each([
    [null, 'message'],
    [[], 'message'],
    [{}, 'message'],
    [{ message: 'x' }, 'message'],
    [{ message: {} }, 'message.type'],
    [{ message: { type: 7 } }, 'message.type'],
    [{ message: { type: 'tool-calls' } }, 'message.call.id'],
    [{ message: { type: 'tool-calls', call: { id: 'x'.repeat(129) } } }, 'message.call.id'],
    [{ message: { type: 'tool-calls', call: CALL } }, 'message.toolCallList'],
    [{ message: { type: 'status-update', call: CALL } }, 'message.status'],
    [{ message: { type: 'function-call', call: CALL } }, 'message.functionCall.name'],
  ])('%j is refused, naming the field', (json, field) => {
    expect(parseServerMessage(json)).toMatchObject({ is: 'invalid', field });
  });

  it('never makes the parser throw, whatever it is', () => {
    const types = [
      'tool-calls',
      'function-call',
      'status-update',
      'transfer-update',
      'end-of-call-report',
      'x',
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...types),
        fc.jsonValue({ maxDepth: 4 }),
        fc.jsonValue(),
        fc.jsonValue(),
        (type, a, b, c) => {
          parseServerMessage(a);
          parseServerMessage({
            message: {
              type,
              call: { id: 'c', customer: a, transport: b, monitor: c },
              artifact: a,
              toolCallList: b,
              functionCall: c,
              destination: a,
              analysis: b,
              status: c,
              timestamp: a,
            },
          });
        },
      ),
      { seed: 5, numRuns: 3_000 },
    );
  });

  it('may be nested a hundred thousand levels deep, or hold hours of talk, and costs little', () => {
    const depth = 100_000;
    const deep: unknown = JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`);
    expect(
      parsed({
        message: {
          type: 'status-update',
          status: 'ended',
          call: { ...CALL, junk: deep },
          artifact: { messages: [deep] },
        },
      }),
    ).toMatchObject({ status: 'ended' });
    const messages = Array.from({ length: 50_000 }, (_, at) => ({
      role: 'user',
      message: `line ${at} ${'x'.repeat(150)}`,
    }));
    const message = parsed({
      message: { type: 'transfer-destination-request', call: CALL, artifact: { messages } },
    });
    expect(message).toMatchObject({ call: { messages: { length: 12 } } });
    expect(JSON.stringify(message)).toContain('line 49999');
  });
});
