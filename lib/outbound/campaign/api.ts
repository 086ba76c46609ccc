import { loadDecideSave } from '../../outbox/save.ts';
import type { ApiAnswer } from '../call/api.ts';
import { type CampaignAsk, type Created, createCampaign } from './create.ts';
import { paused, resumed, statusAt, withdrawn } from './moves.ts';
import type { LoadedCampaign } from './ports.ts';
import type { Campaign } from './record.ts';
import { resultsOf } from './results.ts';
import { countsOf, liveCallsOf, viewOf } from './show.ts';
import type { Upload } from './upload/read.ts';
import type { CampaignView } from './view.ts';

const errorIs = (status: number, code: string, message: string, more: object = {}): ApiAnswer => ({
  status,
  body: { error: { code, message, ...more } },
});
const NO_SUCH_CAMPAIGN = errorIs(404, 'not_found', 'There is no such campaign.');

const isoOf = (at: number): string => new Date(at).toISOString();

/** A campaign as whoever asks by the key sees it. Throws `Unavailable`. */
async function shownCampaign(campaign: Campaign, ports: CampaignAsk): Promise<object> {
  const { contacts, calls, clock } = ports;
  const { id, name, assistant, pausedBecause, settings, createdAt } = campaign;
  const now = clock();
  const status = statusAt(campaign, now);
  const isOver = status === 'done' || status === 'canceled';
  const [waiting, live] = await Promise.all([
    isOver ? [] : contacts.everybodyWaiting(campaign),
    liveCallsOf(campaign, calls),
  ]);
  return {
    ...{ id, name, status, counts: countsOf(campaign, waiting, live, now) },
    ...(status === 'paused' &&
      pausedBecause && {
        pausedBecause: {
          code: pausedBecause.code,
          failures: pausedBecause.failures.map(({ row, at, endedReason, callId }) => ({
            ...{ row, at: isoOf(at), endedReason },
            ...(callId !== undefined && { callId }),
          })),
        },
      }),
    ...(assistant !== undefined && { assistant }),
    ...{ settings, createdAt: isoOf(createdAt) },
  };
}

/** Makes a campaign: `POST /outbound/campaigns`. `of`: what tells this request from another one with its key. */
export async function answerCampaignAsked(
  read: () => Promise<Upload>,
  request: { key: string | undefined; of: string },
  ports: CampaignAsk,
): Promise<ApiAnswer> {
  const created = await createCampaign(read, request, ports);
  if (created.is !== 'created') {
    ports.count('campaign_asked_refused');
    return refusal(created);
  }
  const { campaign, refused } = created;
  const pageUrl = ports.pageOf?.(campaign.id, ports.clock());
  return {
    status: 201,
    body: {
      campaign: await shownCampaign(campaign, ports),
      refused,
      ...(pageUrl !== undefined && { pageUrl }),
    },
  };
}

function refusal(refused: Exclude<Created, { is: 'created' }>): ApiAnswer {
  switch (refused.is) {
    case 'refused': {
      const { status, code, message, field } = refused;
      return errorIs(status, code, message, { field });
    }
    case 'not-set-up': {
      const { field } = refused;
      return errorIs(422, 'not_set_up', `${field} is not set: nothing to call from.`, { field });
    }
    case 'conflict':
      return errorIs(422, 'idempotency_conflict', 'This Idempotency-Key was used for another request.', {
        field: 'Idempotency-Key',
      });
  }
}

/** More are not listed. */
const MOST_LISTED = 100;

/** Lists the campaigns, the newest first: `GET /outbound/campaigns`. */
export async function answerCampaigns(ports: CampaignAsk): Promise<ApiAnswer> {
  const { store } = ports;
  const ids = await store.newest(MOST_LISTED);
  const loaded = await Promise.all(ids.map(async (id) => (await store.load(id)).campaign));
  const campaigns = loaded.filter((campaign) => campaign !== undefined);
  const shown = await Promise.all(campaigns.map((campaign) => shownCampaign(campaign, ports)));
  return { status: 200, body: { campaigns: shown } };
}

