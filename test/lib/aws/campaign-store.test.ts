import { describe, expect, it } from 'vitest';
import { campaignList, campaignStore } from '../../../lib/aws/campaign-store.ts';
import { dueBetween } from '../../../lib/aws/due-list.ts';
import { GetItem, PutItem } from '../../../lib/aws/dynamodb/operations.ts';
import { OtherVersion } from '../../../lib/base/trouble.ts';
import type { Campaign } from '../../../lib/outbound/campaign/record.ts';
import { LONGEST_CAMPAIGN_MS } from '../../../lib/outbound/campaign/steps.ts';
import { NOW, running } from '../outbound/campaign/given.ts';
import { patientDynamoDbAt } from './dynamodb-at.ts';
import { emulatedTable } from './emulated-table.ts';

const { records } = emulatedTable(patientDynamoDbAt);
const store = (now = NOW) => campaignStore(records, () => now);
const campaign = (id: string): Campaign => ({ ...running(), id });
const keyOf = (id: string) => ({ pk: { S: `CAMPAIGN#${id}` }, sk: { S: 'CAMPAIGN' } });

describe('A campaign in the table', () => {
  it('is as it was saved, and written by one of two who have read the same', async () => {
    expect(await store().load('cm_a')).toEqual({ campaign: undefined, version: 0 });
    expect(await store().save(campaign('cm_a'), 0)).toBe('saved');
    expect(await store().save(campaign('cm_a'), 0)).toBe('lost');
    expect(await store().load('cm_a')).toEqual({ campaign: campaign('cm_a'), version: 1 });
  });

  it('is found by the sweeper when something of it is overdue', async () => {
    await store().save(campaign('cm_due'), 0);
    const due = (await dueBetween(records)(NOW - 1_000, NOW + 1_000, 100)).filter(
      ({ callId }) => callId === 'cm_due',
    );
    expect(due).toMatchObject([{ key: 'campaign cm_due', kind: 'campaign', callId: 'cm_due', at: NOW }]);
  });

  it('expires a month after it must have ended, however often it was written', async () => {
    await store(NOW + LONGEST_CAMPAIGN_MS).save(campaign('cm_old'), 0);
    const { Item } = await records.client.send(GetItem, { TableName: records.name, Key: keyOf('cm_old') });
    const until = NOW + LONGEST_CAMPAIGN_MS + 30 * 86_400_000;
    expect(Item?.expiresAt?.N).toBe(String(until / 1_000));
    expect((await store(until - 1_000).load('cm_old')).campaign?.id).toBe('cm_old');
    expect((await store(until).load('cm_old')).campaign).toBeUndefined();
  });

  it('of another version is nobody’s to write; unknown effects and fields of it stay', async () => {
    const put = (id: string, record: object) =>
      records.client.send(PutItem, {
        TableName: records.name,
        Item: {
          ...keyOf(id),
          version: { N: '1' },
          expiresAt: { N: '9999999999' },
          record: { S: JSON.stringify(record) },
        },
      });
    await put('cm_new', { ...campaign('cm_new'), status: 'resting' });
    await expect(store().load('cm_new')).rejects.toThrow(OtherVersion);
    const [tick] = campaign('cm_x').effects;
    const unknown = { ...tick, id: 'sing', work: { kind: 'sing' } };
    await put('cm_x', { ...campaign('cm_x'), effects: [tick, unknown], mood: 'good' });
    const { campaign: read } = await store().load('cm_x');
    if (read === undefined) throw new Error('it is there');
    expect(read.effects).toEqual([tick]);
    await store().save(read, 1);
    const { Item } = await records.client.send(GetItem, { TableName: records.name, Key: keyOf('cm_x') });
    expect(JSON.parse(Item?.record?.S ?? '')).toMatchObject({ mood: 'good', effects: [tick, unknown] });
  });
});

describe('The list of campaigns', () => {
  it('tells the newest first, and no more than are asked for', async () => {
    const list = campaignList(records);
    for (const [id, at] of [
      ['cm_1', NOW],
      ['cm_3', NOW + 2_000],
      ['cm_2', NOW + 1_000],
    ] as const) {
      await list.enter(id, at);
    }
    expect(await list.newest(10)).toEqual(['cm_3', 'cm_2', 'cm_1']);
    expect(await list.newest(2)).toEqual(['cm_3', 'cm_2']);
  });
});
