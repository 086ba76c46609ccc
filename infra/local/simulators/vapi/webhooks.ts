import { setTimeout as sleep } from 'node:timers/promises';
import type { Delivery, Script } from '../kit/faults.ts';
import type { Sign } from './signing.ts';

/** The product's answer. Status 0: nobody answered, or the message was dropped on its way. */
export type Answer = { status: number; body: unknown };

export type WebhookSent = Answer & {
  callId: string;
  /** The message's type, with its status where it has one: `status-update:forwarding`. */
  message: string;
  /** ms since 1970 */
  at: number;
  tookMs: number;
  /** 1 for the first. */
  attempt: number;
};

/** Where the messages of an assistant or a number go; one that is not on this machine is the connected webhook. */
export type Server = {
  url?: string | undefined;
  timeoutSeconds?: number | undefined;
  credentialId?: string | undefined;
};

export type Webhooks = {
  connect(url: string): void;
  /** The answer to the first copy that arrives, after any delay that the script asks for. */
  ask(callId: string, body: Body, server?: Server): Promise<Answer>;
  /** Waits for the answer, but not for a delay: what comes next overtakes a delayed message. */
  tell(callId: string, body: Body, server?: Server, delivery?: Delivery): Promise<void>;
};
export type Body = { message: { type: string; [field: string]: unknown } };

const NOBODY: Answer = { status: 0, body: undefined };
/** Our assistants set a backoff plan for tool calls; Vapi repeats nothing else. */
const RETRIES: Record<string, number> = { 'tool-calls': 2 };
const RETRY_DELAY_MS = 25;
const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

/** Sends signed server messages, in the way that the script of deliveries wants each of them to travel. */
export function createWebhooks(options: {
  /** What is signed with, at this server. */
  signFor: (server: Server | undefined) => Sign;
  deliveries: Script<Delivery>;
  sent: (webhook: WebhookSent) => void;
  background: (work: Promise<unknown>) => void;
  stopping: AbortSignal;
  /** How long an answer is waited for. */
  patienceMs: number;
}): Webhooks {
  const { signFor, deliveries, sent, background, stopping, patienceMs } = options;
  let connected: string | undefined;

  const post = async (
    callId: string,
    message: string,
    body: string,
    attempt: number,
    server: Server | undefined,
  ): Promise<Answer> => {
    const url = onLoopback(server?.url) ?? connected;
    const patience = server?.timeoutSeconds === undefined ? patienceMs : server.timeoutSeconds * 1000;
    if (url === undefined) return NOBODY;
    const at = Date.now();
    const headers = { 'content-type': 'application/json', ...signFor(server)(body, at) };
    const signal = AbortSignal.any([stopping, AbortSignal.timeout(patience)]);
    const answer = await fetch(url, { method: 'POST', headers, body, signal })
      .then(async (response) => ({ status: response.status, body: readable(await response.text()) }))
      .catch(() => NOBODY);
    if (!stopping.aborted) sent({ ...answer, callId, message, at, tookMs: Date.now() - at, attempt });
    return answer;
  };

  const postWithRetries = async (
    callId: string,
    message: string,
    type: string,
    body: string,
    server: Server | undefined,
  ) => {
    const retries = RETRIES[type] ?? 0;
    for (let attempt = 1; ; attempt += 1) {
      const answer = await post(callId, message, body, attempt, server);
      const failed = answer.status === 0 || answer.status >= 500;
      if (!failed || attempt > retries || connected === undefined || stopping.aborted) return answer;
      await sleep(RETRY_DELAY_MS, undefined, { signal: stopping }).catch(() => undefined);
    }
  };

  const deliver = (
    callId: string,
    body: Body,
    server?: Server,
    own?: Delivery,
  ): { delayMs: number; done: Promise<Answer> } => {
    const { type } = body.message;
    const message = nameOf(body);
    const scripted = own ?? deliveries.take(message) ?? deliveries.take(type);
    const { copies = 1, delayMs = 0, drop = false } = scripted ?? {};
    // Written down now: a delayed message tells what was true when it left.
    const text = JSON.stringify(body);
    const travel = async () => {
      if (drop) return NOBODY;
      if (delayMs > 0) await sleep(delayMs, undefined, { signal: stopping }).catch(() => undefined);
      if (stopping.aborted) return NOBODY;
      const all = Array.from({ length: copies }, () => postWithRetries(callId, message, type, text, server));
      background(Promise.all(all));
      return all[0] ?? NOBODY;
    };
    const done = travel();
    background(done);
    return { delayMs, done };
  };

  return {
    connect(webhookUrl) {
      connected = webhookUrl;
    },
    ask: (callId, body, server) => deliver(callId, body, server).done,
    async tell(callId, body, server, delivery) {
      const { delayMs, done } = deliver(callId, body, server, delivery);
      if (delayMs === 0) await done;
    },
  };
}

const onLoopback = (url: string | undefined): string | undefined =>
  url !== undefined && URL.canParse(url) && LOOPBACK.includes(new URL(url).hostname) ? url : undefined;

function nameOf({ message: { type, status } }: Body): string {
  return typeof status === 'string' ? `${type}:${status}` : type;
}

function readable(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
