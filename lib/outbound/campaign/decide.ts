import { withoutUndefined } from '../../base/without-undefined.ts';
import { again, completed, oweAs, type Pending } from '../../outbox/effect.ts';
import type { OutboundOutcome } from '../outcomes.ts';
import { afterBreaker, type Fault, pausedBy, withEnd } from './breaker.ts';
import {
  type Campaign,
  type CampaignStatus,
  type CampaignWork,
  type ContactChange,
  type LiveCall,
  waitingIn,
} from './record.ts';

/** What became of a call of a campaign's. `callId` is ours. */
export type Told = { callId: string; at: number } & (
  | {
      is: 'made';
      outcome: OutboundOutcome;
      fault: Fault;
      endedReason?: string | undefined;
      vapiCallId?: string | undefined;
    }
  /** Nobody's telephone rang. */
  | { is: 'not-made'; why: 'withdrawn' }
  | { is: 'not-made'; why: 'hours'; dueAt: number }
  | { is: 'not-made'; why: 'room'; retryAfterSeconds?: number | undefined }
  | { is: 'not-made'; why: 'forbidden'; outcome: 'opted_out' | 'expired' }
);

export type Picked = Pick<LiveCall, 'row' | 'callId' | 'attempts' | 'starts' | 'deferrals'>;

export type CampaignResult =
  /** Of a tick: who is next. */
  | ({ is: 'picked' } & Picked)
  /** Some were put off, and there may be more to look at. */
  | { is: 'looked' }
  /** Nobody is due. `nextAt`: when the next one is (ms since 1970), as far as the index shows. */
  | { is: 'nobody'; nextAt?: number | undefined }
  /** Nobody may be called now: somebody else's result brings the next tick. */
  | { is: 'held' }
  /** Of a start: the dialler has it. */
  | { is: 'dialled'; at: number }
  /** A gate said no, until `dueAt`. */
  | { is: 'put-off'; dueAt: number; for: 'hours' | 'recent' | 'day' | 'room' }
  /** This contact is not called any more. */
  | { is: 'forbidden'; outcome: 'opted_out' | 'expired' }
  /** There is no place for another call. */
  | { is: 'no-room' }
  /** The campaign does not run any more, or the contact is not as it was. */
  | { is: 'withdrawn' }
  /** Of a settle: written down. */
  | { is: 'settled'; dueAt?: number | undefined }
  | { is: 'not-done'; reason: string };

/** Deferrals: 2 s, doubling to 60 s. */
const FIRST_DEFERRAL_MS = 2_000;
const LONGEST_DEFERRAL_MS = 60_000;
/** The index follows the table within moments: so long it may not show who has just been written. */
const INDEX_LAG_MS = 10_000;
const LOOK_AGAIN_MS = 2_000;
/** Nobody is on the index though somebody waits: it is looked at again. */
const NOBODY_SEEN_MS = 60_000;
/** The queue delays by whole seconds: the rest is waited for by whoever begins, this long at least, as clocks differ. */
const EARLY_MS = 150;
/** Contacts are kept for so long, and no campaign lasts longer. */
export const LONGEST_CAMPAIGN_MS = 90 * 86_400_000;
/** For the measured pace. */
const MOST_BEGUN = 60;

const owe = (campaign: Campaign, id: string, work: CampaignWork, now: number, at = now): Campaign =>
  oweAs<CampaignWork, Campaign>(campaign, id, work, now, at);
const done = (campaign: Campaign, id: string): Campaign => completed<CampaignWork, Campaign>(campaign, id);

const deferralMs = (deferrals: number, retryAfterSeconds = 0): number =>
  Math.max(
    Math.min(LONGEST_DEFERRAL_MS, FIRST_DEFERRAL_MS * 2 ** Math.min(deferrals, 10)),
    retryAfterSeconds * 1_000,
  );

/** When it is over, done or not (ms since 1970). */
export function endOf({ settings: { endAt }, createdAt }: Campaign): number {
  const latest = createdAt + LONGEST_CAMPAIGN_MS;
  return endAt === undefined ? latest : Math.min(latest, Date.parse(endAt));
}

/** What it is by now: one that nobody goes on with is over at its end, too. */
export function statusAt(campaign: Campaign, now: number): CampaignStatus {
  const { status, live } = campaign;
  const isOpen = status !== 'done' && status !== 'canceled';
  return isOpen && live.length === 0 && now >= endOf(campaign) ? 'done' : status;
}

/** Owes a look at who is next, at this time or sooner. */
function ticking(campaign: Campaign, now: number, at = now): Campaign {
  if (campaign.status !== 'running') return campaign;
  const due = Math.min(Math.max(now, at), Math.max(now, endOf(campaign)));
  const owed = campaign.effects.find(({ id }) => id === 'tick');
  // Whoever is at it looks again by itself.
  if (owed?.claim !== undefined || (owed !== undefined && owed.notBefore <= due)) return campaign;
  return owe(done(campaign, 'tick'), 'tick', { kind: 'tick' }, now, due);
}

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
  const nextAt = Math.max(now, startAt, campaign.nextAt);
  const running: Campaign = {
    ...{ ...rest, settings, status: 'running', nextAt, deferrals: 0, ends: [], failures: [] },
  };
  return ticking(ended(running, now), now, nextAt);
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

