import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type System, startSystem } from '../../infra/local/system.ts';
import {
  type Answered,
  type Body,
  captureOutput,
  formOf,
  newCallId,
  type Platforms,
  post,
  postVapi,
  settingsOf,
  startPlatforms,
  TRACE,
  TWILIO_PATHS,
  TWILIO_TOKEN,
  toolCall,
  twilioFixtures,
  twilioHeaders,
  VAPI_SECRET,
  vapiFixtures,
  vapiHeaders,
} from './signed.ts';

const SEED = 20_261_121;
const AT_ONCE = 20;

let system: System;
let platforms: Platforms;
let output: ReturnType<typeof captureOutput>;

beforeAll(async () => {
  output = captureOutput();
  platforms = await startPlatforms();
  system = await startSystem({ env: settingsOf(platforms.url) });
});
afterAll(async () => {
  output.stop();
  await system.stop();
  await platforms.stop();
});

/** What a field can be turned into: every type, the edges of numbers, odd text, keys with a meaning. */
const oddText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.constantFrom(
    '',
    ' ',
    '\u0000',
    '\ud83d',
    '\uffff',
    '__proto__',
    'constructor',
    '[object Object]',
    '../..',
  ),
  fc.nat(3000).map((length) => 'x'.repeat(length)),
);
const oddValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(null, true, false, 0, -1, 1e308, -0.5, Number.MAX_SAFE_INTEGER, [], {}, [[]], [null]),
  oddText,
  fc.jsonValue({ maxDepth: 3 }),
);

type Change = {
  at: number;
  how: 'drop' | 'rename' | 'replace' | 'wrap' | 'twice';
  value: unknown;
  name: string;
};
const changes = fc.array(
  fc.record<Change>({
    at: fc.nat(),
    how: fc.constantFrom('drop', 'rename', 'replace', 'wrap', 'twice'),
    value: oddValue,
    name: oddText,
  }),
  { minLength: 1, maxLength: 4 },
);

type Holder = Record<string, unknown>;
const isHolder = (value: unknown): value is Holder => typeof value === 'object' && value !== null;
const slotsOf = (value: unknown): [Holder, string][] =>
  isHolder(value)
    ? Object.keys(value).flatMap((key) => [[value, key] as [Holder, string], ...slotsOf(value[key])])
    : [];

/** The document with its fields dropped, renamed, replaced, wrapped or doubled. */
const changed = (document: Holder, list: Change[]): Holder => {
  const copy = structuredClone(document);
  for (const { at, how, value, name } of list) {
    const slots = slotsOf(copy);
    const [holder, key] = slots[at % Math.max(1, slots.length)] ?? [copy, 'message'];
    const before = holder[key];
    if (how === 'drop' || how === 'rename') delete holder[key];
    if (how === 'rename')
      Object.defineProperty(holder, name, {
        value: before,
        enumerable: true,
        configurable: true,
        writable: true,
      });
    if (how === 'replace') holder[key] = value;
    if (how === 'wrap') holder[key] = [before];
    if (how === 'twice') holder[key] = { first: before, second: structuredClone(before) };
  }
  return copy;
};

type Damage = { cut: number; flips: { at: number; bit: number }[] };
const damage = fc.record<Damage>({
  cut: fc.nat(),
  flips: fc.array(fc.record({ at: fc.nat(), bit: fc.nat(7) }), { maxLength: 4 }),
});

/** The text with bytes flipped, or cut off somewhere. */
const damaged = (text: string, { cut, flips }: Damage): Buffer<ArrayBuffer> => {
  const bytes = Buffer.from(text);
  for (const { at, bit } of flips) {
    const index = at % Math.max(1, bytes.length);
    bytes[index] = (bytes[index] ?? 0) ^ (1 << bit);
  }
  return flips.length % 2 === 0 ? bytes.subarray(0, cut % (bytes.length + 1)) : bytes;
};

const serverMessages = vapiFixtures();
const vapiBody: fc.Arbitrary<Body> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(fc.constantFrom(...serverMessages), changes)
      .map(([one, list]) => JSON.stringify(changed(one, list))),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom(...serverMessages), damage)
      .map(([one, how]) => damaged(JSON.stringify(one), how)),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(oddText, oddValue, oddText)
      .map(([callId, given, name]) => toolCall(callId, { arguments: given, message: { [name]: given } })),
  },
  { weight: 1, arbitrary: fc.json({ maxDepth: 6 }) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)) },
);

const forms = twilioFixtures();
const attributes = fc.record(
  {
    type: fc.constant('ai_handoff'),
    handoff_id: oddText,
    handoff_try: fc.oneof(fc.integer(), fc.constant(1), oddValue),
    vapi_call_id: oddText,
  },
  { requiredKeys: ['type'] },
);
const isText = (value: unknown): value is string => typeof value === 'string';
const twilioBody: fc.Arbitrary<Body> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.tuple(fc.constantFrom(...forms), changes).map(([one, list]) => {
      const form = new URLSearchParams();
      for (const [name, value] of Object.entries(changed(one, list))) {
        form.append(name, isText(value) ? value.toWellFormed() : (JSON.stringify(value) ?? ''));
      }
      return form.toString();
    }),
  },
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.constantFrom(...forms), attributes)
      .map(([one, given]) => formOf({ ...one, TaskAttributes: JSON.stringify(given) })),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(fc.constantFrom(...forms), damage).map(([one, how]) => damaged(formOf(one), how)),
  },
  { weight: 1, arbitrary: oddText.map((text) => text.toWellFormed()) },
);

