import { describe, expect, it } from 'vitest';
import { cursorOf, readQuery } from '../../../lib/board/query.ts';
import { NOON } from './given.ts';

const read = (query: string, timeZone = 'UTC') => readQuery(query, timeZone, NOON);

describe('A search for handoffs', () => {
  it('is over the last seven days, today included, where no day is named', () => {
    expect(read('')).toEqual({ is: 'search', search: { from: '2026-11-24', to: '2026-11-30' } });
  });

  it('ends today in the time zone of the business', () => {
    const late = Date.UTC(2026, 10, 30, 23);
    expect(readQuery('', 'Pacific/Auckland', late)).toMatchObject({ search: { to: '2026-12-01' } });
  });

  it('goes from a day to today, or seven days back from one', () => {
    expect(read('from=2026-11-01')).toMatchObject({ search: { from: '2026-11-01', to: '2026-11-30' } });
    expect(read('to=2026-11-10')).toMatchObject({ search: { from: '2026-11-04', to: '2026-11-10' } });
    expect(read('from=2027-01-01')).toMatchObject({ search: { from: '2027-01-01', to: '2027-01-01' } });
  });

  it('takes outcome, department, agent and words, whatever their case; what is empty was not asked for', () => {
    expect(read('outcome=no_agent&department=Billing&agent=Amara.Osei&q=%20Charged%20')).toMatchObject({
      search: { outcome: 'no_agent', department: 'billing', agent: 'amara.osei', q: 'charged' },
    });
    expect(read('outcome=&department=&agent=+&q=&cursor=')).toEqual(read(''));
  });

  it('goes on where a cursor says', () => {
    const cursor = { day: '2026-11-29', before: 'HANDOFF#1#ho_1' };
    expect(read(`cursor=${cursorOf(cursor)}`)).toMatchObject({ search: { cursor } });
  });

  it.each([
    ['from=yesterday', 'from', 'from is not a day like 2026-11-30'],
    ['to=2026-02-30', 'to', 'to is not a day like 2026-11-30'],
    ['outcome=lost', 'outcome', expect.stringContaining('completed, transferred, no_agent')],
    ['from=2026-11-30&to=2026-11-29', 'from', 'from is after to'],
    ['from=1999-01-01', 'from', 'from is more than 3660 days before to'],
    [`q=${'x'.repeat(201)}`, 'q', 'q is longer than 200 characters'],
    ['cursor=abc', 'cursor', 'cursor is not one that we gave'],
    [
      `cursor=${Buffer.from('{"day":"x"}').toString('base64url')}`,
      'cursor',
      'cursor is not one that we gave',
    ],
  ])('is refused by the name of its field: %s', (query, field, message) => {
    expect(read(query)).toEqual({ is: 'wrong', field, message });
  });
});
