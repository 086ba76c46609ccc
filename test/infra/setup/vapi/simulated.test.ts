import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Fault } from '../../../../infra/local/simulators/kit/faults.ts';
import { startVapiSimulator, type VapiSimulator } from '../../../../infra/local/simulators/vapi/vapi.ts';
import { type PlanRow, SetupFailed } from '../../../../infra/setup/plan.ts';
import { setUpVapi } from '../../../../infra/setup/vapi/set-up.ts';
import { type PlatformApi, platformApi } from '../../../../lib/http/platform-api.ts';
import { BASE_URL, GIVEN, TEAM } from './world.ts';

let vapi: VapiSimulator;
let api: PlatformApi;
let file: Record<string, string>;

beforeEach(async () => {
  vapi = await startVapiSimulator({ apiKey: GIVEN.VAPI_API_KEY, secret: GIVEN.VAPI_SERVER_SECRET });
  api = platformApi({
    platform: 'vapi',
    headers: { authorization: `Bearer ${GIVEN.VAPI_API_KEY}` },
    clock: () => 0,
    wait: async () => undefined,
    timeoutMs: 5_000,
    atOnce: 2,
    repeats: 2,
  });
  file = { ...GIVEN, VAPI_API_URL: vapi.url };
});
afterEach(() => vapi.stop());

async function run(mode: 'plan' | 'apply'): Promise<PlanRow[]> {
  const rows: PlanRow[] = [];
  await setUpVapi({
    mode,
    stage: 'dev',
    team: TEAM,
    baseUrl: BASE_URL,
    adopt: false,
    settings: { ...file },
    api,
    tell: (row) => rows.push(row),
    keep: async (values) => {
      Object.assign(file, values);
    },
  });
  return rows;
}
const isSame = (rows: readonly PlanRow[]) => rows.every(({ action }) => action === 'same');

describe('the simulated Vapi, set up', () => {
  it('takes all that is sent, and has nothing left to do afterwards', async () => {
    await run('apply');
    expect(isSame(await run('plan'))).toBe(true);
    expect(vapi.saved('assistant')).toHaveLength(5);
  });

  it.each<[string, Fault]>([
    ['500', { kind: 'status', status: 500 }],
    ['500 after it was done', { kind: 'status-after-effect', status: 500 }],
    ['a page', { kind: 'status', status: 503, as: 'page' }],
    ['a page that says too many requests, for long', { kind: 'status', status: 429, as: 'page' }],
    ['a cut connection before it was done', { kind: 'cut' }],
    ['a cut connection after it was done', { kind: 'lost-answer' }],
  ])('is as it should be after a second run, whichever create or change met %s', async (_what, fault) => {
    const operations = [
      ...['create-credential', 'create-assistant', 'create-squad', 'create-phone-number'],
      'update-assistant',
    ];
    for (const operation of operations) {
      vapi.faults.next(operation, fault, fault.kind === 'status' && fault.status === 429 ? 3 : 1);
      await run('apply').catch((error: unknown) => expect(error).toBeInstanceOf(SetupFailed));
    }
    await run('apply');
    expect(isSame(await run('plan'))).toBe(true);
    const kinds = ['credential', 'assistant', 'squad', 'phone-number'] as const;
    expect(kinds.map((kind) => vapi.saved(kind).length)).toEqual([1, 5, 1, 1]);
  });

  it('is set up without a word where it has too many requests only for a moment', async () => {
    vapi.faults.next('write', { kind: 'status', status: 429, as: 'page' }, 2);
    await run('apply');
    expect(isSame(await run('plan'))).toBe(true);
  });
});
