import { describe, expect, it } from 'vitest';
import { doNotCallStore, listedAmong } from '../../../lib/aws/do-not-call-store.ts';
import { type DynamoDb, GetItem, PutItem } from '../../../lib/aws/dynamodb/operations.ts';
import { OtherVersion, Unavailable } from '../../../lib/base/trouble.ts';
import { dynamoDbAt, scriptedDynamoDb } from './dynamodb-at.ts';
import { emulatedTable } from './emulated-table.ts';

const NOON = 1_795_262_400_000;
const DAY = 86_400_000;
const { records } = emulatedTable(dynamoDbAt);
const at = (now = NOON) => doNotCallStore(records, () => now);
let numbers = 0;
const newNumber = () => `+155501${String(++numbers).padStart(5, '0')}`;
const keyOf = (number: string) => ({ pk: { S: `DNC#${number}` }, sk: { S: 'DNC' } });
const itemOf = async (number: string) =>
  (await records.client.send(GetItem, { TableName: records.name, Key: keyOf(number) })).Item;

const BY_CALLER = { at: NOON, by: 'caller' } as const;
const BY_TEAM = { at: NOON, by: 'team', reason: 'asked by letter' } as const;

describe('A number on the do-not-call list', () => {
  it('is on it with the time, who said so, and why', async () => {
    const [called, written, other] = [newNumber(), newNumber(), newNumber()];
    expect(await at().entryOf(called)).toBeUndefined();
    await at().list([called], BY_CALLER);
    await at().list([written], BY_TEAM);
    expect(await at().entryOf(called)).toEqual(BY_CALLER);
    expect(await at().entryOf(written)).toEqual(BY_TEAM);
    expect(await at().entryOf(other)).toBeUndefined();
  });

  it('is one item by its number, which holds nothing else', async () => {
    const number = newNumber();
    await at().list([number], BY_TEAM);
    expect(await itemOf(number)).toEqual({
      ...keyOf(number),
      listedAt: { N: String(NOON) },
      listedBy: { S: 'team' },
      reason: { S: 'asked by letter' },
      expiresAt: { N: String(1_795_262_400 + 1827 * 86_400) },
    });
  });

  it('stays on it for five years, leap days and all', async () => {
    const number = newNumber();
    await at().list([number], BY_CALLER);
    expect(await at(Date.UTC(2031, 10, 21, 11, 59)).entryOf(number)).toEqual(BY_CALLER);
    expect(await at(NOON + 1827 * DAY - 1000).entryOf(number)).toEqual(BY_CALLER);
    expect(await at(NOON + 1827 * DAY).entryOf(number)).toBeUndefined();
  });

  it('keeps its first entry when it is listed again, and its five years begin anew', async () => {
    const number = newNumber();
    await at().list([number], BY_CALLER);
    await at(NOON + 1000 * DAY).list([number], { ...BY_TEAM, at: NOON + 1000 * DAY });
    expect(await at(NOON + 2826 * DAY).entryOf(number)).toEqual(BY_CALLER);
    expect(await at(NOON + 2827 * DAY).entryOf(number)).toBeUndefined();
  });

  it('is not kept shorter by a clock that is behind', async () => {
    const number = newNumber();
    await at(NOON + DAY).list([number], BY_CALLER);
    await at(NOON).list([number], BY_CALLER);
    expect(await at(NOON + 1827 * DAY).entryOf(number)).toEqual(BY_CALLER);
  });

  it('is told among many others, as of now', async () => {
    const [listed, removed, over, other] = [newNumber(), newNumber(), newNumber(), newNumber()];
    await at().list([listed, removed], BY_TEAM);
    await at(NOON - 1827 * DAY).list([over], BY_TEAM);
    await at().remove(removed);
    const many = Array.from({ length: 250 }, newNumber);
    const asked = [...many, listed, removed, over, other];
    expect(await listedAmong(records, () => NOON)(asked)).toEqual(new Set([listed]));
    expect(await listedAmong(records, () => NOON)([])).toEqual(new Set());
  });

  it('is taken off at once, with what was said of it', async () => {
    const number = newNumber();
    await at().list([number], BY_TEAM);
    await at(NOON + DAY).remove(number);
    expect(await at(NOON + DAY).entryOf(number)).toBeUndefined();
    expect(await itemOf(number)).toEqual({
      ...keyOf(number),
      expiresAt: { N: String(1_795_262_400 + 86_400 - 60) },
    });
  });

  it('is listed afresh after it was taken off, or is over, while the item is still there', async () => {
    const [removed, over] = [newNumber(), newNumber()];
    await at().list([removed, over], BY_TEAM);
    await at(NOON + DAY).remove(removed);
    await at(NOON + DAY).list([removed], { at: NOON + DAY, by: 'caller' });
    await at(NOON + 1827 * DAY).list([over], { at: NOON + 1827 * DAY, by: 'caller' });
    expect(await at(NOON + DAY).entryOf(removed)).toEqual({ at: NOON + DAY, by: 'caller' });
    expect(await at(NOON + 1827 * DAY).entryOf(over)).toEqual({ at: NOON + 1827 * DAY, by: 'caller' });
  });

  it('is off the list, and may be listed again, where the clock is seconds behind', async () => {
    const number = newNumber();
    await at().list([number], BY_TEAM);
    await at(NOON + DAY).remove(number);
    const behind = NOON + DAY - 5_000;
    expect(await at(behind).entryOf(number)).toBeUndefined();
    await at(behind).list([number], { at: behind, by: 'caller' });
    expect(await at(NOON + DAY).entryOf(number)).toEqual({ at: behind, by: 'caller' });
  });

  it('that is on no list leaves nothing behind when it is taken off', async () => {
    const number = newNumber();
    await at().remove(number);
    expect(await itemOf(number)).toBeUndefined();
  });

  it('may be listed by several at once: one entry is the first', async () => {
    const number = newNumber();
    const entries = Array.from({ length: 20 }, (_, index) => ({ at: NOON + index, by: 'caller' }) as const);
    await Promise.all(entries.map((entry) => at().list([number], entry)));
    const kept = await at().entryOf(number);
    expect(entries).toContainEqual(kept);
    await at().list([number], BY_TEAM);
    expect(await at().entryOf(number)).toEqual(kept);
  });

  it('is not half listed by whoever lists it again while it is taken off', async () => {
    const number = newNumber();
    await at().list([number], BY_TEAM);
    const meanwhile: DynamoDb = {
      async send(operation, input) {
        if (operation.name === 'UpdateItem') await at(NOON + DAY).remove(number);
        return records.client.send(operation, input);
      },
    };
    await doNotCallStore({ ...records, client: meanwhile }, () => NOON + DAY).list([number], BY_CALLER);
    expect(await at(NOON + DAY).entryOf(number)).toBeUndefined();
    expect(await itemOf(number)).not.toHaveProperty('listedBy');
  });

  it('is not called either while another version has written of it what this one does not know', async () => {
    const number = newNumber();
    const expiresAt = { N: String(NOON / 1000 + 60) };
    const Item = { ...keyOf(number), listedAt: { N: '1' }, listedBy: { S: 'registry' }, expiresAt };
    await records.client.send(PutItem, { TableName: records.name, Item });
    await expect(at().entryOf(number)).rejects.toThrow(OtherVersion);
  });
});

