import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type System, startSystem } from '../../infra/local/system.ts';
import { twilioBody, vapiBody } from './mutations.ts';
import { UNSCHEDULED } from './product.ts';
import {
  type Answered,
  captureOutput,
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
  twilioHeaders,
  VAPI_SECRET,
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
  system = await startSystem({
    topology: UNSCHEDULED,
    env: settingsOf(platforms.url),
  });
});
afterAll(async () => {
  output.stop();
  await system.stop();
  await platforms.stop();
});

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
  }, 300_000);

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
  }, 300_000);
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
  }, 300_000);
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
