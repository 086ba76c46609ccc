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

export type Webhooks = {
  connect(url: string): void;
  /** The answer to the first copy that arrives, after any delay that the script asks for. */
  ask(callId: string, body: Body): Promise<Answer>;
  /** Waits for the answer, but not for a delay: what comes next overtakes a delayed message. */
  tell(callId: string, body: Body): Promise<void>;
};
export type Body = { message: { type: string; [field: string]: unknown } };

const NOBODY: Answer = { status: 0, body: undefined };
/** Our assistants set a backoff plan for tool calls; Vapi repeats nothing else. */
const RETRIES: Record<string, number> = { 'tool-calls': 2 };
const RETRY_DELAY_MS = 25;

/** Sends signed server messages, in the way that the script of deliveries wants each of them to travel. */
export function createWebhooks(options: {
  sign: Sign;
  deliveries: Script<Delivery>;
  sent: (webhook: WebhookSent) => void;
  background: (work: Promise<unknown>) => void;
  stopping: AbortSignal;
  /** How long an answer is waited for. */
  patienceMs: number;
}): Webhooks {
  const { sign, deliveries, sent, background, stopping, patienceMs } = options;
  let url: string | undefined;

  const post = async (callId: string, message: string, body: string, attempt: number): Promise<Answer> => {
    if (url === undefined) return NOBODY;
    const at = Date.now();
    const headers = { 'content-type': 'application/json', ...sign(body, at) };
    const signal = AbortSignal.any([stopping, AbortSignal.timeout(patienceMs)]);
    const answer = await fetch(url, { method: 'POST', headers, body, signal })
      .then(async (response) => ({ status: response.status, body: readable(await response.text()) }))
      .catch(() => NOBODY);
    if (!stopping.aborted) sent({ ...answer, callId, message, at, tookMs: Date.now() - at, attempt });
    return answer;
  };

  const postWithRetries = async (callId: string, message: string, type: string, body: string) => {
    const retries = RETRIES[type] ?? 0;
    for (let attempt = 1; ; attempt += 1) {
      const answer = await post(callId, message, body, attempt);
      const failed = answer.status === 0 || answer.status >= 500;
      if (!failed || attempt > retries || url === undefined || stopping.aborted) return answer;
      await sleep(RETRY_DELAY_MS, undefined, { signal: stopping }).catch(() => undefined);
    }
  };

  const deliver = (callId: string, body: Body): { delayMs: number; done: Promise<Answer> } => {
    const { type } = body.message;
    const message = nameOf(body);
    const { copies = 1, delayMs = 0, drop = false } = deliveries.take(message) ?? deliveries.take(type) ?? {};
    // Written down now: a delayed message tells what was true when it left.
    const text = JSON.stringify(body);
    const travel = async () => {
      if (drop) return NOBODY;
      if (delayMs > 0) await sleep(delayMs, undefined, { signal: stopping }).catch(() => undefined);
      if (stopping.aborted) return NOBODY;
      const all = Array.from({ length: copies }, () => postWithRetries(callId, message, type, text));
      background(Promise.all(all));
      return all[0] ?? NOBODY;
    };
    const done = travel();
    background(done);
    return { delayMs, done };
  };

  return {
    connect(webhookUrl) {
      url = webhookUrl;
    },
    ask: (callId, body) => deliver(callId, body).done,
    async tell(callId, body) {
      const { delayMs, done } = deliver(callId, body);
      if (delayMs === 0) await done;
    },
  };
}

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
