import { describe, expect, it } from 'vitest';
import { boardLists } from '../../../lib/aws/board-lists.ts';
import { markCallLive, markCallOver } from '../../../lib/aws/call-over.ts';
import { readConversation } from '../../../lib/aws/call-store.ts';
import { keepFacts, placeOf } from '../../../lib/aws/facts-store.ts';
import { handoffStore } from '../../../lib/aws/handoff-store.ts';
import { Unavailable } from '../../../lib/base/trouble.ts';
import { calledOf, factsOf } from '../../../lib/handoff/machine/facts-of.ts';
import { called, DAY, facts, NOON } from '../board/given.ts';
import * as given from '../handoff/given.ts';
import { dynamoDbAt, scriptedDynamoDb } from './dynamodb-at.ts';
import { emulatedTable } from './emulated-table.ts';

const DAY_MS = 86_400_000;
const { records } = emulatedTable(dynamoDbAt);

const listsAt = (now: number) => boardLists(records, () => now);
const lists = listsAt(NOON);
const keeping = { timeZone: 'UTC', statisticsSeconds: 400 * 86_400, calledSeconds: 7 * 86_400 };
const keepAt = (now: number, timeZone = 'UTC') => keepFacts(records, () => now, { ...keeping, timeZone });

describe('What goes on, on the emulated table', () => {
  it('is each handoff until it has ended and owes nothing, with who called', async () => {
    const store = handoffStore(records, () => given.T0, undefined);
    const waits = { ...given.handoff(given.QUEUED), callId: 'waits', handoffId: 'ho_waits' };
    await store.save(waits, 0);
    const { handoffs } = await lists.goingOn();
    expect(handoffs).toEqual([{ facts: factsOf(waits), called: calledOf(waits) }]);
    const ended = {
      ...waits,
      progress: given.ended({ outcome: 'no_agent' }),
      effects: [given.telling('busy')],
    };
    await store.save(ended, 1);
    expect((await lists.goingOn()).handoffs).toMatchObject([
      { facts: { state: 'ended', outcome: 'no_agent' } },
    ]);
    await store.save({ ...ended, effects: [] }, 2);
    expect((await lists.goingOn()).handoffs).toEqual([]);
  });

  it('leaves out what another version says of a handoff', async () => {
    const sends = (operation: string) =>
      operation === 'Query'
        ? {
            Items: [
              {
                pk: { S: 'CALL#x' },
                sk: { S: 'HANDOFF' },
                at: { N: '1' },
                facts: { S: '{"state":"humming"}' },
              },
            ],
          }
        : {};
    const other = boardLists({ client: scriptedDynamoDb(sends), name: 'table' }, () => NOON);
    expect(await other.goingOn()).toEqual({ handoffs: [], followups: [] });
  });

  it('cannot be read where the table is away', async () => {
    const away = scriptedDynamoDb(() => Promise.reject(new Error('socket hang up')));
    const other = boardLists({ client: away, name: 'table' }, () => NOON);
    await expect(other.goingOn()).rejects.toThrow(Unavailable);
  });
});

describe('The calls at this moment', () => {
  const live = (at: number) => markCallLive(records, () => at, 3_600);
  const over = (at: number) => markCallOver(records, () => at, 3_600);

  it('are those that have begun and whose end nobody told', async () => {
    await live(NOON)('one');
    await live(NOON + 1_000)('two');
    expect((await lists.liveCalls(NOON)).toSorted()).toEqual(['one', 'two']);
    expect(await lists.liveCalls(NOON + 1_000)).toEqual(['two']);
    await over(NOON + 2_000)('one', []);
    expect(await lists.liveCalls(NOON)).toEqual(['two']);
    await over(NOON + 2_000)('two', []);
    expect(await lists.liveCalls(NOON)).toEqual([]);
  });

  it('are told again without a change, and not after their end', async () => {
    await live(NOON)('again');
    await live(NOON + 9_000)('again');
    expect(await lists.liveCalls(NOON + 1)).toEqual([]);
    await over(NOON)('before', []);
    await live(NOON + 9_000)('before');
    expect(await lists.liveCalls(NOON)).toEqual(['again']);
  });

  it('have said nothing by having begun', async () => {
    await live(NOON)('silent');
    expect(await readConversation(records, () => NOON)('silent')).toEqual([]);
  });
});

