import { completed, oweAs } from '../../outbox/effect.ts';
import type { OutboundCall, OutboundWork } from './record.ts';

/** Why a call is unknown of which nobody could see whether Vapi has made it. */
export const ANSWER_LOST = 'answer-lost';

/** A call is looked at after a minute, and then each time after as long as it has lasted. */
export const FIRST_LOOK_MS = 60_000;
const LONGEST_LOOK_MS = 900_000;

export const lookPauseMs = (lasted: number): number =>
  Math.min(LONGEST_LOOK_MS, Math.max(FIRST_LOOK_MS, lasted));

export const owe = (call: OutboundCall, work: OutboundWork, now: number, at = now): OutboundCall =>
  oweAs<OutboundWork, OutboundCall>(call, work.kind, work, now, at);

export const done = (call: OutboundCall, id: string): OutboundCall =>
  completed<OutboundWork, OutboundCall>(call, id);
