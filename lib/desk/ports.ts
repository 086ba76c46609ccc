import type { Leg } from './leg.ts';
import type { CutOff } from './memory.ts';
import type { Routing } from './routing.ts';

/** The way of each call through the desk. Every method throws `Unavailable` when the table cannot be reached. */
export interface RoutingStore {
  load(callId: string): Promise<{ routing: Routing; version: number }>;
  save(callId: string, routing: Routing, expectedVersion: number): Promise<'saved' | 'lost'>;
}

/** What is remembered of callers, by their number. Every method throws `Unavailable` when the table cannot be reached. */
export interface CallerMemory {
  load(number: string): Promise<CutOff | undefined>;
  /** Keeps a call that was cut off over an older one; what is told of the same call adds up. */
  keep(number: string, cutOff: CutOff): Promise<void>;
  /** A call of theirs has ended well: nothing is left to pick up, nor of any before it whose end is told later. */
  forget(number: string, endedCall: Pick<CutOff, 'callId' | 'endedAt'>): Promise<void>;
}

/** What is kept of legs whose voice webhook is ours. Every method throws `Unavailable` when the table cannot be reached. */
export interface LegStore {
  load(callSid: string): Promise<{ leg: Leg; version: number }>;
  save(callSid: string, leg: Leg, expectedVersion: number): Promise<'saved' | 'lost'>;
  /** Ties the leg to its call at Vapi: an event that names the one leads to the other. */
  tie(callSid: string, callId: string): Promise<void>;
}
