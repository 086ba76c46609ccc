import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { twilioTasks } from '../../../lib/twilio/taskrouter.ts';
import { type Answer, problem, scriptedTaskRouter } from './scripted-taskrouter.ts';
import { deadUrl, outcome, SHORT_MS, TROUBLES } from './troubles.ts';

const ACCOUNT = 'AC7b1c9e04d2f84a6fb3e5a1907c42d8e6';
const TOKEN = 'f00dbeeff00dbeeff00dbeeff00dbeef';
const WORKSPACE = 'WS2f6a0d9b81c34e5fa7d2c06be9481357';
const TASK = 'WT6c0f3a8e57d14b92bd7e9140a5c8f236';
const RESERVATION = 'WR83d5e1f70b9a4c26a4f81c92e6d0375b';
const WORKSPACE_PATH = `/v1/Workspaces/${WORKSPACE}`;
const RESERVATION_PATH = `${WORKSPACE_PATH}/Tasks/${TASK}/Reservations/${RESERVATION}`;
const ACTIVITIES_PATH = `${WORKSPACE_PATH}/Activities`;
const UNAVAILABLE = 'WA00000000000000000000000000000077';
const offer = { taskSid: TASK, reservationSid: RESERVATION };

const wrongState = problem(400, 20001);
const reservation = (status: unknown): Answer => ({
  status: 200,
  json: { sid: RESERVATION, task_sid: TASK, reservation_status: status },
});
const done = reservation('accepted');
const activitySid = (number: number) => `WA${number.toString(16).padStart(32, '0')}`;
const activities = (...names: string[]): Answer => ({
  status: 200,
  json: {
    activities: names.map((friendly_name, i) => ({
      sid: activitySid(i),
      friendly_name,
      available: friendly_name.startsWith('On call'),
    })),
    meta: { key: 'activities', next_page_url: null },
  },
});

let server: Awaited<ReturnType<typeof scriptedTaskRouter>>;
beforeEach(async () => {
  server = await scriptedTaskRouter();
});
afterEach(() => server.stop());

function tasks(changed: Partial<Parameters<typeof twilioTasks>[0]> = {}) {
  return twilioTasks({
    taskrouterUrl: server.url,
    accountSid: ACCOUNT,
    authToken: async () => TOKEN,
    workspaceSid: WORKSPACE,
    workflowSid: 'WW90c4e7a15b2d4f38861ae3f5d7b0c294',
    clock: Date.now,
    timeoutMs: 4_000,
    ...changed,
  });
}
const impatient = (answer: Answer) => (answer === 'silent' ? { timeoutMs: SHORT_MS } : {});
/** The answers to come, whatever was left of others. */
function script(...answers: Answer[]) {
  server.received.length = 0;
  server.answers.splice(0, server.answers.length, ...answers);
}
const asked = () =>
  server.received.map(({ method, path, form }) => [
    method,
    path.slice(WORKSPACE_PATH.length + 1).split('/')[0],
    ...form.values(),
  ]);

