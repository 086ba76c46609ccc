import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadNeeds } from '../../../infra/cloud/needs.ts';
import { fillTeam } from '../../../infra/local/fill-team.ts';
import { serve } from '../../../infra/local/lambda/http.ts';
import { LOCAL_PORTS } from '../../../infra/local/local-values.ts';
import { samEnvironment } from '../../../infra/local/samples/sam.ts';
import { whatIsAnswered } from '../../../infra/local/samples/sample-handoff.ts';
import { freshEvent, sampleCall } from '../../../infra/local/samples/sign-event.ts';
import { startCrmSimulator } from '../../../infra/local/simulators/crm/crm.ts';
import { type FunctionName, functionNames, isScheduled, isWorker } from '../../../infra/topology/index.ts';
import { type Product, startProduct } from '../../e2e/product.ts';
import { type Ran, runBundle } from './bare-node.ts';
import { ofType, type Resource, type Synthesized, synthesize } from './synthesized.ts';

let made: Synthesized;
let product: Product;
let env: Record<FunctionName, Record<string, string>>;
beforeAll(async () => {
  product = await startProduct({}, undefined, { tools: true });
  if (product.team !== undefined) fillTeam(product.team, 'UTC', Date.now());
  made = await synthesize();
  env = samEnvironment(await loadNeeds());
});
afterAll(() => product.stop());

/** The function that SAM finds by this name: by the id in its metadata, in the template of the service. */
const resolved = (name: string): Resource => {
  const found = ofType(made.service, 'AWS::Lambda::Function').filter(
    ([, { Metadata }]) => Metadata?.SamResourceId === name,
  );
  expect(found).toHaveLength(1);
  const [[, resource] = []] = found;
  if (resource === undefined) throw new Error(`no function ${name}`);
  return resource;
};

/** Where the fixed ports of `npm start` are in this test. */
const here = (value: string): string => {
  const ports: Record<number, string | undefined> = {
    [LOCAL_PORTS.dynamodb]: product.system.emulators.dynamoUrl,
    [LOCAL_PORTS.sqs]: product.system.emulators.sqsUrl,
    [LOCAL_PORTS.vapi]: product.vapi.url,
    [LOCAL_PORTS.twilio]: product.twilio.url,
    [LOCAL_PORTS.tools]: product.team && new URL(product.team.url).origin,
  };
  return value.replace(/http:\/\/host\.docker\.internal:(\d+)/, (all, port) => ports[Number(port)] ?? all);
};

/** The task that TaskRouter has made for the handoff of the samples, once there is one. */
const sampleTask = async (): Promise<string | undefined> => {
  const handoff = await product.record(await sampleCall());
  return whatIsAnswered(handoff ? { is: 'there', progress: handoff.progress } : { is: 'none' }).taskSid;
};

/** As SAM does: what the template declares, with the values of the env file over it. */
const invokeWith = async (
  name: FunctionName,
  changed: Record<string, string>,
  events: readonly unknown[],
): Promise<Ran[]> => {
  const { Properties, Metadata } = resolved(name);
  const declared = Object.entries<unknown>(Properties.Environment.Variables);
  const variables = declared.map(([key, value]) => {
    const own = changed[key] ?? env[name][key];
    return [key, own === undefined ? (typeof value === 'string' ? value : '') : here(own)];
  });
  const [file, handler] = Properties.Handler.split('.');
  return runBundle({
    name,
    file: join(made.output, String(Metadata?.['aws:asset:path']), `${file}.mjs`),
    handler,
    env: { ...Object.fromEntries(variables), ...changed },
    events,
  });
};
const sampleEvent = async (sample: string) => freshEvent(sample, Date.now(), await sampleTask());

const invoke = async (
  name: FunctionName,
  changed: Record<string, string> = {},
  sample: string = name,
  event?: unknown,
): Promise<Ran | undefined> => {
  const [ran] = await invokeWith(name, changed, [event ?? (await sampleEvent(sample))]);
  return ran;
};

