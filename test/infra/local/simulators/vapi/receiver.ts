import type { IncomingHttpHeaders } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { readBody, serve } from '../../../../../infra/local/lambda/http.ts';
import {
  startVapiSimulator,
  type VapiSimulator,
  type VapiSimulatorOptions,
} from '../../../../../infra/local/simulators/vapi/vapi.ts';

const bodySchema = z.object({ message: z.looseObject({ type: z.string() }) });

export type Received = {
  /** As on the wire. */
  raw: string;
  headers: IncomingHttpHeaders;
  message: z.infer<typeof bodySchema>['message'];
};
export type Reply = { status: number; body: unknown; afterMs?: number } | 'cut';

export type Receiver = {
  url: string;
  received: Received[];
  /** Type and status of everything received, in order. */
  names(): string[];
  /** What the next messages are answered; then `{}` with 200 again. */
  replies: Reply[];
  /** What every message of a type is answered. */
  always: Map<string, Reply>;
  stop(): Promise<void>;
};

/** Stands in for the product: keeps every webhook, and answers as told. */
export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  const replies: Reply[] = [];
  const always = new Map<string, Reply>();
  const server = await serve(async (request, response) => {
    const body = await readBody(request, 1024 * 1024);
    const raw = body.toString('utf8');
    const { message } = bodySchema.parse(JSON.parse(raw));
    received.push({ raw, headers: request.headers, message });
    const reply = always.get(message.type) ?? replies.shift() ?? { status: 200, body: {} };
    if (reply === 'cut') {
      request.socket.destroy();
      return;
    }
    if (reply.afterMs !== undefined) await sleep(reply.afterMs);
    response.writeHead(reply.status).end(JSON.stringify(reply.body));
  });
  return {
    url: `${server.url}/webhook/vapi`,
    received,
    replies,
    always,
    names: () => received.map(({ message: { type, status } }) => (status ? `${type}:${status}` : type)),
    stop: server.stop,
  };
}

export const API_KEY = 'FAKE-vapi-api-key';
export const SECRET = 'FAKE-signing-secret';

export type Bench = { vapi: VapiSimulator; receiver: Receiver; stop(): Promise<void> };

export async function startBench(options: Partial<VapiSimulatorOptions> = {}): Promise<Bench> {
  const receiver = await startReceiver();
  const vapi = await startVapiSimulator({ apiKey: API_KEY, secret: SECRET, ...options });
  vapi.connect(receiver.url);
  const stop = async () => {
    await vapi.stop();
    await receiver.stop();
  };
  return { vapi, receiver, stop };
}

export type HttpAnswer = { status: number; body: unknown; headers: Headers };

/** Posts JSON to a control URL, without any credential: the URL is the credential. */
export async function post(url: string, body: unknown): Promise<HttpAnswer> {
  const headers = { 'content-type': 'application/json' };
  return answered(await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) }));
}

export async function getCall(vapi: VapiSimulator, id: string, apiKey = API_KEY): Promise<HttpAnswer> {
  return answered(await fetch(`${vapi.url}/call/${id}`, { headers: { authorization: `Bearer ${apiKey}` } }));
}

const answered = async (response: Response): Promise<HttpAnswer> => ({
  status: response.status,
  body: await response.json(),
  headers: response.headers,
});

export const AGENT = '+14155550177';

/** The one plan under which an unanswered transfer comes back to the assistant. */
export const returningPlan = {
  mode: 'warm-transfer-experimental',
  fallbackPlan: { message: 'Nobody could take the call.', endCallEnabled: false },
} as const;

export const transferTo = (number: string, transferPlan?: object) => ({
  type: 'transfer',
  destination: { type: 'number', number, message: '', ...(transferPlan && { transferPlan }) },
});
