import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ask } from './calls.ts';
import { type Bench, startBench } from './receiver.ts';

let bench: Bench;
const ids: string[] = [];
const times: string[] = [];
beforeEach(async () => {
  bench = await startBench();
  ids.length = 0;
  times.length = 0;
  for (let made = 0; made < 3; made += 1) {
    times.push(new Date().toISOString());
    ids.push((await bench.vapi.startCall()).id);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
});
afterEach(() => bench.stop());

const list = (query = '') => ask(bench.vapi, 'GET', `/call${query}`);
const listed = async (query = '') => {
  const { status, body } = await list(query);
  expect([status, Array.isArray(body)]).toEqual([200, true]);
  return Object(body).map(({ id }: { id: string }) => ids.indexOf(id));
};

describe('GET /call of the simulated Vapi', () => {
  it('is a bare list, the newest call first', async () => {
    expect(await listed()).toEqual([2, 1, 0]);
    expect(await listed('?limit=2')).toEqual([2, 1]);
    expect(await listed('?limit=0')).toEqual([]);
  });

  it('goes on from a moment, and has no pages', async () => {
    expect(await listed(`?limit=1&createdAtLt=${times[2]}`)).toEqual([1]);
    expect(await listed(`?createdAtLe=${times[1]}`)).toEqual([1, 0]);
    expect(await listed(`?createdAtGt=${times[0]}`)).toEqual([2, 1]);
    expect(await listed(`?createdAtGe=${times[1]}&createdAtLt=${times[2]}`)).toEqual([1]);
  });

  it('knows the number and the assistant, and an id', async () => {
    expect(await listed(`?id=${ids[1]}`)).toEqual([1]);
    expect(await listed('?assistantId=c1d7e2a9-4b55-4a1e-8f60-0d9b8c7a6e51')).toEqual([2, 1, 0]);
    expect(await listed('?phoneNumberId=another')).toEqual([]);
  });

  it.each([
    ['?name=attempt-1', 'property name should not exist'],
    ['?customer=%2B14155550123', 'property customer should not exist'],
    ['?page=2', 'property page should not exist'],
    ['?limit=1001', 'limit must not be greater than 1000'],
    ['?limit=all', 'limit must be a number conforming to the specified constraints'],
    ['?createdAtGe=yesterday', 'createdAtGe must be a valid ISO 8601 date string'],
  ])('refuses %s', async (query, complaint) => {
    expect(await list(query)).toMatchObject({ status: 400, body: { message: [complaint] } });
  });

  it('wants the key', async () => {
    expect((await fetch(`${bench.vapi.url}/call`)).status).toBe(401);
  });
});

describe('PATCH and DELETE /call/{id} of the simulated Vapi', () => {
  const patch = (body: unknown, id = ids[0]) => ask(bench.vapi, 'PATCH', `/call/${id}`, body);

  it('rename a call, and change nothing else of it', async () => {
    expect(await patch({ name: 'Invoice 4471' })).toMatchObject({
      status: 200,
      body: { name: 'Invoice 4471' },
    });
    expect((await list(`?id=${ids[0]}`)).body).toMatchObject([{ name: 'Invoice 4471' }]);
    expect(await patch({ status: 'ended' })).toMatchObject({
      status: 400,
      body: { message: ['property status should not exist'] },
    });
    expect(await patch({ name: 'n'.repeat(41) })).toMatchObject({
      status: 400,
      body: { message: ['name must be shorter than or equal to 40 characters'] },
    });
    expect((await patch({ name: 'x' }, 'another')).status).toBe(404);
    expect(bench.vapi.calls()[0]?.status).toBe('in-progress');
  });

  it('forget a call, which does not hang up', async () => {
    expect((await ask(bench.vapi, 'DELETE', `/call/${ids[1]}`)).status).toBe(200);
    expect(await listed()).toEqual([2, 0]);
    expect((await ask(bench.vapi, 'GET', `/call/${ids[1]}`)).status).toBe(404);
    expect((await ask(bench.vapi, 'DELETE', `/call/${ids[1]}`)).status).toBe(404);
    expect(bench.vapi.calls()[1]?.status).toBe('in-progress');
  });
});
