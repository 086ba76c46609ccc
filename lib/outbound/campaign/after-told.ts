import { withoutUndefined } from '../../base/without-undefined.ts';
import { afterBreaker, pausedBy, withEnd } from './breaker.ts';
import type { Told } from './news.ts';
import type { Campaign, ContactChange, LiveCall } from './record.ts';
import {
  deferralMs,
  ended,
  isOf,
  pacedFrom,
  putOff,
  settling,
  ticking,
  without,
  withoutRoom,
} from './steps.ts';

/** The campaign after what became of a call; one that is told again changes nothing. */
export function afterTold(campaign: Campaign, told: Told, now: number): Campaign {
  const call = campaign.live.find(isOf(told.callId));
  if (call === undefined) return campaign;
  const rest = without(campaign, told.callId);
  const next = told.is === 'made' ? afterMade(rest, call, told, now) : afterNotMade(rest, call, told, now);
  // Whoever began it died before it said so: the pace counts from here.
  const paced = call.is === 'begun' && told.is === 'made' ? pacedFrom(next, now, now) : next;
  return ticking(ended(paced, now), now);
}

function afterNotMade(
  campaign: Campaign,
  call: LiveCall,
  told: Extract<Told, { is: 'not-made' }>,
  now: number,
): Campaign {
  switch (told.why) {
    case 'withdrawn':
      return settling(campaign, putOff(call, { state: 'waiting', dueAt: now }), now);
    case 'hours': {
      const { dueAt } = told;
      return settling(campaign, putOff(call, { state: 'waiting', dueAt, for: 'hours' }), now);
    }
    case 'forbidden':
      return settling(campaign, putOff(call, { state: 'ended', at: now, outcome: told.outcome }), now);
    case 'room': {
      const { deferrals } = call;
      const dueAt = now + deferralMs(deferrals, told.retryAfterSeconds);
      const change = putOff(call, { state: 'waiting', dueAt, for: 'room' }, { deferrals: deferrals + 1 });
      return withoutRoom(settling(campaign, change, now), now, told.retryAfterSeconds);
    }
  }
}

function afterMade(
  campaign: Campaign,
  call: LiveCall,
  told: Extract<Told, { is: 'made' }>,
  now: number,
): Campaign {
  const { row, starts } = call;
  const { outcome, fault, endedReason, vapiCallId, at } = told;
  const { fullSince: _known, ...found } = campaign;
  const seen = withEnd({ ...found, deferrals: 0 }, { row, fault, endedReason, callId: vapiCallId }, now);
  // Vapi has dialled nobody: they are called once that is mended.
  if (fault === 'ours' || fault === 'account') {
    const { failures } = seen;
    const waits = settling(seen, putOff(call, { state: 'waiting', dueAt: now }), now);
    return pausedBy(waits, fault, failures);
  }
  const { most, waitMinutes, again: outcomes } = campaign.settings.attempts;
  const attempts = call.attempts + 1;
  const last = { at, ...withoutUndefined({ callId: vapiCallId, endedReason }) };
  const isAgain = attempts < most && outcomes.some((one) => one === outcome);
  const dueAt = Math.round(now + waitMinutes * 60_000);
  const progress: ContactChange['progress'] = isAgain
    ? { state: 'waiting', dueAt, for: 'again' }
    : { state: 'ended', at, outcome };
  const change = { row, attempts, starts: starts + 1, deferrals: 0, last, progress };
  return afterBreaker(settling(seen, change, now), now);
}
