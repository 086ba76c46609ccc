import { describe, expect, it } from 'vitest';
import {
  type Case,
  effects,
  expectNothingTold,
  expectRefused,
  idle,
  invalid,
  logged,
  TOO_LARGE,
  tasksOf,
  url,
  without,
  withSettings,
  withSystem,
} from './refused.ts';
import {
  CONTROL_HOST,
  hmacOf,
  newCallId,
  postVapi,
  read,
  toolCall,
  VAPI_SECRET,
  vapiHeaders,
} from './signed.ts';

withSystem();

const MAX_VAPI_BYTES = 5 * 1024 * 1024;
const MINUTE_MS = 60_000;

const vapi = (body: string | Buffer<ArrayBuffer>, headers?: Record<string, string>) => () =>
  postVapi(url(), body, headers);
const good = () => toolCall(newCallId());
const bodyOf = (bytes: number) => {
  const empty = '{"message":{"type":"hang","padding":""}}';
  return empty.replace('""', `"${'x'.repeat(bytes - empty.length)}"`);
};
const hang = (more: object) => JSON.stringify({ message: { type: 'hang', ...more } });
const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
const refusedTool = (error: string, name = 'escalate_to_human') => ({
  status: 200,
  json: { results: [{ name, toolCallId: expect.any(String), error: expect.stringContaining(error) }] },
  // That a tool came to nothing is told to the call's own record: after some of it a human should know.
  queued: 1,
});

const UNREADABLE = { status: 400, code: 'unreadable' };
const UNAUTHORIZED = { status: 401, code: 'unauthorized' };

const signed = (body: string, more: Record<string, string> = {}) =>
  vapi(body, { ...vapiHeaders(body), ...more });
const at = (now: number) => {
  const body = good();
  return vapi(body, vapiHeaders(body, now));
};

describe('The Vapi webhook refuses', () => {
  it.each<Case>([
    ['a bad signature', () => signed(good(), { 'x-signature': '0'.repeat(64) }), UNAUTHORIZED],
    ['a signature that is no signature', () => signed(good(), { 'x-signature': 'é%00' }), UNAUTHORIZED],
    ['a signature of another body', () => vapi(good(), vapiHeaders('{}')), UNAUTHORIZED],
    ['a missing signature', () => vapi(good(), without('x-signature', vapiHeaders(''))), UNAUTHORIZED],
    ['a missing timestamp', () => vapi(good(), without('x-timestamp', vapiHeaders(''))), UNAUTHORIZED],
    ['a timestamp that is no time', () => signed(good(), { 'x-timestamp': 'NaN' }), UNAUTHORIZED],
    ['an expired timestamp', () => at(Date.now() - 6 * MINUTE_MS), UNAUTHORIZED],
    ['a timestamp of the future', () => at(Date.now() + 6 * MINUTE_MS), UNAUTHORIZED],
    ['an empty credential', () => signed(good(), { 'x-signature': '' }), UNAUTHORIZED],
    ['a credential of another scheme', () => vapi(good(), { 'x-vapi-secret': VAPI_SECRET }), UNAUTHORIZED],
    [
      'another content type',
      () => signed(good(), { 'content-type': 'text/plain' }),
      { status: 415, code: 'unsupported_media_type' },
    ],
    ['truncated JSON', () => vapi(good().slice(0, -20)), UNREADABLE],
    ['an empty body', () => vapi(''), UNREADABLE],
    [
      'what is not UTF-8',
      () => vapi(Buffer.concat([Buffer.from('{"message":"'), Buffer.from([0xc3, 0x28, 0xff])])),
      UNREADABLE,
    ],
    ['10 MB', () => vapi(bodyOf(10_000_000)), TOO_LARGE],
    ['one byte more than the limit', () => vapi(bodyOf(MAX_VAPI_BYTES + 1)), TOO_LARGE],
    ['a body that is no object', () => vapi('[]'), invalid('message')],
    ['a message that is deep nesting', () => vapi(`{"message":${nested(100_000)}}`), invalid('message.type')],
    ['a message under a prototype key', () => vapi('{"__proto__":{"message":{}}}'), invalid('message')],
    ['a message without type', () => vapi('{"message":{"call":{"id":"c"}}}'), invalid('message.type')],
    ['a type that is no text', () => vapi('{"message":{"type":7}}'), invalid('message.type')],
    [
      'tool calls without a call',
      () => vapi(toolCall(newCallId(), { message: { toolCallList: [] } })),
      invalid('message.toolCallList'),
    ],
    ['a call without id', () => vapi(toolCall('c', { call: { id: undefined } })), invalid('message.call.id')],
    ['an empty call id', () => vapi(toolCall('')), invalid('message.call.id')],
    ['a call id without end', () => vapi(toolCall('c'.repeat(129))), invalid('message.call.id')],
    [
      'a call id that is an object',
      () => vapi(toolCall('c', { call: { id: { $ne: null } } })),
      invalid('message.call.id'),
    ],
    [
      'a status that is no text',
      () => vapi('{"message":{"type":"status-update","call":{"id":"c"},"status":null}}'),
      invalid('message.status'),
    ],
    [
      'a function call without name',
      () => vapi('{"message":{"type":"function-call","call":{"id":"c"},"functionCall":{}}}'),
      invalid('message.functionCall.name'),
    ],
  ])('%s', (_, send, expected) => expectRefused(send(), expected));

  it('a body beyond what API Gateway takes', () =>
    expectRefused(vapi(bodyOf(10 * 1024 * 1024 + 1)), {
      status: 413,
      json: { error: { code: 'too_large', message: 'The body is larger than an HTTP API takes.' } },
      lines: 0,
    }));
});

