import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type System, startSystem } from '../../infra/local/system.ts';
import {
  type Answered,
  CONTROL_HOST,
  captureOutput,
  formOf,
  hmacOf,
  newCallId,
  type Platforms,
  post,
  postTwilio,
  postVapi,
  read,
  settingsOf,
  startPlatforms,
  TRACE,
  TWILIO_PATHS,
  TWILIO_TOKEN,
  toolCall,
  twilioFixture,
  twilioHeaders,
  VAPI_SECRET,
  vapiHeaders,
} from './signed.ts';

const MAX_VAPI_BYTES = 5 * 1024 * 1024;
const MINUTE_MS = 60_000;
const [ASSIGNMENT, FALLBACK, EVENTS, STATUS] = TWILIO_PATHS;

let system: System;
let platforms: Platforms;
let output: ReturnType<typeof captureOutput>;

const start = async (more: Record<string, string> = {}) => {
  system = await startSystem({ env: settingsOf(platforms.url, more) });
};
beforeAll(async () => {
  output = captureOutput();
  platforms = await startPlatforms();
  await start();
});
afterEach(() => output.clear());
afterAll(async () => {
  output.stop();
  await system.stop();
  await platforms.stop();
});

const effects = () => {
  const { sqs, dynamodb } = system.counts();
  return {
    platforms: platforms.requests.length,
    queued: sqs.SendMessageBatch ?? 0,
    saved: dynamodb.PutItem ?? 0,
  };
};

/** Nothing of a body, a number, a secret or a stack may stand in a log line or in an answer. */
const expectNothingTold = (text: string) => {
  for (const secret of [VAPI_SECRET, TWILIO_TOKEN, CONTROL_HOST, 'SENTINEL', 'evil.example']) {
    expect(text).not.toContain(secret);
  }
  expect(text).not.toMatch(TRACE);
  expect(text).not.toMatch(/\+?1\d{10}\b(?!\d)/);
};

/** A good request makes a task, so what came before it broke nothing. */
const expectStillWorking = async () => {
  const callId = newCallId();
  const { status, json } = await postVapi(system.url, toolCall(callId));
  expect({ status, json }).toMatchObject({
    status: 200,
    json: { results: [{ result: expect.any(String) }] },
  });
  await system.idle();
  expect(platforms.tasks.filter((task) => task.includes(`"${callId}"`))).toHaveLength(1);
};

type Expected = {
  status: number;
  code?: string;
  /** The field that the message names. */
  field?: string;
  json?: unknown;
  /** Lines of level warn or error; one unless told. */
  lines?: number;
};

/** Sends what is bad, and expects the answer, the log, no effect, and a system that goes on working. */
const expectRefused = async (send: () => Promise<Answered>, expected: Expected) => {
  await system.idle();
  output.clear();
  const before = effects();
  const { status, text, json } = await send();
  await system.idle();
  expect(status).toBe(expected.status);
  if (expected.code !== undefined) {
    expect(json).toEqual({ error: { code: expected.code, message: expect.stringMatching(/\S/) } });
    if (expected.field !== undefined) expect(text).toContain(expected.field);
  } else if ('json' in expected) expect(json).toEqual(expected.json);
  else expect(text).toBe('');
  expect(output.troubles()).toHaveLength(expected.lines ?? 1);
  expectNothingTold(output.text());
  expectNothingTold(text);
  expect(effects()).toEqual(before);
  await expectStillWorking();
};

const vapi = (body: string | Buffer<ArrayBuffer>, headers?: Record<string, string>) => () =>
  postVapi(system.url, body, headers);
const without = (name: string, headers: Record<string, string>) =>
  Object.fromEntries(Object.entries(headers).filter(([key]) => key !== name));
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
});

const UNREADABLE = { status: 400, code: 'unreadable' };
const UNAUTHORIZED = { status: 401, code: 'unauthorized' };
const FORBIDDEN = { status: 403, code: 'forbidden' };
const TOO_LARGE = { status: 413, code: 'too_large' };
const invalid = (field: string) => ({ status: 422, code: 'invalid', field });