describe('How handoffs ended', () => {
  it('is kept by the day on which they were asked for, the newest first, with who called apart from it', async () => {
    const first = facts({ handoffId: 'ho_a', askedAt: NOON - DAY_MS * 30 });
    const second = facts({ handoffId: 'ho_b', askedAt: first.askedAt + 60_000 });
    const who = called({ callId: 'call-a' });
    await keepAt(NOON)(first, who);
    await keepAt(NOON)(second, called({ callId: 'call-b' }));
    const day = '2026-10-31';
    const { kept, next } = await lists.partOfDay(day, { most: 10 });
    expect(kept.map((one) => one.facts)).toEqual([second, first]);
    expect(next).toBeUndefined();
    expect(await lists.calledAt(day, [placeOf(first)])).toEqual(new Map([[placeOf(first), who]]));
    const both = await lists.calledBetween(day, placeOf(first), placeOf(second));
    expect([...both.keys()].toSorted()).toEqual([placeOf(first), placeOf(second)]);
  });

  it('is read in parts, each from where the last one ended', async () => {
    const askedAt = NOON - DAY_MS * 40;
    for (const number of [1, 2, 3]) {
      await keepAt(NOON)(facts({ handoffId: `ho_${number}`, askedAt: askedAt + number }), called());
    }
    const idsOf = ({ kept }: Awaited<ReturnType<typeof lists.partOfDay>>) =>
      kept.map((one) => one.facts.handoffId);
    const begin = await lists.partOfDay('2026-10-21', { most: 2 });
    expect(idsOf(begin)).toEqual(['ho_3', 'ho_2']);
    const rest = await lists.partOfDay('2026-10-21', { before: begin.next, most: 2 });
    expect(idsOf(rest)).toEqual(['ho_1']);
    expect(rest.next).toBeUndefined();
  });

  it('is found by when it was written, and a later edition takes the place of an earlier one', async () => {
    const askedAt = NOON - DAY_MS * 50;
    const one = facts({ handoffId: 'ho_e', askedAt, outcome: 'transferred' });
    await keepAt(NOON)(one, called());
    await keepAt(NOON + 9_000)({ ...one, outcome: 'completed', edition: 2 }, called());
    const kept = await lists.keptBetween('2026-10-11', NOON);
    expect(kept).toMatchObject([{ facts: { outcome: 'completed', edition: 2 }, keptAt: NOON + 9_000 }]);
    expect(await lists.keptBetween('2026-10-11', NOON, NOON + 8_999)).toEqual([]);
    expect(await lists.keptBetween('2026-10-11', NOON + 9_001)).toEqual([]);
  });

  it('is of the day by the clocks of the business', async () => {
    const askedAt = Date.UTC(2026, 8, 15, 2);
    await keepAt(NOON, 'America/Los_Angeles')(facts({ handoffId: 'ho_z', askedAt }), called());
    expect((await lists.partOfDay('2026-09-14', { most: 5 })).kept).toHaveLength(1);
    expect((await lists.partOfDay('2026-09-15', { most: 5 })).kept).toEqual([]);
  });

  it('is kept for 400 days, and who called for seven; what is kept longer holds no word of them', async () => {
    const who = called({
      name: 'Robin Vale',
      caller: '+14155550123',
      reason: 'a refund',
      callId: 'call-private',
    });
    const one = facts({ handoffId: 'ho_x' });
    await keepAt(NOON)(one, who);
    const place = placeOf(one);
    expect((await listsAt(NOON + 7 * DAY_MS - 1_000).calledAt(DAY, [place])).size).toBe(1);
    expect((await listsAt(NOON + 7 * DAY_MS).calledAt(DAY, [place])).size).toBe(0);
    expect((await listsAt(NOON + 400 * DAY_MS - 1_000).partOfDay(DAY, { most: 5 })).kept).toHaveLength(1);
    expect((await listsAt(NOON + 400 * DAY_MS).partOfDay(DAY, { most: 5 })).kept).toEqual([]);
    const [kept] = (await lists.partOfDay(DAY, { most: 5 })).kept;
    for (const word of Object.values(who)) expect(JSON.stringify(kept)).not.toContain(word);
  });

  it('reads more than a page of the table gives', async () => {
    const askedAt = Date.UTC(2026, 7, 1, 12);
    const agent = 'x'.repeat(60_000);
    for (let number = 0; number < 20; number += 1) {
      await keepAt(NOON)(
        facts({ handoffId: `ho_long_${number}`, askedAt: askedAt + number, agent }),
        called(),
      );
    }
    expect(await lists.keptBetween('2026-08-01', 0)).toHaveLength(20);
    expect((await lists.partOfDay('2026-08-01', { most: 50 })).kept).toHaveLength(20);
  });

  it('is not kept where the table took only a part of it', async () => {
    const some = scriptedDynamoDb(() => ({ UnprocessedItems: { table: [{ PutRequest: { Item: {} } }] } }));
    const keep = keepFacts({ client: some, name: 'table' }, () => NOON, keeping);
    await expect(keep(facts(), called())).rejects.toThrow(Unavailable);
  });
});
