import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HandoffRow } from '../../../lib/board/data.ts';
import { readQuery } from '../../../lib/board/query.ts';
import { handoffSearch, handoffsCsv } from '../../../lib/board/search.ts';
import { called, facts, goingOn, inVain, NOON } from './given.ts';
import { MemoryLists, placeOf } from './memory-lists.ts';

const DAY_MS = 86_400_000;

const world = (clock = () => NOON) => {
  const lists = new MemoryLists();
  const search = handoffSearch({
    lists,
    clock,
    timeZone: 'UTC',
    placeOf,
    pageOf: ({ callId, handoffId }) => `https://example.com/agent/${callId}.${handoffId}`,
  });
  const page = (query: string, most = 50) => {
    const read = readQuery(query, 'UTC', NOON);
    if (read.is === 'wrong') throw new Error(read.message);
    return search.page(read.search, most);
  };
  const whole = (query: string, { most = 10_000, withinMs = 6_000 } = {}) => {
    const read = readQuery(query, 'UTC', NOON);
    if (read.is === 'wrong') throw new Error(read.message);
    return search.whole(read.search, { most, withinMs });
  };
  const ids = async (query: string, most?: number) => (await page(query, most)).handoffs.map(({ id }) => id);
  /** All pages, one after the other. */
  const walk = async (query: string, most: number) => {
    const rows: HandoffRow[] = [];
    let cursor: string | undefined;
    let pages = 0;
    do {
      const next: Awaited<ReturnType<typeof page>> = await page(
        `${query}${cursor === undefined ? '' : `&cursor=${cursor}`}`,
        most,
      );
      rows.push(...next.handoffs);
      expect(next.handoffs.length).toBeLessThanOrEqual(most);
      cursor = next.cursor;
      pages += 1;
    } while (cursor !== undefined && pages < 500);
    return { rows, pages };
  };
  return { lists, page, ids, walk, whole };
};

