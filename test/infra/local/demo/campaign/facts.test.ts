import { describe, expect, it } from 'vitest';
import { CONTACTS } from '../../../../../infra/local/demo/campaign/contacts.ts';
import { campaignFaults, type Facts } from '../../../../../infra/local/demo/campaign/facts.ts';

/** Tuesday 12:00 in Denver, 8:00 in Honolulu. */
const NOON = Date.parse('2026-07-14T18:00:00Z');
const HOURS = { tue: ['12:00-17:00'] };
const OPENING = NOON + 4 * 3_600_000;

const calls = CONTACTS.flatMap(({ number, phone }) => phone.map((_does, time) => `${number} ${time}`));
const PAUSE_MS = 3_000;
const good: Facts = {
  hours: HOURS,
  secondsApart: 0.3,
  attempts: { waitMinutes: PAUSE_MS / 60_000 },
  refused: 0,
  dialled: calls.map((attempt, index) => ({
    ...{ attempt, number: attempt.slice(0, '+12125550141'.length), at: NOON + PAUSE_MS * index },
  })),
  results: CONTACTS.map(({ number, phone, becomes }) => ({
    ...{ number, attempts: phone.length },
    ...(becomes === 'scheduled' ? { status: becomes, outcome: '' } : { status: 'ended', outcome: becomes }),
  })),
  listed: ['+13035550147', '+13035550152'],
  left: {
    status: 'running',
    counts: {
      ...{ queued: 0, scheduled: 1, dialing: 0, talking: 0, ended: 11, answered: 3, handed_over: 1 },
      ...{ voicemail: 2, no_answer: 2, busy: 1, bad_number: 1, failed: 0, unknown: 0, canceled: 0 },
      ...{ expired: 0, opted_out: 1 },
    },
    waiting: [{ zone: 'Pacific/Honolulu', for: 'hours', count: 1, nextAt: OPENING }],
    begun: calls.map((_attempt, index) => NOON + 300 * index),
  },
  canceledAs: 'canceled',
};
const [first, ...others] = good.dialled;
if (first === undefined) throw new Error('nobody is called');
const changed = (number: string, result: object): Facts => ({
  ...good,
  results: good.results.map((one) => (one.number === number ? { ...one, ...result } : one)),
});
const leaving = (left: Partial<Facts['left']>): Facts => ({ ...good, left: { ...good.left, ...left } });

describe('The demo’s campaign', () => {
  it('is as it should be when everybody was called as often as they should be, while it was open', () => {
    expect(campaignFaults(CONTACTS, good)).toEqual([]);
  });

  it.each<[string, Facts, string[]]>([
    ['somebody was not called', { ...good, dialled: others }, ['Vapi is asked to dial …0141 1 times']],
    [
      'somebody was called twice for one attempt',
      { ...good, dialled: [first, ...good.dialled] },
      [
        'Vapi is asked to dial …0141 1 times',
        '…0141 is called again after the pause',
        'each attempt is dialled once',
      ],
    ],
    [
      'somebody was called too early',
      { ...good, dialled: [{ ...first, at: NOON - 10 * 3_600_000 }, ...others] },
      ['…0141 is called while it is open in New York'],
    ],
    [
      'somebody ended otherwise',
      changed('+12125550151', { outcome: 'answered' }),
      ['…0151 ends as voicemail'],
    ],
    ['somebody is still called', changed('+12125550151', { status: 'talking' }), ['…0151 ends as voicemail']],
    ['an attempt is not told', changed('+13035550143', { attempts: 1 }), ['2 attempts of …0143 are told']],
    [
      'somebody was called again before the pause was over',
      {
        ...good,
        dialled: good.dialled.map((call) => (call.number === '+13125550146' ? { ...call, at: NOON } : call)),
      },
      ['…0146 is called again after the pause'],
    ],
    ['a row was refused', { ...good, refused: 1 }, ['no row is refused']],
    [
      'somebody is not listed who wants no calls',
      { ...good, listed: ['+13035550147'] },
      ['who wants no calls is listed'],
    ],
    [
      'a call was begun too soon after another',
      leaving({ begun: [NOON, NOON + 300, NOON + 500] }),
      ['calls are begun 0.3 s apart'],
    ],
    ['it was paused', leaving({ status: 'paused' }), ['it runs until it is canceled']],
    [
      'somebody else waits',
      leaving({ counts: { ...good.left.counts, ended: 10, scheduled: 2 } }),
      ['nobody is left but who waits for the morning'],
    ],
    [
      'they wait for something else',
      leaving({ waiting: [{ zone: 'Pacific/Honolulu', for: 'again', count: 1, nextAt: OPENING }] }),
      ['nobody is left but who waits for the morning'],
    ],
    [
      'they are called an hour after the opening',
      leaving({
        waiting: [{ zone: 'Pacific/Honolulu', for: 'hours', count: 1, nextAt: OPENING + 3_600_000 }],
      }),
      ['nobody is left but who waits for the morning'],
    ],
    ['it went on', { ...good, canceledAs: 'running' }, ['it is canceled at last']],
  ])('is not when %s', (_what, facts, faults) => {
    expect(campaignFaults(CONTACTS, facts)).toEqual(faults);
  });
});