/** Done when nobody waits and nobody is called, or when its time is over: who waits then is called no more. */
function ended(campaign: Campaign, now: number): Campaign {
  const isOver = campaign.live.length === 0 && (waitingIn(campaign) === 0 || now >= endOf(campaign));
  if (campaign.status !== 'running' || !isOver) return campaign;
  return done({ ...campaign, status: 'done' }, 'tick');
}

/** What is to be written of a contact. */
function settling(campaign: Campaign, change: ContactChange, now: number): Campaign {
  const { progress } = change;
  const { counts } = campaign;
  const counted =
    progress.state === 'ended'
      ? { ...campaign, counts: { ...counts, [progress.outcome]: (counts[progress.outcome] ?? 0) + 1 } }
      : campaign;
  return owe(counted, `settle:${change.row}:${change.starts}`, { kind: 'settle', change }, now);
}

const isOf = (callId: string) => (live: LiveCall) => live.callId === callId;

/** Without the call, and what is owed to begin it. */
function without(campaign: Campaign, callId: string): Campaign {
  const live = campaign.live.filter((one) => one.callId !== callId);
  return done({ ...campaign, live }, `start:${callId}`);
}

/** Where a call of a contact's comes to nothing: it is as often called as before. */
const putOff = (
  { row, attempts, starts, deferrals }: LiveCall,
  progress: ContactChange['progress'],
  more: Partial<ContactChange> = {},
): ContactChange => ({ row, attempts, starts: starts + 1, deferrals, progress, givesBack: true, ...more });

/** The campaign after what became of a call; one that is told again changes nothing. */
export function afterTold(campaign: Campaign, told: Told, now: number): Campaign {
  const call = campaign.live.find(isOf(told.callId));
  if (call === undefined) return campaign;
  const rest = without(campaign, told.callId);
  const next = told.is === 'made' ? afterMade(rest, call, told, now) : afterNotMade(rest, call, told, now);
  // Whoever began it died before it said so: the pace counts from here.
  const paced = call.is === 'begun' && told.is === 'made' ? pacedFrom(next, now) : next;
  return ticking(ended(paced, now), now);
}

/** The next call is begun no sooner than the pace has it. */
function pacedFrom(campaign: Campaign, at: number): Campaign {
  const nextAt = Math.round(at + campaign.settings.secondsApart * 1_000);
  return { ...campaign, nextAt: Math.max(campaign.nextAt, nextAt) };
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

/** Nobody else is called either before there may be room again. Calls that are put off together are one pause. */
function withoutRoom(campaign: Campaign, now: number, retryAfterSeconds?: number): Campaign {
  const { nextAt, fullSince = now } = campaign;
  const isPausing = campaign.deferrals > 0 && nextAt > now;
  const deferrals = campaign.deferrals - (isPausing ? 1 : 0);
  return {
    ...campaign,
    ...{ fullSince, deferrals: deferrals + 1 },
    nextAt: Math.max(nextAt, now + deferralMs(deferrals, retryAfterSeconds)),
  };
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

/** Whether another call may be begun beside those that are live. */
export const mayBegin = ({ status, live, settings }: Campaign): boolean =>
  status === 'running' && live.length < settings.maxConcurrent && live.every(({ is }) => is === 'dialled');

function afterTick(campaign: Campaign, result: CampaignResult, now: number): Campaign {
  // What has happened meanwhile brings the next tick with it.
  if (!mayBegin(campaign)) return campaign;
  switch (result.is) {
    case 'picked': {
      const { is: _picked, ...who } = result;
      return now >= endOf(campaign) ? ticking(campaign, now) : begun(campaign, who, now);
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

/** Whether a change of this contact is still to be written down. */
export const isSettling = ({ effects }: Campaign, row: number): boolean =>
  effects.some(({ work }) => work.kind === 'settle' && work.change.row === row);

function begun(campaign: Campaign, who: Picked, now: number): Campaign {
  const live = [...campaign.live, { ...who, is: 'begun' as const, at: now }];
  const wait = Math.max(0, Math.floor((campaign.nextAt - now - EARLY_MS) / 1_000) * 1_000);
  const work = { kind: 'start', row: who.row, callId: who.callId } as const;
  return owe({ ...campaign, live }, `start:${who.callId}`, work, now, now + wait);
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
      const dialled = pacedFrom({ ...campaign, live, begun: last }, at);
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
      return owe(waiting, effect.id, effect.work, now, waiting.nextAt);
    }
    default:
      return ticking(ended(without(campaign, callId), now), now);
  }
}
