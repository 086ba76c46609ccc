import { withoutUndefined } from '../../base/without-undefined.ts';
import type { Campaign } from './record.ts';
import type { CampaignStatus } from './states.ts';
import { ended, endOf, heldUntil, ticking } from './steps.ts';

/** A campaign as it was asked for. It owes nothing before it is started. */
export function drafted(
  given: Pick<Campaign, 'id' | 'name' | 'settings' | 'upload' | 'total' | 'lists'> & {
    assistant?: string | undefined;
  },
  now: number,
): Campaign {
  const { assistant, ...rest } = given;
  return {
    ...rest,
    ...withoutUndefined({ assistant }),
    ...{ createdAt: now, status: 'draft', nextAt: now, deferrals: 0, live: [], counts: {} },
    ...{ ends: [], failures: [], begun: [], settledAt: now, effects: [] },
  };
}

/** Starts a draft, or goes on with a paused one: what the breaker saw is forgotten. Undefined for any other. */
export function resumed(campaign: Campaign, now: number): Campaign | undefined {
  const { status, settings, pausedBecause: _why, fullSince: _since, ...rest } = campaign;
  if (status !== 'draft' && status !== 'paused') return undefined;
  const startAt = settings.startAt === undefined ? now : Date.parse(settings.startAt);
  const running: Campaign = {
    ...{ ...rest, settings, status: 'running', deferrals: 0, ends: [], failures: [] },
  };
  const held = heldUntil(running, Math.max(now, startAt), now);
  return ticking(ended(held, now), now, held.nextAt);
}

/** Begins no more calls; those under way go on. Undefined for one that does not run. */
export function paused(campaign: Campaign): Campaign | undefined {
  return campaign.status === 'running' ? { ...campaign, status: 'paused' } : undefined;
}

/** Begins no more calls, for good. Undefined for one that is over. */
export function withdrawn(campaign: Campaign): Campaign | undefined {
  const { status } = campaign;
  return status === 'done' || status === 'canceled' ? undefined : { ...campaign, status: 'canceled' };
}

/** What it is by now: one that nobody goes on with is over at its end, too. */
export function statusAt(campaign: Campaign, now: number): CampaignStatus {
  const { status, live } = campaign;
  const isOpen = status !== 'done' && status !== 'canceled';
  return isOpen && live.length === 0 && now >= endOf(campaign) ? 'done' : status;
}
