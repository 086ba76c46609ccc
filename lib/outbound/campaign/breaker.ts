import { withoutUndefined } from '../../base/without-undefined.ts';
import type { CallFailure, Campaign } from './record.ts';
import type { PauseCode } from './states.ts';

/** Of the last ones it is kept which calls they were. */
const MOST_FAILURES = 20;
const A_SECOND_MS = 1_000;

/** Whose fault it was that a call failed; `none`: it did not. */
export type Fault = 'call' | 'ours' | 'account' | 'none';

type End = {
  row: number;
  fault: Fault;
  endedReason?: string | undefined;
  callId?: string | undefined;
};

function within({ ends, settings }: Pick<Campaign, 'ends' | 'settings'>, now: number): Campaign['ends'] {
  const since = now - settings.breaker.seconds * 1_000;
  return ends.filter(([at]) => at > since);
}

/** The ends that count at a moment (ms since 1970), and how many of them were failures. */
export function endsSeen(
  campaign: Pick<Campaign, 'ends' | 'settings'>,
  now: number,
): { ends: number; failures: number } {
  const seen = within(campaign, now);
  return {
    ends: seen.reduce((sum, [, ends]) => sum + ends, 0),
    failures: seen.reduce((sum, [, , failures]) => sum + failures, 0),
  };
}

/** Keeps how a call ended, as far as the breaker has to know it. */
export function withEnd(campaign: Campaign, { row, fault, endedReason, callId }: End, now: number): Campaign {
  const isFailure = fault !== 'none';
  const known = within(campaign, now);
  const last = known.at(-1);
  // At four calls a second one entry for each end would be most of the record.
  const isSame = last !== undefined && now - last[0] < A_SECOND_MS;
  const [at, count, failed] = isSame ? last : ([now, 0, 0] as const);
  const counted: Campaign['ends'][number] = [at, count + 1, failed + (isFailure ? 1 : 0)];
  const ends = [...(isSame ? known.slice(0, -1) : known), counted];
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
  const { ends, failures } = endsSeen(campaign, now);
  const isBroken = ends >= least && failures / ends >= share;
  return isBroken ? pausedBy(campaign, 'breaker', campaign.failures) : campaign;
}
