import { createHmac } from 'node:crypto';
import { stringify } from 'node:querystring';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type FunctionName, functionNames } from '../../infra/topology/index.ts';
import { requiredOf } from '../../lib/settings/read.ts';
import * as given from '../lib/lambda/given.ts';

const load = (name: FunctionName) => import(`../../functions/${name}.ts`);
/** Its own file once more: all that it imports anew, for each of them, would be a thousand modules. */
const loadAgain = (name: FunctionName) => import(`../../functions/${name}.ts?again`);

afterEach(() => {
  vi.unstubAllEnvs();
});
// Files that come after this one in its process.
afterAll(() => {
  vi.resetModules();
});

describe('A function of the topology', () => {
  it.each(functionNames)('%s names every setting that it misses, at once', async (name) => {
    const { create, needs } = await load(name);
    let problems: string[] = [];
    try {
      create({});
    } catch (error) {
      const [, ...lines] = error instanceof Error ? error.message.split('\n') : [];
      problems = lines.map((line) => line.trim());
    }
    const required = requiredOf(needs);
    expect(required.length).toBeGreaterThan(0);
    expect(problems.toSorted()).toEqual(required.map((setting) => `${setting} is not set`).toSorted());
  });

  it.each(functionNames)('%s fails while it loads in Lambda when a setting is missing', async (name) => {
    const { needs } = await load(name);
    const [missing] = requiredOf(needs);
    vi.stubEnv('AWS_LAMBDA_FUNCTION_NAME', name);
    await expect(loadAgain(name)).rejects.toThrow(`${missing} is not set`);
  });

  it.each([
    ['vapi-webhook', 'TWILIO_AUTH_TOKEN'],
    ['twilio-events', 'VAPI_API_KEY'],
    // Reviews become tasks elsewhere.
    ['call-events-worker', 'TWILIO_AUTH_TOKEN'],
    ['handoff-worker', 'TWILIO_CALLBACK_WORKFLOW_SID'],
  ] as const)('%s does not ask for %s, which it does not use', async (name, secret) => {
    const { needs } = await load(name);
    expect(Object.keys(needs)).not.toContain(secret);
  });

  it.each(
    functionNames.filter((name) => name.startsWith('twiml-')),
  )('%s knows nothing that could place a call', async (name) => {
    const { needs } = await load(name);
    for (const secret of ['VAPI_API_KEY', 'VAPI_SERVER_SECRET', 'TWILIO_ACCOUNT_SID', 'TWILIO_API_URL']) {
      expect(Object.keys(needs)).not.toContain(secret);
    }
  });

  it.each([
    ['vapi-webhook', ['BRIDGE', 'TWILIO_ACCOUNT_SID', 'TWILIO_FLEX_WORKFLOW']],
    // Whether anything is wanted after a call decides what the webhook passes on.
    ['vapi-webhook', ['RETENTION_DAYS', 'REQUIRED_FIELDS', 'CRM_HOOK_URL']],
    ['handoff-worker', ['TWILIO_API_URL', 'TWILIO_NUMBER', 'FOLLOWUP_QUEUE_URL']],
    ['call-events-worker', ['ESCALATION_RULES', 'INTENT_KEYWORDS', 'MUTE_ON_INTERRUPTION']],
    ['call-events-worker', ['REQUIRED_FIELDS', 'CRM_HOOK_URL', 'FOLLOWUP_QUEUE_URL']],
    ['followup-worker', ['TWILIO_CALLBACK_WORKFLOW_SID', 'TWILIO_REVIEW_WORKFLOW_SID']],
    // Whoever promises a callback, or makes one, asks by the same rules whether the number may be called.
    ['twilio-voice', ['CALLBACK_COUNTRIES', 'OPENING_HOURS']],
    ['handoff-worker', ['CALLBACK_COUNTRIES', 'OPENING_HOURS']],
    ['followup-worker', ['CALLBACK_COUNTRIES', 'OPENING_HOURS']],
    // A handoff that a rule asks for is bridged like one that a tool asks for.
    ['call-events-worker', ['HANDOFF_WINDOW_SECONDS', 'OPENING_HOURS', 'BRIDGE', 'TWILIO_FLEX_WORKFLOW']],
  ] as const)('%s is told of %j', async (name, settings) => {
    const { needs } = await load(name);
    expect(Object.keys(needs)).toEqual(expect.arrayContaining([...settings]));
  });
});

