import { setTimeout as sleep } from 'node:timers/promises';
import { serve } from '../../lambda/http.ts';
import { type Delivery, type Fault, Script } from '../kit/faults.ts';
import type { Legs, StreamServer } from '../kit/media-streams.ts';
import { begin, endUnlessJoined, orderedCall } from './bypass.ts';
import { type CallOptions, type CallState, newCall } from './call.ts';
import { createCallsApi, holdsSlot } from './calls-api.ts';
import { type Concurrency, createSlots } from './concurrency.ts';
import type { TransferMode } from './destinations.ts';
import { type ControlManners, createVapiHandler, type RequestSeen } from './http.ts';
import { type AgentAnswer, endCall, type Line, type Moment, tellStatus } from './line.ts';
import type { Order } from './orders.ts';
import { type CustomerAnswer, dialledCall, dialOut } from './outbound.ts';
import { createSign, type Sign, type WebhookAuth } from './signing.ts';
import { type SimulatedCall, simulatedCall } from './simulated-call.ts';
import { createStreams } from './streams.ts';
import { createWebhooks, type WebhookSent } from './webhooks.ts';

export type { AgentAnswer, Moment } from './line.ts';
export type { SimulatedCall } from './simulated-call.ts';

export type VapiSimulatorOptions = {
  apiKey: string;
  /** What webhooks are signed with. */
  secret: string;
  auth?: WebhookAuth;
  port?: number;
  /** Everybody answers at once, unless this says otherwise. */
  agentAnswers?: (number: string) => AgentAnswer;
  /** The same of whom Vapi dials, by `POST /call`. */
  customerAnswers?: (number: string) => CustomerAnswer;
  /** How long a call opened by bypass waits for its leg; `idle` waits as long. */
  bypassPatienceMs?: number;
  /** How long the answer to a webhook is waited for: 20 s, as Vapi's default is. */
  webhookPatienceMs?: number;
};

