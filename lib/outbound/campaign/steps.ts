import { completed, oweAs } from '../../outbox/effect.ts';
import { type Campaign, type CampaignWork, type ContactChange, type LiveCall, waitingIn } from './record.ts';

/** Deferrals: 2 s, doubling to 60 s. */
const FIRST_DEFERRAL_MS = 2_000;
const LONGEST_DEFERRAL_MS = 60_000;

/** Contacts are kept for so long, and no campaign lasts longer. */
export const LONGEST_CAMPAIGN_MS = 90 * 86_400_000;

export const owe = (campaign: Campaign, id: string, work: CampaignWork, now: number, at = now): Campaign =>
  oweAs<CampaignWork, Campaign>(campaign, id, work, now, at);

export const done = (campaign: Campaign, id: string): Campaign =>
  completed<CampaignWork, Campaign>(campaign, id);

export const deferralMs = (deferrals: number, retryAfterSeconds = 0): number =>
  Math.max(
    Math.min(LONGEST_DEFERRAL_MS, FIRST_DEFERRAL_MS * 2 ** Math.min(deferrals, 10)),
    retryAfterSeconds * 1_000,
  );

/** When it is over, done or not (ms since 1970). */
export function endOf({ settings: { endAt }, createdAt }: Campaign): number {
  const latest = createdAt + LONGEST_CAMPAIGN_MS;
  return endAt === undefined ? latest : Math.min(latest, Date.parse(endAt));
}

/** The queue delays by whole seconds: the rest is waited for by whoever begins, this long at least, as clocks differ. */
const EARLY_MS = 150;
/** A look at who is next takes less. Nobody is held longer for a call that the pace does not allow yet. */
const PICKED_BEFORE_MS = 5_000;

/** A time as far as it lies ahead, and before the campaign is over. */
const within = (campaign: Campaign, now: number, at: number): number =>
  Math.max(now, Math.min(at, endOf(campaign)));

/** When whoever begins the next call is to come (ms since 1970). */
export const startAt = (campaign: Campaign, now: number): number =>
  within(campaign, now, now + Math.floor((campaign.nextAt - now - EARLY_MS) / 1_000) * 1_000);

/** When to look who is next, at this time or later. */
const tickAt = (campaign: Campaign, now: number, at = now): number =>
  within(campaign, now, Math.max(at, campaign.nextAt - PICKED_BEFORE_MS));

/** Whether it is too soon to hold anybody for the next call. */
export const isHeldUp = ({ nextAt }: Campaign, now: number): boolean => nextAt - now > PICKED_BEFORE_MS;

/** No call is begun before then, neither one that is owed already: who begins it cannot wait so long. */
export function heldUntil(campaign: Campaign, nextAt: number, now: number): Campaign {
  const held = { ...campaign, nextAt: Math.max(campaign.nextAt, nextAt) };
  const times = { tick: tickAt(held, now), start: startAt(held, now), settle: 0 };
  const effects = campaign.effects.map((effect) => {
    const notBefore = Math.max(effect.notBefore, times[effect.work.kind]);
    return { ...effect, notBefore };
  });
  return { ...held, effects };
}

/** Owes a look at who is next, at this time or sooner, but not long before the pace allows a call. */
export function ticking(campaign: Campaign, now: number, at = now): Campaign {
  if (campaign.status !== 'running') return campaign;
  const due = tickAt(campaign, now, at);
  const owed = campaign.effects.find(({ id }) => id === 'tick');
  // Whoever is at it looks again by itself.
  if (owed?.claim !== undefined || (owed !== undefined && owed.notBefore <= due)) return campaign;
  return owe(done(campaign, 'tick'), 'tick', { kind: 'tick' }, now, due);
}

/** Done when nobody waits and nobody is called, or when its time is over: who waits then is called no more. */
export function ended(campaign: Campaign, now: number): Campaign {
  const isOver = campaign.live.length === 0 && (waitingIn(campaign) === 0 || now >= endOf(campaign));
  if (campaign.status !== 'running' || !isOver) return campaign;
  return done({ ...campaign, status: 'done' }, 'tick');
}

/** What is to be written of a contact. */
export function settling(campaign: Campaign, change: ContactChange, now: number): Campaign {
  const { progress } = change;
  const { counts } = campaign;
  const counted =
    progress.state === 'ended'
      ? { ...campaign, counts: { ...counts, [progress.outcome]: (counts[progress.outcome] ?? 0) + 1 } }
      : campaign;
  return owe(counted, `settle:${change.row}:${change.starts}`, { kind: 'settle', change }, now);
}

export const isOf = (callId: string) => (live: LiveCall) => live.callId === callId;

/** Without the call, and what is owed to begin it. */
export function without(campaign: Campaign, callId: string): Campaign {
  const live = campaign.live.filter((one) => one.callId !== callId);
  return done({ ...campaign, live }, `start:${callId}`);
}

/** Where a call of a contact's comes to nothing: it is as often called as before. */
export const putOff = (
  { row, attempts, starts, deferrals }: LiveCall,
  progress: ContactChange['progress'],
  more: Partial<ContactChange> = {},
): ContactChange => ({ row, attempts, starts: starts + 1, deferrals, progress, givesBack: true, ...more });

/** Nobody else is called either before there may be room again. Calls that are put off together are one pause. */
export function withoutRoom(campaign: Campaign, now: number, retryAfterSeconds?: number): Campaign {
  const { nextAt, fullSince = now } = campaign;
  const isPausing = campaign.deferrals > 0 && nextAt > now;
  const deferrals = campaign.deferrals - (isPausing ? 1 : 0);
  const full = { ...campaign, fullSince, deferrals: deferrals + 1 };
  return heldUntil(full, now + deferralMs(deferrals, retryAfterSeconds), now);
}

/** The next call is begun no sooner than the pace has it. */
export function pacedFrom(campaign: Campaign, at: number, now: number): Campaign {
  return heldUntil(campaign, Math.round(at + campaign.settings.secondsApart * 1_000), now);
}

/** Whether it calls anybody at this time (ms since 1970). */
export const isOpen = (campaign: Campaign, now: number): boolean =>
  campaign.status === 'running' && now < endOf(campaign);

/** Whether a change of this contact is still to be written down. */
export const isSettling = ({ effects }: Campaign, row: number): boolean =>
  effects.some(({ work }) => work.kind === 'settle' && work.change.row === row);

/** Whether another call may be begun beside those that are live. */
export const mayBegin = ({ status, live, settings }: Campaign): boolean =>
  status === 'running' && live.length < settings.maxConcurrent && live.every(({ is }) => is === 'dialled');
