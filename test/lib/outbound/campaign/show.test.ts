import { describe, expect, it } from 'vitest';
import { askedFor } from '../../../../lib/outbound/call/decide.ts';
import type { OutboundCall, OutboundProgress } from '../../../../lib/outbound/call/record.ts';
import { afterTold } from '../../../../lib/outbound/campaign/after-told.ts';
import type { Contact } from '../../../../lib/outbound/campaign/contact.ts';
import { resultsOf } from '../../../../lib/outbound/campaign/results.ts';
import { countsOf, viewOf } from '../../../../lib/outbound/campaign/show.ts';
import { live, MINUTE, made, NOW, running } from './given.ts';

const call = (row: number, progress: OutboundProgress): [number, OutboundCall] => [
  row,
  {
    ...askedFor(
      { id: `oc_${row}`, order: { number: `+1415555010${row}`, consent: { kind: 'express' } } },
      NOW,
      NOW,
    ),
    progress,
  },
];
const waits = (row: number, dueAt: number, why: 'again' | 'hours' | 'start' = 'start', zone = 'UTC') => ({
  ...{ row, dueAt, zone, for: why },
});
/** Of ten: one answered, one busy for good, three being called, five who wait. */
const campaign = () =>
  running({}, { counts: { answered: 1, busy: 1 }, live: [live(1), live(2), live(3, { is: 'begun' })] });
const CALLS = new Map([
  call(1, { state: 'dialing', at: NOW - 5_000 }),
  call(2, { state: 'talking', at: NOW - 3_000, callId: 'v2' }),
]);
const WAITING = [
  waits(1, NOW - 1),
  waits(4, NOW - 1),
  waits(5, NOW),
  waits(6, NOW + MINUTE, 'again'),
  waits(7, NOW + 60 * MINUTE, 'hours', 'America/Denver'),
  waits(8, NOW + 61 * MINUTE, 'hours', 'America/Denver'),
];

describe('The counts of a campaign', () => {
  it('are one for each contact, by status, and those that have ended by outcome', () => {
    const counts = countsOf(campaign(), WAITING, CALLS, NOW);
    expect(counts).toMatchObject({ queued: 3, scheduled: 3, dialing: 1, talking: 1, ended: 2 });
    expect(counts).toMatchObject({ answered: 1, busy: 1, voicemail: 0, expired: 0 });
    const { queued, scheduled, dialing, talking, ended } = counts;
    expect(queued + scheduled + dialing + talking + ended).toBe(10);
  });

  it.each([
    ['canceled', 'canceled'],
    ['done', 'expired'],
  ] as const)('of one that is %s tell the contacts who still waited as %s', (status, outcome) => {
    const counts = countsOf({ ...campaign(), status }, [], CALLS, NOW);
    expect(counts).toMatchObject({ queued: 1, scheduled: 0, dialing: 1, talking: 1, ended: 7, [outcome]: 5 });
  });

  it('never count more who wait than there are, though the index is behind', () => {
    const few = running({}, { total: 3, counts: { busy: 2 } });
    expect(countsOf(few, WAITING, new Map(), NOW)).toMatchObject({ queued: 0, scheduled: 1, ended: 2 });
  });
});

describe('The page of a campaign', () => {
  it('shows calls by their last four digits, and who waits for what by whose moment comes first', () => {
    const view = viewOf(campaign(), WAITING, CALLS, NOW);
    expect(view.live).toEqual([
      { row: 1, number: '0101', is: 'dialing', since: NOW },
      { row: 2, number: '0102', is: 'talking', since: NOW - 3_000 },
    ]);
    expect(view.waiting).toEqual([
      { zone: 'UTC', for: 'due', count: 2, nextAt: NOW - 1 },
      { zone: 'UTC', for: 'again', count: 1, nextAt: NOW + MINUTE },
      { zone: 'America/Denver', for: 'hours', count: 2, nextAt: NOW + 60 * MINUTE },
    ]);
    expect(JSON.stringify(view)).not.toContain('+1415');
  });

  it('shows what the breaker sees', () => {
    const campaign_ = running(
      {},
      {
        ends: [
          [NOW - 200_000, 1, 1],
          [NOW - 1, 1, 1],
          [NOW, 1, 0],
        ],
      },
    );
    expect(viewOf(campaign_, [], new Map(), NOW).breaker).toEqual({ ends: 2, failures: 1 });
  });
});

describe('The results of a campaign', () => {
  const contact = (row: number, changed: Partial<Contact> = {}): Contact => ({
    person: { row, number: `+1415555010${row}`, consent: { kind: 'express' } },
    ...{ zone: 'UTC', attempts: 0, starts: 0, deferrals: 0 },
    progress: { state: 'waiting', dueAt: NOW },
    ...changed,
  });

  it('are one line for each contact, by where it stands', () => {
    const contacts = [
      contact(1),
      contact(4, { progress: { state: 'waiting', dueAt: NOW + 1 } }),
      contact(5),
      contact(6, {
        ...{ attempts: 2, progress: { state: 'ended', at: NOW, outcome: 'busy' } },
        last: { at: NOW, callId: 'v6', endedReason: 'customer-busy' },
      }),
    ];
    expect(resultsOf(campaign(), contacts, CALLS, NOW).split('\r\n')).toEqual([
      'row,id,number,status,outcome,attempts,lastAttempt,endedReason,callId',
      '1,,"+14155550101",dialing,,0,,,',
      '4,,"+14155550104",scheduled,,0,,,',
      '5,,"+14155550105",queued,,0,,,',
      '6,,"+14155550106",ended,busy,2,2027-01-15T08:00:00.000Z,customer-busy,v6',
      '',
    ]);
  });

  it('know what is still to be written down', () => {
    const told = afterTold(running({}, { live: [live(1)] }), made(1, 'answered', { vapiCallId: 'v1' }), NOW);
    const [, line] = resultsOf(told, [contact(1)], new Map(), NOW).split('\r\n');
    expect(line).toBe('1,,"+14155550101",ended,answered,1,2027-01-15T08:00:00.000Z,,v1');
    // Written meanwhile, and begun again: that is newer.
    const [, newer] = resultsOf(told, [contact(1, { starts: 2 })], new Map(), NOW).split('\r\n');
    expect(newer).toBe('1,,"+14155550101",queued,,0,,,');
  });

  it.each([
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', '"\'\t\'=1"'],
    ['a;=1', '"a;\'=1"'],
    ['a;b', '"a;b"'],
    ['a=1', 'a=1'],
    ['a,"b"', '"a,""b"""'],
    ['=a,b', '"\'=a,b"'],
    ['two\nlines', '"two\nlines"'],
  ])('have no cell that a spreadsheet takes for a formula: %j', (id, cell) => {
    const person = { ...contact(1).person, id };
    const line = resultsOf(running(), [contact(1, { person })], new Map(), NOW);
    expect(line).toContain(`\r\n1,${cell},"+1415555`);
  });
});