/** Samples in one process, as a container gets one event after another: a process for each takes 0.3 s of CPU. */
const inOneProcess = (name: FunctionName, cases: readonly (readonly [sample: string, ...unknown[]])[]) => {
  const samples = cases.map(([sample]) => sample);
  let all: Promise<Ran[]> | undefined;
  return async (sample: string): Promise<Ran | undefined> => {
    all ??= Promise.all(samples.map(sampleEvent)).then((events) => invokeWith(name, {}, events));
    return (await all)[samples.indexOf(sample)];
  };
};

describe('The env file of `sam local invoke`', () => {
  it('leads every function to the emulators and simulators of `npm start`', async () => {
    await expect(`${JSON.stringify(env, null, 2)}\n`).toMatchFileSnapshot('../../events/env.json');
  });

  it.each(
    functionNames,
  )('names for %s only what its template declares: SAM overrides nothing else', (name) => {
    const declared = Object.keys(resolved(name).Properties.Environment.Variables);
    expect(Object.keys(env[name]).filter((key) => !declared.includes(key))).toEqual([]);
  });
});

describe('A bundle in a bare Node process, with what Lambda, the template and the env file give it, answers', () => {
  /** Of the other functions any good answer will do. */
  const answers: Partial<Record<FunctionName, unknown>> = {
    'handoff-worker': { batchItemFailures: [] },
    'call-events-worker': { batchItemFailures: [] },
    'followup-worker': { batchItemFailures: [] },
    // No hook is set: the summary is let go.
    'crm-worker': { batchItemFailures: [] },
    'agent-page': {
      statusCode: 200,
      body: expect.stringMatching(/The invoice was charged twice\..*It is invoice 4471, from October\./s),
    },
    'board-page': { statusCode: 200, body: expect.stringContaining('The invoice was charged twice.') },
    'vapi-webhook': {
      statusCode: 200,
      body: expect.stringContaining('"toolCallId":"call_sampleEscalation01","result":"I am getting'),
    },
    'vapi-tools': {
      statusCode: 200,
      body: expect.stringMatching(/"toolCallId":"call_sampleTicket01","result":"\{.*ticket 4711 is: open/),
    },
    'tools-worker': { batchItemFailures: [] },
    'outbound-calls': { statusCode: 202, body: expect.stringMatching(/^\{"call":\{"id":"oc_\w{27}"/) },
    'outbound-campaigns': {
      statusCode: 201,
      body: expect.stringMatching(/^\{"campaign":\{"id":"cm_\w{27}","name":"Meter readings"/),
    },
    'outbound-worker': { batchItemFailures: [] },
    'do-not-call': { statusCode: 200, body: '{"listed":1}' },
    // Its handoff waits for an agent.
    'twilio-assignment': { statusCode: 200, body: '{"instruction":"accept"}' },
    // The same offer again, accepted as long as the joining goes on; there is no such call at Vapi, so it soon fails.
    'twilio-assignment-fallback': {
      statusCode: 200,
      body: expect.stringMatching(/^\{"instruction":"(accept|reject)"\}$/),
    },
    'twilio-events': { statusCode: 204 },
    'twilio-status': { statusCode: 204 },
    // No number at Vapi is set: the caller gets the agents' queue.
    'twilio-voice': { statusCode: 200, body: expect.stringContaining('<Enqueue') },
    // Nobody is offered in the handoff of the sample.
    'twiml-agent': { statusCode: 200, body: expect.stringContaining('<Hangup/>') },
    'twiml-agent-decision': { statusCode: 200, body: expect.stringContaining('<Hangup/>') },
    'twiml-caller': { statusCode: 200, body: expect.stringContaining('<Redirect') },
    'twiml-wait': { statusCode: 200, body: expect.stringContaining('You are number 2 in line.') },
    health: { statusCode: 200, body: expect.stringContaining('"status":"healthy"') },
  };

  // The workers first, and what makes a campaign before its page: the pages show what their events are about.
  const good = (name: FunctionName): unknown =>
    isScheduled(name)
      ? null
      : isWorker(name)
        ? { batchItemFailures: [] }
        : { statusCode: expect.toSatisfy((status) => status < 300) };
  const turnOf = (name: FunctionName) => (isWorker(name) ? 0 : name === 'campaign-page' ? 2 : 1);
  const inOrder = [...functionNames].toSorted((a, b) => turnOf(a) - turnOf(b));
  for (const name of inOrder) {
    it(`the sample event of ${name}`, async () => {
      const answer = answers[name] ?? good(name);
      expect(await invoke(name)).toMatchObject({ is: 'returned', result: answer });
    });
  }

  it("the sample event of twilio-assignment by rejecting an offer of a task that is not its handoff's", async () => {
    const reject = { is: 'returned', result: { statusCode: 200, body: '{"instruction":"reject"}' } };
    const event = await freshEvent('twilio-assignment', Date.now(), `WT${'f'.repeat(32)}`);
    expect(await invoke('twilio-assignment', {}, 'twilio-assignment', event)).toMatchObject(reject);
  });

  it('the second sample of twilio-voice, a leg whose call at Vapi cannot be looked at', async () => {
    const ran = await invoke('twilio-voice', {}, 'twilio-voice-after');
    expect(ran).toMatchObject({
      is: 'returned',
      result: { statusCode: 200, body: expect.stringContaining('<Enqueue') },
    });
  });

  it('the second sample of agent-page, the data by which the page stays live', async () => {
    const ran = await invoke('agent-page', {}, 'agent-page-data');
    expect(ran).toMatchObject({
      is: 'returned',
      result: {
        statusCode: 200,
        headers: { 'content-type': 'application/json' },
        body: expect.stringContaining('It is invoice 4471, from October.'),
      },
    });
  });

  const ofCampaign = [
    ['outbound-campaigns-get', '"campaigns":[{"id":"cm_'],
    ['outbound-campaigns-id', '"name":"Meter readings"'],
    ['outbound-campaigns-results', '+14155550144'],
    ['outbound-campaigns-pause', '"status":"paused"'],
    ['outbound-campaigns-resume', '"status":"running"'],
    ['outbound-campaigns-cancel', '"status":"canceled"'],
  ] as const;
  const campaignRan = inOneProcess('outbound-campaigns', ofCampaign);
  it.each(ofCampaign)('the further sample %s of the campaign that was made', async (sample, body) => {
    // The workers of this system have nothing to call from, so that it may have been paused by itself.
    const ran = await campaignRan(sample);
    expect(ran).toMatchObject({ is: 'returned', result: { body: expect.stringContaining(body) } });
  });

  it('the second sample of campaign-page, the data by which it stays live', async () => {
    const ran = await invoke('campaign-page', {}, 'campaign-page-data');
    expect(ran).toMatchObject({
      ...{
        is: 'returned',
        result: { statusCode: 200, body: expect.stringContaining('"status":"canceled"') },
      },
    });
  });

  const ofBoard = [
    ['board-page-data', 'application/json', '"today":{"date":"'],
    ['board-page-handoffs', 'application/json', '"reason":"The invoice was charged twice."'],
    ['board-page-handoffs.csv', 'text/csv; charset=utf-8', ',The invoice was charged twice.,'],
  ] as const;
  const boardRan = inOneProcess('board-page', ofBoard);
  it.each(ofBoard)('the further sample %s of the handoff that was asked for', async (sample, type, body) => {
    const answered = {
      statusCode: 200,
      headers: { 'content-type': type },
      body: expect.stringContaining(body),
    };
    expect(await boardRan(sample)).toMatchObject({ is: 'returned', result: answered });
  });

  it('the sample event of crm-worker by posting it, once, where a hook is set', async () => {
    const secret = 'whsec_bG9jYWwtY3JtLWhvb2stc2VjcmV0';
    const crm = await startCrmSimulator({ secrets: [secret] });
    const hook = { CRM_HOOK_URL: crm.url, CRM_HOOK_SECRET: secret };
    const done = { is: 'returned', result: { batchItemFailures: [] } };
    expect(await invoke('crm-worker', hook)).toMatchObject(done);
    expect(await invoke('crm-worker', hook)).toMatchObject(done);
    expect(crm.requests).toMatchObject([{ id: 'sum_9FHEDNR0CKSWY5W04D710W282H', status: 200 }]);
    expect([...crm.taken.values()]).toMatchObject([
      { type: 'call.summary', structured: { invoice: '4471' } },
    ]);
    await crm.stop();
  });

  it('401 to an event whose signature is too old', async () => {
    const { Metadata } = resolved('vapi-webhook');
    const variables = Object.entries(env['vapi-webhook']).map(([key, value]) => [key, here(value)]);
    const [ran] = await runBundle({
      name: 'vapi-webhook',
      file: join(made.output, String(Metadata?.['aws:asset:path']), 'index.mjs'),
      handler: 'handler',
      env: Object.fromEntries(variables),
      events: [await freshEvent('vapi-webhook', Date.now() - 6 * 60_000)],
    });
    expect(ran).toMatchObject({ is: 'returned', result: { statusCode: 401 } });
  });
});

describe('A deployed function', () => {
  const ARN = 'arn:aws:secretsmanager:us-west-2:000000000000:secret:voice-handoff-AbCdEf';
  /** Secrets Manager, holding this. */
  const secretsManager = async (held: Record<string, string>) => {
    const asked: unknown[] = [];
    const server = await serve(async (request, response) => {
      asked.push(request.headers['x-amz-target']);
      response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' });
      response.end(JSON.stringify({ SecretString: JSON.stringify(held) }));
    });
    return { ...server, asked };
  };
  const deployed = (url: string, changed: Record<string, string> = {}) => ({
    SECRET_ARN: ARN,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: url,
    VAPI_SERVER_SECRET: '',
    TWILIO_AUTH_TOKEN: '',
    CRM_HOOK_SECRET: '',
    ...changed,
  });

  it('takes its secrets from the secret that its template names', async () => {
    const manager = await secretsManager({ VAPI_SERVER_SECRET: 'local-vapi-server-secret' });
    const ran = await invoke('vapi-webhook', deployed(manager.url));
    expect(ran).toMatchObject({ is: 'returned', result: { statusCode: 200 } });
    expect(manager.asked).toEqual(['secretsmanager.GetSecretValue']);
    await manager.stop();
  });

  it('starts with a secret of an earlier version, which has no key for the CRM hook', async () => {
    const manager = await secretsManager({ VAPI_API_KEY: 'key', LINK_SIGNING_KEY: 'key' });
    const ran = await invoke('crm-worker', deployed(manager.url));
    expect(ran).toMatchObject({ is: 'returned', result: { batchItemFailures: [] } });
    expect(manager.asked).toEqual(['secretsmanager.GetSecretValue']);
    const CRM_HOOK_URL = 'https://crm.example.com/hooks/calls';
    const hooked = await invoke('crm-worker', deployed(manager.url, { CRM_HOOK_URL }));
    expect(hooked?.is === 'failed' && hooked.output).toContain(
      'CRM_HOOK_SECRET is not set, but CRM_HOOK_URL is',
    );
    await manager.stop();
  });

  it('fails its first event with one message that names every key and setting that is missing', async () => {
    const manager = await secretsManager({ VAPI_SERVER_SECRET: '', VAPI_API_KEY: '' });
    const ran = await invoke('handoff-worker', deployed(manager.url, { VAPI_API_KEY: '', TABLE_NAME: '' }));
    const missing = ['TABLE_NAME', 'VAPI_API_KEY', 'TWILIO_AUTH_TOKEN'].map((name) => `  ${name} is not set`);
    expect(ran?.is === 'failed' && ran.output).toContain(
      ['Settings are missing or wrong:', ...missing].join('\n'),
    );
    await manager.stop();
  });
});
