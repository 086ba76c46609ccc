import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  ACCOUNT,
  ACCOUNT_PATH,
  CALL,
  CALL_PATH,
  CALLS_PATH,
  CREDENTIALS,
  callSid,
  impatientLegsAt,
  leg,
  legsAt,
  order,
  TOKEN,
} from './scripted-legs.ts';
import { type Answer, problem, scriptedTaskRouter } from './scripted-taskrouter.ts';
import { deadUrl, outcome, TROUBLES } from './troubles.ts';

const CONFERENCE = 'CF5d0a7c92e16b4f38a9d4e2b7c8013f65';
const CONFERENCES_PATH = `${ACCOUNT_PATH}/Conferences.json`;
const participantPath = (conference: string) =>
  `${ACCOUNT_PATH}/Conferences/${conference}/Participants/${CALL}.json`;
const key = { to: order.to, from: order.from, since: 0, whose: async () => 'ours' as const };
const TWIML = '<?xml version="1.0"?><Response><Say>Zoë &amp; co = 100%</Say></Response>';

let server: Awaited<ReturnType<typeof scriptedTaskRouter>>;
beforeEach(async () => {
  server = await scriptedTaskRouter();
});
afterEach(() => server.stop());

const legs = (changed: Parameters<typeof legsAt>[1] = {}) => legsAt(server.url, changed);
const impatient = (answer: Answer) => impatientLegsAt(server.url, answer);

const conferences = (...sids: string[]): Answer => ({
  status: 200,
  json: { conferences: sids.map((sid) => ({ sid, status: 'in-progress' })), next_page_uri: null },
});
const participant = (status?: string): Answer => ({ status: 200, json: { call_sid: CALL, status } });

describe('ringing an agent', () => {
  it('says whom to ring from which number, what the agent hears, and that every step is to be told', async () => {
    server.answers.push({ status: 201, json: leg(1, { status: 'queued' }) });
    expect(await legs().ring(order)).toEqual({ is: 'rung', callSid: callSid(1) });
    const [request] = server.received;
    expect([request?.method, request?.path]).toEqual(['POST', CALLS_PATH]);
    expect(request?.headers.authorization).toBe(`Basic ${CREDENTIALS}`);
    expect([...(request?.form ?? [])]).toEqual([
      ['To', order.to],
      ['From', order.from],
      ['Url', order.url],
      ['Method', 'POST'],
      ['StatusCallback', `${order.statusUrl}#rc=2&rp=ct,rt,5xx`],
      ['StatusCallbackMethod', 'POST'],
      ['StatusCallbackEvent', 'ringing'],
      ['StatusCallbackEvent', 'completed'],
      ['Timeout', '20'],
    ]);
  });

  it('reaches SIP addresses and clients, too', async () => {
    server.answers.push({ status: 201, json: leg(1) });
    for (const to of ['sip:amara@example.com;transport=tls', 'client:amara_2Eosei']) {
      server.received.length = 0;
      await legs().ring({ ...order, to });
      expect(server.received[0]?.form.get('To')).toBe(to);
    }
  });

  it.each(TROUBLES)('is $once after $name', async (trouble) => {
    server.answers.push(trouble.answer);
    expect(await impatient(trouble.answer).ring(order)).toEqual(outcome(trouble, trouble.once));
    expect(server.received).toHaveLength(1);
  });

  it('may have happened when the answer cannot be read', async () => {
    for (const text of ['', 'ok', 'null', '{}', '{"sid":"WT1"}']) {
      server.answers.splice(0, 1, { status: 201, text });
      expect(await legs().ring(order)).toEqual({ is: 'unsure', reason: 'twilio-unreadable' });
    }
  });

  it('was not done when Twilio could not be reached, or no credentials were to be had', async () => {
    for (const apiUrl of [await deadUrl(), 'nonsense']) {
      expect(await legs({ apiUrl }).ring(order)).toEqual({ is: 'not-done', reason: 'twilio-unreachable' });
    }
    const authToken = () => Promise.reject(new Error(`secret ${TOKEN}`));
    expect(await legs({ authToken }).ring(order)).toEqual({
      is: 'not-done',
      reason: 'twilio-no-credentials',
    });
  });
});

