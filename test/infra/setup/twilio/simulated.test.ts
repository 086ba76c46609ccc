import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  startTwilioSimulator,
  type TwilioSimulator,
} from '../../../../infra/local/simulators/twilio/twilio.ts';
import { SetupFailed } from '../../../../infra/setup/plan.ts';
import { type PlatformApi, platformApi } from '../../../../lib/http/platform-api.ts';
import { ACCOUNT_SID } from './account.ts';
import { differing, run, type Stage, stageNamed } from './setting-up.ts';

const AUTH_TOKEN = 'an invented token of the simulator';
const BASIC = Buffer.from(`${ACCOUNT_SID}:${AUTH_TOKEN}`).toString('base64');

let twilio: TwilioSimulator;
let api: PlatformApi;
let stage: Stage;

beforeEach(async () => {
  twilio = await startTwilioSimulator({
    accountSid: ACCOUNT_SID,
    authToken: AUTH_TOKEN,
    numbers: ['+14155550199'],
  });
  api = platformApi({
    platform: 'twilio',
    headers: { authorization: `Basic ${BASIC}` },
    clock: () => 0,
    wait: async () => undefined,
    timeoutMs: 5_000,
    atOnce: 5,
    repeats: 2,
  });
  stage = stageNamed('dev');
  Object.assign(stage.settings, { TWILIO_TASKROUTER_URL: twilio.url, TWILIO_API_URL: twilio.url });
});
afterEach(() => twilio.stop());

async function createTask(attributes: object): Promise<string> {
  const { TWILIO_WORKSPACE_SID: workspace, TWILIO_WORKFLOW_SID: workflow = '' } = stage.settings;
  const url = `${twilio.url}/v1/Workspaces/${workspace}/Tasks`;
  const form = { Attributes: JSON.stringify(attributes), WorkflowSid: workflow, TaskChannel: 'voice' };
  const answer = await api({ method: 'POST', url, form });
  const sid = answer.is === 'ok' ? Object(answer.body).sid : undefined;
  return String(sid);
}

describe('The simulated Twilio, set up', () => {
  it('takes all that is sent, and has nothing left to do afterwards', async () => {
    const planned = await run({ api }, stage, { mode: 'plan' });
    expect(differing(await run({ api }, stage))).toEqual(differing(planned));
    expect(twilio.requests.filter(({ status }) => typeof status !== 'number' || status >= 400)).toEqual([]);
    expect(differing(await run({ api }, stage))).toEqual([]);
    expect(differing(await run({ api }, stageNamedHere()))).toEqual([]);
  });

  it.each([
    ['its department, where somebody of it is there', 'billing', 'voice-handoff:dev:billing'],
    ['everybody, where nobody of it is there', 'support', 'voice-handoff:dev:all'],
    ['everybody, where none is told', undefined, 'voice-handoff:dev:all'],
  ])('leads a caller to %s', async (_, department, queue) => {
    // Without a webhook of ours the agents of the simulator decide alone.
    await run({ api }, stage, { baseUrl: undefined });
    const available = department === 'billing' ? ['amara.osei', 'lee.park'] : ['lee.park'];
    for (const name of available) twilio.console.setWorker(name, { activity: 'Available' });
    const sid = await createTask({ type: 'ai_handoff', department });
    await twilio.idle();
    expect(twilio.tasks.get(sid)).toMatchObject({ assignmentStatus: 'reserved', queue: { name: queue } });
  });

  it.each([
    'lost-answer',
    'cut',
    'status',
    'status-after-effect',
  ] as const)('ends the same after requests of every kind that failed: %s', async (kind) => {
    const fault = kind === 'status' || kind === 'status-after-effect' ? { kind, status: 500 } : { kind };
    for (const operation of OPERATIONS) twilio.faults.next(operation, fault);
    // One stop for each at most; what was found again after a lost answer stops nothing.
    for (const _ of OPERATIONS) {
      await run({ api }, stage).catch((error: unknown) => expect(error).toBeInstanceOf(SetupFailed));
    }
    await run({ api }, stage);
    expect(differing(await run({ api }, stage))).toEqual([]);
    const failed = twilio.requests.filter(({ status }) => status === 'cut' || status === 500);
    expect(new Set(failed.map(({ operation }) => operation))).toEqual(new Set(OPERATIONS));
    const { workspaces } = twilio.state();
    expect(workspaces.map(({ friendly_name }) => friendly_name)).toEqual(['voice-handoff:dev']);
    const [made] = workspaces;
    expect(made?.queues).toHaveLength(4);
    expect(made?.workflows).toHaveLength(2);
    expect(made?.workers).toHaveLength(2);
  });
});

const OPERATIONS = [
  'create-workspace',
  'create-activity',
  'create-task-queue',
  'create-workflow',
  'create-worker',
  'update-worker-channel',
  'update-workspace',
  'update-number',
];

/** The same account, of which nothing is kept. */
function stageNamedHere(): Stage {
  const other = stageNamed('dev');
  Object.assign(other.settings, { TWILIO_TASKROUTER_URL: twilio.url, TWILIO_API_URL: twilio.url });
  return other;
}
