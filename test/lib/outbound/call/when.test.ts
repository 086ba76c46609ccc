import { describe, expect, it } from 'vitest';
import type { OutboundOrder } from '../../../../lib/outbound/call/record.ts';
import { nextOpeningFor, zonesFor } from '../../../../lib/outbound/call/when.ts';

const opensAt = async (given: Partial<OutboundOrder> & { number: string }, from: string) => {
  const at = await nextOpeningFor('federal')({ consent: { kind: 'express' }, ...given }, Date.parse(from));
  return at === undefined ? 'never' : new Date(at).toISOString();
};
const isOpenAt = async (given: Partial<OutboundOrder> & { number: string }, at: string) =>
  (await opensAt(given, at)) === new Date(at).toISOString();

describe('Somebody whose state is not told', () => {
  it.each([
    ['Kentucky', '+15025550123', '2026-12-01T08:30:00-05:00', '2026-12-01T10:30:00-05:00'],
    ['Florida', '+13055550123', '2026-12-01T20:30:00-05:00', '2026-12-01T19:30:00-05:00'],
    ['Maine', '+12075550123', '2026-12-01T19:00:00-05:00', '2026-12-01T16:00:00-05:00'],
    ['Rhode Island', '+14015550123', '2026-12-06T12:00:00-05:00', '2026-12-05T12:00:00-05:00'],
    ['Alabama', '+12055550123', '2026-12-06T12:00:00-06:00', '2026-12-05T12:00:00-06:00'],
    ['Texas', '+12145550123', '2026-12-06T10:00:00-06:00', '2026-12-06T12:30:00-06:00'],
    ['Ontario', '+14165550123', '2026-12-06T20:00:00-05:00', '2026-12-06T17:00:00-05:00'],
    ['Mississippi', '+16015550123', '2026-12-01T20:30:00-06:00', '2026-12-01T19:30:00-06:00'],
  ])('is called as the state of the area code allows: %s', async (_state, number, closed, open) => {
    expect(await isOpenAt({ number }, closed)).toBe(false);
    expect(await isOpenAt({ number }, open)).toBe(true);
  });

  it('is called by it in a zone of their own, too', async () => {
    const given = { number: '+15025550123', timeZone: 'America/Los_Angeles' };
    expect(await isOpenAt(given, '2026-12-01T09:30:00-08:00')).toBe(false);
    expect(await isOpenAt(given, '2026-12-01T10:30:00-08:00')).toBe(true);
  });
});

describe('Somebody whose state is elsewhere than their number', () => {
  const CALIFORNIA = '+14155550123';

  it('is called when it is a good time in both', async () => {
    const given = { number: CALIFORNIA, state: 'NY' };
    expect(await zonesFor(given)).toEqual(['America/Los_Angeles', 'America/New_York']);
    expect(await isOpenAt(given, '2026-12-01T20:30:00-08:00')).toBe(false);
    expect(await isOpenAt(given, '2026-12-01T07:30:00-08:00')).toBe(false);
    expect(await isOpenAt(given, '2026-12-01T17:30:00-08:00')).toBe(true);
  });

  it('is called by the clocks that the rule of the state names', async () => {
    const given = { number: CALIFORNIA, state: 'MS', timeZone: 'America/Los_Angeles' };
    expect(await isOpenAt(given, '2026-12-01T18:30:00-08:00')).toBe(false);
    expect(await isOpenAt(given, '2026-12-01T17:30:00-08:00')).toBe(true);
  });

  it('is called by their own zone alone where it is given', async () => {
    const given = { number: CALIFORNIA, state: 'NY', timeZone: 'America/New_York' };
    expect(await zonesFor(given)).toEqual(['America/New_York']);
    expect(await isOpenAt(given, '2026-12-01T08:30:00-05:00')).toBe(true);
  });

  it('is called as any other by a state that is none, or is another country’s', async () => {
    expect(await zonesFor({ number: CALIFORNIA, state: 'ZZ' })).toEqual(['America/Los_Angeles']);
    expect(await zonesFor({ number: '+5511912345678', state: 'PA' })).toEqual(['America/Sao_Paulo']);
  });
});

describe('Somebody in Orlando with a number of its overlay', () => {
  it('is called by Eastern time', async () => {
    expect(await zonesFor({ number: '+16895550123' })).toEqual(['America/New_York']);
  });
});
