import type { Clock } from '../../base/clock.ts';
import type { MessageQueue } from '../../base/queue.ts';
import type { Count, Log } from '../../base/telemetry.ts';
import type { Places } from '../../capacity/places.ts';
import type { Calls } from '../../handoff/ports/calls.ts';
import type { findPlacedCall } from '../../vapi/find-placed-call.ts';
import type { CallOrder, Placed } from '../../vapi/place-call.ts';
import type { DoNotCall } from '../do-not-call.ts';
import type { OutboundMetric } from '../metrics.ts';
import type { OutboundMessage } from './events.ts';
import type { OutboundCall, OutboundOrder } from './record.ts';
import type { HandedOver } from './results.ts';

export type LoadedOutbound = { call: OutboundCall | undefined; version: number };

/** The outbound calls. Every method throws `Unavailable` when the table cannot be reached. */
export interface OutboundStore {
  load(id: string): Promise<LoadedOutbound>;
  save(call: OutboundCall, expectedVersion: number): Promise<'saved' | 'lost'>;
}

/** How long a number is held (O1). */
export const RECENT_MS = 1_800_000;

/** Who has a number for the next half hour, so that nobody is rung twice in it (O1). Throws `Unavailable`. */
export interface RecentNumbers {
  /**
   * Takes a number for a holder, who keeps it if it has it already: a call, or a campaign's contact, whose call is
   * `callId`. `recent`: the call for which somebody has it, and until when (ms since 1970).
   */
  take(
    number: string,
    holder: string,
    callId?: string,
  ): Promise<{ is: 'taken' } | { is: 'recent'; id: string; until: number }>;
  /** Gives it back, if this holder has it. */
  free(number: string, holder: string): Promise<void>;
}

/** What a key is used for: `of` tells the request from another one, `id` is that of what comes of it. */
export type Claim = { of: string; id: string };

/** What the keys of requests are used for. Throws `Unavailable`. */
export interface Idempotency {
  load(key: string): Promise<Claim | undefined>;
  /** Claims a key for 24 hours. Returns the claim that stands: the first one. */
  claim(key: string, claim: Claim): Promise<Claim>;
  /** Gives a key back, if it is claimed for this id. */
  free(key: string, id: string): Promise<void>;
}

/** When a call may be dialled: from `from` on (ms since 1970); undefined where it never may. */
export type NextOpening = (order: OutboundOrder, from: number) => Promise<number | undefined>;

/** The campaign of a call, as far as the call has to do with it. All of it throws `Unavailable`. */
export interface CallsCampaign {
  /** Whether this call may still be made. */
  admits(campaignId: string, callId: string): Promise<boolean>;
  /** Tells it what became of a call that has ended; it may be told again. */
  tell(campaignId: string, call: OutboundCall): Promise<void>;
}

export type DialPorts = {
  store: OutboundStore;
  queue: MessageQueue<OutboundMessage>;
  clock: Clock;
  newOwner: () => string;
  doNotCall: Pick<DoNotCall, 'entryOf'>;
  numbers: RecentNumbers;
  nextOpening: NextOpening;
  places?: Places | undefined;
  place(order: CallOrder): Promise<Placed>;
  findPlaced: ReturnType<typeof findPlacedCall>;
  calls: Pick<Calls, 'look'>;
  /** In the fields that Vapi takes: who answers, and what they are told. */
  answeredBy(order: OutboundOrder, id: string): Record<string, unknown> | undefined;
  phoneNumberId: string | undefined;
  /** Whether the callee came to a person. */
  whetherHandedOver(callId: string): Promise<HandedOver>;
  /** What the campaign of a call says of it. */
  campaigns: CallsCampaign;
  log: Log;
  count: Count<OutboundMetric>;
};
