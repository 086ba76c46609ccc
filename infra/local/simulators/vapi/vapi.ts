import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { serve } from '../../lambda/http.ts';
import { type Delivery, type Fault, Script } from '../kit/faults.ts';
import { openAccount } from './account/account.ts';
import type { Member } from './assistants.ts';
import { begin, endUnlessJoined, orderedCall } from './bypass.ts';
import { type CallState, newCall, streamUrlOf } from './call.ts';
import { createCallsApi, holdsSlot } from './calls-api.ts';
import { createSlots, LIMIT_REACHED } from './concurrency.ts';
import type { TransferMode } from './destinations.ts';
import { type ControlManners, createVapiHandler, type RequestSeen } from './http.ts';
import { answerFor, type InboundCall, inboundCall, receive } from './inbound.ts';
import { endCall, type Line, type Moment, tellStatus } from './line.ts';
import type { Order } from './orders.ts';
import { dialledCall, dialOut } from './outbound.ts';
import { type Reply, refuse } from './replies.ts';
import { createSign } from './signing.ts';
import { type SimulatedCall, simulatedCall } from './simulated-call.ts';
import type { VapiSimulator, VapiSimulatorOptions } from './simulator.ts';
import { createStreams } from './streams.ts';
import { createWebhooks, type WebhookSent } from './webhooks.ts';

export type { AccountManners } from './account/manners.ts';
export type { Kind } from './account/rules.ts';
export type { Saved } from './account/shelf.ts';
export type { InboundCall } from './inbound.ts';
export type { AgentAnswer, Moment } from './line.ts';
export type { PhoneNumber } from './phone-numbers.ts';
export type { SimulatedCall } from './simulated-call.ts';
export type { VapiSimulator, VapiSimulatorOptions } from './simulator.ts';

/**
 * Vapi on loopback: its API, its live call control and its signed webhooks, with calls that really change
 * and with the platform's own refusals. Nothing takes time that is not asked for.
 */