describe('Many numbers at once', () => {
  const counting = (answer: (one: number) => Promise<object>) => {
    const seen = { sent: 0, open: 0, most: 0 };
    const client = scriptedDynamoDb(async () => {
      seen.sent += 1;
      const one = seen.sent;
      seen.open += 1;
      seen.most = Math.max(seen.most, seen.open);
      await new Promise((resolve) => setImmediate(resolve));
      try {
        return await answer(one);
      } finally {
        seen.open -= 1;
      }
    });
    return { seen, store: doNotCallStore({ client, name: 't' }, () => NOON) };
  };
  const many = Array.from({ length: 10_000 }, (_, index) => `+155501${String(index).padStart(5, '0')}`);

  it('are listed, every one of them', async () => {
    const some = Array.from({ length: 120 }, newNumber);
    await at().list(some, BY_TEAM);
    for (const number of some) expect(await at().entryOf(number)).toEqual(BY_TEAM);
  });

  it('are written side by side, as many as there are connections and no more', async () => {
    const { seen, store } = counting(async () => ({}));
    await store.list(many, BY_TEAM);
    expect(seen).toEqual({ sent: 10_000, open: 0, most: 50 });
  });

  it('are given up together when the table goes away, and nothing more is sent', async () => {
    const { seen, store } = counting(async (one) => {
      if (one === 75) throw new Error('down');
      return {};
    });
    await expect(store.list(many, BY_TEAM)).rejects.toThrow(Unavailable);
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(seen).toEqual({ sent: 100, open: 0, most: 50 });
  });

  it('may be none', async () => {
    const { seen, store } = counting(async () => ({}));
    await store.list([], BY_TEAM);
    expect(seen.sent).toBe(0);
  });
});

describe('The do-not-call list, while the table is down,', () => {
  it('neither takes, tells nor forgets anything', async () => {
    const client = scriptedDynamoDb(() => {
      throw new Error('down');
    });
    const down = doNotCallStore({ client, name: 't' }, () => NOON);
    await expect(down.list(['+14155550199'], BY_TEAM)).rejects.toThrow(Unavailable);
    await expect(down.entryOf('+14155550199')).rejects.toThrow(Unavailable);
    await expect(down.remove('+14155550199')).rejects.toThrow(Unavailable);
  });
});
