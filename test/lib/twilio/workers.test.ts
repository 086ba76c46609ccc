import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readWorkers } from '../../../lib/twilio/workers.ts';
import { scriptedTaskRouter } from './scripted-taskrouter.ts';

const WORKSPACE = 'WS2f6a0d9b81c34e5fa7d2c06be9481357';
const PATH = `/v1/Workspaces/${WORKSPACE}/Workers`;

let server: Awaited<ReturnType<typeof scriptedTaskRouter>>;
beforeEach(async () => {
  server = await scriptedTaskRouter();
});
afterEach(() => server.stop());

const read = () =>
  readWorkers({
    taskrouterUrl: server.url,
    accountSid: 'AC7b1c9e04d2f84a6fb3e5a1907c42d8e6',
    authToken: async () => 'f00dbeef',
    workspaceSid: WORKSPACE,
    clock: Date.now,
    timeoutMs: 900,
  });

const worker = (friendly_name: string, activity_name: string) => ({
  ...{ friendly_name, activity_name, sid: `WK${'1'.repeat(32)}`, available: activity_name === 'Available' },
  attributes: '{"contact_uri":"+14155550177"}',
});
const page = (workers: object[], next_page_url: string | null = null) => ({
  status: 200,
  json: { workers, meta: { page: 0, page_size: 200, key: 'workers', next_page_url } },
});

describe('The workers of a workspace', () => {
  it('are told with the activity that each is in, and nothing else of them', async () => {
    server.answers.push(page([worker('amara.osei', 'Available'), worker('ben.castro', 'Offline')]));
    expect(await read()).toEqual([
      { name: 'amara.osei', activity: 'Available' },
      { name: 'ben.castro', activity: 'Offline' },
    ]);
    const [asked] = server.received;
    expect([asked?.method, asked?.path, String(asked?.query)]).toEqual(['GET', PATH, 'PageSize=200']);
    const pair = Buffer.from('AC7b1c9e04d2f84a6fb3e5a1907c42d8e6:f00dbeef').toString('base64');
    expect(asked?.headers.authorization).toBe(`Basic ${pair}`);
  });

  it('are read page by page, at the configured host whatever host the next page names', async () => {
    const next = `https://elsewhere.example.com${PATH}?PageSize=200&Page=1&PageToken=PAWK1`;
    server.answers.push(page([worker('amara.osei', 'Available')], next), page([worker('chen.li', 'Break')]));
    expect((await read())?.map(({ name }) => name)).toEqual(['amara.osei', 'chen.li']);
    expect(Object.fromEntries(server.received[1]?.query ?? [])).toEqual({
      PageSize: '200',
      Page: '1',
      PageToken: 'PAWK1',
    });
  });

  it('are ten pages at most', async () => {
    server.answers.push(page([worker('amara.osei', 'Available')], `${PATH}?Page=1&PageToken=P`));
    expect(await read()).toHaveLength(10);
  });

  it.each([
    ['401', { status: 401, json: { code: 20003, message: 'Authenticate' } }],
    ['503', { status: 503, text: 'oh' }],
    ['something else than workers', { status: 200, json: { tasks: [] } }],
    ['no JSON', { status: 200, text: '<html>' }],
    ['half an answer', 'cut-midway'],
    ['nothing', 'silent'],
  ] as const)('are unknown where TaskRouter answers %s', async (_what, answer) => {
    server.answers.push(answer);
    expect(await read()).toBeUndefined();
  });
});
