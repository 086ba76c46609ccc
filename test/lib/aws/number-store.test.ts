import { describe, expect, it } from 'vitest';
import { GetItem } from '../../../lib/aws/dynamodb/operations.ts';
import { areaSeconds, dayAttempts, recentNumbers } from '../../../lib/aws/number-store.ts';
import { patientDynamoDbAt } from './dynamodb-at.ts';
import { emulatedTable } from './emulated-table.ts';

const NOON = 1_795_262_400_000;
const HALF_HOUR = 1_800_000;
const DAY = 86_400_000;

const { records } = emulatedTable(patientDynamoDbAt);
const numbers = (now = NOON) => recentNumbers(records, () => now);
const attempts = (now = NOON) => dayAttempts(records, () => now);
const areas = (now = NOON) => areaSeconds(records, () => now);

describe('A number that somebody is called at', () => {
  const newNumber = () => `+155501${String(++made).padStart(5, '0')}`;
  let made = 0;

  it('is the call’s who took it first; the next one learns whose it is', async () => {
    const number = newNumber();
    expect(await numbers().take(number, 'oc_1')).toEqual({ is: 'taken' });
    expect(await numbers().take(number, 'oc_2')).toEqual({
      is: 'recent',
      id: 'oc_1',
      until: expect.any(Number),
    });
    expect(await numbers().take(newNumber(), 'oc_2')).toEqual({ is: 'taken' });
  });

  it('is taken by one of many at once, and all others learn whose it is', async () => {
    const number = newNumber();
    const ids = Array.from({ length: 10 }, (_, each) => `oc_${each}`);
    const taken = await Promise.all(ids.map((id) => numbers().take(number, id)));
    const holders = ids.filter((_, each) => taken[each]?.is === 'taken');
    expect(holders).toHaveLength(1);
    expect(taken.filter(({ is }) => is === 'recent')).toEqual(
      Array.from({ length: 9 }, () => ({ is: 'recent', id: holders[0], until: NOON + HALF_HOUR })),
    );
  });

  it('may be taken again by its own call, whose answer was lost', async () => {
    const number = newNumber();
    await numbers().take(number, 'oc_1');
    expect(await numbers(NOON + 1_000).take(number, 'oc_1')).toEqual({ is: 'taken' });
    expect(await numbers(NOON + 2_000).take(number, 'oc_2')).toEqual({
      is: 'recent',
      id: 'oc_1',
      until: expect.any(Number),
    });
  });

  it('may be taken by another call after half an hour, and no moment earlier', async () => {
    const number = newNumber();
    await numbers().take(number, 'oc_1');
    expect(await numbers(NOON + HALF_HOUR - 1).take(number, 'oc_2')).toEqual({
      is: 'recent',
      id: 'oc_1',
      until: expect.any(Number),
    });
    expect(await numbers(NOON + HALF_HOUR).take(number, 'oc_2')).toEqual({ is: 'taken' });
    expect(await numbers(NOON + HALF_HOUR).take(number, 'oc_1')).toEqual({
      is: 'recent',
      id: 'oc_2',
      until: expect.any(Number),
    });
  });

  it('is free at once when its call gives it back', async () => {
    const number = newNumber();
    await numbers().take(number, 'oc_1');
    await numbers(NOON + 1_000).free(number, 'oc_1');
    expect(await numbers(NOON + 1_000).take(number, 'oc_2')).toEqual({ is: 'taken' });
  });

  it('is given back by nobody else, a late one who had it before among them', async () => {
    const number = newNumber();
    await numbers().take(number, 'oc_1');
    await numbers().free(number, 'oc_2');
    expect(await numbers().take(number, 'oc_2')).toEqual({
      is: 'recent',
      id: 'oc_1',
      until: expect.any(Number),
    });
    await numbers().free(number, 'oc_1');
    await numbers().take(number, 'oc_2');
    await numbers().free(number, 'oc_1');
    expect(await numbers().take(number, 'oc_3')).toEqual({
      is: 'recent',
      id: 'oc_2',
      until: expect.any(Number),
    });
  });

  it('that nobody has may be given back, and leaves nothing behind', async () => {
    const number = newNumber();
    await numbers().free(number, 'oc_1');
    expect(await numbers().take(number, 'oc_2')).toEqual({ is: 'taken' });
  });
});

