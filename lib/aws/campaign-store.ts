import type { Clock } from '../base/clock.ts';
import { parsedJson } from '../base/json.ts';
import { OtherVersion } from '../base/trouble.ts';
import type { CampaignList, CampaignStore } from '../outbound/campaign/ports.ts';
import { campaignFrom } from '../outbound/campaign/record.ts';
import { LONGEST_CAMPAIGN_MS } from '../outbound/campaign/steps.ts';
import { dueAt } from '../outbox/due.ts';
import { writtenOwing } from '../outbox/stored.ts';
import { INDEX, ownDueAttributes } from './due-list.ts';
import { PutItem, Query } from './dynamodb/operations.ts';
import { getItem, guarded, ifVersion, isExpired, N, notTaken, S, type Table } from './table.ts';

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
    const item = await getItem(table, keyOf(id));
    if (item === undefined) return { campaign: undefined, version: 0 };
    const version = Number(item.version?.N);
    if (isExpired(item.expiresAt, clock)) return { campaign: undefined, version };
    const campaign = campaignFrom(parsedJson(item.record?.S ?? ''));
    if (campaign === undefined) throw new OtherVersion('record');
    return { campaign, version };
  };

/** Each campaign as one item, `CAMPAIGN#<id>` / `CAMPAIGN`, written only over the version that was read. */
export const campaignStore = (table: Table, clock: Clock): CampaignStore => ({
  load: loadCampaign(table, clock),

  save(campaign, expectedVersion) {
    return guarded(
      table.client.send(PutItem, {
        TableName: table.name,
        Item: {
          ...keyOf(campaign.id),
          record: S(JSON.stringify(writtenOwing(campaign))),
          version: N(expectedVersion + 1),
          expiresAt: campaignExpires(campaign),
          ...ownDueAttributes(dueAt(campaign)),
        },
        ...ifVersion(expectedVersion),
      }),
    );
  },
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