/** Sends all of them, so many at once; throws at the first answer that is not as `check` wants it. */
const sendAll = async <T>(
  inputs: T[],
  send: (input: T) => Promise<Answered>,
  check: (answered: Answered) => void,
) => {
  const waiting = inputs.values();
  const seen = new Map<number, number>();
  const sender = async () => {
    for (const input of waiting) {
      const answered = await send(input);
      seen.set(answered.status, (seen.get(answered.status) ?? 0) + 1);
      try {
        check(answered);
      } catch (error) {
        throw new Error(`${JSON.stringify(answered)} for ${shown(input)}`, { cause: error });
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, sender));
  return seen;
};

const shown = (input: unknown): string =>
  JSON.stringify(input, (_, value: unknown) =>
    Buffer.isBuffer(value) ? value.toString('latin1') : value,
  ).slice(0, 6000);

const expectClean = ({ status, text, json }: Answered) => {
  expect(status).toBeLessThan(500);
  if (status === 204) expect(text).toBe('');
  else expect(json).toBeTypeOf('object');
  expect(text).not.toMatch(TRACE);
};

const expectQuietLog = () => {
  const text = output.text();
  output.clear();
  for (const secret of [VAPI_SECRET, TWILIO_TOKEN]) expect(text).not.toContain(secret);
  const lines = text.split('\n').filter((line) => line !== '');
  for (const line of lines) {
    expect(() => JSON.parse(line), line).not.toThrow();
    expect(line).not.toMatch(TRACE);
    expect(line).not.toMatch(/"level":"error"/);
  }
};

const sample = <T>(of: fc.Arbitrary<T>, size: number, salt: number): T[] =>
  fc.sample(of, { numRuns: size, seed: SEED + salt });

describe('Whatever is sent with a good signature', () => {
  it('to the Vapi webhook gets a clear answer', async () => {
    const seen = await sendAll(sample(vapiBody, 1600, 1), (body) => postVapi(system.url, body), expectClean);
    await system.idle();
    expectQuietLog();
    for (const status of [200, 400, 422]) expect(seen.get(status) ?? 0).toBeGreaterThan(20);
    expect([...seen.keys()].toSorted()).toEqual([200, 400, 422]);
  }, 60_000);

  it('to the Twilio webhooks gets a clear answer', async () => {
    const inputs = sample(fc.record({ path: fc.constantFrom(...TWILIO_PATHS), body: twilioBody }), 1600, 2);
    const seen = await sendAll(
      inputs,
      ({ path, body }) => post(`${system.url}${path}`, body, twilioHeaders(`${system.url}${path}`, body)),
      expectClean,
    );
    await system.idle();
    expectQuietLog();
    for (const status of [200, 204, 422]) expect(seen.get(status) ?? 0).toBeGreaterThan(20);
  }, 60_000);
});

describe('Whatever is sent with a wrong signature', () => {
  it('never passes', async () => {
    const { sqs, dynamodb } = system.counts();
    const secrets = fc.oneof(fc.string({ minLength: 1, maxLength: 64 }), fc.constant(' '));
    const seen = await sendAll(
      sample(fc.record({ body: vapiBody, secret: secrets }), 300, 3),
      ({ body, secret }) => postVapi(system.url, body, vapiHeaders(body, Date.now(), secret)),
      (answered) => {
        expectClean(answered);
        expect(answered.status).toBe(401);
      },
    );
    const ofTwilio = await sendAll(
      sample(
        fc.record({ path: fc.constantFrom(...TWILIO_PATHS), body: twilioBody, secret: secrets }),
        300,
        4,
      ),
      ({ path, body, secret }) =>
        post(`${system.url}${path}`, body, twilioHeaders(`${system.url}${path}`, body, secret)),
      (answered) => {
        expectClean(answered);
        expect(answered.status).toBe(403);
      },
    );
    expectQuietLog();
    expect([seen.get(401), ofTwilio.get(403)]).toEqual([300, 300]);
    const after = system.counts();
    expect(after.sqs.SendMessageBatch).toBe(sqs.SendMessageBatch);
    expect(after.dynamodb).toEqual(dynamodb);
  }, 60_000);
});

describe('After all of that', () => {
  it('a good tool call still reaches the queue and makes its task', async () => {
    const callId = newCallId();
    const before = system.counts().sqs.SendMessageBatch ?? 0;
    expect(await postVapi(system.url, toolCall(callId))).toMatchObject({
      status: 200,
      json: { results: [{ result: expect.any(String) }] },
    });
    expect(system.counts().sqs.SendMessageBatch ?? 0).toBeGreaterThan(before);
    await expect
      .poll(() => platforms.tasks.filter((task) => task.includes(`"${callId}"`)), { timeout: 10_000 })
      .toHaveLength(1);
  });
});