const ENV = {
  STAGE: 'local',
  LOG_LEVEL: 'silent',
  TABLE_NAME: 'handoff-dev',
  HANDOFF_QUEUE_URL: 'https://sqs.eu-west-1.amazonaws.com/111111111111/handoff',
  PUBLIC_BASE_URL: 'https://handoff.example.com/prod',
  TWILIO_AUTH_TOKEN: 'f00dbeeff00dbeeff00dbeeff00dbeef',
};
/** What only calls at our own number need besides. */
const VOICE = {
  VAPI_API_KEY: 'k7-of-the-tests',
  TWILIO_ACCOUNT_SID: `AC${'1'.repeat(32)}`,
  TWILIO_WORKFLOW_SID: `WW${'1'.repeat(32)}`,
  FOLLOWUP_QUEUE_URL: 'https://sqs.eu-west-1.amazonaws.com/111111111111/followups',
};

describe('The CRM worker', () => {
  const of = async (env: Record<string, string>) => {
    const { create } = await load('crm-worker');
    return () => create({ TABLE_NAME: 'handoff-dev', CRM_QUEUE_URL: 'https://sqs.example.com/crm', ...env });
  };
  const CRM_HOOK_URL = 'https://crm.example.com/hooks/calls';

  it('starts without a hook: then there is nothing to sign', async () => {
    expect(await of({ CRM_HOOK_URL: '', CRM_HOOK_SECRET: '' })).not.toThrow();
  });

  it.each([
    ['', 'CRM_HOOK_SECRET is not set, but CRM_HOOK_URL is'],
    ['whsec_hush!', 'CRM_HOOK_SECRET is not base64 after whsec_'],
    ['whsec_bmV3LXNlY3JldA==,whsec_hush!', 'CRM_HOOK_SECRET is not base64 after whsec_'],
  ])('names a secret that cannot sign when it starts, and does not quote it: %j', async (secret, problem) => {
    const start = await of({ CRM_HOOK_URL, CRM_HOOK_SECRET: secret });
    expect(start).toThrow(`Settings are missing or wrong:\n  ${problem}`);
    expect(start).not.toThrow('hush');
  });

  it('starts with two secrets, as while one is replaced', async () => {
    const CRM_HOOK_SECRET = 'whsec_bmV3LXNlY3JldA==,k9-an-older-one-of-the-crm';
    expect(await of({ CRM_HOOK_URL, CRM_HOOK_SECRET })).not.toThrow();
  });
});

describe('A function that gives a leg at Twilio its instructions', () => {
  // The clients of AWS stay with the endpoint that they were made for.
  beforeEach(() => {
    vi.resetModules();
  });
  const tells: [name: FunctionName, path: string, what: RegExp][] = [
    ['twiml-agent', '/twiml/agent', /<Gather .*A caller is waiting\. Press 1/s],
    ['twiml-agent-decision', '/twiml/agent/decision', /<Gather .*<Say language="en-US">Press 1/s],
    ['twiml-caller', '/twiml/caller', /<Play>.*<Redirect/s],
    ['twiml-wait', '/twiml/wait', /<Gather .*<Play>/s],
    ['twilio-voice', '/webhook/twilio/voice', /<Say .*more calls than we can answer.*<Hangup\/>/s],
    ['twilio-voice', '/twiml/after', /<Say .*more calls than we can answer.*<Hangup\/>/s],
  ];
  const REF = { callId: 'call-1', handoffId: 'ho_1', reservationSid: 'WR1' };
  for (const [name, path, what] of tells) {
    it(`${name} has something to say while the table is down`, async () => {
      // Nobody listens there.
      vi.stubEnv('AWS_ENDPOINT_URL', 'http://127.0.0.1:1');
      const { create } = await load(name);
      const at = Buffer.from(JSON.stringify(Object.values(REF))).toString('base64url');
      const params = {
        CallSid: `CA${'0'.repeat(32)}`,
        CallStatus: 'in-progress',
        Digits: name === 'twiml-wait' ? '*' : '1',
      };
      const url = `${ENV.PUBLIC_BASE_URL}${path}?at=${at}`;
      const signed =
        url +
        Object.entries(params)
          .toSorted(([a], [b]) => (a < b ? -1 : 1))
          .flat()
          .join('');
      const request = given.request({
        path,
        rawPath: `/prod${path}`,
        query: `at=${at}`,
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          'x-twilio-signature': createHmac('sha1', ENV.TWILIO_AUTH_TOKEN).update(signed).digest('base64'),
        },
        body: stringify(params),
      });
      const result = await create({ ...ENV, ...VOICE })(request, given.context);
      expect(result).toMatchObject({ statusCode: 200, body: expect.stringMatching(what) });
    });
  }
});