describe('The Vapi webhook tells the assistant', () => {
  it.each<Case>([
    [
      'that a tool is unknown',
      () => vapi(toolCall(newCallId(), { name: 'open_the_door' })),
      refusedTool('no tool of this name', 'open_the_door'),
    ],
    [
      'that a tool named like a prototype key is unknown',
      () => vapi(toolCall(newCallId(), { name: '__proto__' })),
      refusedTool('no tool of this name', '__proto__'),
    ],
    ...[['SENTINEL'], 'SENTINEL', '["SENTINEL"]', 7, true].map(
      (given): Case => [
        `that ${JSON.stringify(given)} are no arguments for a callback`,
        () => vapi(toolCall(newCallId(), { name: 'request_callback', arguments: given })),
        refusedTool('The arguments are not', 'request_callback'),
      ],
    ),
    ...(
      [
        ['elsewhere', 'https://evil.example/CALL/control', 'host'],
        ['to a look-alike', `https://${CONTROL_HOST}.evil.example/CALL/control`, 'host'],
        ['to plain http', `http://${CONTROL_HOST}/CALL/control`, 'not-https'],
        ['to another call', `https://${CONTROL_HOST}/SENTINEL/control`, 'call-id'],
        ['with credentials', `https://a:SENTINEL@${CONTROL_HOST}/CALL/control`, 'credentials'],
        ['to no URL', 'SENTINEL', 'not-a-url'],
      ] as const
    ).map(
      ([name, url, reason]): Case => [
        `that a control URL ${name} is not allowed`,
        () => {
          const callId = newCallId();
          const call = { monitor: { controlUrl: url.replace('CALL', callId) } };
          return vapi(toolCall(callId, { call }));
        },
        refusedTool(reason),
      ],
    ),
  ])('%s', (_, send, expected) => expectRefused(send(), expected));
});

describe('The Vapi webhook acknowledges without an effect', () => {
  it.each<Case>([
    [
      'an unknown type of message',
      () => vapi(hang({ type: 'SENTINEL' })),
      { status: 200, json: {}, lines: 0 },
    ],
    ['a body of exactly the limit', () => vapi(bodyOf(MAX_VAPI_BYTES)), { status: 200, json: {}, lines: 0 }],
    [
      'deep nesting beside what it reads',
      () => vapi(`{"message":{"type":"hang","deep":${nested(100_000)}}}`),
      { status: 200, json: {}, lines: 0 },
    ],
    [
      'prototype keys',
      () =>
        vapi('{"__proto__":{"admin":true},"message":{"type":"__proto__","constructor":{"prototype":{}}}}'),
      { status: 200, json: {}, lines: 0 },
    ],
  ])('%s', async (_, send, expected) => {
    await expectRefused(send(), expected);
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect({}).not.toHaveProperty('admin');
  });
});

describe('A tool call with odd but harmless arguments', () => {
  it.each([
    ['deep nesting', `{"reason":"SENTINEL","deep":${nested(100_000)}}`],
    ['prototype keys', '{"reason":"SENTINEL","__proto__":{"admin":true},"constructor":{"prototype":1}}'],
    ['nothing', null],
  ])('is answered and makes a task: %s', async (_, given) => {
    const callId = newCallId();
    const { status, json } = await postVapi(url(), toolCall(callId, { arguments: given }));
    expect({ status, json }).toMatchObject({
      status: 200,
      json: { results: [{ result: expect.any(String) }] },
    });
    await idle();
    expect(tasksOf(callId)).toHaveLength(1);
    expect(logged().troubles).toEqual([]);
    expectNothingTold(logged().text);
    expect({}).not.toHaveProperty('admin');
  });
});

describe('The front', () => {
  it.each([
    ['POST', '/webhook/unknown'],
    ['GET', '/webhook/vapi'],
    ['POST', '/'],
  ])('knows no route %s %s', (method, path) =>
    expectRefused(async () => read(await fetch(`${url()}${path}`, { method })), {
      status: 404,
      code: 'not_found',
      lines: 0,
    }));

  it('says that it is healthy', async () => {
    const { status, json } = await read(await fetch(`${url()}/health`));
    expect({ status, json }).toMatchObject({ status: 200, json: { status: 'healthy' } });
  });
});

describe.each([
  ['hmac', (body: string, secret: string) => vapiHeaders(body, Date.now(), secret)],
  ['hmac-body', (body: string, secret: string) => ({ 'x-vapi-signature': hmacOf(body, secret) })],
  ['secret', (_: string, secret: string) => ({ 'x-vapi-secret': secret })],
  ['bearer', (_: string, secret: string) => ({ authorization: `Bearer ${secret}` })],
] as const)('With the scheme %s', (scheme, sign) => {
  const send = async (secret: string) => {
    const body = good();
    return postVapi(url(), body, { 'content-type': 'application/json', ...sign(body, secret) });
  };
  withSettings({ VAPI_AUTH: scheme });

  it.each([
    'wrong-secret',
    'wrong',
    `${VAPI_SECRET}x`,
    VAPI_SECRET.slice(0, -1),
    ' ',
  ])('the wrong secret %j is refused without an effect', async (secret) => {
    const before = effects();
    const { status, json, text } = await send(secret);
    expect({ status, json }).toMatchObject({ status: 401, json: { error: { code: 'unauthorized' } } });
    expect(logged().troubles).toHaveLength(1);
    expectNothingTold(logged().text + text);
    await idle();
    expect(effects()).toEqual(before);
  });

  it('the right secret passes', async () => {
    expect((await send(VAPI_SECRET)).status).toBe(200);
    await idle();
  });
});