describe('accepting an offer', () => {
  it('accepts the reservation', async () => {
    script(done);
    expect(await tasks().accept(offer)).toEqual({ is: 'accepted' });
    expect(server.received[0]).toMatchObject({ method: 'POST', path: RESERVATION_PATH });
    expect([...(server.received[0]?.form ?? [])]).toEqual([['ReservationStatus', 'accepted']]);
    expect(server.received).toHaveLength(1);
  });

  it('has happened already when the reservation is accepted, or went on from there', async () => {
    for (const status of ['accepted', 'wrapping', 'completed']) {
      script(wrongState, reservation(status));
      expect(await tasks().accept(offer)).toEqual({ is: 'accepted' });
      expect(server.received.map(({ method, path }) => [method, path])).toEqual([
        ['POST', RESERVATION_PATH],
        ['GET', RESERVATION_PATH],
      ]);
    }
  });

  it.each([
    40114, 40123, 40135, 40136, 40144,
  ])('has happened already, whatever the code: %s', async (code) => {
    script(problem(400, code), reservation('accepted'));
    expect(await tasks().accept(offer)).toEqual({ is: 'accepted' });
  });

  it('comes too late when the reservation went another way', async () => {
    for (const status of ['rejected', 'timeout', 'canceled', 'rescinded']) {
      script(wrongState, reservation(status));
      expect(await tasks().accept(offer)).toEqual({ is: 'offer-gone', reason: `reservation-${status}` });
    }
  });

  it('is tried again when the reservation waits all the same: given up, it would hold its agent', async () => {
    script(wrongState, reservation('pending'));
    expect(await tasks().accept(offer)).toEqual({ is: 'not-done', reason: 'twilio-reservation-pending' });
  });

  it('comes too late when the reservation is gone, or is gone by the time one looks', async () => {
    script(problem(404, 20404));
    expect(await tasks().accept(offer)).toEqual({ is: 'offer-gone', reason: 'reservation-gone' });
    expect(server.received).toHaveLength(1);
    script(wrongState, problem(404, 20404));
    expect(await tasks().accept(offer)).toEqual({ is: 'offer-gone', reason: 'reservation-gone' });
  });

  it('is tried again when the reservation cannot be looked at or its status cannot be read', async () => {
    script(wrongState, { status: 503 });
    expect(await tasks().accept(offer)).toEqual({ is: 'not-done', reason: 'twilio-503' });
    for (const status of [undefined, null, '', 7]) {
      script(wrongState, reservation(status));
      expect(await tasks().accept(offer)).toEqual({ is: 'not-done', reason: 'twilio-unreadable' });
    }
  });

  it.each(TROUBLES)('is $again after $name', async (trouble) => {
    script(trouble.answer);
    expect(await tasks(impatient(trouble.answer)).accept(offer)).toEqual(outcome(trouble, trouble.again));
    expect(server.received).toHaveLength(1);
  });

  it('was not done when TaskRouter could not be reached', async () => {
    const taskrouterUrl = await deadUrl();
    expect(await tasks({ taskrouterUrl }).accept(offer)).toEqual({
      is: 'not-done',
      reason: 'twilio-unreachable',
    });
  });
});

describe('rejecting an offer', () => {
  const configured = { unavailableActivitySid: UNAVAILABLE };

  it('sends the worker to the configured activity, without a look at the others', async () => {
    script(done);
    expect(await tasks(configured).reject(offer)).toEqual({ is: 'rejected' });
    expect(server.received[0]).toMatchObject({ method: 'POST', path: RESERVATION_PATH });
    expect(Object.fromEntries(server.received[0]?.form ?? [])).toEqual({
      ReservationStatus: 'rejected',
      WorkerActivitySid: UNAVAILABLE,
    });
    expect(server.received).toHaveLength(1);
  });

  it('has happened when the reservation is over or gone', async () => {
    for (const status of ['rejected', 'timeout', 'canceled', 'rescinded', 'completed']) {
      script(wrongState, reservation(status));
      expect(await tasks(configured).reject(offer)).toEqual({ is: 'rejected' });
      expect(asked()).toEqual([
        ['POST', 'Tasks', 'rejected', UNAVAILABLE],
        ['GET', 'Tasks'],
      ]);
    }
    script(problem(404, 20404));
    expect(await tasks(configured).reject(offer)).toEqual({ is: 'rejected' });
  });

  it.each(['accepted', 'wrapping'])('comes too late when the reservation is %s', async (status) => {
    script(wrongState, reservation(status));
    expect(await tasks(configured).reject(offer)).toEqual({ is: 'accepted' });
    script({ status: 503 }, wrongState, reservation(status));
    expect(await tasks().reject(offer)).toEqual({ is: 'accepted' });
  });

  it('rejects without an activity when it was the activity that TaskRouter did not take', async () => {
    for (const no of [wrongState, problem(404, 20404), problem(400, 40100)]) {
      script(no, reservation('pending'), done);
      expect(await tasks(configured).reject(offer)).toEqual({ is: 'rejected' });
      expect(asked()).toEqual([
        ['POST', 'Tasks', 'rejected', UNAVAILABLE],
        ['GET', 'Tasks'],
        ['POST', 'Tasks', 'rejected'],
      ]);
    }
  });

  it('is tried again when the reservation cannot be looked at', async () => {
    script(wrongState, { status: 503 });
    expect(await tasks(configured).reject(offer)).toEqual({ is: 'not-done', reason: 'twilio-503' });
  });

  it.each(
    TROUBLES.filter(({ answer }) => typeof answer === 'string' || answer.status !== 400),
  )('is $again after $name', async (trouble) => {
    script(trouble.answer);
    const rejecting = tasks({ ...configured, ...impatient(trouble.answer) }).reject(offer);
    expect(await rejecting).toEqual(outcome(trouble, trouble.again));
    expect(server.received).toHaveLength(1);
  });
});

