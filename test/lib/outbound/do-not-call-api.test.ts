import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Unavailable } from '../../../lib/base/trouble.ts';
import { readOrder } from '../../../lib/outbound/call/order.ts';
import { readJsonList } from '../../../lib/outbound/campaign/upload/json-list.ts';
import type { DoNotCall, Entry } from '../../../lib/outbound/do-not-call.ts';
import { answerListed, answerNumber } from '../../../lib/outbound/do-not-call-api.ts';

const NOON = 1_795_262_400_000;
const SAM = '+14155550123';
const DANA = '+14155550188';

/** The list as this test keeps it, and what it was asked to list at once. */
const world = (listed: Record<string, Entry> = {}) => {
  const entries = new Map(Object.entries(listed));
  const asked: (readonly string[])[] = [];
  const doNotCall: DoNotCall = {
    async list(numbers, entry) {
      asked.push(numbers);
      for (const number of numbers) entries.set(number, entry);
    },
    entryOf: async (number) => entries.get(number),
    async remove(number) {
      entries.delete(number);
    },
  };
  const ports = { doNotCall, clock: () => NOON };
  return {
    entries,
    asked,
    list: (body: unknown) => answerListed(body, ports),
    ask: (method: string, number: string) => answerNumber(method, number, ports),
  };
};
const invalid = (field: string, problem: string) => ({
  status: 422,
  body: { error: { code: 'invalid', message: `${field} ${problem}.`, field } },
});
const many = (count: number) =>
  Array.from({ length: count }, (_, each) => `+155501${String(each).padStart(5, '0')}`);

describe('Numbers that a team lists', () => {
  it('are listed as of now, by the team, with its reason where it gives one', async () => {
    const { list, entries } = world();
    expect(await list({ numbers: [SAM], reason: 'asked by letter' })).toEqual({
      status: 200,
      body: { listed: 1 },
    });
    expect(await list({ numbers: [DANA] })).toEqual({ status: 200, body: { listed: 1 } });
    expect(Object.fromEntries(entries)).toEqual({
      [SAM]: { at: NOON, by: 'team', reason: 'asked by letter' },
      [DANA]: { at: NOON, by: 'team' },
    });
  });

  it('count once however often they stand in the request', async () => {
    const { list, asked } = world();
    expect(await list({ numbers: [SAM, DANA, SAM] })).toEqual({ status: 200, body: { listed: 2 } });
    expect(asked).toEqual([[SAM, DANA]]);
  });

  it('are ten thousand at the most', async () => {
    const { list, entries } = world();
    expect(await list({ numbers: many(10_001) })).toEqual(invalid('numbers', 'has more than 10000 numbers'));
    expect(entries.size).toBe(0);
    expect(await list({ numbers: many(10_000) })).toEqual({ status: 200, body: { listed: 10_000 } });
    expect(entries.size).toBe(10_000);
  });

  it('may come with a reason of 200 characters', async () => {
    const { list, entries } = world();
    expect(await list({ numbers: [SAM], reason: 'x'.repeat(200) })).toMatchObject({ status: 200 });
    expect(entries.get(SAM)?.reason).toHaveLength(200);
  });

  it.each([
    ['nothing', undefined, 'body', 'is not an object'],
    ['a list', [SAM], 'body', 'is not an object'],
    ['an object without numbers', {}, 'numbers', 'is not a list'],
    ['one number', { numbers: SAM }, 'numbers', 'is not a list'],
    ['no number', { numbers: [] }, 'numbers', 'is empty'],
    ['a number that is no text', { numbers: [SAM, 14155550188] }, 'numbers.1', 'is not a text'],
    ['a number with blanks', { numbers: [SAM, '+1 415 555 0188'] }, 'numbers.1', 'is not in E.164 form'],
    ['a number of a country', { numbers: ['4155550123'] }, 'numbers.0', 'is not in E.164 form'],
    ['a number before a line break', { numbers: [`${SAM}\n`] }, 'numbers.0', 'is not in E.164 form'],
    [
      'a number that is too short for its country',
      { numbers: ['+1415555'] },
      'numbers.0',
      'is no phone number',
    ],
    ['a reason that is no text', { numbers: [SAM], reason: 7 }, 'reason', 'is not a text'],
    ['a reason that is nothing', { numbers: [SAM], reason: null }, 'reason', 'is not a text'],
    ['a long reason', { numbers: [SAM], reason: 'x'.repeat(201) }, 'reason', 'is too long'],
    ['a word that is not known', { numbers: [SAM], reasons: 'letter' }, 'reasons', 'is not known'],
  ])('are refused, by the field that is wrong, and none is listed: %s', async (_what, body, field, problem) => {
    const { list, asked } = world();
    expect(await list(body)).toEqual(invalid(field, problem));
    expect(asked).toEqual([]);
  });

  it('are not repeated in the answer', async () => {
    const { body } = await world().list({ numbers: [`${SAM}x`] });
    expect(JSON.stringify(body)).not.toContain('4155550123');
  });

  it('are not said to be listed while the table is away', async () => {
    const away = () => Promise.reject(new Unavailable('table', 'away'));
    const ports = { doNotCall: { list: away, entryOf: away, remove: away }, clock: () => NOON };
    await expect(answerListed({ numbers: [SAM] }, ports)).rejects.toThrow(Unavailable);
    await expect(answerNumber('GET', SAM, ports)).rejects.toThrow(Unavailable);
    await expect(answerNumber('DELETE', SAM, ports)).rejects.toThrow(Unavailable);
  });
});

