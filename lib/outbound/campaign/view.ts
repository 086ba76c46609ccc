import type { OutboundOutcome } from '../outcomes.ts';
import type { CallFailure } from './record.ts';
import type { CampaignSettings } from './settings.ts';
import type { CampaignStatus, PauseCode } from './states.ts';

/** One number for each status and each outcome of a campaign's contacts. */
export type Counts = Record<
  'queued' | 'scheduled' | 'dialing' | 'talking' | 'ended' | OutboundOutcome,
  number
>;

/** Contacts who wait for the same moment. Times in ms since 1970. */
export type Waiting = {
  /** For people: one zone by its name, or several. */
  zone: string;
  /** `due`: whoever could be called now; else the opening, the pause, or the half hour that they wait for. */
  for: 'due' | 'hours' | 'again' | 'recent' | 'day' | 'room' | 'start';
  count: number;
  /** When the first of them is due. */
  nextAt: number;
};

/** What the page of a campaign shows. Times in ms since 1970. */
export type CampaignView = {
  now: number;
  id: string;
  name: string;
  assistant?: string | undefined;
  status: CampaignStatus;
  pausedBecause?: { code: PauseCode; failures: readonly CallFailure[] } | undefined;
  createdAt: number;
  settings: CampaignSettings;
  total: number;
  counts: Counts;
  /** Calls at this moment; `number`: the last four digits alone. */
  live: readonly { row: number; number: string; is: 'dialing' | 'talking'; since: number }[];
  /** By whom is due first. */
  waiting: readonly Waiting[];
  /** When the last calls were begun, the oldest first; at most the last 60. */
  begun: readonly number[];
  /** What the breaker sees now: failures among the ends of its seconds. */
  breaker: { ends: number; failures: number };
};
