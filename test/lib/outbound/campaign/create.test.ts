import { describe, expect, it } from 'vitest';
import { Unavailable } from '../../../../lib/base/trouble.ts';
import type { Claim } from '../../../../lib/outbound/call/ports.ts';
import { nextOpeningFor } from '../../../../lib/outbound/call/when.ts';
import { type CampaignAsk, createCampaign } from '../../../../lib/outbound/campaign/create.ts';
import type { Campaign } from '../../../../lib/outbound/campaign/record.ts';
import { type RefusedRow, readJsonUpload } from '../../../../lib/outbound/campaign/upload/read.ts';

/** A Tuesday noon in New York. */
const NOON = Date.parse('2026-12-01T17:00:00Z');
const DAY = 86_400_000;
const SAM = '+14155550123';
const DANA = '+14155550188';
/** In Kaliningrad or in Kamchatka. */
const ANYWHERE = '+79121234567';

/** Tables in memory, of which one step can be away. */
function desk() {
  let now = NOON;
  let names = 0;
  let away: string | undefined;
  const campaigns = new Map<string, Campaign>();
  const keys = new Map<string, Claim>();
  const refused = new Map<string, readonly RefusedRow[]>();
  const listed = new Set<string>();
  const step = async <T>(what: string, does: () => T): Promise<T> => {
    await Promise.resolve();
    if (away === what) throw new Unavailable('table', what);
    return does();
  };
  const ports: CampaignAsk = {
    store: {
      load: (id) => step('load', () => ({ campaign: campaigns.get(id), version: campaigns.has(id) ? 1 : 0 })),
      save: (campaign) =>
        step('save', () => {
          if (campaigns.has(campaign.id)) return 'lost';
          campaigns.set(campaign.id, campaign);
          return 'saved';
        }),
      enter: () => step('list', () => undefined),
      newest: async () => [...campaigns.keys()],
    },
    contacts: {
      enter: ({ upload }, _contacts, rows) => step('enter', () => void refused.set(upload, rows)),
      refused: async ({ upload }) => [...(refused.get(upload) ?? [])],
      all: async () => [],
      everybodyWaiting: async () => [],
    },
    calls: { load: async () => ({ call: undefined, version: 0 }) },
    idempotency: {
      load: (key) => step('key', () => keys.get(key)),
      claim: (key, claim) =>
        step('claim', () => {
          const standing = keys.get(key) ?? claim;
          keys.set(key, standing);
          return standing;
        }),
      free: async (key) => void keys.delete(key),
    },
    nextOpening: nextOpeningFor('federal'),
    hasOwnNumber: true,
    notCallable: async () => undefined,
    listedAmong: async (numbers) => new Set(numbers.filter((number) => listed.has(number))),
    knowsAssistant: () => true,
    queue: { send: async () => undefined },
    clock: () => now,
    newId: () => {
      names += 1;
      return `name-${names}`;
    },
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    count: () => undefined,
  };
  return {
    ...{ campaigns, keys, listed },
    create: (body: object, key?: string) =>
      createCampaign(() => readJsonUpload(body, ports), { key, of: JSON.stringify(body) }, ports),
    awayAt(what: string | undefined) {
      away = what;
    },
    pass(ms: number) {
      now += ms;
    },
  };
}
const listOf = (numbers: readonly string[], settings: object = {}, name = 'Spring') => ({
  ...{ name, settings, consent: { kind: 'express' } },
  contacts: numbers.map((number) => ({ number })),
});
const created = async (asking: ReturnType<typeof createCampaign>) => {
  const asked = await asking;
  if (asked.is !== 'created') throw new Error(`it is ${JSON.stringify(asked)}`);
  return asked;
};

describe('A campaign under a key', () => {
  it('is one, and is told as it was, whatever has changed since', async () => {
    const { create, listed, campaigns } = desk();
    listed.add(SAM);
    const body = listOf([SAM, DANA, DANA, ANYWHERE], { hours: { mon: ['10:00-11:00'] } });
    const first = await created(create(body, 'list-1'));
    expect(first.refused.map(({ row, code }) => [row, code])).toEqual([
      [1, 'do_not_call'],
      [3, 'duplicate'],
      [4, 'number_not_callable'],
    ]);
    listed.clear();
    listed.add(DANA);
    expect(await created(create(body, 'list-1'))).toEqual(first);
    expect(campaigns.size).toBe(1);
  });

  it('is one also where it is asked for at the same time', async () => {
    const { create, campaigns } = desk();
    const asked = await Promise.all([1, 2, 3].map(() => created(create(listOf([SAM, SAM]), 'list-1'))));
    expect([...campaigns.keys()]).toEqual([...new Set(asked.map(({ campaign }) => campaign.id))]);
    expect(new Set(asked.map(({ refused }) => JSON.stringify(refused))).size).toBe(1);
  });

  it('is a conflict for one of two lists that come at the same time', async () => {
    const { create, campaigns } = desk();
    const lists = [listOf([SAM]), listOf([SAM], {}, 'Autumn')];
    const asked = await Promise.all(lists.map((body) => create(body, 'list-1')));
    expect(asked.map(({ is }) => is).sort()).toEqual(['conflict', 'created']);
    expect(campaigns.size).toBe(1);
  });

  it('is another one once the key is over', async () => {
    const { create, keys, campaigns } = desk();
    const first = await created(create(listOf([SAM]), 'weekly'));
    keys.delete('weekly');
    const second = await created(create(listOf([SAM]), 'weekly'));
    expect([...campaigns.keys()]).toEqual([first.campaign.id, second.campaign.id]);
  });

  it.each([
    'key',
    'claim',
    'enter',
    'list',
    'save',
  ])('that failed at "%s" goes on where it is asked for again', async (what) => {
    const { create, campaigns, keys, awayAt } = desk();
    awayAt(what);
    await expect(create(listOf([SAM]), 'list-1')).rejects.toThrow(Unavailable);
    expect(campaigns.size).toBe(0);
    const claimed = keys.get('list-1')?.id;
    awayAt(undefined);
    const { campaign } = await created(create(listOf([SAM]), 'list-1'));
    expect(campaign.id).toBe(claimed ?? campaign.id);
    expect([...campaigns.keys()]).toEqual([campaign.id]);
  });

  it('that is empty has none', async () => {
    const { create, campaigns, keys } = desk();
    await created(create(listOf([SAM]), ''));
    await created(create(listOf([DANA]), ''));
    expect([campaigns.size, keys.size]).toEqual([2, 0]);
  });

  it('that was refused leaves the key to another list', async () => {
    const { create } = desk();
    expect((await create(listOf([]), 'list-1')).is).toBe('refused');
    await created(create(listOf([SAM]), 'list-1'));
  });
});

describe('A campaign that starts later', () => {
  const startingIn = (ms: number) => listOf([SAM], { startAt: new Date(NOON + ms).toISOString() });

  it('starts before its 90 days are over', async () => {
    const { create, campaigns } = desk();
    expect(await create(startingIn(90 * DAY))).toMatchObject({
      ...{ is: 'refused', status: 422, code: 'invalid', field: 'settings.startAt' },
    });
    expect(campaigns.size).toBe(0);
    await created(create(startingIn(90 * DAY - 1_000)));
  });
});