type Case = [name: string, send: () => () => Promise<Answered>, expected: Expected];

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

  it('a body beyond what API Gateway takes, in the words of API Gateway', () =>
    expectRefused(vapi(bodyOf(10 * 1024 * 1024 + 1)), {
      status: 413,
      json: { message: 'Request Entity Too Large' },
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
        `that ${JSON.stringify(given)} are no arguments`,
        () => vapi(toolCall(newCallId(), { arguments: given })),
        refusedTool('The arguments are not'),
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
    const { status, json } = await postVapi(system.url, toolCall(callId, { arguments: given }));
    expect({ status, json }).toMatchObject({
      status: 200,
      json: { results: [{ result: expect.any(String) }] },
    });
    await system.idle();
    expect(platforms.tasks.filter((task) => task.includes(`"${callId}"`))).toHaveLength(1);
    expect(output.troubles()).toEqual([]);
    expectNothingTold(output.text());
    expect({}).not.toHaveProperty('admin');
  });
});

const form = (path: string, body: string) => () => postTwilio(system.url, path, body);
const assignment = (more: Record<string, string> = {}) =>
  formOf({ ...twilioFixture('assignment-callback'), ...more });
const event = (more: Record<string, string> = {}) =>
  formOf({ ...twilioFixture('reservation.accepted'), ...more });
const leave = (name: string, body: string) => {
  const params = new URLSearchParams(body);
  params.delete(name);
  return params.toString();
};
const ours = (callId: string) =>
  JSON.stringify({ type: 'ai_handoff', handoff_id: 'ho_SENTINEL', handoff_try: 1, vapi_call_id: callId });
const FOREIGN_WORKSPACE = `WS${'0'.repeat(32)}`;
const REJECT = { status: 200, json: { instruction: 'reject' } };
const ACKNOWLEDGED = { status: 204, lines: 0 };

describe.each(TWILIO_PATHS)('The Twilio webhook %s refuses', (path) => {
  const body =
    path === EVENTS
      ? event()
      : path === STATUS
        ? formOf(twilioFixture('voice-status-callback'))
        : assignment();
  const url = () => `${system.url}${path}`;
  it.each<Case>([
    [
      'a bad signature',
      () => () => post(url(), body, twilioHeaders(url(), body, 'another-token')),
      FORBIDDEN,
    ],
    [
      'a missing signature',
      () => () => post(url(), body, without('x-twilio-signature', twilioHeaders(url(), body))),
      FORBIDDEN,
    ],
    [
      'a signature of another address',
      () => () => post(url(), body, twilioHeaders('https://handoff.example.com/', body)),
      FORBIDDEN,
    ],
    [
      'JSON without the hash of its body',
      () => () => post(url(), '{}', { ...twilioHeaders(url(), ''), 'content-type': 'application/json' }),
      FORBIDDEN,
    ],
    [
      'JSON, though it is signed',
      () => () => {
        const hash = createHash('sha256').update('{}').digest('hex');
        const hashed = `${url()}?bodySHA256=${hash}`;
        return post(hashed, '{}', { ...twilioHeaders(hashed, ''), 'content-type': 'application/json' });
      },
      { status: 415, code: 'unsupported_media_type' },
    ],
    ['a body of 10 MB', () => form(path, 'a'.repeat(10_000_000)), TOO_LARGE],
    ['thousands of parameters', () => form(path, 'a=1&'.repeat(2000)), FORBIDDEN],
    ['an empty form', () => form(path, ''), { status: 422, code: 'invalid' }],
  ])('%s', (_, send, expected) => expectRefused(send(), expected));
});

