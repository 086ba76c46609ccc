import { afterResult } from '../../../../lib/outbound/campaign/after-result.ts';
import { drafted, resumed } from '../../../../lib/outbound/campaign/moves.ts';
import type { CampaignResult, Told } from '../../../../lib/outbound/campaign/news.ts';
import type { Campaign, LiveCall } from '../../../../lib/outbound/campaign/record.ts';
import { campaignSettingsSchema } from '../../../../lib/outbound/campaign/settings.ts';

export const NOW = 1_800_000_000_000;
export const MINUTE = 60_000;

/** A campaign of so many contacts that has not begun. */
export const draft = (settings: object = {}, total = 10): Campaign =>
  drafted(
    {
      ...{ id: 'cm_1', name: 'Renewals', upload: 'u', lists: 1, total },
      settings: campaignSettingsSchema.parse(settings),
    },
    NOW,
  );

export const running = (settings: object = {}, changed: Partial<Campaign> = {}): Campaign => {
  const campaign = resumed(draft(settings), NOW);
  if (campaign === undefined) throw new Error('a draft can be started');
  return { ...campaign, ...changed };
};

export const live = (row: number, changed: Partial<LiveCall> = {}): LiveCall => ({
  ...{ row, callId: `oc_${row}`, is: 'dialled', at: NOW, attempts: 0, starts: 0, deferrals: 0 },
  ...changed,
});

/** The campaign with these effects held by somebody. */
export const held = (campaign: Campaign): Campaign => ({
  ...campaign,
  effects: campaign.effects.map((effect) => ({ ...effect, claim: { owner: 'o', until: NOW + 12_000 } })),
});

/** The campaign after the result of what it owes under this id. */
export function having(campaign: Campaign, id: string, result: CampaignResult, now = NOW): Campaign {
  const effect = campaign.effects.find((one) => one.id === id);
  if (effect === undefined) throw new Error(`nothing like ${id} is owed`);
  return afterResult(campaign, effect, result, now);
}

/** What is owed, by when after `NOW`. */
export const owed = ({ effects }: Campaign): Record<string, number> =>
  Object.fromEntries(effects.map(({ id, notBefore }) => [id, notBefore - NOW]));

/** What is to be written of contacts. */
export const changes = ({ effects }: Campaign) =>
  effects.flatMap(({ work }) => (work.kind === 'settle' ? [work.change] : []));

export const made = (
  row: number,
  outcome: Extract<Told, { is: 'made' }>['outcome'],
  more: Partial<Extract<Told, { is: 'made' }>> = {},
): Told => ({ is: 'made', callId: `oc_${row}`, at: NOW, outcome, fault: 'none', ...more });
