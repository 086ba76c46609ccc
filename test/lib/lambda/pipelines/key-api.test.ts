import { describe, expect, it } from 'vitest';
import { jsonBody } from '../../../../lib/lambda/pipelines/bodies.ts';
import { KEY_API, keyApi } from '../../../../lib/lambda/pipelines/key-api.ts';
import { type Env, readSettings } from '../../../../lib/settings/read.ts';
import * as given from '../given.ts';

const OLD = 'f3a9c27be81d5506';
const NEW = 'correct horse battery staple';
const BOTH = { OUTBOUND_API_KEY: ` ${OLD} , ${NEW} ` };
const MIB = 1024 * 1024;

/** Routes for whoever has a key, what was read of their requests, and what was written. */
const world = (env: Env = BOTH, maxBytes?: number) => {
  const watched = given.watching();
  const read: unknown[] = [];
  const handler = keyApi({
    settings: readSettings(env, KEY_API),
    telemetry: watched.telemetry,
    now: watched.now,
    ...(maxBytes !== undefined && { maxBytes }),
    async answer(request) {
      read.push(jsonBody(request));
      return { status: 200, body: { is: 'answered' } };
    },
  });
  const asks = (headers: Record<string, string>, body = '{"a":1}') =>
    handler(given.request({ path: '/outbound/calls', headers, body }), given.context);
  return { asks, read, ...watched };
};
const UNAUTHORIZED = {
  statusCode: 401,
  headers: { 'content-type': 'application/json' },
  body: '{"error":{"code":"unauthorized","message":"The key is not valid."}}',
};

describe('A route for the team’s own systems', () => {
  it.each([
    ['as a bearer', { authorization: `Bearer ${OLD}` }],
    ['as a bearer in small letters', { authorization: `bearer ${OLD}` }],
    ['as a bearer behind some blanks', { Authorization: `Bearer   ${OLD}` }],
    ['in a header of its own', { 'x-api-key': OLD }],
    ['in a header of its own in capitals', { 'X-API-Key': OLD }],
    ['in a header of its own beside another scheme', { authorization: 'Basic eDp5', 'x-api-key': OLD }],
    ['in a header of its own beside an empty bearer', { authorization: 'Bearer ', 'x-api-key': OLD }],
  ])('answers whoever sends the key %s', async (_how, headers) => {
    const { asks, read, logged, metrics } = world();
    expect(await asks(headers)).toMatchObject({ statusCode: 200, body: '{"is":"answered"}' });
    expect(read).toEqual([{ a: 1 }]);
    expect(logged()).toEqual([]);
    expect(metrics()).toMatchObject({ answered: 1, refused_credential: 0 });
  });

  it('takes larger bodies where it says so, and none that is larger than that', async () => {
    const body = (bytes: number) => JSON.stringify('a'.repeat(bytes - 2));
    const { asks } = world(BOTH, 2 * MIB);
    expect(await asks({ 'x-api-key': OLD }, body(2 * MIB))).toMatchObject({ statusCode: 200 });
    expect(await asks({ 'x-api-key': OLD }, body(2 * MIB + 1))).toMatchObject({ statusCode: 413 });
  });

  it('takes either of two keys while one replaces the other, blanks within it and all', async () => {
    for (const key of [OLD, NEW]) {
      expect(await world().asks({ authorization: `Bearer ${key}` })).toMatchObject({ statusCode: 200 });
      expect(await world().asks({ 'x-api-key': key })).toMatchObject({ statusCode: 200 });
    }
  });

  it.each([
    ['nothing', {}, 'no-key'],
    ['an empty bearer', { authorization: 'Bearer ' }, 'no-key'],
    ['the bare key', { authorization: OLD }, 'no-key'],
    ['the key by another scheme', { authorization: `Basic ${OLD}` }, 'no-key'],
    ['an empty key', { 'x-api-key': '' }, 'key'],
    ['another key', { 'x-api-key': 'f3a9c27be81d5507' }, 'key'],
    ['the beginning of a key', { authorization: `Bearer ${OLD.slice(0, -1)}` }, 'key'],
    ['more than a key', { authorization: `Bearer ${OLD}0` }, 'key'],
    ['the key in capitals', { 'x-api-key': OLD.toUpperCase() }, 'key'],
    ['both keys as they are set', { 'x-api-key': `${OLD},${NEW}` }, 'key'],
    ['a bearer that is wrong beside a key', { authorization: 'Bearer wrong', 'x-api-key': OLD }, 'key'],
  ])('refuses whoever sends %s', async (_what, headers, reason) => {
    const { asks, read, logged, metrics } = world();
    expect(await asks(headers)).toEqual(UNAUTHORIZED);
    expect(read).toEqual([]);
    expect(logged()).toMatchObject([{ level: 'warn', message: 'refused', status: 401, reason }]);
    expect(metrics()).toMatchObject({ refused_credential: 1 });
  });

  it.each([
    {},
    { 'x-api-key': '' },
    { authorization: 'Bearer undefined' },
    { authorization: `Bearer ${OLD}` },
    { 'x-api-key': OLD },
  ])('refuses everybody where no key is set: %j', async (headers) => {
    expect(await world({}).asks(headers)).toEqual(UNAUTHORIZED);
    expect(await world({ OUTBOUND_API_KEY: ' ' }).asks(headers)).toEqual(UNAUTHORIZED);
  });

  it.each([
    ['is no JSON', '{"a":'],
    ['is empty', ''],
    ['is too large', JSON.stringify('x'.repeat(MIB))],
  ])('refuses who has no key before it looks at the body, which %s', async (_what, body) => {
    for (const headers of [{}, { 'x-api-key': 'wrong' }]) {
      const { asks, read } = world();
      expect(await asks(headers, body)).toEqual(UNAUTHORIZED);
      expect(read).toEqual([]);
    }
  });

  it('takes a body of a mebibyte from who has the key, and refuses one byte more unread', async () => {
    const { asks, read } = world();
    expect(await asks({ 'x-api-key': OLD }, JSON.stringify('x'.repeat(MIB - 2)))).toMatchObject({
      statusCode: 200,
    });
    const more = world();
    expect(await more.asks({ 'x-api-key': OLD }, JSON.stringify('x'.repeat(MIB - 1)))).toMatchObject({
      statusCode: 413,
      body: '{"error":{"code":"too_large","message":"The body is larger than 1048576 bytes."}}',
    });
    expect([read.length, more.read.length]).toEqual([1, 0]);
    expect(more.logged()).toMatchObject([{ status: 413, reason: 'too_large', bytes: MIB + 1 }]);
  });

  it('counts bytes, not characters', async () => {
    const { asks } = world();
    const body = JSON.stringify('é'.repeat(MIB / 2));
    expect(await asks({ 'x-api-key': OLD }, body)).toMatchObject({ statusCode: 413 });
  });

  it('tells who has the key what is wrong with the body', async () => {
    expect(await world().asks({ 'x-api-key': OLD }, '{"a":')).toMatchObject({ statusCode: 400 });
  });

  it('writes nothing of any key, one that is right or one that is wrong', async () => {
    const wrong = 'wr0ng-key-of-somebody';
    for (const key of [OLD, NEW, wrong]) {
      for (const headers of [{ authorization: `Bearer ${key}` }, { 'x-api-key': key }]) {
        const { asks, lines } = world();
        const { body } = await asks(headers, '{');
        const told = `${JSON.stringify(lines)} ${body}`;
        expect(lines.length).toBeGreaterThan(0);
        for (const secret of [OLD, NEW, wrong, key.slice(0, 8)]) expect(told).not.toContain(secret);
      }
    }
  });
});