describe.each([ASSIGNMENT, FALLBACK])('The assignment callback %s', (path) => {
  it.each<Case>([
    ['rejects a task of somebody else', () => form(path, assignment({ TaskAttributes: '{}' })), REJECT],
    [
      'rejects a task of a handoff that nobody knows',
      () => form(path, assignment({ TaskAttributes: ours(newCallId()) })),
      REJECT,
    ],
    [
      'rejects a task of a call whose id is without end',
      () => form(path, assignment({ TaskAttributes: ours('c'.repeat(3000)) })),
      REJECT,
    ],
    [
      'rejects a foreign workspace',
      () => form(path, assignment({ WorkspaceSid: FOREIGN_WORKSPACE })),
      REJECT,
    ],
    [
      'refuses attributes that are not JSON',
      () => form(path, assignment({ TaskAttributes: '{SENTINEL' })),
      invalid('TaskAttributes'),
    ],
    [
      'refuses attributes that are no object',
      () => form(path, assignment({ TaskAttributes: '["SENTINEL"]' })),
      invalid('TaskAttributes'),
    ],
    [
      'refuses a reservation without id',
      () => form(path, leave('ReservationSid', assignment())),
      invalid('ReservationSid'),
    ],
    [
      'refuses an empty id',
      () => form(path, assignment({ ReservationSid: '' })),
      invalid('ReservationSid is missing'),
    ],
    [
      'takes the last value of a repeated key, a good one',
      () => form(path, `TaskSid=SENTINEL&${assignment()}`),
      REJECT,
    ],
    [
      'takes the last value of a repeated key, a bad one',
      () => form(path, `${assignment()}&TaskSid=SENTINEL`),
      invalid('TaskSid is malformed'),
    ],
    [
      'is not led astray by prototype keys',
      () => form(path, `__proto__=1&${assignment()}&constructor=x`),
      REJECT,
    ],
  ])('%s', (_, send, expected) => expectRefused(send(), expected));
});

describe('The events of TaskRouter', () => {
  it.each<Case>([
    [
      'acknowledge a foreign workspace',
      () => form(EVENTS, event({ WorkspaceSid: FOREIGN_WORKSPACE, TaskAttributes: ours(newCallId()) })),
      ACKNOWLEDGED,
    ],
    [
      'acknowledge a type that is unknown',
      () => form(EVENTS, event({ EventType: 'SENTINEL' })),
      ACKNOWLEDGED,
    ],
    [
      'acknowledge a handoff that nobody knows',
      () => form(EVENTS, event({ TaskAttributes: ours(newCallId()) })),
      ACKNOWLEDGED,
    ],
    ['refuse an event without type', () => form(EVENTS, leave('EventType', event())), invalid('EventType')],
    [
      'refuse attributes that are not JSON',
      () => form(EVENTS, event({ TaskAttributes: '{SENTINEL' })),
      invalid('TaskAttributes'),
    ],
    [
      'refuse a reservation without id',
      () => form(EVENTS, leave('ReservationSid', event())),
      invalid('ReservationSid'),
    ],
  ])('%s', (_, send, expected) => expectRefused(send(), expected));
});

describe('The status of a leg', () => {
  const status = (more: Record<string, string>) =>
    formOf({ ...twilioFixture('voice-status-callback'), ...more });
  it.each<Case>([
    ['is acknowledged for a leg that nobody knows', () => form(STATUS, status({})), ACKNOWLEDGED],
    [
      'is refused without a CallSid',
      () => form(STATUS, leave('CallSid', status({}))),
      invalid('CallSid is missing'),
    ],
    [
      'is refused when it is none of the statuses',
      () => form(STATUS, status({ CallStatus: 'SENTINEL' })),
      invalid('CallStatus is malformed'),
    ],
  ])('%s', (_, send, expected) => expectRefused(send(), expected));
});

describe('The front', () => {
  it.each([
    ['POST', '/webhook/unknown'],
    ['GET', '/webhook/vapi'],
    ['POST', '/'],
  ])('knows no route %s %s', (method, path) =>
    expectRefused(async () => read(await fetch(`${system.url}${path}`, { method })), {
      status: 404,
      code: 'not_found',
      lines: 0,
    }));

  it('says that it is healthy', async () => {
    const { status, json } = await read(await fetch(`${system.url}/health`));
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
    return postVapi(system.url, body, { 'content-type': 'application/json', ...sign(body, secret) });
  };
  beforeAll(async () => {
    await system.stop();
    await start({ VAPI_AUTH: scheme });
  });
  afterAll(async () => {
    await system.stop();
    await start();
  });

  it('the right secret passes, and every wrong one is refused without an effect', async () => {
    for (const secret of ['wrong-secret', 'wrong', `${VAPI_SECRET}x`, VAPI_SECRET.slice(0, -1), ' ']) {
      await system.idle();
      output.clear();
      const before = effects();
      const { status, json, text } = await send(secret);
      expect({ status, json }).toMatchObject({ status: 401, json: { error: { code: 'unauthorized' } } });
      expect(output.troubles()).toHaveLength(1);
      expectNothingTold(output.text() + text);
      expect(effects()).toEqual(before);
    }
    expect((await send(VAPI_SECRET)).status).toBe(200);
    await system.idle();
  });
});