/** Shows a campaign: `GET /outbound/campaigns/{id}`. */
export async function answerCampaign(id: string, ports: CampaignAsk): Promise<ApiAnswer> {
  const { campaign } = await ports.store.load(id);
  if (campaign === undefined) return NO_SUCH_CAMPAIGN;
  const pageUrl = ports.pageOf?.(id, ports.clock());
  return {
    status: 200,
    body: {
      campaign: await shownCampaign(campaign, ports),
      ...(pageUrl !== undefined && { pageUrl }),
    },
  };
}

/** What became of each contact: `GET /outbound/campaigns/{id}/results`. */
export async function answerResults(
  id: string,
  { store, contacts, calls, clock }: CampaignAsk,
): Promise<ApiAnswer | { status: 200; csv: string; fileName: string }> {
  const { campaign } = await store.load(id);
  if (campaign === undefined) return NO_SUCH_CAMPAIGN;
  const [all, live] = await Promise.all([contacts.all(campaign), liveCallsOf(campaign, calls)]);
  return { status: 200, csv: resultsOf(campaign, all, live, clock()), fileName: `${id}.csv` };
}

const MOVES = {
  pause: (campaign: Campaign) => paused(campaign),
  resume: (campaign: Campaign, now: number) => resumed(campaign, now),
  cancel: (campaign: Campaign) => withdrawn(campaign),
} as const;
type Move = keyof typeof MOVES;

export const isMove = (word: string): word is Move => Object.hasOwn(MOVES, word);

const ROUNDS = 8;

type Moved = { is: 'moved' | 'wrong-state'; campaign: Campaign } | { is: 'none' };

/** Pauses, goes on with or cancels a campaign: `POST /outbound/campaigns/{id}/pause|resume|cancel`. */
export async function answerMove(id: string, move: Move, ports: CampaignAsk): Promise<ApiAnswer> {
  const { store, queue, clock, log } = ports;
  const moved = await loadDecideSave<LoadedCampaign, Moved>(store, id, ROUNDS, ({ campaign, version }) => {
    if (campaign === undefined) return { outcome: { is: 'none' } };
    const now = clock();
    const next = MOVES[move]({ ...campaign, status: statusAt(campaign, now) }, now);
    if (next === undefined) return { outcome: { is: 'wrong-state', campaign } };
    return {
      outcome: { is: 'moved', campaign: next },
      save: () => store.save(next, version),
      won: () => log.info('campaign moved', { campaignId: id, state: next.status, reason: 'people' }),
    };
  });
  if (moved.is === 'none') return NO_SUCH_CAMPAIGN;
  const { campaign } = moved;
  if (moved.is === 'wrong-state') {
    const error = { code: 'wrong_state', message: `The campaign is ${statusAt(campaign, clock())}.` };
    return { status: 409, body: { error, campaign: await shownCampaign(campaign, ports) } };
  }
  // Without the message the sweeper finds what is due.
  if (move === 'resume') {
    await queue.send([{ message: { campaign: id }, delaySeconds: 0 }]).catch(() => undefined);
  }
  return { status: 200, body: { campaign: await shownCampaign(campaign, ports) } };
}

/** What is read of a campaign. */
export type CampaignReading = {
  store: Pick<CampaignAsk['store'], 'load'>;
  contacts: Pick<CampaignAsk['contacts'], 'everybodyWaiting'>;
  calls: Pick<CampaignAsk['calls'], 'load'>;
  clock: CampaignAsk['clock'];
};

/** A campaign as its page shows it; undefined where there is none. Throws `Unavailable`. */
export async function openCampaign(
  id: string,
  { store, contacts, calls, clock }: CampaignReading,
): Promise<CampaignView | undefined> {
  const { campaign } = await store.load(id);
  if (campaign === undefined) return undefined;
  const [waiting, live] = await Promise.all([
    contacts.everybodyWaiting(campaign),
    liveCallsOf(campaign, calls),
  ]);
  return viewOf(campaign, waiting, live, clock());
}
