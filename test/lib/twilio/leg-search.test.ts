import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Unavailable } from '../../../lib/base/trouble.ts';
import { CALLS_PATH, callSid, impatientLegsAt, leg, legsAt, order } from './scripted-legs.ts';
import { type Answer, scriptedTaskRouter } from './scripted-taskrouter.ts';
import { outcome, TROUBLES } from './troubles.ts';

const since = Date.parse('2026-11-21T02:00:10.600Z');
const key = { to: order.to, from: order.from, since, whose: async () => 'ours' as const };

let server: Awaited<ReturnType<typeof scriptedTaskRouter>>;
beforeEach(async () => {
  server = await scriptedTaskRouter();
});
afterEach(() => server.stop());
const legs = () => legsAt(server.url);

const calls = (list: unknown[], next: string | null = null): Answer => ({
  status: 200,
  json: { calls: list, page: 0, next_page_uri: next },
});

describe('looking for the leg that was rung to an agent', () => {
  it('goes through the legs to this agent from our number, and asks for nothing that only a started leg has', async () => {
    server.answers.push(calls([leg(1)]));
    expect(await legs().find(key)).toEqual({ is: 'rung', callSid: callSid(1) });
    expect(server.received.map(({ method, path }) => [method, path])).toEqual([['GET', CALLS_PATH]]);
    expect(Object.fromEntries(server.received[0]?.query ?? [])).toEqual({
      To: order.to,
      From: order.from,
      PageSize: '50',
    });
  });

  it('takes no leg that came in or that a Dial made', async () => {
    for (const direction of ['inbound', 'outbound-dial', 'trunking-terminating', null, undefined]) {
      server.answers.splice(0, 1, calls([leg(1, { direction })]));
      expect(await legs().find(key)).toEqual({ is: 'leg-absent' });
    }
  });

  it('takes no leg that was made more than five seconds before, for it was another call', async () => {
    const made = (date_created: string) => calls([leg(1, { date_created })]);
    server.answers.splice(0, 1, made('Sat, 21 Nov 2026 02:00:06 +0000'));
    expect(await legs().find(key)).toEqual({ is: 'rung', callSid: callSid(1) });
    server.answers.splice(0, 1, made('Sat, 21 Nov 2026 02:00:05 +0000'));
    expect(await legs().find(key)).toEqual({ is: 'leg-absent' });
  });

  it.each([
    'completed',
    'busy',
    'no-answer',
    'failed',
    'canceled',
  ])('takes no leg that is over: %s', async (status) => {
    server.answers.push(calls([leg(1, { status })]));
    expect(await legs().find(key)).toEqual({ is: 'leg-absent' });
  });

  it('takes the newest that is live', async () => {
    const older = { date_created: 'Sat, 21 Nov 2026 02:00:10 +0000' };
    const over = { status: 'no-answer' };
    const cases: [unknown[], number][] = [
      [[leg(1, over), leg(2, older)], 2],
      [[leg(1), leg(2, older)], 1],
      [[leg(2, older), leg(1)], 1],
      [[leg(1), leg(2)], 1],
      [[leg(1, over), leg(2, { ...older, status: 'in-progress' }), leg(3, { status: 'completed' })], 2],
    ];
    for (const [list, number] of cases) {
      server.answers.splice(0, 1, calls(list));
      expect(await legs().find(key)).toEqual({ is: 'rung', callSid: callSid(number) });
    }
  });

  it('takes no leg that is known as the leg of another handoff, however new it is', async () => {
    const whose = async (sid: string) => (sid === callSid(1) ? 'anothers' : 'ours');
    const older = { date_created: 'Sat, 21 Nov 2026 02:00:10 +0000' };
    server.answers.push(calls([leg(1), leg(2, older)]), calls([leg(1)]));
    expect(await legs().find({ ...key, whose })).toEqual({ is: 'rung', callSid: callSid(2) });
    expect(await legs().find({ ...key, whose })).toEqual({ is: 'leg-absent' });
  });

  it('takes no leg of which nobody has told yet whose it is, and does not say that there is none', async () => {
    const older = { date_created: 'Sat, 21 Nov 2026 02:00:10 +0000' };
    const whose = async (sid: string) =>
      sid === callSid(1) ? 'unknown' : sid === callSid(2) ? 'anothers' : 'ours';
    server.answers.push(calls([leg(1)]), calls([leg(1), leg(2, older)]), calls([leg(1), leg(3, older)]));
    expect(await legs().find({ ...key, whose })).toEqual({ is: 'leg-unknown' });
    expect(await legs().find({ ...key, whose })).toEqual({ is: 'leg-unknown' });
    expect(await legs().find({ ...key, whose })).toEqual({ is: 'rung', callSid: callSid(3) });
  });

  it('was not done where it cannot be told whose a leg is', async () => {
    server.answers.push(calls([leg(1)]));
    const whose = () => Promise.reject(new Unavailable('table', 'down'));
    expect(await legs().find({ ...key, whose })).toMatchObject({ is: 'not-done' });
  });

  it('takes a leg without a date, which only waits to be dialled', async () => {
    for (const date_created of [null, undefined]) {
      server.answers.splice(0, 1, calls([leg(1), leg(2, { date_created, status: 'queued' })]));
      expect(await legs().find(key)).toEqual({ is: 'rung', callSid: callSid(2) });
    }
  });

  it('turns the page until legs are too old, for a live one may be on the next, and asks no other host', async () => {
    const next = `https://api.example.com${CALLS_PATH}?Page=1&PageToken=PACA1`;
    const old = leg(9, { date_created: 'Sat, 21 Nov 2026 01:00:00 +0000' });
    server.answers.push(calls([leg(1, { status: 'failed' })], next), calls([leg(2), old], next), calls([]));
    expect(await legs().find(key)).toEqual({ is: 'rung', callSid: callSid(2) });
    expect(server.received).toHaveLength(2);
    expect(Object.fromEntries(server.received[1]?.query ?? [])).toMatchObject({
      To: order.to,
      From: order.from,
      Page: '1',
      PageToken: 'PACA1',
    });
  });

  it('does not claim that there is none when there is no end of legs', async () => {
    const next = `${CALLS_PATH}?Page=1&PageToken=PACA1`;
    server.answers.push(calls([leg(1, { direction: 'inbound' })], next));
    expect(await legs().find(key)).toEqual({ is: 'not-done', reason: 'twilio-too-many-legs' });
    expect(server.received).toHaveLength(5);
  });

  it('claims that there is none only when the answer could be read', async () => {
    server.answers.splice(0, 1, calls([]));
    expect(await legs().find(key)).toEqual({ is: 'leg-absent' });
    const unreadable = ['', 'null', '{}', '{"calls":7}', '{"calls":[{}]}'];
    for (const text of [
      ...unreadable,
      JSON.stringify({ calls: [leg(1, { date_created: 'soon' })], next_page_uri: null }),
    ]) {
      server.answers.splice(0, 1, { status: 200, text });
      expect(await legs().find(key)).toEqual({ is: 'not-done', reason: 'twilio-unreadable' });
    }
  });

  it.each(TROUBLES)('was not done after $name', async (trouble) => {
    server.answers.push(trouble.answer);
    expect(await impatientLegsAt(server.url, trouble.answer).find(key)).toEqual(outcome(trouble, 'not-done'));
  });
});
