import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Door, doorTo } from '../../infra/local/aws/door.ts';
import { type Emulators, startEmulators } from '../../infra/local/aws/emulators.ts';
import { type System, startSystem } from '../../infra/local/system.ts';
import {
  captureOutput,
  formOf,
  newCallId,
  type Platforms,
  postTwilio,
  postVapi,
  read,
  settingsOf,
  startPlatforms,
  TRACE,
  TWILIO_PATHS,
  toolCall,
  twilioFixture,
} from './signed.ts';

let inner: Emulators;
let queueDoor: Door;
let tableDoor: Door;
let platforms: Platforms;
let system: System;
let output: ReturnType<typeof captureOutput>;

beforeAll(async () => {
  output = captureOutput();
  inner = await startEmulators();
  [queueDoor, tableDoor] = [await doorTo(inner.sqsUrl), await doorTo(inner.dynamoUrl)];
  platforms = await startPlatforms();
  system = await startSystem({
    env: settingsOf(platforms.url),
    external: { sqsUrl: queueDoor.url, dynamoUrl: tableDoor.url },
  });
});
afterEach(() => {
  queueDoor.mood = 'up';
  tableDoor.mood = 'up';
  output.clear();
});
afterAll(async () => {
  output.stop();
  await system.stop();
  for (const one of [platforms, queueDoor, tableDoor, inner]) await one.stop();
});

/** What was answered within the last five seconds is answered again. */
const health = async () => {
  await new Promise((resolve) => setTimeout(resolve, 5_000));
  return read(await fetch(`${system.url}/health`));
};
const UNAVAILABLE = {
  status: 503,
  json: { error: { code: 'unavailable', message: expect.stringMatching(/\S/) } },
};
/** The lines of one function: the worker has its own troubles meanwhile. */
const troublesOf = (service: string) =>
  output.troubles().filter((line) => line.includes(`"service":"${service}"`));
const tasksOf = (callId: string) => platforms.tasks.filter((task) => task.includes(`"${callId}"`));

const assignment = (callId: string) =>
  formOf({
    ...twilioFixture('assignment-callback'),
    TaskAttributes: JSON.stringify({
      type: 'ai_handoff',
      handoff_id: 'ho_of_the_outage',
      handoff_try: 1,
      vapi_call_id: callId,
    }),
  });

describe.each(['failing', 'cutting', 'silent'] as const)('While the queue is %s', (mood) => {
  it('a tool call is kept in the table, and makes one task within five seconds of its return', async () => {
    const callId = newCallId();
    queueDoor.mood = mood;
    const kept = await postVapi(system.url, toolCall(callId));
    expect(kept).toMatchObject({ status: 200, json: { results: [{ result: expect.any(String) }] } });
    expect(output.text()).not.toContain('SENTINEL');
    expect(tasksOf(callId)).toEqual([]);

    const back = Date.now();
    queueDoor.mood = 'up';
    await expect.poll(() => tasksOf(callId), { timeout: 20_000 }).toHaveLength(1);
    expect(platforms.lastTaskAt() - back).toBeLessThan(5_000);
    // The assistant asks once more, as Vapi does when an answer is lost.
    expect((await postVapi(system.url, toolCall(callId))).status).toBe(200);
    await system.idle();
    expect(tasksOf(callId)).toHaveLength(1);
  });

  it('a wish that is only said is kept in the table, and its rule asks for a human after its return', async () => {
    const callId = newCallId();
    queueDoor.mood = mood;
    const said = {
      role: 'user',
      transcriptType: 'final',
      transcript: 'Let me speak to a real person, please.',
    };
    const message = { type: 'transcript', timestamp: Date.now(), call: { id: callId }, ...said };
    expect(await postVapi(system.url, JSON.stringify({ message }))).toMatchObject({ status: 200 });
    expect(output.text()).not.toContain('real person');

    const back = Date.now();
    queueDoor.mood = 'up';
    await expect.poll(() => tasksOf(callId), { timeout: 20_000 }).toHaveLength(1);
    expect(platforms.lastTaskAt() - back).toBeLessThan(5_000);
    await system.idle();
    expect(tasksOf(callId)).toHaveLength(1);
  });

  it('and the table as well, a tool call is not acknowledged, and makes a task when it comes again', async () => {
    const callId = newCallId();
    queueDoor.mood = mood;
    tableDoor.mood = mood;
    const refused = await postVapi(system.url, toolCall(callId));
    expect(refused).toMatchObject(UNAVAILABLE);
    expect(troublesOf('vapi-webhook')).toHaveLength(1);
    expect(output.text() + refused.text).not.toMatch(TRACE);
    queueDoor.mood = 'up';
    tableDoor.mood = 'up';
    expect((await postVapi(system.url, toolCall(callId))).status).toBe(200);
    await expect.poll(() => tasksOf(callId), { timeout: 10_000 }).toHaveLength(1);
  });

  it('the service says that it is not healthy, and which part', async () => {
    queueDoor.mood = mood;
    expect(await health()).toMatchObject({
      status: 503,
      json: { status: 'unhealthy', dependencies: { queue: 'down', table: 'healthy' } },
    });
    queueDoor.mood = 'up';
    expect(await health()).toMatchObject({ status: 200, json: { status: 'healthy' } });
  });
});

describe.each(['failing', 'cutting', 'silent'] as const)('While the table is %s', (mood) => {
  it('an assignment is not answered, so that TaskRouter asks again', async () => {
    tableDoor.mood = mood;
    const [path] = TWILIO_PATHS;
    const refused = await postTwilio(system.url, path, assignment(newCallId()));
    expect(refused).toMatchObject(UNAVAILABLE);
    expect(troublesOf('twilio-assignment')).toHaveLength(1);
    expect(output.text() + refused.text).not.toMatch(TRACE);
    tableDoor.mood = 'up';
    expect(await postTwilio(system.url, path, assignment(newCallId()))).toMatchObject({
      status: 200,
      json: { instruction: 'reject' },
    });
  });

  it('the status of a leg is not acknowledged', async () => {
    tableDoor.mood = mood;
    const body = formOf(twilioFixture('voice-status-callback'));
    const path = '/webhook/twilio/status';
    expect(await postTwilio(system.url, path, body)).toMatchObject(UNAVAILABLE);
    tableDoor.mood = 'up';
    expect((await postTwilio(system.url, path, body)).status).toBe(204);
  });

  it('the service says that it is not healthy, and which part', async () => {
    tableDoor.mood = mood;
    expect(await health()).toMatchObject({
      status: 503,
      json: { status: 'unhealthy', dependencies: { queue: 'healthy', table: 'down' } },
    });
    tableDoor.mood = 'up';
    expect(await health()).toMatchObject({ status: 200, json: { status: 'healthy' } });
  });
});

describe('A tool call with characters that SQS does not take as they are', () => {
  it.each([
    ['an emoji', '\u{1f600}'],
    ['half of one', '\ud83d'],
    ['a character that is none', '\uffff\ufffe'],
    ['control characters', '\u0000\u0008\u001f'],
  ])('makes a task: %s', async (_, odd) => {
    const callId = newCallId();
    const body = toolCall(callId, { arguments: { reason: `odd ${odd} reason`, captured: { [odd]: odd } } });
    expect((await postVapi(system.url, body)).status).toBe(200);
    await expect.poll(() => tasksOf(callId), { timeout: 10_000 }).toHaveLength(1);
  });
});
