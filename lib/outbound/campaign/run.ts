import { isStorageTrouble, troubleOf } from '../../base/trouble.ts';
import { withoutUndefined } from '../../base/without-undefined.ts';
import type { Claimed } from '../../outbox/claims.ts';
import { workOff } from '../../outbox/loop.ts';
import { loadDecideSave } from '../../outbox/save.ts';
import type { OutboundCall } from '../call/record.ts';
import { OUTBOUND_LEASE_MS } from '../lease.ts';
import { afterResult } from './after-result.ts';
import { afterTold } from './after-told.ts';
import { begin } from './gates.ts';
import type { CampaignMessage } from './message.ts';
import type { CampaignResult } from './news.ts';
import { holderOf, orderOf } from './order-of.ts';
import type { CampaignPorts, LoadedCampaign } from './ports.ts';
import type { Campaign, CampaignWork, ContactChange } from './record.ts';
import { isOpen } from './steps.ts';
import { toldOf } from './told.ts';
import { whoIsNext } from './who-is-next.ts';

/** Whose calls end, and people who pause it, write beside the worker. */
const ROUNDS = 8;
/** What is begun waits a second for the pace, and the worker has 20. */
const BEGIN_WITHIN_MS = 6_000;
/** No call has found room for ten minutes: the campaign stands still. */
const STALLED_MS = 600_000;

/** Works off what a campaign owes (O2). Throws where the message must come again. */
export async function workOffCampaign(message: CampaignMessage, ports: CampaignPorts): Promise<void> {
  const { store, queue, clock, newOwner, log } = ports;
  const { campaign: id, givenUpBy } = message;
  await workOff<LoadedCampaign, Campaign, CampaignWork, CampaignResult, CampaignMessage>(
    id,
    { store, queue, clock, newOwner },
    {
      recordOf: ({ campaign }) => campaign,
      // Every end of a call brings the worker too: messages for what is due tomorrow would be as many as the calls.
      isPatient: () => true,
      decide({ campaign }) {
        if (campaign === undefined) log.warn('campaign gone', { campaignId: id });
        return { record: campaign };
      },
      perform: (campaign, claimed) => perform(campaign, claimed, ports),
      afterResult,
      reportEffect(_campaign, { effect }, result) {
        const { kind } = effect.work;
        const reason = 'reason' in result ? result.reason : undefined;
        const line = { campaignId: id, effect: kind, event: result.is, ...withoutUndefined({ reason }) };
        if (reason !== undefined) log.warn('campaign', line);
        else if (kind !== 'settle') log.info('campaign', line);
      },
      reportMove: (before, after) => reportMove(before, after, ports),
      rounds: ROUNDS,
      leaseMs: OUTBOUND_LEASE_MS,
      beginWithinMs: BEGIN_WITHIN_MS,
      wakeUp: (_campaign, owner) => ({ campaign: id, ...withoutUndefined({ givenUpBy: owner }) }),
      isWakeUp: true,
      ...withoutUndefined({ givenUpBy }),
    },
  );
}

function reportMove(
  before: Campaign | undefined,
  after: Campaign,
  { log, count, clock }: Pick<CampaignPorts, 'log' | 'count' | 'clock'>,
): void {
  const { id: campaignId, fullSince } = after;
  const isPutOff = after.nextAt !== before?.nextAt && fullSince !== undefined;
  if (isPutOff && clock() - fullSince >= STALLED_MS) {
    log.warn('campaign stalled', { campaignId, count: after.deferrals });
    count('campaign_stalled');
  }
  if (before?.status === after.status) return;
  const reason = after.status === 'paused' ? (after.pausedBecause?.code ?? 'people') : undefined;
  log.info('campaign moved', { campaignId, state: after.status, ...withoutUndefined({ reason }) });
  if (after.status === 'paused' && after.pausedBecause !== undefined) {
    count(`campaign_paused_${after.pausedBecause.code}`);
  }
}

function perform(
  campaign: Campaign,
  { effect, doubt }: Claimed<CampaignWork>,
  ports: CampaignPorts,
): Promise<CampaignResult> {
  const { work } = effect;
  const storage = (error: unknown): CampaignResult => {
    if (!isStorageTrouble(error)) throw error;
    return { is: 'not-done', reason: troubleOf(error, work.kind).reason };
  };
  switch (work.kind) {
    case 'tick':
      return whoIsNext(campaign, ports).catch(storage);
    case 'start':
      return begin(
        campaign,
        work.callId,
        { mayHold: doubt !== 'none', until: effect.claim?.until ?? 0 },
        ports,
      ).catch(storage);
    case 'settle':
      return settle(campaign, work.change, ports).catch(storage);
  }
}

/** Writes down what became of a contact, once: an older change finds that more was begun since. */
async function settle(
  campaign: Campaign,
  change: ContactChange,
  { contacts, nextOpening, numbers, attempts }: CampaignPorts,
): Promise<CampaignResult> {
  const { row, starts, givesBack, ...changed } = change;
  const [loaded] = await contacts.load(campaign, [row]);
  if (loaded === undefined || loaded.contact.starts >= starts) return { is: 'settled' };
  const { contact, version } = loaded;
  const { number } = contact.person;
  if (givesBack) {
    const holder = holderOf(campaign, row);
    await attempts.free(number, `${holder}:${change.attempts}`);
    if (change.attempts === 0) await numbers.free(number, holder);
  }
  const { progress } = changed;
  if (progress.state === 'ended') {
    const saved = await contacts.save(campaign, { ...contact, ...changed, starts }, version);
    return saved === 'saved' ? { is: 'settled' } : { is: 'not-done', reason: 'contended' };
  }
  // For people, and so that nobody is looked at before then.
  const opening = (await nextOpening(orderOf(campaign, contact), progress.dueAt)) ?? progress.dueAt;
  const next =
    opening > progress.dueAt
      ? { state: 'waiting' as const, dueAt: opening, for: 'hours' as const }
      : progress;
  const saved = await contacts.save(campaign, { ...contact, ...changed, starts, progress: next }, version);
  return saved === 'saved' ? { is: 'settled', dueAt: next.dueAt } : { is: 'not-done', reason: 'contended' };
}

/** Tells a campaign what became of its call, and brings its worker. Throws `Unavailable`. */
export async function tellCampaign(
  id: string,
  call: OutboundCall,
  ports: Pick<CampaignPorts, 'store' | 'queue' | 'clock' | 'log' | 'count'>,
): Promise<void> {
  const { store, queue, clock } = ports;
  const told = toldOf(call);
  if (told === undefined) return;
  const isNew = await loadDecideSave<LoadedCampaign, boolean>(store, id, ROUNDS, (loaded) => {
    const { campaign, version } = loaded;
    const next = campaign && afterTold(campaign, told, clock());
    if (next === undefined || next === campaign) return { outcome: false };
    return {
      outcome: true,
      save: () => store.save(next, version),
      won: () => reportMove(campaign, next, ports),
    };
  });
  if (isNew) await queue.send([{ message: { campaign: id }, delaySeconds: 0 }]).catch(() => undefined);
}

/** Whether a call of a campaign's may still be made: it may have waited for the dialler. Throws `Unavailable`. */
export async function admits(
  id: string,
  callId: string,
  { store, clock }: Pick<CampaignPorts, 'store' | 'clock'>,
): Promise<boolean> {
  const { campaign } = await store.load(id);
  if (campaign === undefined || !isOpen(campaign, clock())) return false;
  return campaign.live.some((live) => live.callId === callId);
}
