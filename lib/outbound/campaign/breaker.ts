import { withoutUndefined } from '../../base/without-undefined.ts';
import type { CallFailure, Campaign, PauseCode } from './record.ts';

/** Of the last ones it is kept which calls they were. */
const MOST_FAILURES = 20;
/** Beyond these no share of failures changes much. */
const MOST_ENDS = 500;

/** Whose fault it was that a call failed; `none`: it did not. */
export type Fault = 'call' | 'ours' | 'account' | 'none';

type End = {
  row: number;
  fault: Fault;
  endedReason?: string | undefined;
  callId?: string | undefined;
};

/** The ends that count at a moment (ms since 1970). */
export function endsSeen(
  { ends, settings }: Pick<Campaign, 'ends' | 'settings'>,
  now: number,
): Campaign['ends'] {
  const since = now - settings.breaker.seconds * 1_000;
  return ends.filter(([at]) => at > since);
}

/** Keeps how a call ended, as far as the breaker has to know it. */
export function withEnd(campaign: Campaign, { row, fault, endedReason, callId }: End, now: number): Campaign {
  const isFailure = fault !== 'none';
  const ends = [...endsSeen(campaign, now), [now, isFailure] satisfies [number, boolean]].slice(-MOST_ENDS);
  if (!isFailure) return { ...campaign, ends };
  const failure: CallFailure = {
    row,
    at: now,
    endedReason: endedReason ?? 'unknown',
    ...withoutUndefined({ callId }),
  };
  return { ...campaign, ends, failures: [...campaign.failures, failure].slice(-MOST_FAILURES) };
}

/** Pauses a campaign that runs: nobody else is called before people have looked at it. */
export function pausedBy(campaign: Campaign, code: PauseCode, failures: CallFailure[]): Campaign {
  if (campaign.status !== 'running') return campaign;
  return { ...campaign, status: 'paused', pausedBecause: { code, failures } };
}

/** Pauses where too many of the last calls failed (O2): the share, and no fewer than so many ends. */
export function afterBreaker(campaign: Campaign, now: number): Campaign {
  const { share, least } = campaign.settings.breaker;
  const ends = endsSeen(campaign, now);
  const failed = ends.filter(([, isFailure]) => isFailure).length;
  const isBroken = ends.length >= least && failed / ends.length >= share;
  return isBroken ? pausedBy(campaign, 'breaker', campaign.failures) : campaign;
}