describe('the activity of a worker who declined', () => {
  const isAskedFor = ['GET', 'Activities'];

  it('is asked for among those in which TaskRouter offers nothing, once in the life of the client', async () => {
    const client = tasks();
    script(activities('Unavailable'), done);
    expect(await client.reject(offer)).toEqual({ is: 'rejected' });
    expect(await client.reject(offer)).toEqual({ is: 'rejected' });
    expect(asked()).toEqual([
      isAskedFor,
      ['POST', 'Tasks', 'rejected', activitySid(0)],
      ['POST', 'Tasks', 'rejected', activitySid(0)],
    ]);
    expect(server.received[0]?.path).toBe(ACTIVITIES_PATH);
    expect(server.received[0]?.query.get('Available')).toBe('false');
  });

  it('is one for a short absence by its name, then any other, and Offline only when there is no other', async () => {
    const choices: [string[], number][] = [
      [['Offline', 'Lunch', 'Unavailable'], 2],
      [['Offline', 'Lunch', 'BREAK'], 2],
      [['Away', 'Break', 'unavailable'], 2],
      [['offline', 'aWaY'], 1],
      [['Offline', 'Lunch'], 1],
      [['Lunch', 'Training'], 0],
      [['Offline'], 0],
      [['On call', 'On call 2', 'Offline'], 2],
    ];
    for (const [names, number] of choices) {
      script(activities(...names), done);
      await tasks().reject(offer);
      expect(asked()[1]).toEqual(['POST', 'Tasks', 'rejected', activitySid(number)]);
    }
  });

  it('is left out when the workspace has none, which is not asked again', async () => {
    const client = tasks();
    script(activities('On call'), done);
    await client.reject(offer);
    expect(await client.reject(offer)).toEqual({ is: 'rejected' });
    expect(asked()).toEqual([isAskedFor, ['POST', 'Tasks', 'rejected'], ['POST', 'Tasks', 'rejected']]);
  });

  it.each([
    { name: 'a refusal', answer: problem(403, 20403) },
    { name: '429', answer: problem(429, 20429) },
    { name: '503', answer: { status: 503 } },
    { name: 'a cut', answer: 'cut' },
    { name: 'silence', answer: 'silent' },
    { name: 'an answer that cannot be read', answer: { status: 200, text: '{}' } },
  ] as const)('is left out after $name, and asked for again the next time', async ({ answer }) => {
    const client = tasks(impatient(answer));
    script(answer, done);
    expect(await client.reject(offer)).toEqual({ is: 'rejected' });
    expect(asked()).toEqual([isAskedFor, ['POST', 'Tasks', 'rejected']]);
    script(activities('Break'), done);
    await client.reject(offer);
    expect(asked()).toEqual([isAskedFor, ['POST', 'Tasks', 'rejected', activitySid(0)]]);
  });

  it('being left out, a reservation that is over or gone is rejected all the same', async () => {
    script({ status: 503 }, wrongState, reservation('canceled'));
    expect(await tasks().reject(offer)).toEqual({ is: 'rejected' });
    script({ status: 503 }, problem(404, 20404));
    expect(await tasks().reject(offer)).toEqual({ is: 'rejected' });
    expect(server.received).toHaveLength(2);
  });

  it('being left out, it is refused when TaskRouter says no for another reason', async () => {
    script({ status: 503 }, problem(400, 20002));
    expect(await tasks().reject(offer)).toEqual({ is: 'refused', reason: 'twilio-400-20002' });
  });
});