describe('However a number is written', () => {
  it.each([
    ['+4401632960123', '+441632960123'],
    ['+114155550123', SAM],
    ['+4904030123456', '+494030123456'],
    ['+49004030123456', '+494030123456'],
    ['+610412345678', '+61412345678'],
    ['+55011987654321', '+5511987654321'],
    ['+5401123456789', '+541123456789'],
    ['+8108012345678', '+818012345678'],
    ['+86013812345678', '+8613812345678'],
  ])('%s is listed, shown and taken off as %s', async (written, number) => {
    const { list, ask, entries } = world();
    expect(await list({ numbers: [written, number] })).toEqual({ status: 200, body: { listed: 1 } });
    expect([...entries.keys()]).toEqual([number]);
    expect(await ask('GET', written)).toMatchObject({ body: { listed: true } });
    expect(await ask('DELETE', written)).toEqual({ status: 200, body: { listed: false } });
    expect([...entries.keys()]).toEqual([]);
  });

  it('one that is listed is found by whoever would call it', async () => {
    const code = fc.constantFrom('1', '44', '49', '61', '55', '54', '52', '81', '86', '39', '33', '353', '7');
    const written = fc
      .tuple(code, fc.stringMatching(/^(0{0,3}|1|15|9|011)\d{6,10}$/))
      .map(([country, rest]) => `+${country}${rest}`);
    const called = async (number: string) => {
      const consent = { kind: 'express' };
      const one = await readOrder({ customer: { number }, consent });
      const list = await readJsonList({ name: 'x', consent, contacts: [{ number }] });
      const [row] = list.is === 'list' ? list.rows : [];
      return [
        ...(one.is === 'order' ? [one.order.number] : []),
        ...(row?.is === 'person' ? [row.person.number] : []),
      ];
    };
    await fc.assert(
      fc.asyncProperty(written, async (number) => {
        const { list, ask, entries } = world();
        const { status } = await list({ numbers: [number] });
        const dialled = await called(number);
        expect(dialled.length > 0).toBe(status === 200);
        for (const one of dialled) {
          expect(entries.has(one)).toBe(true);
          expect(await ask('GET', one)).toMatchObject({ body: { listed: true } });
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('A number that a team asks about', () => {
  it('is not listed, or is, with since when, who said so, and why', async () => {
    const { ask, entries } = world({
      [SAM]: { at: NOON, by: 'caller' },
      [DANA]: { at: NOON - 1, by: 'team', reason: 'asked by letter' },
    });
    expect(await ask('GET', '+15550100001')).toEqual({ status: 200, body: { listed: false } });
    expect(await ask('GET', SAM)).toEqual({
      status: 200,
      body: { listed: true, at: '2026-11-21T12:00:00.000Z', by: 'caller' },
    });
    expect(await ask('GET', DANA)).toEqual({
      status: 200,
      body: { listed: true, at: '2026-11-21T11:59:59.999Z', by: 'team', reason: 'asked by letter' },
    });
    expect(entries.size).toBe(2);
  });

  it('is taken off, and so it stays', async () => {
    const { ask, entries } = world({ [SAM]: { at: NOON, by: 'caller' }, [DANA]: { at: NOON, by: 'team' } });
    for (const _time of ['first', 'again']) {
      expect(await ask('DELETE', SAM)).toEqual({ status: 200, body: { listed: false } });
    }
    expect([...entries.keys()]).toEqual([DANA]);
    expect(await ask('GET', SAM)).toEqual({ status: 200, body: { listed: false } });
  });

  it.each(['GET', 'DELETE'])('is refused where it is none: %s', async (method) => {
    const { ask } = world();
    for (const number of ['', '4155550123', '%2B14155550123', `${SAM} `, 'DNC']) {
      expect(await ask(method, number)).toEqual(invalid('number', 'is not in E.164 form'));
    }
  });
});