describe('looking at a leg', () => {
  it('sees what it does', async () => {
    const seen: [string, object][] = [
      ['queued', { is: 'live', status: 'queued' }],
      ['initiated', { is: 'live', status: 'queued' }],
      ['ringing', { is: 'live', status: 'ringing' }],
      ['in-progress', { is: 'live', status: 'in-progress' }],
      ['completed', { is: 'over', status: 'completed' }],
      ['busy', { is: 'over', status: 'busy' }],
      ['failed', { is: 'over', status: 'failed' }],
      ['no-answer', { is: 'over', status: 'no-answer' }],
      ['canceled', { is: 'over', status: 'canceled' }],
      ['something-new', { is: 'over', status: 'something-new' }],
    ];
    for (const [status, expected] of seen) {
      server.answers.splice(0, 1, { status: 200, json: leg(1, { status }) });
      expect(await legs().look(CALL)).toEqual({ is: 'leg-seen', leg: expected });
    }
    expect(server.received[0]).toMatchObject({ method: 'GET', path: CALL_PATH });
  });

  it('sees that there is none', async () => {
    server.answers.push(problem(404, 20404));
    expect(await legs().look(CALL)).toEqual({ is: 'leg-seen', leg: { is: 'missing' } });
  });

  it('asks for nothing but a leg, whatever it is called', async () => {
    server.answers.push(problem(404, 20404));
    await legs().look('../../Messages?x=');
    expect(server.received[0]?.path).toBe(`${ACCOUNT_PATH}/Calls/..%2F..%2FMessages%3Fx%3D.json`);
  });

  it('is tried again when the answer cannot be read', async () => {
    for (const text of ['', 'null', '{}', '{"status":""}', '{"status":7}']) {
      server.answers.splice(0, 1, { status: 200, text });
      expect(await legs().look(CALL)).toEqual({ is: 'not-done', reason: 'twilio-unreadable' });
    }
  });

  it.each(TROUBLES)('is $again after $name', async (trouble) => {
    server.answers.push(trouble.answer);
    expect(await impatient(trouble.answer).look(CALL)).toEqual(outcome(trouble, trouble.again));
  });
});

describe('giving a leg new instructions', () => {
  it('sends them along, and asks nothing of the answer', async () => {
    for (const answer of [{ json: leg(1) }, { text: '' }]) {
      server.answers.splice(0, 1, { status: 200, ...answer });
      expect(await legs().redirect(CALL, { is: 'given', twiml: TWIML })).toEqual({ is: 'redirected' });
    }
    expect(server.received[0]).toMatchObject({ method: 'POST', path: CALL_PATH });
    expect([...(server.received[0]?.form ?? [])]).toEqual([['Twiml', TWIML]]);
  });

  it('cannot be done while it rings, or when it is over', async () => {
    server.answers.push(problem(400, 21220));
    expect(await legs().redirect(CALL, { is: 'given', twiml: TWIML })).toEqual({ is: 'not-in-progress' });
  });

  it('is refused when there is no such leg', async () => {
    server.answers.push(problem(404, 20404));
    expect(await legs().redirect(CALL, { is: 'given', twiml: TWIML })).toEqual({
      is: 'refused',
      reason: 'twilio-404-20404',
    });
  });

  it.each(TROUBLES)('is $once after $name', async (trouble) => {
    server.answers.push(trouble.answer);
    expect(await impatient(trouble.answer).redirect(CALL, { is: 'given', twiml: TWIML })).toEqual(
      outcome(trouble, trouble.once),
    );
    expect(server.received).toHaveLength(1);
  });
});

describe('ending a leg', () => {
  it('ends it, ringing or not', async () => {
    server.answers.push({ status: 200, json: leg(1, { status: 'completed' }) });
    expect(await legs().hangUp(CALL)).toEqual({ is: 'hung-up' });
    expect(server.received[0]).toMatchObject({ method: 'POST', path: CALL_PATH });
    expect([...(server.received[0]?.form ?? [])]).toEqual([['Status', 'completed']]);
  });

  it('is done when the leg is over or gone already', async () => {
    for (const answer of [problem(400, 21220), problem(404, 20404)]) {
      server.answers.splice(0, 1, answer);
      expect(await legs().hangUp(CALL)).toEqual({ is: 'hung-up' });
    }
  });

  it.each(TROUBLES)('is $again after $name', async (trouble) => {
    server.answers.push(trouble.answer);
    expect(await impatient(trouble.answer).hangUp(CALL)).toEqual(outcome(trouble, trouble.again));
  });
});

