import type { MessageQueue } from '../../base/queue.ts';
import type { HandoffMessage } from '../record/events.ts';
import type { Handoff } from '../record/handoff.ts';

/** `version` is what the next save must name: 0 where nothing was ever written. */
export type Loaded =
  | { is: 'none'; version: number }
  /** The call ended before any handoff was asked for. */
  | { is: 'call-over'; version: number }
  | { is: 'handoff'; handoff: Handoff; version: number };

export const handoffOf = (loaded: Loaded): Handoff | undefined =>
  loaded.is === 'handoff' ? loaded.handoff : undefined;

/** The record of one call. Every save is conditional on the version that was loaded (0 for none). */
export interface HandoffStore {
  load(callId: string): Promise<Loaded>;
  save(handoff: Handoff, expectedVersion: number): Promise<'saved' | 'lost'>;
  /** Marks a call as over that has no record. */
  markCallOver(callId: string, expectedVersion: number): Promise<'saved' | 'lost'>;
  /** The call at Vapi whose leg at Twilio this is, if a handoff of it was asked for. */
  callOfLeg(callSid: string): Promise<string | undefined>;
}

export type HandoffQueue = MessageQueue<HandoffMessage>;
