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
    { Page: '1' },
    { Page: '1', PageToken: 'PT1' },
    { Workflow: WORKFLOW },
    { TaskQueueName: 'Agents' },
  ])('refuses %j', async (params) => {
    expect((await bench.rest('GET', '/Tasks', params)).status).toBe(400);
  });

  it('shows attributes in a task and not in a list, unless it is told to', async () => {
    const sid = await bench.createTask({ handoff_id: 'h-1' });
    expect(rows(await bench.rest('GET', '/Tasks'))).toMatchObject([{ sid, attributes: null }]);
    expect((await bench.rest('GET', `/Tasks/${sid}`)).body.attributes).toBe('{"handoff_id":"h-1"}');
    bench.twilio.hideAttributesInLists(false);
    expect(rows(await bench.rest('GET', '/Tasks'))).toMatchObject([{ attributes: '{"handoff_id":"h-1"}' }]);
  });

  it('has no page by its number, and says where the next one is', async () => {
    for (let made = 0; made < 3; made += 1) await bench.createTask();
    const first = await bench.rest('GET', '/Tasks', { PageSize: '2' });
    expect(await bench.rest('GET', '/Tasks', { PageSize: '2', Page: '1' })).toMatchObject({
      status: 400,
      body: { code: 40153 },
    });
    const next = new URL(String(Object(first.body.meta).next_page_url));
    const second = await bench.rest('GET', '/Tasks', Object.fromEntries(next.searchParams));
    expect(rows(second)).toHaveLength(1);
    expect(Object(second.body.meta)).toMatchObject({ page: 1, next_page_url: null });
    const back = new URL(String(Object(second.body.meta).previous_page_url)).searchParams;
    expect(rows(await bench.rest('GET', '/Tasks', Object.fromEntries(back)))).toEqual(rows(first));
  });

  it('tells of the limits on requests in every answer', async () => {
    for (const path of ['/Tasks', '/Workers', '/Activities', '/Nothing']) {
      const { headers } = await bench.rest('GET', path);
      for (const what of ['limit', 'remaining', 'config']) {
        expect([path, headers.get(`x-rate-limit-${what}`)]).not.toContain(null);
      }
    }
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
    const other = bench.twilio.addWorker({ name: 'juno.reyes' });
    bench.twilio.setAvailable(other, false);
    const found = async (params: Record<string, string>) =>
      rows(await bench.rest('GET', '/Workers', params), 'workers');
    expect(await found({ FriendlyName: 'amara.osei' })).toMatchObject([
      { sid, friendly_name: 'amara.osei', activity_name: 'Available', available: true, attributes: null },
    ]);
    expect((await found({ Available: 'true' })).map((one) => one.sid)).toEqual([sid]);
    expect((await bench.rest('GET', '/Workers', { Name: 'amara.osei' })).status).toBe(400);
    const activities = rows(await bench.rest('GET', '/Activities'), 'activities');
    expect(activities.map((one) => [one.friendly_name, one.available])).toEqual([
      ['Available', true],
      ['Unavailable', false],
      ['Offline', false],
    ]);
  });
});

describe('a worker of the simulated TaskRouter', () => {
  it('shows its attributes, and a version that guards it', async () => {
    const { sid } = bench.twilio.addWorker({ name: 'amara.osei', contactUri: '+14155550177' });
    const [, offline] = rows(await bench.rest('GET', '/Activities'), 'activities').filter(
      ({ available }) => available === false,
    );
    const shown = await bench.rest('GET', `/Workers/${sid}`);
    expect(JSON.parse(String(shown.body.attributes))).toMatchObject({ contact_uri: '+14155550177' });
    const etag = shown.headers.get('etag') ?? '';
    const move = (ifMatch: string) =>
      bench.rest('POST', `/Workers/${sid}`, { ActivitySid: String(offline?.sid) }, { 'if-match': ifMatch });
    expect((await move(etag)).status).toBe(200);
    expect((await move(etag)).status).toBe(412);
    expect((await bench.rest('GET', `/Workers/${'WK'.padEnd(34, '9')}`)).status).toBe(404);
  });
});
