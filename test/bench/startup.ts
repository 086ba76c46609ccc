import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type BuildOptions, build } from 'esbuild';
import * as z from 'zod/mini';
import { needs as voiceNeeds } from '../../functions/twilio-voice.ts';
import { needs as toolNeeds } from '../../functions/vapi-tools.ts';
import { needs } from '../../functions/vapi-webhook.ts';
import { bundleFunctions } from '../../infra/bundling.ts';
import { readBody, serve } from '../../infra/local/lambda/http.ts';
import { LOCAL_LINK_SIGNING_KEY, LOCAL_TWILIO, LOCAL_VAPI } from '../../infra/local/local-values.ts';
import { freshEvent } from '../../infra/local/samples/sign-event.ts';
import { placesOf } from '../../infra/topology/index.ts';
import { secretsOf } from '../../lib/settings/read.ts';
import { percentiles } from './latency.ts';

/** Of fresh processes, in milliseconds of a whole core; memory in MB; the CPU time is that of one further event. */
const figuresSchema = z.object({
  loadMs: z.number(),
  firstMs: z.number(),
  totalMs: z.number(),
  warmCpuMs: z.number(),
  rssMB: z.number(),
});
export type StartFigures = z.infer<typeof figuresSchema>;
export type StartupFigures = {
  starts: number;
  vapiWebhook: StartFigures;
  /** The same, its secret read from Secrets Manager first. */
  withSecret: StartFigures;
  /** A call at our own number: it asks the table, and Vapi to open a call. */
  twilioVoice: StartFigures;
  /** A ticket is looked up: it asks the table, and the team's own system. */
  vapiTools: StartFigures;
  sendOneMessage: StartFigures;
  /** Loading plus first event, of the one to the other. */
  ratio: number;
  ratioWithSecret: number;
  ratioTwilioVoice: number;
  ratioVapiTools: number;
  /** CPU time of a further event, of the one to the other. */
  warmRatio: number;
};

export const STARTS = 15;
const WARM_EVENTS = 50;

/** As anybody would bundle a function whose stack traces are to be read: no splitting, no alias, nothing left out. */
const PLAINLY: BuildOptions = {
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  mainFields: ['module', 'main'],
  sourcemap: 'linked',
  sourcesContent: false,
};

/** By Node's own means; ours find the place of an error by themselves. */
const READABLE = { NODE_OPTIONS: '--enable-source-maps' };

const SCRIPT = `
  const { text } = await import('node:stream/consumers');
  const { event, file, warm, says } = JSON.parse(await text(process.stdin));
  const context = { getRemainingTimeInMillis: () => 5000 };
  const begun = performance.now();
  const { handler } = await import(file);
  const loaded = performance.now();
  const { statusCode, body } = await handler(event, context);
  const answered = performance.now();
  if (statusCode !== 200) throw new Error('answered ' + statusCode);
  if (!(body ?? '').includes(says)) throw new Error('answered ' + body);
  const cpu = process.cpuUsage();
  for (let each = 0; each < warm; each += 1) await handler(event, context);
  const { user, system } = process.cpuUsage(cpu);
  console.log('RESULT ' + JSON.stringify({
    loadMs: loaded - begun,
    firstMs: answered - loaded,
    totalMs: answered - begun,
    warmCpuMs: (user + system) / 1000 / warm,
    rssMB: process.memoryUsage().rss / 1e6,
  }));
  process.exit(0);
`;

/** `says`: what the answer to the first event holds. */
const once = (file: string, env: Record<string, string>, event: unknown, says = ''): Promise<StartFigures> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', SCRIPT], { env });
    let output = '';
    const gather = (chunk: Buffer) => {
      output += chunk.toString('utf8');
    };
    child.stdout.on('data', gather);
    child.stderr.on('data', gather);
    child.once('close', () => {
      const result = /^RESULT (.*)$/m.exec(output)?.[1];
      if (result === undefined) reject(new Error(output));
      else resolve(figuresSchema.parse(JSON.parse(result)));
    });
    child.stdin.end(JSON.stringify({ event, file: pathToFileURL(file).href, warm: WARM_EVENTS, says }));
  });

const picked = (values: Record<string, string>, names: readonly string[]): Record<string, string> =>
  Object.fromEntries(Object.entries(values).filter(([name]) => names.includes(name)));

/** What the local system would give a function for which all others are at `url`; of it, what it needs. */
const settingsAt = (url: string, of: object) =>
  picked(
    {
      ...placesOf('local', 'bench', (queue) => `${url}/000000000000/${queue}`),
      ...LOCAL_VAPI,
      ...LOCAL_TWILIO,
      LINK_SIGNING_KEY: LOCAL_LINK_SIGNING_KEY,
      PUBLIC_BASE_URL: 'http://127.0.0.1:3000',
      VAPI_API_URL: url,
      VAPI_ASSISTANT_ID: 'bench',
      VAPI_PHONE_NUMBER_ID: 'bench',
      HELP_DESK: 'http',
      TOOLS_URL: `${url}/tools`,
      TOOLS_SECRET: 'the secret of the bench',
    },
    Object.keys(of),
  );
const SECRET = picked(settingsAt('', needs), secretsOf(needs));

/** As Vapi answers who has a call opened for a leg of their own. */
const OPENED = JSON.stringify({
  id: '0199a3c4-7e21-7bb3-9c55-2f6d1e8a4b70',
  phoneCallProviderDetails: {
    twiml: '<Response><Connect><Stream url="wss://127.0.0.1/0199a3c4/transport"/></Connect></Response>',
  },
});

/** As a team's own system answers a look-up. */
const TICKET = JSON.stringify({ result: { id: '4711', status: 'open' } });

