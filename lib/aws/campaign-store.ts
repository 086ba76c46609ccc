import type { Clock } from '../base/clock.ts';
import type { CampaignList, CampaignStore } from '../outbound/campaign/ports.ts';
import { campaignFrom } from '../outbound/campaign/record.ts';
import { LONGEST_CAMPAIGN_MS } from '../outbound/campaign/steps.ts';
import { INDEX } from './due-list.ts';
import { PutItem, Query } from './dynamodb/operations.ts';
import { loadOwn, saveOwn } from './own-record.ts';
import { N, notTaken, S, type Table } from './table.ts';

/** As long as it may last, and a month for whoever asks. */
const KEPT_MS = LONGEST_CAMPAIGN_MS + 30 * 86_400_000;

/** When a campaign expires with all its contacts, as their TTL attribute: they are kept as long as each other. */
export const campaignExpires = ({ createdAt }: { createdAt: number }) =>
  N(Math.floor((createdAt + KEPT_MS) / 1_000));

const pkOf = (id: string) => S(`CAMPAIGN#${id}`);
const keyOf = (id: string) => ({ pk: pkOf(id), sk: S('CAMPAIGN') });
/** The list of all campaigns, by when they were made. */
const LIST = 'CAMPAIGNS';

/** Reads a campaign as it is now. */
export const loadCampaign =
  (table: Table, clock: Clock): CampaignStore['load'] =>
  async (id) => {
    const loaded = await loadOwn(table, clock, { key: keyOf(id), from: campaignFrom });
    return { campaign: loaded.record, version: loaded.version };
  };

/** Each campaign as one item, `CAMPAIGN#<id>` / `CAMPAIGN`, written only over the version that was read. */
export const campaignStore = (table: Table, clock: Clock): CampaignStore => ({
  load: loadCampaign(table, clock),
  save: (campaign, expectedVersion) =>
    saveOwn(table, campaign, {
      ...{ key: keyOf(campaign.id), expectedVersion },
      expiresAt: campaignExpires(campaign),
    }),
});

/** The list of all campaigns, of items of their own: the campaign's is on the list of what is due. */
export const campaignList = ({ client, name: TableName }: Table): CampaignList => ({
  async enter(id, createdAt) {
    const Item = {
      ...{ pk: pkOf(id), sk: S('LISTED'), list: S(LIST), at: N(createdAt) },
      expiresAt: campaignExpires({ createdAt }),
    };
    await client.send(PutItem, { TableName, Item }).catch(notTaken);
  },

  async newest(most) {
    const { Items = [] } = await client
      .send(Query, {
        TableName,
        IndexName: INDEX,
        KeyConditionExpression: '#list = :list',
        ExpressionAttributeNames: { '#list': 'list' },
        ExpressionAttributeValues: { ':list': S(LIST) },
        ScanIndexForward: false,
        Limit: most,
      })
      .catch(notTaken);
    return Items.flatMap(({ pk }) => pk?.S?.slice('CAMPAIGN#'.length) ?? []);
  },
});
