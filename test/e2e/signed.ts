import { createHash, createHmac } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'node:querystring';
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js';
import { type HttpServer, readBody, serve } from '../../infra/local/lambda/http.ts';
import { startSettings } from '../../infra/local/start-settings.ts';

export const VAPI_SECRET = 'vapi-secret-of-the-tests';
export const TWILIO_TOKEN = 'twilio-token-of-the-tests';
export const CONTROL_HOST = 'control.example.com';
const sidOf = (kind: string, name: string) => `${kind}${createHash('md5').update(name).digest('hex')}`;
export const WORKSPACE = sidOf('WS', 'workspace');

export const TWILIO_PATHS = [
  '/webhook/twilio/assignment',
  '/webhook/twilio/assignment/fallback',
  '/webhook/twilio/events',
  '/webhook/twilio/status',
] as const;

/** A stand-in for both platforms: it counts what it is asked, makes tasks, and knows nothing else. */
export type Platforms = HttpServer & { requests: string[]; tasks: string[]; lastTaskAt(): number };

export const startPlatforms = async (): Promise<Platforms> => {
  const requests: string[] = [];
  const tasks: string[] = [];
  let lastTaskAt = 0;
  const server = await serve(async (request, response) => {
    const body = await readBody(request, 100_000);
    requests.push(`${request.method} ${request.url}`);
    const creates = request.method === 'POST' && request.url?.endsWith('/Tasks');
    if (creates) {
      tasks.push(decodeURIComponent(String(body).replaceAll('+', ' ')));
      lastTaskAt = Date.now();
    }
    response.writeHead(creates ? 201 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(creates ? { sid: sidOf('WT', String(tasks.length)) } : {}));
  });
  return { ...server, requests, tasks, lastTaskAt: () => lastTaskAt };
};

/** The settings of a local system whose platforms answer at `platformsUrl`. */
export const settingsOf = (platformsUrl: string, more: Record<string, string> = {}): Record<string, string> =>
  startSettings({
    LOG_LEVEL: 'info',
    VAPI_API_KEY: 'vapi-key-of-the-tests',
    VAPI_SERVER_SECRET: VAPI_SECRET,
    VAPI_API_URL: platformsUrl,
    VAPI_CONTROL_HOSTS: CONTROL_HOST,
    TWILIO_ACCOUNT_SID: sidOf('AC', 'account'),
    TWILIO_AUTH_TOKEN: TWILIO_TOKEN,
    TWILIO_WORKSPACE_SID: WORKSPACE,
    TWILIO_WORKFLOW_SID: sidOf('WW', 'workflow'),
    TWILIO_TASKROUTER_URL: platformsUrl,
    HANDOFF_WINDOW_SECONDS: '900',
    ...more,
  }).env;

export type Body = string | Buffer<ArrayBuffer>;
export type Answered = { status: number; text: string; json: unknown };

/** Posts as it is; `json` is undefined where the answer holds none. Gives up after 20 seconds. */
export const post = async (url: string, body: Body, headers: Record<string, string>): Promise<Answered> => {
  const signal = AbortSignal.timeout(20_000);
  const response = await fetch(url, { method: 'POST', headers, body: Buffer.from(body), signal });
  return read(response);
};

export const read = async (response: Response): Promise<Answered> => {
  const text = await response.text();
  try {
    return { status: response.status, text, json: JSON.parse(text) };
  } catch {
    return { status: response.status, text, json: undefined };
  }
};

export const hmacOf = (body: Body, secret = VAPI_SECRET): string =>
  createHmac('sha256', secret).update(body).digest('hex');

/** Vapi's default credential; `at` in milliseconds since 1970. */
export const vapiHeaders = (body: Body, at = Date.now(), secret = VAPI_SECRET): Record<string, string> => {
  const seconds = String(Math.floor(at / 1000));
  const signed = Buffer.concat([Buffer.from(`${seconds}.`), Buffer.from(body)]);
  return {
    'content-type': 'application/json',
    'x-timestamp': seconds,
    'x-signature': hmacOf(signed, secret),
  };
};

