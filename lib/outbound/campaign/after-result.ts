import { again, later, type Pending } from '../../outbox/effect.ts';
import { afterTold } from './after-told.ts';
import type { CampaignResult, Picked } from './news.ts';
import { type Campaign, type CampaignWork, waitingIn } from './record.ts';
import {
  done,
  ended,
  endOf,
  isHeldUp,
  isOf,
  mayBegin,
  owe,
  pacedFrom,
  putOff,
  settling,
  startAt,
  ticking,
  without,
  withoutRoom,
} from './steps.ts';

/** The index follows the table within moments: so long it may not show who has just been written. */
const INDEX_LAG_MS = 10_000;
const LOOK_AGAIN_MS = 2_000;
/** Nobody is on the index though somebody waits: it is looked at again. */
const NOBODY_SEEN_MS = 60_000;

/** For the measured pace. */
const MOST_BEGUN = 60;

/** The campaign after an attempt at what it owes. */
export function afterResult(
  campaign: Campaign,
  effect: Pending<CampaignWork>,
  result: CampaignResult,
  now: number,
): Campaign {
  const isOwed = campaign.effects.some(
    ({ id, claim }) => id === effect.id && claim?.owner === effect.claim?.owner,
  );
  if (!isOwed) return campaign;
  if (result.is === 'not-done') {
    return again<CampaignWork, Campaign>(campaign, effect, now, { unsure: true });
  }
  const { work } = effect;
  switch (work.kind) {
    case 'tick':
      return afterTick(done(campaign, effect.id), result, now);
    case 'start':
      return afterStart(campaign, effect, work.callId, result, now);
    case 'settle': {
      const settled = { ...done(campaign, effect.id), settledAt: now };
      return result.is === 'settled' && result.dueAt !== undefined
        ? ticking(settled, now, result.dueAt)
        : settled;
    }
  }
}

function afterTick(campaign: Campaign, result: CampaignResult, now: number): Campaign {
  // What has happened meanwhile brings the next tick with it.
  if (!mayBegin(campaign)) return campaign;
  switch (result.is) {
    case 'picked': {
      const { is: _picked, ...who } = result;
      return now >= endOf(campaign) || isHeldUp(campaign, now)
        ? ticking(campaign, now)
        : begun(campaign, who, now);
    }
    case 'nobody': {
      const after = ended(campaign, now);
      if (waitingIn(after) === 0) return after;
      const { nextAt = now + NOBODY_SEEN_MS } = result;
      const isFresh = now - campaign.settledAt < INDEX_LAG_MS;
      return ticking(after, now, isFresh ? Math.min(nextAt, now + LOOK_AGAIN_MS) : nextAt);
    }
    default:
      return ticking(campaign, now);
  }
}

export function begun(campaign: Campaign, who: Picked, now: number): Campaign {
  const live = [...campaign.live, { ...who, is: 'begun' as const, at: now }];
  const work = { kind: 'start', row: who.row, callId: who.callId } as const;
  return owe({ ...campaign, live }, `start:${who.callId}`, work, now, startAt(campaign, now));
}

function afterStart(
  campaign: Campaign,
  effect: Pending<CampaignWork>,
  callId: string,
  result: CampaignResult,
  now: number,
): Campaign {
  const call = campaign.live.find(isOf(callId));
  if (call === undefined) return done(campaign, effect.id);
  switch (result.is) {
    case 'dialled': {
      const { at } = result;
      const live = campaign.live.map((one) => (one === call ? { ...one, is: 'dialled' as const, at } : one));
      const last = [...campaign.begun, at].slice(-MOST_BEGUN);
      const dialled = pacedFrom({ ...campaign, live, begun: last }, at, now);
      return ticking(done(dialled, effect.id), now);
    }
    case 'put-off': {
      const { dueAt, for: why } = result;
      const change = putOff(call, { state: 'waiting', dueAt, for: why });
      return ticking(settling(without(campaign, callId), change, now), now);
    }
    case 'forbidden': {
      const change = putOff(call, { state: 'ended', at: now, outcome: result.outcome });
      return ticking(ended(settling(without(campaign, callId), change, now), now), now);
    }
    case 'no-room': {
      const waiting = withoutRoom(done(campaign, effect.id), now);
      return owe(waiting, effect.id, effect.work, now, startAt(waiting, now));
    }
    case 'too-early':
      return later(campaign, effect, startAt(campaign, now));
    case 'over':
      return afterTold(campaign, result.told, now);
    default: {
      const change = putOff(call, { state: 'waiting', dueAt: now });
      return ticking(ended(settling(without(campaign, callId), change, now), now), now);
    }
  }
}
