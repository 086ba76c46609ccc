import { setTimeout as sleep } from 'node:timers/promises';
import { serve } from '../http.ts';
import { type Delivery, type Fault, Script } from './faults.ts';
import { type CallOptions, type CallState, newCall } from './vapi-call.ts';
import { createVapiHandler, type RequestSeen } from './vapi-http.ts';
import {
  type AgentAnswer,
  ask,
  endCall,
  type Line,
  type Moment,
  tellEmptyReport,
  tellStatus,
} from './vapi-line.ts';
import { createSign, type Sign, type WebhookAuth } from './vapi-signing.ts';
import { finishSpeaking, say } from './vapi-speech.ts';
import { askForHuman, requestTransferDestination, type ToolCallOptions } from './vapi-tools.ts';
import { hangUpReason } from './vapi-transfer.ts';
import { type Answer, createWebhooks, type WebhookSent } from './vapi-webhooks.ts';

export type { AgentAnswer, Moment } from './vapi-line.ts';

export type VapiSimulatorOptions = {
  apiKey: string;
  /** What webhooks are signed with. */
  secret: string;
  auth?: WebhookAuth;
  port?: number;
  /** Everybody answers at once, unless this says otherwise. */
  agentAnswers?: (number: string) => AgentAnswer;
};

/** A call, as everybody on it and the platform see it; its fields are live. */
export type SimulatedCall = Readonly<CallState> & {
  /** The assistant calls the tool; the answer is the product's. */
  askForHuman(args?: Record<string, unknown>, options?: ToolCallOptions): Promise<Answer>;
  /** The assistant transfers without a destination, and acts on the product's answer. */
  requestTransferDestination(): Promise<Answer>;
  /** Any server message of this call, with these fields of its own. */
  send(type: string, extra?: Record<string, unknown>): Promise<Answer>;
  addMessage(role: 'bot' | 'user', text: string): void;
  /** The assistant begins a sentence of its own, and stays in it until it is cut or finished. */
  speak(sentence: string): void;
  finishSpeaking(): void;
  /** The caller hangs up; resolves once the webhooks about it are answered. */
  hangUp(reason?: string): Promise<void>;
  /** An empty report while the call goes on. */
  earlyEmptyReport(): Promise<Answer>;
  /** Caller and agent have talked and hang up. Throws when no agent has answered. */
  endConversation(): Promise<void>;
};

export type VapiSimulator = {
  /** For VAPI_API_URL; control URLs are on the same host. */
  url: string;
  /** The full URL of the product's webhook. Until then no message reaches anybody. */
  connect(webhookUrl: string): void;
  /** Resolves once the `status-update` about it is answered. */
  startCall(options?: CallOptions): Promise<SimulatedCall>;
  call(id: string): SimulatedCall | undefined;
  /** By operation: `get-call`, or the type of a control message. */
  faults: Script<Fault>;
  /** By message: a type, or type and status (`status-update:forwarding`). */
  deliveries: Script<Delivery>;
  requests: readonly RequestSeen[];
  webhooks: readonly WebhookSent[];
  on(listener: (moment: Moment) => void): void;
  sign: Sign;
  /** Resolves once nothing is on its way: no webhook, no ringing agent. */
  idle(): Promise<void>;
  stop(): Promise<void>;
};

/**
 * Vapi on loopback: its API, its live call control and its signed webhooks, with calls that really change
 * and with the platform's own refusals. Nothing takes time that is not asked for.
 */
export async function startVapiSimulator(options: VapiSimulatorOptions): Promise<VapiSimulator> {
  const { apiKey, secret, auth = 'hmac', port = 0, agentAnswers = () => 'answers' } = options;
  const calls = new Map<string, { line: Line; call: SimulatedCall }>();
  const requests: RequestSeen[] = [];
  const webhooksSent: WebhookSent[] = [];
  const listeners: ((moment: Moment) => void)[] = [];
  const running = new Set<Promise<unknown>>();
  const stopping = new AbortController();
  const faults = new Script<Fault>();
  const deliveries = new Script<Delivery>();
  const sign = createSign({ auth, secret });

  const note = (callId: string, what: Moment['what'], detail?: string) => {
    const moment: Moment = { callId, at: Date.now(), what, ...(detail !== undefined && { detail }) };
    for (const listener of listeners) listener(moment);
  };
  const pause = async (ms: number) => {
    await sleep(ms, undefined, { signal: stopping.signal }).catch(() => undefined);
  };
  const background = (work: Promise<unknown>) => {
    running.add(work);
    // A promise of its own, so that a mistake in a listener is not swallowed.
    void work.finally(() => running.delete(work));
  };
  const idle = async () => {
    while (running.size > 0) await Promise.allSettled([...running]);
  };
  const webhooks = createWebhooks({
    sign,
    deliveries,
    background,
    stopping: stopping.signal,
    sent(webhook) {
      webhooksSent.push(webhook);
      note(webhook.callId, 'webhook-answered', `${webhook.message} ${webhook.status}`);
    },
  });
  const handle = createVapiHandler({
    apiKey,
    faults,
    line: (callId) => calls.get(callId)?.line,
    seen: (request) => requests.push(request),
    pause,
  });
  const server = await serve(handle, port);

  return {
    url: server.url,
    connect: webhooks.connect,
    async startCall(callOptions = {}) {
      const state = newCall(callOptions, server.url, Date.now());
      if (calls.has(state.id)) throw new Error(`there is a call ${state.id} already`);
      const line: Line = {
        call: state,
        webhooks,
        note: (what, detail) => note(state.id, what, detail),
        agentAnswers,
        pause,
        background,
      };
      const call = simulatedCall(line);
      calls.set(state.id, { line, call });
      line.note('call-started');
      await tellStatus(line);
      return call;
    },
    call: (id) => calls.get(id)?.call,
    faults,
    deliveries,
    requests,
    webhooks: webhooksSent,
    on: (listener) => {
      listeners.push(listener);
    },
    sign,
    idle,
    async stop() {
      stopping.abort();
      await server.stop();
      await idle();
    },
  };
}

/** The state itself, with what can be done to the call. */
function simulatedCall(line: Line): SimulatedCall {
  const { call } = line;
  return Object.assign(call, {
    askForHuman: (args?: Record<string, unknown>, options?: ToolCallOptions) =>
      askForHuman(line, args, options),
    requestTransferDestination: () => requestTransferDestination(line),
    send: (type: string, extra?: Record<string, unknown>) => ask(line, type, extra),
    addMessage: (role: 'bot' | 'user', message: string) => {
      call.messages.push({ role, message, time: Date.now() });
    },
    speak: (sentence: string) => say(line, sentence, { interrupt: true }),
    finishSpeaking: () => finishSpeaking(line),
    hangUp: (reason?: string) => endCall(line, reason ?? hangUpReason(line)),
    earlyEmptyReport: () => tellEmptyReport(line),
    async endConversation() {
      const connected = call.transfers.some(({ outcome }) => outcome === 'connected');
      if (!connected) throw new Error('no agent has answered this call');
      await endCall(line, 'assistant-forwarded-call');
    },
  });
}