export type VapiSimulator = {
  /** For VAPI_API_URL; control URLs are on the same host. */
  url: string;
  /** The full URL of the product's webhook. Until then no message reaches anybody. */
  connect(webhookUrl: string): void;
  /** Resolves once the `status-update` about it is answered. */
  startCall(options?: CallOptions): Promise<SimulatedCall>;
  call(id: string): SimulatedCall | undefined;
  /** All of them, the ended ones too, in the order of their beginning. */
  calls(): SimulatedCall[];
  /** Where the legs of calls with `ownLeg` are made, and where callers of opened calls hang up. */
  connectLegs(legs: Legs, accountSid: string): void;
  /** Vapi's end of media streams, for whoever plays Twilio. */
  streams: StreamServer;
  /** A control `transfer` by one of these modes is refused like one that Vapi does not know; none clears. */
  refuseModes(...modes: TransferMode[]): void;
  /** How many calls at one time, and what one beyond them meets. */
  limitConcurrency(rule: Concurrency): void;
  /** Whoever opens a call with this assistant is told that it does not exist. */
  forgetAssistant(assistantId: string): void;
  /** What control URLs answer where accounts of Vapi differ: `refused` and `not-found` until then. */
  controlAnswers(manners: Partial<ControlManners>): void;
  /** By operation: `get-call`, `list-calls`, `create-call`, or the type of a control message. */
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
  const {
    apiKey,
    secret,
    auth = 'hmac',
    port = 0,
    agentAnswers = () => 'answers',
    customerAnswers = () => 'answers',
    bypassPatienceMs = 15_000,
    webhookPatienceMs = 20_000,
  } = options;
  const calls = new Map<string, { line: Line; call: SimulatedCall }>();
  const requests: RequestSeen[] = [];
  const webhooksSent: WebhookSent[] = [];
  const listeners: ((moment: Moment) => void)[] = [];
  const running = new Set<Promise<unknown>>();
  const stopping = new AbortController();
  const faults = new Script<Fault>();
  const deliveries = new Script<Delivery>();
  const sign = createSign({ auth, secret });
  const refusedModes = new Set<TransferMode>();
  const streams = createStreams(stopping.signal);
  const slots = createSlots(() => [...calls.values()].filter(({ call }) => holdsSlot(call)).length);
  const gone = new Set<string>();
  const manners: ControlManners = { wrong: 'refused', ended: 'not-found' };

  const note = (callId: string, what: Moment['what'], detail?: string) => {
    const moment: Moment = { callId, at: Date.now(), what, ...(detail !== undefined && { detail }) };
    for (const listener of listeners) listener(moment);
    if (what === 'call-ended') slots.freed();
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
    patienceMs: webhookPatienceMs,
    sent(webhook) {
      webhooksSent.push(webhook);
      note(webhook.callId, 'webhook-answered', `${webhook.message} ${webhook.status}`);
    },
  });
  const take = (state: CallState): { line: Line; call: SimulatedCall } => {
    const line: Line = {
      call: state,
      webhooks,
      note(what, detail) {
        if (what === 'said' && detail !== undefined) streams.spoken(state, detail);
        note(state.id, what, detail);
      },
      agentAnswers,
      pause,
      background,
      closeStream: () => streams.close(state),
      over: Promise.withResolvers<void>(),
      lastTold: Promise.resolve(),
    };
    const taken = { line, call: simulatedCall(line, streams.hangUp) };
    calls.set(state.id, taken);
    return taken;
  };
  const open = (order: Order): Line => {
    const { line } = take(orderedCall(order, server.url, Date.now(), streams.accountSid()));
    const joined = new AbortController();
    streams.expect(line, () => {
      joined.abort();
      background(begin(line));
    });
    line.note('call-opened');
    background(endUnlessJoined(line, bypassPatienceMs, AbortSignal.any([stopping.signal, joined.signal])));
    return line;
  };
  const dial = (order: Order, slot: () => Promise<boolean>): Line => {
    const account = streams.accountSid() ?? `AC${'0'.repeat(32)}`;
    const { line } = take(dialledCall(order, server.url, Date.now(), account));
    line.note('call-opened');
    background(dialOut(line, customerAnswers(order.customer?.number ?? ''), slot));
    return line;
  };
  const place = (order: Order, blocked: boolean): Line => {
    const slot = Promise.withResolvers<boolean>();
    const bypass = order.phoneCallProviderBypassEnabled === true;
    const line = bypass ? open(order) : dial(order, () => slot.promise);
    line.call.blocked = blocked;
    if (!blocked) slot.resolve(true);
    else {
      slots.wait(() => {
        line.call.blocked = false;
        slot.resolve(true);
      });
      stopping.signal.addEventListener('abort', () => slot.resolve(false), { once: true });
    }
    return line;
  };
  const handle = createVapiHandler({
    apiKey,
    faults,
    api: createCallsApi({
      lines: () => [...calls.values()].map(({ line }) => line),
      line: (callId) => calls.get(callId)?.line,
      slots,
      gone,
      place,
      end: (line, reason) => background(endCall(line, reason)),
    }),
    refusedModes,
    manners,
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
      const leg = callOptions.ownLeg ? streams.dial(state) : undefined;
      const { line, call } = take({ ...state, ...leg });
      if (leg !== undefined) streams.hold(line, leg.callSid);
      line.note('call-started');
      await tellStatus(line);
      return call;
    },
    call: (id) => calls.get(id)?.call,
    calls: () => [...calls.values()].map(({ call }) => call),
    connectLegs: streams.connectLegs,
    streams: streams.server,
    refuseModes(...modes) {
      refusedModes.clear();
      for (const mode of modes) refusedModes.add(mode);
    },
    limitConcurrency: slots.set,
    forgetAssistant: (assistantId) => {
      gone.add(assistantId);
    },
    controlAnswers: (changed) => {
      Object.assign(manners, changed);
    },
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
