import { describe, expect, it } from 'vitest';
import type { Campaign } from '../../../../lib/outbound/campaign/record.ts';
import { admits } from '../../../../lib/outbound/campaign/run.ts';
import { live, MINUTE, NOW, running } from './given.ts';

describe('A call that waits for the dialler', () => {
  const endAt = new Date(NOW + MINUTE).toISOString();
  const calling = (changed: Partial<Campaign> = {}) => running({ endAt }, { live: [live(1)], ...changed });

  it.each<[string, Campaign | undefined, number, boolean]>([
    ['may be made while its campaign runs', calling(), NOW + MINUTE - 1, true],
    ['may not at the end of its campaign', calling(), NOW + MINUTE, false],
    ['may not once that is paused', calling({ status: 'paused' }), NOW, false],
    ['may not where it is none of the campaign’s any more', calling({ live: [live(2)] }), NOW, false],
    ['may not where there is no campaign', undefined, NOW, false],
  ])('%s', async (_what, campaign, now, may) => {
    const store = {
      load: async () => ({ campaign, version: 1 }),
      save: () => Promise.reject(new Error('it only asks')),
    };
    expect(await admits('cm_1', 'oc_1', { store, clock: () => now })).toBe(may);
  });
});