describe('The handoffs of the past', () => {
  it('are the newest first, over the days that were asked for', async () => {
    const { lists, ids } = world();
    for (const [id, days] of [
      ['today', 0],
      ['yesterday', 1],
      ['last week', 7],
    ] as const) {
      lists.keep(facts({ handoffId: id, askedAt: NOON - days * DAY_MS }), called(), NOON);
    }
    expect(await ids('')).toEqual(['today', 'yesterday']);
    expect(await ids('from=2026-11-01')).toEqual(['today', 'yesterday', 'last week']);
    expect(await ids('from=2026-11-29&to=2026-11-29')).toEqual(['yesterday']);
  });

  it('have among them what goes on, at its place', async () => {
    const { lists, ids, page } = world();
    lists.keep(facts({ handoffId: 'early', askedAt: NOON - 60_000 }), called(), NOON);
    lists.keep(facts({ handoffId: 'late' }), called(), NOON);
    const now = goingOn('connected', { handoffId: 'now', askedAt: NOON - 30_000 });
    lists.going = [{ facts: now, called: called() }];
    expect(await ids('')).toEqual(['late', 'now', 'early']);
    expect((await page('')).handoffs[1]).toMatchObject({
      state: 'connected',
      outcome: null,
      waitSeconds: null,
    });
    // Kept by now, and still on the list of what goes on.
    lists.keep(facts({ handoffId: 'now', askedAt: NOON - 30_000 }), called(), NOON);
    expect(await ids('')).toEqual(['late', 'now', 'early']);
  });

  it.each([
    ['outcome=no_agent', ['lost']],
    ['department=SALES', ['sold']],
    ['department=none', ['lost']],
    ['agent=Li.Wei', ['sold']],
    ['agent=li', []],
    ['q=JORDAN', ['sold', 'lost']],
    ['q=refund', ['lost']],
    ['q=0188', ['lost']],
    ['q=%2B1 (415) 555-0188', ['lost']],
    ['q=call-sold', ['sold']],
    ['q=li.wei', ['sold']],
    ['q=88', []],
    ['q=jordan&outcome=completed', ['sold']],
  ])('are found by %s', async (query, found) => {
    const { lists, ids } = world();
    const sold = facts({ handoffId: 'sold', department: 'sales', agent: 'li.wei' });
    lists.keep(sold, called({ callId: 'call-sold' }), NOON);
    const lost = { ...inVain('no_agent', 30), handoffId: 'lost', askedAt: NOON - 1_000 };
    const about = called({ callId: 'call-lost', caller: '+14155550188', reason: 'a refund' });
    lists.keep({ ...lost, agent: undefined, department: undefined }, about, NOON);
    expect(await ids(query)).toEqual(found);
  });

  it('say nothing of who called when that is not kept any more, and are found by what is', async () => {
    const { lists, page } = world();
    lists.keep(facts({ handoffId: 'old', askedAt: NOON - 20 * DAY_MS }), undefined, NOON);
    const { handoffs } = await page('from=2026-11-01&department=billing');
    expect(handoffs).toMatchObject([{ id: 'old', callId: null, name: null, caller: null, pageUrl: null }]);
    expect((await page('from=2026-11-01&q=jordan')).handoffs).toEqual([]);
  });

  it('lead to the page about each as long as that finds its record', async () => {
    const { lists, page } = world();
    const yesterday = facts({ askedAt: NOON - DAY_MS - 100_000 });
    lists.keep(yesterday, called(), NOON);
    lists.keep(facts({ handoffId: 'ho_new' }), called({ callId: 'c1' }), NOON);
    const urls = (await page('')).handoffs.map(({ pageUrl }) => pageUrl);
    expect(urls).toEqual(['https://example.com/agent/c1.ho_new', null]);
  });

  it('come in pages, and the last one says that it is', async () => {
    const { lists, page, walk } = world();
    for (let number = 0; number < 100; number += 1) {
      lists.keep(facts({ askedAt: NOON - number * 1_000 }), called(), NOON);
    }
    expect((await page('')).handoffs).toHaveLength(50);
    const { rows, pages } = await walk('', 50);
    expect([rows.length, pages]).toEqual([100, 2]);
  });

  it('are looked for in a bounded part of a long day, and the answer says where to go on', async () => {
    const { lists, page, walk } = world();
    for (let number = 0; number < 26_000; number += 1) {
      lists.keep(facts({ askedAt: NOON - number }), called(), NOON);
    }
    lists.keep({ ...inVain('no_agent', 30), handoffId: 'first', askedAt: NOON - 40_000 }, called(), NOON);
    const begun = await page('outcome=no_agent');
    expect(begun.handoffs).toEqual([]);
    expect(begun.cursor).toBeDefined();
    expect((await walk('outcome=no_agent', 50)).rows).toMatchObject([{ id: 'first' }]);
  });

  it('are all of them once, in order, however many a page has and whatever is asked for', async () => {
    const one = fc.record({
      days: fc.integer({ min: 0, max: 9 }),
      ms: fc.integer({ min: 0, max: 5 }),
      isGoing: fc.boolean(),
      department: fc.constantFrom('billing', 'sales'),
    });
    const query = fc.constantFrom(
      'from=2026-11-20',
      'from=2026-11-20&department=sales',
      'from=2026-11-20&q=sales',
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(one, { maxLength: 40 }),
        fc.integer({ min: 1, max: 9 }),
        query,
        async (list, most, asked) => {
          const { lists, walk } = world();
          const all = list.map(({ days, ms, isGoing, department }, index) => {
            const times = { handoffId: `ho_${index}`, askedAt: NOON - days * DAY_MS - ms, department };
            if (isGoing) {
              const going = { facts: goingOn('queued', times), called: called() };
              lists.going.push(going);
              return going.facts;
            }
            const kept = facts(times);
            lists.keep(kept, called(), NOON);
            return kept;
          });
          const wanted = all.filter(({ department }) => !asked.includes('sales') || department === 'sales');
          const inOrder = wanted.toSorted((a, b) => (placeOf(a) < placeOf(b) ? 1 : -1));
          const { rows } = await walk(asked, most);
          expect(rows.map(({ id }) => id)).toEqual(inOrder.map(({ handoffId }) => handoffId));
        },
      ),
    );
  });

  it('are found for a file however much has to be looked through', async () => {
    const { lists, whole } = world();
    for (let number = 0; number < 30_000; number += 1) {
      lists.keep(facts({ askedAt: NOON - number * 8_000 }), called(), NOON);
    }
    for (let number = 0; number < 20; number += 1) {
      lists.keep({ ...inVain('bridge_failed', 30), askedAt: NOON - 3 * DAY_MS - number }, called(), NOON);
    }
    expect(await whole('outcome=bridge_failed')).toHaveLength(20);
    expect(await whole('', { most: 10_000 })).toHaveLength(10_000);
  });

  it('are no file where the time does not suffice: a part of them would pass for all', async () => {
    let now = NOON;
    // Each look at the clock is a second later.
    const { lists, whole } = world(() => {
      now += 1_000;
      return now;
    });
    for (let number = 0; number < 4_000; number += 1) {
      lists.keep(facts({ askedAt: NOON - number }), called(), NOON);
    }
    expect(await whole('outcome=no_agent&from=2026-11-30', { withinMs: 1_500 })).toBeUndefined();
    expect(await whole('outcome=no_agent&from=2026-11-30', { withinMs: 60_000 })).toEqual([]);
  });

  it('are found by an agent who is called by a number as it is shown, and as it is', async () => {
    const { lists, ids } = world();
    lists.keep(facts({ handoffId: 'ho_1', agent: '+14155550178' }), called(), NOON);
    expect(await ids('agent=%2B14155550178')).toEqual(['ho_1']);
    expect(await ids('agent=•••• 0178')).toEqual(['ho_1']);
  });

  it('are a file for spreadsheets, in which nothing is a formula and no number is whole', async () => {
    const { lists, page } = world();
    const reason = '=HYPERLINK("https://example.com"), "now"';
    lists.keep(facts({ handoffId: 'ho_1' }), called({ callId: 'call-1', reason }), NOON);
    const { handoffs } = await page('');
    const [header, line, end] = handoffsCsv(handoffs).split('\r\n');
    expect(header).toBe(
      'id,callId,at,endedAt,state,outcome,department,agent,name,caller,reason,waitSeconds,talkSeconds,strategy',
    );
    expect(line).toBe(
      'ho_1,call-1,2026-11-30T12:00:00.000Z,2026-11-30T12:01:10.000Z,ended,completed,billing,amara.osei,Jordan Ortiz,•••• 0199,"\'=HYPERLINK(""https://example.com""), ""now""",10,60,conference',
    );
    expect(end).toBe('');
  });
});