const messageSchema = z.object({
  MessageBody: z.optional(z.string()),
  Entries: z.optional(z.array(z.object({ Id: z.string(), MessageBody: z.string() }))),
});
const md5 = (text: string) => createHash('md5').update(text).digest('hex');

/**
 * SQS as far as taking messages goes, an empty table, one secret, and Vapi where a call is opened: it costs next to
 * nothing of the two cores that are measured.
 */
const serveOthers = () =>
  serve(async (request, response) => {
    const body = await readBody(request, 1_000_000);
    const target = String(request.headers['x-amz-target']);
    if (request.url === '/call') {
      response.writeHead(201, { 'content-type': 'application/json' });
      response.end(OPENED);
      return;
    }
    if (request.url?.startsWith('/tools/') === true) {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(TICKET);
      return;
    }
    if (target.startsWith('DynamoDB_')) {
      response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' });
      response.end('{}');
      return;
    }
    const { MessageBody = '', Entries } = messageSchema.parse(JSON.parse(String(body)));
    const taken = Entries?.map((entry) => ({
      Id: entry.Id,
      MessageId: 'm',
      MD5OfMessageBody: md5(entry.MessageBody),
    }));
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' });
    if (target === 'secretsmanager.GetSecretValue') {
      response.end(JSON.stringify({ SecretString: JSON.stringify(SECRET) }));
      return;
    }
    response.end(
      JSON.stringify(
        taken === undefined
          ? { MessageId: 'm', MD5OfMessageBody: md5(MessageBody) }
          : { Successful: taken, Failed: [] },
      ),
    );
  });

const median = (values: number[]): number => percentiles(values).p50;
const medians = (all: StartFigures[]): StartFigures => ({
  loadMs: median(all.map((one) => one.loadMs)),
  firstMs: median(all.map((one) => one.firstMs)),
  totalMs: median(all.map((one) => one.totalMs)),
  warmCpuMs: median(all.map((one) => one.warmCpuMs)),
  rssMB: median(all.map((one) => one.rssMB)),
});

/**
 * Loading plus first event of vapi-webhook, a tool call that asks for a human, against a function that does nothing
 * but send one message to SQS with the SDK; started in turn, each in a fresh process. Beside them twilio-voice, with a call
 * for which one is opened at Vapi, and vapi-tools, with a ticket that a team's own system knows.
 */
export const measureStartup = async (
  done: (starts: number) => void,
  starts = STARTS,
): Promise<StartupFigures> => {
  const folder = await mkdtemp(join(tmpdir(), 'voice-handoff-startup-'));
  const others = await serveOthers();
  try {
    await bundleFunctions(folder);
    const floor = join(folder, 'send-one-message', 'index.mjs');
    await build({
      ...PLAINLY,
      entryPoints: [fileURLToPath(new URL('send-one-message.ts', import.meta.url))],
      outfile: floor,
    });
    const env = {
      AWS_LAMBDA_FUNCTION_NAME: 'bench',
      AWS_REGION: 'us-west-2',
      AWS_ACCESS_KEY_ID: 'bench',
      AWS_SECRET_ACCESS_KEY: 'bench',
      AWS_ENDPOINT_URL_SQS: others.url,
      AWS_ENDPOINT_URL_DYNAMODB: others.url,
      LOG_LEVEL: 'silent',
    };
    const event = await freshEvent('vapi-webhook', Date.now());
    const call = await freshEvent('twilio-voice', Date.now());
    const lookUp = await freshEvent('vapi-tools', Date.now());
    const forTools = { ...env, ...settingsAt(others.url, toolNeeds) };
    const given = { ...env, ...settingsAt(others.url, needs) };
    const forVoice = { ...env, ...settingsAt(others.url, voiceNeeds) };
    const open = Object.keys(given).filter((name) => !(name in SECRET));
    const secret = { SECRET_ARN: 'bench', AWS_ENDPOINT_URL_SECRETS_MANAGER: others.url };
    const named = { ...picked(given, open), ...secret };
    const ours = join(folder, 'vapi-webhook', 'index.mjs');
    const voice = join(folder, 'twilio-voice', 'index.mjs');
    const tools = join(folder, 'vapi-tools', 'index.mjs');
    const started: Record<'plain' | 'given' | 'named' | 'voice' | 'tools', StartFigures>[] = [];
    for (let start = 0; start < starts; start += 1) {
      started.push({
        plain: await once(floor, { ...given, ...READABLE }, event),
        given: await once(ours, given, event),
        named: await once(ours, named, event),
        voice: await once(voice, forVoice, call, '<Stream'),
        tools: await once(tools, forTools, lookUp, 'is: open'),
      });
      done(started.length);
    }
    const sendOneMessage = medians(started.map(({ plain }) => plain));
    const vapiWebhook = medians(started.map((one) => one.given));
    const withSecret = medians(started.map((one) => one.named));
    const twilioVoice = medians(started.map((one) => one.voice));
    const vapiTools = medians(started.map((one) => one.tools));
    return {
      starts,
      vapiWebhook,
      withSecret,
      twilioVoice,
      vapiTools,
      sendOneMessage,
      ratio: vapiWebhook.totalMs / sendOneMessage.totalMs,
      ratioWithSecret: withSecret.totalMs / sendOneMessage.totalMs,
      ratioTwilioVoice: twilioVoice.totalMs / sendOneMessage.totalMs,
      ratioVapiTools: vapiTools.totalMs / sendOneMessage.totalMs,
      warmRatio: vapiWebhook.warmCpuMs / sendOneMessage.warmCpuMs,
    };
  } finally {
    await others.stop();
    await rm(folder, { recursive: true });
  }
};
