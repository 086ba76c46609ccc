import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Answer, type Bench, startBench, WORKFLOW } from './bench.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await startBench();
});
afterEach(() => bench.stop());

const rows = ({ body }: Answer, key = 'tasks'): Record<string, unknown>[] => {
  const list: unknown = body[key];
  return Array.isArray(list) ? list.map((row) => ({ ...Object(row) })) : [];
};

describe('lists of the simulated TaskRouter', () => {
  it('gives the newest task first, a page at a time', async () => {
    const sids: string[] = [];
    for (let made = 0; made < 5; made += 1) sids.unshift(await bench.createTask());
    const seen: unknown[] = [];
    let params: Record<string, string> | undefined = {
      WorkflowSid: WORKFLOW,
      Ordering: 'DateCreated:desc',
      PageSize: '2',
    };
    for (let pages = 0; params !== undefined && pages < 5; pages += 1) {
      const answer: Answer = await bench.rest('GET', '/Tasks', params);
      seen.push(rows(answer).map(({ sid }) => sid));
      const next: unknown = Object(answer.body.meta).next_page_url;
      params = typeof next === 'string' ? Object.fromEntries(new URL(next).searchParams) : undefined;
    }
    expect(seen).toEqual([sids.slice(0, 2), sids.slice(2, 4), sids.slice(4)]);
  });

  it('finds tasks by their statuses, however they are listed', async () => {
    const canceled = await bench.createTask();
    await bench.rest('POST', `/Tasks/${canceled}`, { AssignmentStatus: 'canceled', Reason: 'over' });
    const waiting = await bench.createTask();
    const found = async (AssignmentStatus: string) =>
      rows(await bench.rest('GET', '/Tasks', { AssignmentStatus })).map(({ sid }) => sid);
    expect(await found('canceled')).toEqual([canceled]);
    expect(await found('pending,reserved')).toEqual([waiting]);
    const repeated = await bench.rest('GET', '/Tasks?AssignmentStatus=canceled&AssignmentStatus=pending');
    expect(rows(repeated)).toHaveLength(2);
  });

  it.each([
    { Ordering: 'newest' },
    { AssignmentStatus: 'open' },
    { PageSize: '0' },
    { PageSize: '1001' },
    { Workflow: WORKFLOW },
    { TaskQueueName: 'Agents' },
  ])('refuses %j', async (params) => {
    expect((await bench.rest('GET', '/Tasks', params)).status).toBe(400);
  });

  it('hides attributes in lists when told to, and shows them in a task all the same', async () => {
    const sid = await bench.createTask({ handoff_id: 'h-1' });
    bench.twilio.hideAttributesInLists(true);
    expect(rows(await bench.rest('GET', '/Tasks'))).toMatchObject([{ sid, attributes: null }]);
    expect((await bench.rest('GET', `/Tasks/${sid}`)).body.attributes).toBe('{"handoff_id":"h-1"}');
  });

  it('searches attributes three times a second and no more', async () => {
    const sid = await bench.createTask({ handoff_id: 'h-1' });
    await bench.createTask({ handoff_id: 'h-2' });
    const params = { EvaluateTaskAttributes: 'handoff_id=="h-1"' };
    const answers = await Promise.all([1, 2, 3, 4].map(() => bench.rest('GET', '/Tasks', params)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 429]);
    const [first] = answers.filter(({ status }) => status === 200);
    expect(first && rows(first).map((row) => row.sid)).toEqual([sid]);
    expect(answers.find(({ status }) => status === 429)?.body.code).toBe(20429);
  });

  it('lists the agents and what they can be doing', async () => {
    const { sid } = bench.twilio.addWorker({ name: 'amara.osei', contactUri: '+14155550177' });
    expect(rows(await bench.rest('GET', '/Workers'), 'workers')).toMatchObject([
      { sid, friendly_name: 'amara.osei', activity_name: 'Available', available: true },
    ]);
    const activities = rows(await bench.rest('GET', '/Activities'), 'activities');
    expect(activities.map((one) => [one.friendly_name, one.available])).toEqual([
      ['Available', true],
      ['Unavailable', false],
      ['Offline', false],
    ]);
  });
});
