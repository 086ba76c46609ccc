import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ask } from '../calls.ts';
import { type Bench, startBench } from '../receiver.ts';
import { assistant, refused } from './bodies.ts';

let bench: Bench;
const ids: string[] = [];
const times: string[] = [];
beforeEach(async () => {
  bench = await startBench();
  ids.length = 0;
  times.length = 0;
  for (const name of ['One', 'Two', 'Three']) {
    const { body } = await ask(bench.vapi, 'POST', '/assistant', assistant({ name }));
    ids.push(Object(body).id);
    times.push(Object(body).createdAt);
  }
});
afterEach(() => bench.stop());

const listed = async (query = '') => {
  const { status, body } = await ask(bench.vapi, 'GET', `/assistant${query}`);
  expect([status, Array.isArray(body)]).toEqual([200, true]);
  return Object(body).map(({ id }: { id: string }) => ids.indexOf(id));
};

describe('a list of what an account has at the simulated Vapi', () => {
  it('is empty in a new account', async () => {
    for (const path of ['/squad', '/phone-number', '/tool', '/credential']) {
      expect(await ask(bench.vapi, 'GET', path)).toMatchObject({ status: 200, body: [] });
    }
  });

  it('is bare, the newest first', async () => {
    expect(await listed()).toEqual([2, 1, 0]);
    expect(await listed('?limit=2')).toEqual([2, 1]);
  });

  it('goes on from a moment, which nothing else has', async () => {
    expect(new Set(times).size).toBe(3);
    expect(await listed(`?limit=1&createdAtLt=${times[2]}`)).toEqual([1]);
    expect(await listed(`?createdAtLe=${times[1]}`)).toEqual([1, 0]);
    expect(await listed(`?createdAtGt=${times[0]}`)).toEqual([2, 1]);
    expect(await listed(`?createdAtGe=${times[1]}`)).toEqual([2, 1]);
  });

  it('knows when something was changed', async () => {
    const { body } = await ask(bench.vapi, 'PATCH', `/assistant/${ids[0]}`, { firstMessage: 'Hello.' });
    expect(await listed(`?updatedAtGe=${Object(body).updatedAt}`)).toEqual([0]);
    expect(await listed()).toEqual([2, 1, 0]);
  });

  it('shows a hundred, unless it is asked for up to a thousand', async () => {
    for (let made = 0; made < 120; made += 1) bench.vapi.console.add('assistant', { name: `Hand ${made}` });
    expect(await listed()).toHaveLength(100);
    expect(await listed('?limit=1000')).toHaveLength(123);
    expect(await listed(`?createdAtLt=${times[2]}`)).toEqual([1, 0]);
  });

  it.each([
    ['?name=One', 'property name should not exist'],
    ['?metadata=x', 'property metadata should not exist'],
    ['?page=2', 'property page should not exist'],
    ['?limit=1001', 'limit must not be greater than 1000'],
    ['?createdAtLt=yesterday', 'createdAtLt must be a valid ISO 8601 date string'],
  ])('cannot be asked %s', async (query, complaint) => {
    expect(await ask(bench.vapi, 'GET', `/assistant${query}`)).toMatchObject(refused([complaint]));
  });
});