describe('A contact of a campaign', () => {
  it('holds a number under its own name, while others learn which call it is', async () => {
    const number = '+15550190001';
    expect(await numbers().take(number, 'cm_1:7', 'oc_7')).toEqual({ is: 'taken' });
    expect(await numbers().take(number, 'oc_2')).toEqual({
      ...{ is: 'recent', id: 'oc_7', until: NOON + HALF_HOUR },
    });
  });

  it('keeps it for the next attempt, whose half hour begins anew', async () => {
    const number = '+15550190002';
    await numbers().take(number, 'cm_1:7', 'oc_7');
    expect(await numbers(NOON + 60_000).take(number, 'cm_1:7', 'oc_8')).toEqual({ is: 'taken' });
    expect(await numbers(NOON + HALF_HOUR).take(number, 'oc_2')).toEqual({
      ...{ is: 'recent', id: 'oc_8', until: NOON + HALF_HOUR + 60_000 },
    });
  });
});

describe('The attempts of a day', () => {
  it('are as many as a number may have in 24 hours, and the next one waits for the oldest', async () => {
    const number = '+15550190101';
    expect(await attempts(NOON).take(number, 'a', 2)).toEqual({ is: 'taken' });
    expect(await attempts(NOON + 60_000).take(number, 'b', 2)).toEqual({ is: 'taken' });
    expect(await attempts(NOON + 120_000).take(number, 'c', 2)).toEqual({ is: 'full', until: NOON + DAY });
    expect(await attempts(NOON + DAY - 1).take(number, 'c', 2)).toMatchObject({ is: 'full' });
    expect(await attempts(NOON + DAY).take(number, 'c', 2)).toEqual({ is: 'taken' });
    expect(await attempts(NOON + DAY).take(number, 'd', 2)).toEqual({
      ...{ is: 'full', until: NOON + 60_000 + DAY },
    });
  });

  it('count one that is begun again once', async () => {
    const number = '+15550190102';
    await attempts().take(number, 'a', 2);
    await attempts(NOON + 1_000).take(number, 'a', 2);
    expect(await attempts(NOON + 2_000).take(number, 'b', 2)).toEqual({ is: 'taken' });
    expect(await attempts(NOON + 3_000).take(number, 'c', 2)).toMatchObject({ is: 'full' });
  });

  it('do not count what came to nothing, and nobody else’s is given back', async () => {
    const number = '+15550190103';
    await attempts().take(number, 'a', 1);
    await attempts().free(number, 'b');
    expect(await attempts().take(number, 'b', 1)).toMatchObject({ is: 'full' });
    await attempts().free(number, 'a');
    expect(await attempts().take(number, 'b', 1)).toEqual({ is: 'taken' });
  });

  it.each([1, 3])('of which %i are left are taken by no more of many at once', async (most) => {
    const number = `+1555019020${most}`;
    const each = Array.from({ length: 5 }, (_, nth) => attempts().take(number, `n${nth}`, most));
    const taken = await Promise.allSettled(each);
    const won = taken.filter((one) => one.status === 'fulfilled' && one.value.is === 'taken');
    expect(won).toHaveLength(most);
  });

  it('stand under no number that could be read', async () => {
    const number = '+15550190104';
    await attempts().take(number, 'a', 1);
    const Key = { pk: { S: `NUMBER#${number}` }, sk: { S: 'ATTEMPTS' } };
    expect((await records.client.send(GetItem, { TableName: records.name, Key })).Item).toBeUndefined();
  });
});

describe('The calls of one second to one area code', () => {
  it('are no more than its limit, of many at once', async () => {
    const all = await Promise.all(Array.from({ length: 12 }, () => areas().take('+1212', 7, 3)));
    expect(all.filter((one) => one === 'taken')).toHaveLength(3);
    expect(await areas().take('+1212', 8, 3)).toBe('taken');
    expect(await areas().take('+1415', 7, 3)).toBe('taken');
  });

  it('are one fewer when one of them comes to nothing, and never fewer than none', async () => {
    await areas().take('+1303', 7, 1);
    await areas().free('+1303', 7);
    await areas().free('+1303', 7);
    expect(await areas().take('+1303', 7, 1)).toBe('taken');
    expect(await areas().take('+1303', 7, 1)).toBe('full');
  });
});
