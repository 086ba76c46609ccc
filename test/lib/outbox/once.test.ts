import { beforeEach, describe, expect, it } from 'vitest';
import { onceStore } from '../../../lib/aws/once-store.ts';
import { Unavailable } from '../../../lib/base/trouble.ts';
import { doOnce, type Left, type Once } from '../../../lib/outbox/once.ts';
import { MemoryTable } from '../handoff/memory-table.ts';

const T0 = 1_800_000_000_000;
const LEASE_MS = 30_000;
const DONE: Left = { is: 'done', result: 'a result' };

let now: number;
let once: Once;
let owners: number;
beforeEach(() => {
  now = T0;
  owners = 0;
  once = onceStore({ client: new MemoryTable().client, name: 'table' }, () => now);
});

/** One who comes to do it; the answer says since when an earlier attempt may have done it. */
const attempt = (left: Left, by = once) => {
  owners += 1;
  return doOnce(
    { once: by, key: 'key', owner: `owner-${owners}`, leaseMs: LEASE_MS },
    async (since) => ({ is: 'attempted' as const, since }),
    () => left,
  );
};
const attempted = (since?: number) => ({ is: 'attempted', since });
const down = () => Promise.reject(new Unavailable('table', 'down'));

describe('What is done once', () => {
  it('is done by the first who comes, without a look, and never again', async () => {
    expect(await attempt(DONE)).toEqual(attempted());
    now += 4 * 86_400_000;
    expect(await attempt(DONE)).toEqual({ is: 'known' });
  });

  it('is left to the one who is at it', async () => {
    const both = await Promise.all([attempt(DONE), attempt(DONE)]);
    expect(both.map(({ is }) => is).sort()).toEqual(['attempted', 'held']);
  });

  it('is done by the next one at once where it certainly was not done', async () => {
    await attempt({ is: 'not-done' });
    expect(await attempt(DONE)).toEqual(attempted());
  });

  it('is looked for first, and at once, where it may be done', async () => {
    await attempt({ is: 'in-doubt' });
    now += 1_000;
    expect(await attempt(DONE)).toEqual(attempted(T0));
  });

  it('is looked for first, and after the lease, where it may still be on its way', async () => {
    await attempt({ is: 'on-its-way' });
    now += LEASE_MS - 1;
    expect(await attempt(DONE)).toEqual({ is: 'held' });
    now += 1;
    expect(await attempt(DONE)).toEqual(attempted(T0));
  });

  it('is looked for first, and after the lease, where the one who was at it died', async () => {
    const dead = { once, key: 'key', owner: 'dead', leaseMs: LEASE_MS };
    await expect(
      doOnce(
        dead,
        () => Promise.reject(new Error('died')),
        () => DONE,
      ),
    ).rejects.toThrow('died');
    expect(await attempt(DONE)).toEqual({ is: 'held' });
    now += LEASE_MS;
    expect(await attempt(DONE)).toEqual(attempted(T0));
  });

  it('stays in doubt until somebody has found it or done it', async () => {
    await attempt({ is: 'in-doubt' });
    now += 1_000;
    await attempt({ is: 'not-done' });
    now += 1_000;
    expect(await attempt({ is: 'not-done' })).toEqual(attempted(T0));
    expect(await attempt(DONE)).toEqual(attempted(T0));
    expect(await attempt(DONE)).toEqual({ is: 'known' });
  });

  it('is not begun while nobody can be asked', async () => {
    await expect(attempt(DONE, { ...once, begin: down })).rejects.toThrow(Unavailable);
    expect(await attempt(DONE)).toEqual(attempted());
  });

  it('is looked for by the next one where its end could not be noted', async () => {
    await expect(attempt(DONE, { ...once, done: down })).rejects.toThrow(Unavailable);
    now += LEASE_MS;
    expect(await attempt(DONE)).toEqual(attempted(T0));
  });

  it('counts as done though its end could not be noted, where that is said', async () => {
    const told: string[] = [];
    const left: Left = { ...DONE, unnoted: () => told.push('not noted') };
    expect(await attempt(left, { ...once, done: down })).toEqual(attempted());
    expect(told).toEqual(['not noted']);
  });

  it('is given back by the end of the lease where it could not be given back', async () => {
    expect(await attempt({ is: 'not-done' }, { ...once, failed: down })).toEqual(attempted());
    expect(await attempt(DONE)).toEqual({ is: 'held' });
    now += LEASE_MS;
    expect(await attempt(DONE)).toEqual(attempted(T0));
  });
});
