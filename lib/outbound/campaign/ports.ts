import type { Clock } from '../../base/clock.ts';
import type { MessageQueue } from '../../base/queue.ts';
import type { Count, Log } from '../../base/telemetry.ts';
import type { Places } from '../../capacity/places.ts';
import type { OutboundMessage } from '../call/events.ts';
import type { NextOpening, OutboundStore, RecentNumbers } from '../call/ports.ts';
import type { DoNotCall } from '../do-not-call.ts';
import type { OutboundMetric } from '../metrics.ts';
import type { Contact, WaitsFor } from './contact.ts';
import type { CampaignMessage } from './message.ts';
import type { Campaign } from './record.ts';
import type { RefusedRow } from './upload/upload.ts';

export type LoadedCampaign = { campaign: Campaign | undefined; version: number };

/** The campaigns. Every method throws `Unavailable` when the table cannot be reached. */
export interface CampaignStore {
  load(id: string): Promise<LoadedCampaign>;
  save(campaign: Campaign, expectedVersion: number): Promise<'saved' | 'lost'>;
}

/** All campaigns. Throws `Unavailable`. */
export interface CampaignList {
  /** Puts one on the list. One that was never saved is left out by whoever loads it. */
  enter(id: string, createdAt: number): Promise<void>;
  /** Their ids, the newest first. */
  newest(most: number): Promise<string[]>;
}

/** Under which the contacts of a campaign are kept. */
export type UploadOf = Pick<Campaign, 'upload' | 'lists' | 'createdAt'>;

export type LoadedContact = { contact: Contact; version: number };

/** The contacts of the campaigns. Every method throws `Unavailable` when the table cannot be reached. */
export interface Contacts {
  /** The rows that wait, who is due first first: when (ms since 1970), at most about `most`. What was just written may be missing. */
  waiting(of: UploadOf, most: number): Promise<{ row: number; dueAt: number }[]>;
  /** As they are now. */
  load(of: UploadOf, rows: readonly number[]): Promise<LoadedContact[]>;
  save(of: UploadOf, contact: Contact, expectedVersion: number): Promise<'saved' | 'lost'>;
}

/** Who waits, as the index has it. `dueAt` in ms since 1970. */
export type WaitingContact = { row: number; dueAt: number; zone: string; for?: WaitsFor | undefined };

/** The contacts of a campaign, all together. Throws `Unavailable`. */
export interface AllContacts {
  /** Keeps those of a new upload, and whom it refused. When it throws, some may be kept: the upload is used for nothing. */
  enter(of: UploadOf, contacts: readonly Contact[], refused: readonly RefusedRow[]): Promise<void>;
  /** Whom the upload refused, in the order of the list. */
  refused(of: UploadOf): Promise<RefusedRow[]>;
  /** In the order of the list. */
  all(of: UploadOf): Promise<Contact[]>;
  everybodyWaiting(of: UploadOf): Promise<WaitingContact[]>;
}

/** How often a number was called in the last 24 hours. Throws `Unavailable`. */
export interface DayAttempts {
  /** Notes an attempt under a name; under the same name it is the same one. `full`: not before `until` (ms since 1970). */
  take(number: string, by: string, most: number): Promise<{ is: 'taken' } | { is: 'full'; until: number }>;
  free(number: string, by: string): Promise<void>;
}

/** How many calls of this second go to one area code. Throws `Unavailable`. */
export interface AreaSeconds {
  take(area: string, second: number, most: number): Promise<'taken' | 'full'>;
  free(area: string, second: number): Promise<void>;
}

export type CampaignPorts = {
  store: CampaignStore;
  contacts: Contacts;
  calls: OutboundStore;
  queue: MessageQueue<CampaignMessage | OutboundMessage>;
  clock: Clock;
  /** Resolves at this time (ms since 1970): the queue delays by whole seconds, and the pace is finer. */
  waitUntil(at: number): Promise<void>;
  newOwner: () => string;
  doNotCall: Pick<DoNotCall, 'entryOf'>;
  nextOpening: NextOpening;
  numbers: RecentNumbers;
  attempts: DayAttempts;
  areas: AreaSeconds;
  /** `+1212`, or the code of a country. */
  areaOf(number: string): Promise<string>;
  places?: Pick<Places, 'take' | 'free'> | undefined;
  log: Log;
  count: Count<OutboundMetric>;
};