export const postVapi = (base: string, body: Body, headers = vapiHeaders(body)): Promise<Answered> =>
  post(`${base}/webhook/vapi`, body, headers);

export const FORM = 'application/x-www-form-urlencoded';

/** A form as Twilio signs it, whatever stands in it. */
export const twilioHeaders = (url: string, body: Body, token = TWILIO_TOKEN): Record<string, string> => ({
  'content-type': FORM,
  'x-twilio-signature': getExpectedTwilioSignature(token, url, {
    ...parse(String(body), '&', '=', { maxKeys: 0 }),
  }),
});

export const postTwilio = (base: string, path: string, body: Body): Promise<Answered> =>
  post(`${base}${path}`, body, twilioHeaders(`${base}${path}`, body));

export const formOf = (params: Record<string, string>): string => new URLSearchParams(params).toString();

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const fixture = (file: string): Record<string, unknown> => {
  const value: unknown = JSON.parse(readFileSync(new URL(`../fixtures/${file}`, import.meta.url), 'utf8'));
  if (!isRecord(value)) throw new Error(`${file} holds no object`);
  return value;
};

/** The platforms' own bodies: every server message of Vapi, every form of Twilio. */
export const vapiFixtures = (): Record<string, unknown>[] =>
  namesIn('vapi').flatMap((name) => {
    const body = fixture(`vapi/${name}`);
    return 'message' in body ? [body] : [];
  });

export const twilioFixture = (name: string): Record<string, string> => ({
  ...Object.fromEntries(
    Object.entries(fixture(`twilio/${name}.json`)).map(([key, text]) => [key, String(text)]),
  ),
  WorkspaceSid: WORKSPACE,
});

export const twilioFixtures = (): Record<string, string>[] =>
  namesIn('twilio').flatMap((name) =>
    name.includes('vectors') ? [] : [twilioFixture(name.replace('.json', ''))],
  );

const namesIn = (folder: string): string[] =>
  readdirSync(new URL(`../fixtures/${folder}/`, import.meta.url)).filter(
    (name) => name.endsWith('.json') && !name.includes('vectors'),
  );

let calls = 0;
/** The id of a call that nobody has heard of. */
export const newCallId = (): string => `call-of-the-tests-${process.pid}-${calls++}`;

/** A tool call that asks for a human. */
export const toolCall = (
  callId: string,
  more: { name?: string; arguments?: unknown; call?: Record<string, unknown>; message?: object } = {},
): string =>
  JSON.stringify({
    message: {
      type: 'tool-calls',
      timestamp: 1_795_226_400_000,
      call: { id: callId, type: 'inboundPhoneCall', ...more.call },
      customer: { number: '+14155550123' },
      toolCallList: [
        {
          id: `tool-of-${callId}`,
          type: 'function',
          function: {
            name: more.name ?? 'escalate_to_human',
            arguments: 'arguments' in more ? more.arguments : { reason: 'SENTINEL' },
          },
        },
      ],
      ...more.message,
    },
  });

/** Everything written to the standard outputs until `stop`; nothing of it reaches them. */
export const captureOutput = () => {
  const { stdout, stderr } = process;
  const originals = { stdout: stdout.write, stderr: stderr.write };
  let text = '';
  const take = (chunk: string | Uint8Array): boolean => {
    text += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
    return true;
  };
  stdout.write = take;
  stderr.write = take;
  return {
    text: () => text,
    clear: () => {
      text = '';
    },
    /** The lines of this level or worse. */
    troubles: (): string[] => text.split('\n').filter((line) => /"level":"(warn|error)"/.test(line)),
    stop: () => {
      stdout.write = originals.stdout;
      stderr.write = originals.stderr;
    },
  };
};

/** A trace of the stack, or the name of an error and its text. */
export const TRACE = /\bstack\b|Error:|\n\s+at |\\n\s+at |\bat \S+ \(|node_modules|file:\/\//;