describe('whether a leg takes part in a conference', () => {
  const has = () => legs().conferenceHas('handoff ho_1&2', CALL);

  it('is seen among the participants of the running conference of that name', async () => {
    server.answers.push(conferences(CONFERENCE), participant('connected'));
    expect(await has()).toEqual({ is: 'conference-seen', there: true });
    expect(server.received.map(({ method, path }) => [method, path])).toEqual([
      ['GET', CONFERENCES_PATH],
      ['GET', participantPath(CONFERENCE)],
    ]);
    expect(Object.fromEntries(server.received[0]?.query ?? [])).toEqual({
      FriendlyName: 'handoff ho_1&2',
      Status: 'in-progress',
    });
  });

  it('is seen in any one of several', async () => {
    const other = 'CF00000000000000000000000000000002';
    server.answers.push(conferences(other, CONFERENCE), problem(404, 20404), participant());
    expect(await has()).toEqual({ is: 'conference-seen', there: true });
    expect(server.received.map(({ path }) => path).slice(1)).toEqual([
      participantPath(other),
      participantPath(CONFERENCE),
    ]);
  });

  it('is denied when there is no such conference, the leg is not in it, or has left it', async () => {
    const seen: Answer[][] = [
      [conferences()],
      [conferences(CONFERENCE), problem(404, 20404)],
      [conferences(CONFERENCE), participant('complete')],
      [conferences(CONFERENCE), participant('failed')],
    ];
    for (const answers of seen) {
      server.received.length = 0;
      server.answers.splice(0, server.answers.length, ...answers);
      expect(await has()).toEqual({ is: 'conference-seen', there: false });
      expect(server.received).toHaveLength(answers.length);
    }
  });

  it('stays open when an answer cannot be read', async () => {
    for (const text of ['', 'null', '{}', '{"conferences":[{"sid":"CA1"}]}']) {
      server.answers.splice(0, 1, { status: 200, text });
      expect(await has()).toEqual({ is: 'not-done', reason: 'twilio-unreadable' });
    }
    server.answers.splice(0, 1, conferences(CONFERENCE), { status: 200, text: 'null' });
    expect(await has()).toEqual({ is: 'not-done', reason: 'twilio-unreadable' });
  });

  it.each(TROUBLES)('is $again after $name, at either of the two looks', async (trouble) => {
    const ask = () => impatient(trouble.answer).conferenceHas('ho_1', CALL);
    server.answers.splice(0, 1, trouble.answer);
    expect(await ask()).toEqual(outcome(trouble, trouble.again));
    server.answers.splice(0, 1, conferences(CONFERENCE), trouble.answer);
    expect(await ask()).toEqual(outcome(trouble, trouble.again));
    expect(server.received).toHaveLength(3);
  });
});

describe('what comes back from the Voice API', () => {
  it('never holds credentials, numbers, addresses or instructions', async () => {
    const results: unknown[] = [];
    const lost = legs({ apiUrl: `http://user:${TOKEN}@127.0.0.1:1` });
    for (const { answer } of TROUBLES) {
      server.answers.splice(0, 1, answer);
      const patient = impatient(answer);
      results.push(
        await patient.ring(order),
        await patient.find(key),
        await patient.look(CALL),
        await patient.redirect(CALL, { is: 'given', twiml: TWIML }),
        await patient.hangUp(CALL),
        await patient.conferenceHas('ho_1', CALL),
      );
    }
    results.push(
      await lost.ring(order),
      await lost.find(key),
      await lost.redirect(CALL, { is: 'given', twiml: TWIML }),
    );
    expect(results).toHaveLength(6 * TROUBLES.length + 3);
    const said = JSON.stringify(results);
    for (const secret of [TOKEN, CREDENTIALS, ACCOUNT, CALL, '+1415', 'http', '127.0.0.1', 'Response']) {
      expect(said).not.toContain(secret);
    }
  });
});
