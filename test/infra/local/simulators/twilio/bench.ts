import type { IncomingHttpHeaders } from 'node:http';
import { readBody, serve } from '../../../../../infra/local/lambda/http.ts';
import {
  type Moment,
  startTwilioSimulator,
  type TwilioSimulator,
  type TwilioSimulatorOptions,
} from '../../../../../infra/local/simulators/twilio/twilio.ts';

export const ACCOUNT = `AC${'1'.repeat(32)}`;
export const TOKEN = 'FAKE-auth-token';
export const WORKSPACE = `WS${'2'.repeat(32)}`;
export const WORKFLOW = `WW${'3'.repeat(32)}`;

export type Callback = {
  path: string;
  url: string;
  params: Record<string, string>;
  headers: IncomingHttpHeaders;
};
/** `silence`: no answer until the other side gives up. */
export type CallbackReply = { status?: number; body?: string; type?: string } | 'silence';

export type Document = string | CallbackReply | ((params: Record<string, string>) => string);

export type Answer = { status: number; body: Record<string, unknown>; headers: Headers };

export type Bench = {
  twilio: TwilioSimulator;
  received: Callback[];
  moments: Moment[];
  /** What the next callbacks to a path are answered; then `{}` as JSON. */
  replies: { assignment: CallbackReply[]; fallback: CallbackReply[] };
  /** Where the stand-in for the product is. */
  product: string;
  /** The TwiML at a path, as it is or as it depends on what is asked; `silence` and statuses are possible too. */
  documents: Map<string, Document>;
  /** Event types in the order of their arrival. */
  events(): string[];
  /** The last event of this type; throws when there was none. */
  event(type: string): Record<string, string>;
  rest(method: string, path: string, params?: Record<string, string>, headers?: object): Promise<Answer>;
  /** Makes a task for a call and gives its SID. */
  createTask(attributes?: object, params?: Record<string, string>): Promise<string>;
  statusOf(taskSid: string): string | undefined;
  stop(): Promise<void>;
};

export const basic = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

/** The simulator, and a stand-in for the product that keeps every callback and answers as told. */
export async function startBench(options: Partial<TwilioSimulatorOptions> = {}): Promise<Bench> {
  const received: Callback[] = [];
  const moments: Moment[] = [];
  const replies: Bench['replies'] = { assignment: [], fallback: [] };
  const documents: Bench['documents'] = new Map();
  const asDocument = (document: Document, params: Record<string, string>): CallbackReply => {
    if (typeof document === 'function') return { body: document(params), type: 'text/xml' };
    return typeof document === 'string' && document !== 'silence'
      ? { body: document, type: 'text/xml' }
      : document;
  };
  const product = await serve(async (request, response) => {
    const body = await readBody(request, 1024 * 1024);
    const path = request.url ?? '';
    const { pathname, searchParams } = new URL(path, 'http://product');
    const sent = request.method === 'POST' ? new URLSearchParams(body.toString('utf8')) : searchParams;
    const params = Object.fromEntries(sent);
    received.push({ path, url: `${product.url}${path}`, params, headers: request.headers });
    if (path === '/events' || pathname === '/status') return void response.writeHead(204).end();
    const document = documents.get(pathname);
    const reply =
      document === undefined
        ? ((path === '/assignment' ? replies.assignment : replies.fallback).shift() ?? {})
        : asDocument(document, params);
    if (reply === 'silence') return;
    const { status = 200, type = 'application/json', body: text = '{}' } = reply;
    response.writeHead(status, { 'content-type': type }).end(text);
  });
  const twilio = await startTwilioSimulator({
    accountSid: ACCOUNT,
    authToken: TOKEN,
    workspaceSid: WORKSPACE,
    workflowSid: WORKFLOW,
    ...options,
  });
  twilio.on((moment) => moments.push(moment));
  twilio.connect({
    assignmentUrl: `${product.url}/assignment`,
    fallbackUrl: `${product.url}/fallback`,
    eventsUrl: `${product.url}/events`,
    statusUrl: `${product.url}/status`,
  });

  const rest: Bench['rest'] = async (method, path, params = {}, headers = {}) => {
    const form = new URLSearchParams(params).toString();
    const base = path.startsWith('/2010') ? twilio.url : `${twilio.url}/v1/Workspaces/${WORKSPACE}`;
    const isPost = method === 'POST';
    const response = await fetch(`${base}${path}${!isPost && form ? `?${form}` : ''}`, {
      method,
      headers: {
        authorization: basic(ACCOUNT, TOKEN),
        ...(isPost && { 'content-type': 'application/x-www-form-urlencoded' }),
        ...headers,
      },
      ...(isPost && { body: form }),
    });
    const text = await response.text();
    const body: unknown = text === '' ? {} : JSON.parse(text);
    return { status: response.status, body: { ...Object(body) }, headers: response.headers };
  };

  return {
    twilio,
    received,
    moments,
    replies,
    product: product.url,
    documents,
    events: () =>
      received.flatMap(({ path, params }) => (path === '/events' ? [params.EventType ?? ''] : [])),
    event(type) {
      const found = received.findLast(({ params }) => params.EventType === type);
      if (found === undefined) throw new Error(`there was no ${type}`);
      return found.params;
    },
    rest,
    async createTask(attributes = {}, params = {}) {
      const Attributes = JSON.stringify(attributes);
      const { body } = await rest('POST', '/Tasks', { WorkflowSid: WORKFLOW, Attributes, ...params });
      return String(body.sid);
    },
    statusOf: (taskSid) => twilio.tasks.get(taskSid)?.assignmentStatus,
    async stop() {
      await twilio.stop();
      await product.stop();
    },
  };
}

export const ACCEPT: CallbackReply = { body: '{"instruction":"accept"}' };
export const REJECT: CallbackReply = { body: '{"instruction":"reject"}' };
export const BROKEN: CallbackReply = { status: 500 };
