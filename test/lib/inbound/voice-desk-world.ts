import type { PlaceMessage } from '../../../lib/capacity/place-message.ts';
import type { EndOf } from '../../../lib/capacity/places.ts';
import { type OpeningHours, openingHoursSchema } from '../../../lib/handoff/ask/opening-hours.ts';
import type { CallSeen } from '../../../lib/handoff/ports/calls.ts';
import { voiceLinks } from '../../../lib/handoff/ports/voice-links.ts';
import type { CallbackMessage } from '../../../lib/handoff/record/callback-request.ts';
import { afterLinks } from '../../../lib/inbound/after-link.ts';
import {
  answerAfter,
  answerArrival,
  type VoiceDeskOptions,
  type VoiceDeskPorts,
} from '../../../lib/inbound/voice-desk.ts';
import type { ArrivingCall } from '../../../lib/twilio/voice-callbacks.ts';
import type { LegOpened, LegOrder } from '../../../lib/vapi/open-leg.ts';
import { MemoryCallers } from '../desk/memory-callers.ts';
import { MemoryLegs } from '../desk/memory-legs.ts';
import { MemoryRouting } from '../desk/memory-routing.ts';
import * as given from '../handoff/given.ts';

export const { T0 } = given;
export const LEG = 'CA5f0e7d3b9c1a42868d20e6f4b7a913c2';
export const ACCOUNT = 'AC7b1c9e04d2f84a6fb3e5a1907c42d8e6';
export const CALLER = '+14155550123';
export const BROKEN = 'call.in-progress.error-vapifault-worker-died';
export const NEVER_OPEN: OpeningHours = openingHoursSchema.parse({ timeZone: 'UTC', week: {}, holidays: [] });
export const twimlOf = (callId: string) =>
  `<Response><Connect><Stream url="wss://x.vapi.ai/${callId}"/></Connect></Response>`;
export const opened = (callId: string): LegOpened => ({ is: 'opened', callId, twiml: twimlOf(callId) });
export const over = (endedReason: string): CallSeen => ({ is: 'over', endedReason });
export const live = (status = 'in-progress'): CallSeen => ({
  is: 'live',
  status,
  forwarding: status === 'forwarding',
});

export const WITHHELD: ArrivingCall = {
  is: 'arriving-call',
  callSid: LEG,
  callStatus: 'ringing',
  accountSid: ACCOUNT,
  called: '+14155550188',
};
export const CALL: ArrivingCall = { ...WITHHELD, caller: CALLER };
export const ANSWERED: ArrivingCall = { ...CALL, callStatus: 'in-progress' };

export type Looked = Awaited<ReturnType<VoiceDeskPorts['calls']['look']>>;

/** A leg at our own number: who answers it, what is known of its caller, and what Vapi shows of its call. */
export const world = (options: Partial<VoiceDeskOptions> = {}) => {
  const legs = new MemoryLegs();
  const memory = new MemoryCallers();
  const routing = new MemoryRouting();
  const store = new given.MemoryStore({ is: 'none', version: 0 });
  const queue = new given.MemoryQueue();
  const watched = given.watching();
  const orders: LegOrder[] = [];
  const callbacks: CallbackMessage[] = [];
  const looks: PlaceMessage[] = [];
  const places: string[] = [];
  const after = afterLinks('https://handoff.example.com');
  const it = {
    answers: [opened('call-1'), opened('call-2'), opened('call-3')] as LegOpened[],
    looked: { is: 'call-seen', call: over(BROKEN) } as Looked,
    place: 'taken' as 'taken' | 'full',
    followups: undefined as Error | undefined,
  };
  const ports: VoiceDeskPorts = {
    store,
    queue,
    clock: () => T0,
    ...watched,
    memory,
    admitCallback: async () => 'admitted',
    legs,
    routing,
    places: {
      async take() {
        places.push('take');
        return it.place;
      },
      async free(_holder: string, end?: EndOf) {
        places.push(end === undefined ? 'free' : `free by ${end.of}`);
      },
      async doubt() {
        places.push('doubt');
      },
      async lower() {},
    },
    async openForLeg(order) {
      orders.push(order);
      return it.answers.shift() ?? { is: 'refused', reason: 'none is left' };
    },
    calls: { look: async () => it.looked },
    placeLooks: { send: async (messages) => void looks.push(...messages.map(({ message }) => message)) },
    followups: {
      async send(messages) {
        if (it.followups !== undefined) throw it.followups;
        callbacks.push(...messages.map(({ message }) => message));
      },
    },
    links: voiceLinks('https://handoff.example.com'),
    afterUrl: after.url,
    wait: () => new Promise((go) => setImmediate(go)),
  };
  const all: VoiceDeskOptions = {
    setup: { assistants: { 'front-desk': 'as-desk', billing: 'as-billing' } },
    phoneNumberId: 'pn',
    resumeMinutes: 30,
    busy: 'agents',
    windowSeconds: 30,
    workflowSid: 'WW00000000000000000000000000000001',
    accountSid: ACCOUNT,
    language: 'en',
    ...options,
  };
  return {
    it,
    legs,
    memory,
    routing,
    store,
    queue,
    orders,
    callbacks,
    looks,
    places,
    ...watched,
    arrives: (call = CALL) => answerArrival(call, all, ports),
    asksAfter: (callId: string, call = ANSWERED, looksSoFar = 0) =>
      answerAfter(call, { callId, looks: looksSoFar }, all, ports),
  };
};

export const LAST = {
  callId: 'call-before',
  endedAt: T0 - 60_000,
  specialist: 'billing',
  intent: 'billing',
  words: 'I was charged twice.',
  name: 'Ada',
  nameSource: 'assistant' as const,
};
