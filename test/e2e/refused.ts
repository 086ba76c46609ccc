import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { type System, startSystem } from '../../infra/local/system.ts';
import { UNSCHEDULED } from './product.ts';
import {
  type Answered,
  CONTROL_HOST,
  captureOutput,
  newCallId,
  type Platforms,
  postVapi,
  settingsOf,
  startPlatforms,
  TRACE,
  TWILIO_TOKEN,
  toolCall,
  VAPI_SECRET,
} from './signed.ts';

let system: System;
let platforms: Platforms;
let output: ReturnType<typeof captureOutput>;

const start = async (more: Record<string, string> = {}) => {
  system = await startSystem({
    topology: UNSCHEDULED,
    env: settingsOf(platforms.url, more),
  });
};

/** The whole product for one file of tests; only the platforms behind it are stand-ins. */
export const withSystem = () => {
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
};

/** For the tests of one `describe`: the system with other settings. */
export const withSettings = (more: Record<string, string>) => {
  beforeAll(async () => {
    await system.stop();
    await start(more);
  });
  afterAll(async () => {
    await system.stop();
    await start();
  });
};

export const url = (): string => system.url;
export const idle = (): Promise<void> => system.idle();
export const tasksOf = (callId: string): string[] =>
  platforms.tasks.filter((task) => task.includes(`"${callId}"`));
/** What was logged in this test so far. */
export const logged = () => ({ text: output.text(), troubles: output.troubles() });

/** What the system did to the platforms, the queue and the table so far. */
export const effects = () => {
  const { sqs, dynamodb } = system.counts();
  return {
    platforms: platforms.requests.length,
    queued: sqs.SendMessageBatch ?? 0,
    saved: dynamodb.PutItem ?? 0,
  };
};

/** Nothing of a body, a number, a secret or a stack may stand in a log line or in an answer. */
export const expectNothingTold = (text: string) => {
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
  expect(tasksOf(callId)).toHaveLength(1);
};

export type Expected = {
  status: number;
  code?: string;
  /** The field that the message names. */
  field?: string;
  json?: unknown;
  /** Lines of level warn or error; one unless told. */
  lines?: number;
  /** Messages that go into a queue all the same; none unless told. */
  queued?: number;
};

export type Case = [name: string, send: () => () => Promise<Answered>, expected: Expected];

export const invalid = (field: string): Expected => ({ status: 422, code: 'invalid', field });
export const TOO_LARGE: Expected = { status: 413, code: 'too_large' };

/** What is signed and sent without one of its headers. */
export const without = (name: string, headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).filter(([key]) => key !== name));

/**
 * Sends what is bad, and expects the answer, the log, no effect, and a system that goes on working. Nothing is under way
 * before: every test leaves the system idle.
 */
export const expectRefused = async (send: () => Promise<Answered>, expected: Expected): Promise<void> => {
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
  expect(effects()).toEqual({ ...before, queued: before.queued + (expected.queued ?? 0) });
  await expectStillWorking();
};