export async function startVapiSimulator(options: VapiSimulatorOptions): Promise<VapiSimulator> {
  const {
    apiKey,
    publicKey,
    secret,
    auth = 'hmac',
    port = 0,
    agentAnswers = () => 'answers',
    outboundPhones = () => 'answers',
    generates = () => 'Let me see what I can do for you.',
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
  const account = openAccount({ gone, sign });
  const { assistants, phones } = account;
  const stopped = new Promise<void>((resolve) => {
    stopping.signal.addEventListener('abort', () => resolve(), { once: true });
  });
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
    signFor: account.signFor,
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
      generates,
      entering: (handoff) => assistants.enteringBy(handoff, state.cast),
      castOf: assistants.castOf,
      savedTool: assistants.tool,
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
  /** What a call that was asked for has of what is saved. */
  const staged = (state: CallState, members: readonly [Member, ...Member[]]): CallState => {
    const phone = phones.get(state.order?.phoneNumberId);
    const own = phone === undefined ? {} : { phone, called: phone.number };
    return { ...state, ...own, cast: members, talking: members[0] };
  };
  /** Begins once a leg has joined and the account has room, and ends for this reason when none joins. */
  const awaitLeg = (line: Line, room: () => Promise<boolean>, reason?: string) => {
    const joined = new AbortController();
    streams.expect(line, () => {
      joined.abort();
      background(room().then((free) => (free && line.call.status !== 'ended' ? begin(line) : undefined)));
    });
    const signal = AbortSignal.any([stopping.signal, joined.signal]);
    background(endUnlessJoined(line, bypassPatienceMs, signal, reason));
  };
  const open = (
    order: Order,
    members: readonly [Member, ...Member[]],
    room: () => Promise<boolean>,
  ): Line => {
    const ordered = orderedCall(order, server.url, Date.now(), streams.accountSid());
    const { line } = take(staged(ordered, members));
    line.note('call-opened');
    awaitLeg(line, room);
    return line;
  };
  /** In our own account, where Twilio is there: made as it rings, so that it can be taken away from then on. */
  const dialledLeg = (line: Line): string => {
    if (streams.accountSid() === undefined) return `CA${randomBytes(16).toString('hex')}`;
    const { callSid, stream } = streams.dial(line.call);
    line.call.stream = stream;
    streams.hold(line, callSid);
    return callSid;
  };
  const dial = (
    order: Order,
    members: readonly [Member, ...Member[]],
    room: () => Promise<boolean>,
  ): Line => {
    const phone = outboundPhones(order.customer?.number ?? '');
    const accountSid = streams.accountSid() ?? `AC${'0'.repeat(32)}`;
    const dialled = dialledCall(order, phone, { baseUrl: server.url, now: Date.now(), accountSid });
    const { line } = take(staged(dialled, members));
    line.note('call-opened');
    background(dialOut(line, phone, { free: room, leg: () => dialledLeg(line) }));
    return line;
  };
  const endIfBlocked = async (line: Line, afterMs: number) => {
    await pause(afterMs);
    if (line.call.blocked && !stopping.signal.aborted) await endCall(line, LIMIT_REACHED);
  };
  const place = (order: Order, members: readonly [Member, ...Member[]], blocked: boolean): Line => {
    const slot = Promise.withResolvers<boolean>();
    const room = () => Promise.race([slot.promise, line.over.promise.then(() => false)]);
    const bypass = order.phoneCallProviderBypassEnabled === true;
    const line: Line = bypass ? open(order, members, room) : dial(order, members, room);
    line.call.blocked = blocked;
    if (!blocked) slot.resolve(true);
    else {
      slots.wait(() => {
        line.call.blocked = false;
        slot.resolve(true);
      });
      stopping.signal.addEventListener('abort', () => slot.resolve(false), { once: true });
      const waitsMs = slots.waitsMs();
      if (waitsMs !== undefined) background(endIfBlocked(line, waitsMs));
    }
    return line;
  };
  const arrive = (arrival: InboundCall) => {
    const phone = phones.of(arrival.to);
    if (phone === undefined) throw new Error(`Vapi has no number ${arrival.to}`);
    const place = slots.next();
    const taken = take(inboundCall(arrival, phone, server.url, streams.accountSid()));
    return { ...taken, met: receive(taken.line, { assistants, slots, place, stopped }) };
  };
  /** A call whose leg is at Twilio: what it is told to do there. */
  const brought = async (form: Record<string, string>): Promise<Reply> => {
    const { To: to = '', From: from, CallSid: callSid, AccountSid: accountSid, CallStatus: status } = form;
    // One that was answered before is refused, as field reports say.
    if (status !== 'ringing') return refuse(400, 'The call is not ringing');
    if (phones.of(to) === undefined) return refuse(404, 'Phone number not found');
    const { line, met } = arrive({
      to,
      ...(from !== undefined && { from }),
      ...(callSid !== undefined && { callSid }),
      ...(accountSid !== undefined && { accountSid }),
    });
    const how = await met;
    if (how.is === 'talks') {
      line.call.stream = 'awaited';
      awaitLeg(line, () => Promise.resolve(true), 'customer-ended-call');
    }
    return { status: 200, body: undefined, twiml: answerFor(how, streamUrlOf(line.call)) };
  };
  const handle = createVapiHandler({
    apiKey,
    publicKey,
    faults,
    configuration: account.configuration,
    api: createCallsApi({
      lines: () => [...calls.values()].map(({ line }) => line),
      line: (callId) => calls.get(callId)?.line,
      slots,
      castOf: assistants.castOf,
      place,
      end: (line, reason) => background(endCall(line, reason)),
    }),
    inbound: brought,
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
    saveAssistant: assistants.save,
    saveSquad: assistants.saveSquad,
    saveTool: assistants.saveTool,
    saveNumber: phones.save,
    async callIn(arrival) {
      const { line, call, met } = arrive(arrival);
      if ((await met).is === 'talks') await begin(line);
      else await Promise.race([line.over.promise, stopped]);
      return call;
    },
    inboundUrl: `${server.url}/twilio/inbound_call`,
    call: (id) => calls.get(id)?.call,
    calls: () => [...calls.values()].map(({ call }) => call),
    connectLegs: streams.connectLegs,
    streams: streams.server,
    refuseModes(...modes) {
      refusedModes.clear();
      for (const mode of modes) refusedModes.add(mode);
    },
    limitConcurrency: slots.set,
    saved: account.saved,
    console: account.console,
    onImport: account.onImport,
    accountAnswers: account.answers,
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
